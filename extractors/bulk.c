/* Asks pdfium about all characters or all that is drawn of a page at once. What it answers is what the same calls from
   Python answer (characters.py, subpaths.py), which serve where nobody compiled this file; calling from Python
   takes several times as long. pdfium is not linked: its functions are given by their addresses, in the order of the structs.

   Compile without contraction of products and sums, or the last digit differs from Python's. */

#include <math.h>
#include <stdlib.h>

enum { TEXT_SPACE = 32, KIND_TEXT = 1, KIND_PATH = 2, KIND_IMAGE = 3, KIND_SHADING = 4, KIND_FORM = 5 };
enum { BEZIER_TO = 1, MOVE_TO = 2 };
enum { DEEPEST = 6, CLEAR = 16 };
enum { HAS_BOX = 1, IS_GENERATED = 2 };

/* What could keep a text from being seen; `Doubt` in bulk.py. */
enum { UNPAINTED = 1, PALE = 2, THROUGH = 4, CLIPPED = 8, OPTIONAL = 16, COVERED = 32, INNER = 64, REWORDED = 128 };
enum { MODE_STROKE = 1, MODE_INVISIBLE = 3, MODE_CLIP = 7 };
enum { NEAR = 48, WHITE = 0xffffff, ANY_COLOUR = -2, MOST_COMPARED = 4000000 };
#define THIN 2.5     /* points: nothing so thin hides text, save a slice of a picture */
#define THICK 3.0    /* points: a stroke so thick may hide text */
#define OVERLAP 0.5  /* points by which two things at least overlap */
#define CUT 1.0      /* points that a clip may take of a text's box */

typedef struct {
    unsigned (*code)(void *, int);
    int (*is_generated)(void *, int);
    float (*angle)(void *, int);
    int (*origin)(void *, int, double *, double *);
    int (*box)(void *, int, float *);
    int (*colour)(void *, int, unsigned *, unsigned *, unsigned *, unsigned *);
    int (*glyph)(void *, int, double *, double *, double *, double *);
    void *(*owner)(void *, int);
} CharacterCalls;

/* codes (n), flags (n), boxes (n, 4: left, top, right, bottom), points (n, 2), angles (n, radians), colours (n, 0xRRGGBB),
   glyphs (n, 4: left, right, bottom, top), owners (n). */
void read_characters(const CharacterCalls *call, void *text, int count, unsigned *codes, unsigned char *flags,
                     float *boxes, double *points, float *angles, unsigned *colours, double *glyphs, void **owners)
{
    unsigned red, green, blue, alpha;
    for (int i = 0; i < count; i++) {
        codes[i] = call->code(text, i);
        flags[i] = call->box(text, i, boxes + 4 * i) ? HAS_BOX : 0;
        if (codes[i] == TEXT_SPACE && call->is_generated(text, i) == 1)
            flags[i] |= IS_GENERATED;
        call->origin(text, i, points + 2 * i, points + 2 * i + 1);
        angles[i] = call->angle(text, i);
        colours[i] = call->colour(text, i, &red, &green, &blue, &alpha) ? red << 16 | green << 8 | blue : 0;
        double *glyph = glyphs + 4 * i;
        call->glyph(text, i, glyph, glyph + 1, glyph + 2, glyph + 3);
        owners[i] = call->owner(text, i);
    }
}

typedef struct { float a, b, c, d, e, f; } PageMatrix;
typedef struct { double a, b, c, d, e, f; } Matrix;

typedef struct {
    int (*page_count)(void *);
    void *(*page_object)(void *, int);
    int (*form_count)(void *);
    void *(*form_object)(void *, unsigned long);
    int (*kind)(void *);
    int (*matrix)(void *, PageMatrix *);
    int (*bounds)(void *, float *, float *, float *, float *);
    int (*fill_colour)(void *, unsigned *, unsigned *, unsigned *, unsigned *);
    int (*stroke_colour)(void *, unsigned *, unsigned *, unsigned *, unsigned *);
    int (*mode)(void *, int *, int *);
    int (*segment_count)(void *);
    void *(*segment)(void *, int);
    int (*segment_kind)(void *);
    int (*segment_point)(void *, float *, float *);
    int (*segment_closes)(void *);
    int (*stroke_width)(void *, float *);
    int (*has_transparency)(void *);
    int (*text_mode)(void *);
    void *(*clip)(void *);
    int (*clip_count)(void *);
    int (*clip_segment_count)(void *, int);
    void *(*clip_segment)(void *, int, int);
    int (*mark_count)(void *);
    void *(*mark)(void *, unsigned long);
    int (*mark_name)(void *, unsigned short *, unsigned long, unsigned long *);
    int (*mark_text)(void *, const char *, unsigned short *, unsigned long, unsigned long *);
} PathCalls;

/* Part of a path between two moves. `fill` is 0xRRGGBB, or -1 where nothing is filled. */
typedef struct { int fill, is_stroked, is_closed, is_curved, first, count; } Subpath;

typedef struct { double left, bottom, right, top; } Box;

/* A text object, its box in page space, and what could keep it from being seen. */
typedef struct { void *object; Box box; long long doubt; } Text;

/* What text may stand on: `colour` is 0xRRGGBB, or ANY_COLOUR for a picture. */
typedef struct { Box box; int colour; } Ground;

/* Memory that grows with the pages and is kept between them. */
typedef struct { char *data; size_t used, size; } Store;

static Store subpaths, points, images, texts, grounds;
static int failed;
static long compared;

static void *more(Store *store, size_t bytes)
{
    if (store->used + bytes > store->size) {
        size_t size = 2 * store->size + bytes + 4096;
        char *data = realloc(store->data, size);
        if (!data) {
            failed = 1;
            return NULL;
        }
        store->data = data;
        store->size = size;
    }
    store->used += bytes;
    return store->data + store->used - bytes;
}

static Matrix matrix_of(const PathCalls *call, void *object)
{
    PageMatrix m;
    if (!call->matrix(object, &m))
        return (Matrix){1, 0, 0, 1, 0, 0};
    return (Matrix){m.a, m.b, m.c, m.d, m.e, m.f};
}

static Matrix composed(Matrix m, Matrix o)
{
    return (Matrix){m.a * o.a + m.b * o.c, m.a * o.b + m.b * o.d, m.c * o.a + m.d * o.c, m.c * o.b + m.d * o.d,
                    m.e * o.a + m.f * o.c + o.e, m.e * o.b + m.f * o.d + o.f};
}

static void put_point(Store *store, Matrix m, double x, double y)
{
    double *place = more(store, 2 * sizeof(double));
    if (place) {
        place[0] = m.a * x + m.c * y + m.e;
        place[1] = m.b * x + m.d * y + m.f;
    }
}

/* 0xRRGGBB; -1 when it is transparent. */
static int colour_of(int (*get)(void *, unsigned *, unsigned *, unsigned *, unsigned *), void *object)
{
    unsigned red, green, blue, alpha;
    if (!get(object, &red, &green, &blue, &alpha))
        return 0;
    return alpha < CLEAR ? -1 : (int)(red << 16 | green << 8 | blue);
}

static const Box NOWHERE = {INFINITY, INFINITY, -INFINITY, -INFINITY};
static const Box EVERYWHERE = {-INFINITY, -INFINITY, INFINITY, INFINITY};

static void widen(Box *box, double x, double y)
{
    box->left = x < box->left ? x : box->left;
    box->bottom = y < box->bottom ? y : box->bottom;
    box->right = x > box->right ? x : box->right;
    box->top = y > box->top ? y : box->top;
}

static void widen_by(Box *box, Matrix m, double x, double y)
{
    widen(box, m.a * x + m.c * y + m.e, m.b * x + m.d * y + m.f);
}

static int overlap(const Box *a, const Box *b)
{
    return a->left + OVERLAP < b->right && b->left + OVERLAP < a->right && a->bottom + OVERLAP < b->top
           && b->bottom + OVERLAP < a->top;
}

static Box bounds_of(const PathCalls *call, void *object, Matrix outer)
{
    float left = 0, bottom = 0, right = 0, top = 0;
    call->bounds(object, &left, &bottom, &right, &top);
    Box box = NOWHERE;
    widen_by(&box, outer, left, bottom);
    widen_by(&box, outer, left, top);
    widen_by(&box, outer, right, bottom);
    widen_by(&box, outer, right, top);
    return box;
}

/* Something is drawn over what stands in this box already, and is what later text stands on. */
static void put_ground(const Box *box, int colour)
{
    Ground *ground = more(&grounds, sizeof(Ground));
    if (ground)
        *ground = (Ground){*box, colour};
    size_t count = texts.used / sizeof(Text);
    if ((compared += (long)count) > MOST_COMPARED)
        return;
    Text *text = (Text *)texts.data;
    for (size_t i = 0; i < count; i++)
        if (overlap(&text[i].box, box))
            text[i].doubt |= COVERED;
}

static int is_near(int one, int other)
{
    for (int shift = 0; shift < 24; shift += 8)
        if (abs((one >> shift & 255) - (other >> shift & 255)) >= NEAR)
            return 0;
    return 1;
}

/* Is the colour that of the paper, or of something under the box? */
static int is_like_ground(int colour, const Box *box)
{
    if (colour < 0 || is_near(colour, WHITE))
        return 1;
    size_t count = grounds.used / sizeof(Ground);
    if ((compared += (long)count) > MOST_COMPARED)
        return 1;
    const Ground *ground = (const Ground *)grounds.data;
    for (size_t i = 0; i < count; i++)
        if ((ground[i].colour == ANY_COLOUR || is_near(colour, ground[i].colour)) && overlap(&ground[i].box, box))
            return 1;
    return 0;
}

static Box within(Box a, Box b)
{
    return (Box){fmax(a.left, b.left), fmax(a.bottom, b.bottom), fmin(a.right, b.right), fmin(a.top, b.top)};
}

/* The box of what the clips of an object leave of it; *is_odd is set where one is no upright rectangle. */
static Box clip_of(const PathCalls *call, void *object, Matrix outer, int *is_odd)
{
    Box left_over = EVERYWHERE;
    void *clip = call->clip(object);
    for (int k = 0, count = clip ? call->clip_count(clip) : 0; k < count; k++) {
        Box box = NOWHERE;
        int segments = call->clip_segment_count(clip, k);
        float x = 0, y = 0, before_x = 0, before_y = 0;
        *is_odd |= segments > 5;
        for (int i = 0; i < segments && i <= 5; i++) {
            void *segment = call->clip_segment(clip, k, i);
            call->segment_point(segment, &x, &y);
            *is_odd |= call->segment_kind(segment) == BEZIER_TO;
            *is_odd |= i && fabsf(x - before_x) > CUT && fabsf(y - before_y) > CUT;
            before_x = x;
            before_y = y;
            widen_by(&box, outer, x, y);
        }
        left_over = within(left_over, box);
    }
    return left_over;
}

static int cuts(const Box *clip, const Box *box)
{
    return box->left < clip->left - CUT || box->bottom < clip->bottom - CUT || box->right > clip->right + CUT
           || box->top > clip->top + CUT;
}

/* Other words for what is drawn are looked at where they hold a figure, or are too long to be looked at here. */
static int gives_figures(const PathCalls *call, void *mark)
{
    unsigned short words[64];
    unsigned long size = 0;
    if (!call->mark_text(mark, "ActualText", words, sizeof words, &size))
        return 0;
    if (size > sizeof words)
        return 1;
    for (unsigned long i = 0; i < size / 2; i++)
        if ((words[i] >= '0' && words[i] <= '9') || (words[i] >= 0xff10 && words[i] <= 0xff19))
            return 1;
    return 0;
}

/* Does a mark put an object in a layer, or give other words for it? */
static int marks_of(const PathCalls *call, void *object)
{
    int found = 0;
    for (int i = 0, count = call->mark_count(object); i < count; i++) {
        void *mark = call->mark(object, (unsigned long)i);
        unsigned short name[4] = {0};
        unsigned long size = 0;
        if (call->mark_name(mark, name, sizeof name, &size) && size == 6 && name[0] == 'O' && name[1] == 'C')
            found |= OPTIONAL;
        if (gives_figures(call, mark))
            found |= REWORDED;
    }
    return found;
}

static void read_text(const PathCalls *call, void *object, Matrix outer, int doubt, const Box *window)
{
    Box box = bounds_of(call, object, outer);
    int mode = call->text_mode(object), is_odd = 0;
    if (mode == MODE_INVISIBLE || mode == MODE_CLIP)
        doubt |= UNPAINTED;
    else if (is_like_ground(colour_of(mode == MODE_STROKE ? call->stroke_colour : call->fill_colour, object), &box))
        doubt |= PALE;
    if (call->has_transparency(object))
        doubt |= THROUGH;
    Box clip = clip_of(call, object, outer, &is_odd);
    if (is_odd || cuts(&clip, &box) || cuts(window, &box))
        doubt |= CLIPPED;
    doubt |= marks_of(call, object);
    Text *text = more(&texts, sizeof(Text));
    if (text)
        *text = (Text){object, box, doubt};
}

/* The four corners of a picture. */
static void read_image(const PathCalls *call, void *object, Matrix outer)
{
    float left = 0, bottom = 0, right = 0, top = 0;
    call->bounds(object, &left, &bottom, &right, &top);
    put_point(&images, outer, left, bottom);
    put_point(&images, outer, left, top);
    put_point(&images, outer, right, bottom);
    put_point(&images, outer, right, top);
    Box box = bounds_of(call, object, outer);
    put_ground(&box, ANY_COLOUR);
}

/* A figure hides what is under it where it is filled, or stroked with a broad pen. */
static void put_figure(const PathCalls *call, void *object, Box *box, int fill, double thick)
{
    int is_thin = box->right - box->left <= THIN || box->top - box->bottom <= THIN;
    if (thick >= THICK) {
        *box = (Box){box->left - thick / 2, box->bottom - thick / 2, box->right + thick / 2, box->top + thick / 2};
        put_ground(box, ANY_COLOUR);
    } else if (fill >= 0 && !is_thin) {
        put_ground(box, call->has_transparency(object) ? ANY_COLOUR : fill);
    }
}

static void read_path(const PathCalls *call, void *object, Matrix outer)
{
    int filled = 0, stroked = 0;
    call->mode(object, &filled, &stroked);
    int fill = filled ? colour_of(call->fill_colour, object) : -1;
    int is_stroked = stroked && colour_of(call->stroke_colour, object) >= 0;
    if (fill < 0 && !is_stroked)
        return;
    Matrix own = composed(matrix_of(call, object), outer);
    size_t at = 0;
    float x = 0, y = 0, width = 0;
    if (is_stroked)
        call->stroke_width(object, &width);
    double thick = width * sqrt(fabs(own.a * own.d - own.b * own.c));
    Box box = NOWHERE;
    for (int i = 0, count = call->segment_count(object); i < count && !failed; i++) {
        void *segment = call->segment(object, i);
        int kind = call->segment_kind(segment);
        call->segment_point(segment, &x, &y);
        if (i == 0 || kind == MOVE_TO) {
            put_figure(call, object, &box, fill, thick);
            box = NOWHERE;
            at = subpaths.used;
            Subpath *begun = more(&subpaths, sizeof(Subpath));
            if (!begun)
                return;
            *begun = (Subpath){fill, is_stroked, 0, 0, (int)(points.used / (2 * sizeof(double))), 0};
        }
        Subpath *now = (Subpath *)(subpaths.data + at);
        put_point(&points, own, x, y);
        widen_by(&box, own, x, y);
        now->count++;
        now->is_curved |= kind == BEZIER_TO;
        now->is_closed |= call->segment_closes(segment) != 0;
    }
    put_figure(call, object, &box, fill, thick);
}

/* `doubt` and `window` are what the forms around the objects add to each, and leave of it. */
static void read_objects(const PathCalls *call, void *parent, Matrix outer, int depth, int doubt, Box window)
{
    int count = depth ? call->form_count(parent) : call->page_count(parent);
    for (int i = 0; i < count && !failed; i++) {
        void *object = depth ? call->form_object(parent, (unsigned long)i) : call->page_object(parent, i);
        int kind = call->kind(object);
        if (kind == KIND_TEXT)
            read_text(call, object, outer, doubt, &window);
        else if (kind == KIND_PATH)
            read_path(call, object, outer);
        else if (kind == KIND_IMAGE)
            read_image(call, object, outer);
        else if (kind == KIND_SHADING) {
            Box box = bounds_of(call, object, outer);
            put_ground(&box, ANY_COLOUR);
        } else if (kind == KIND_FORM && depth < DEEPEST) {
            int is_odd = 0, inner = doubt | INNER | (marks_of(call, object) & OPTIONAL);
            Box clip = clip_of(call, object, outer, &is_odd);
            if (call->has_transparency(object))
                inner |= THROUGH;
            if (is_odd)
                inner |= CLIPPED;
            read_objects(call, object, composed(matrix_of(call, object), outer), depth + 1, inner,
                         within(window, clip));
        }
    }
}

/* What `read_graphics` found: four stores and how many are in each. */
typedef struct {
    void *subpaths, *points, *images, *texts;
    size_t subpath_count, point_count, image_count, text_count;
} Found;

/* Subpaths, their points (x, y), four corners of every image and all texts, in drawing order; 0 when memory ran out. */
int read_graphics(const PathCalls *call, void *page, Found *found)
{
    subpaths.used = points.used = images.used = texts.used = grounds.used = 0;
    failed = 0;
    compared = 0;
    read_objects(call, page, (Matrix){1, 0, 0, 1, 0, 0}, 0, 0, EVERYWHERE);
    size_t count = texts.used / sizeof(Text);
    for (size_t i = 0; i < count && compared > MOST_COMPARED; i++)
        ((Text *)texts.data)[i].doubt |= COVERED;
    *found = (Found){subpaths.data, points.data, images.data, texts.data, subpaths.used / sizeof(Subpath),
                     points.used / (2 * sizeof(double)), images.used / (8 * sizeof(double)), count};
    return !failed;
}
