/* Asks pdfium about all characters or all drawn paths of a page at once. What it answers is what the same calls from
   Python answer (characters.py, subpaths.py), which serve where nobody compiled this file; calling from Python
   takes several times as long. pdfium is not linked: its functions are given by their addresses, in the order of the structs.

   Compile without contraction of products and sums, or the last digit differs from Python's. */

#include <stdlib.h>

enum { TEXT_SPACE = 32, KIND_PATH = 2, KIND_IMAGE = 3, KIND_FORM = 5, BEZIER_TO = 1, MOVE_TO = 2 };
enum { DEEPEST = 6, CLEAR = 16 };
enum { HAS_BOX = 1, IS_GENERATED = 2 };

typedef struct {
    unsigned (*code)(void *, int);
    int (*is_generated)(void *, int);
    float (*angle)(void *, int);
    int (*origin)(void *, int, double *, double *);
    int (*box)(void *, int, float *);
    int (*colour)(void *, int, unsigned *, unsigned *, unsigned *, unsigned *);
} CharacterCalls;

/* codes (n), flags (n), boxes (n, 4: left, top, right, bottom), points (n, 2), angles (n, radians), colours (n, 0xRRGGBB). */
void read_characters(const CharacterCalls *call, void *text, int count, unsigned *codes, unsigned char *flags,
                     float *boxes, double *points, float *angles, unsigned *colours)
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
} PathCalls;

/* Part of a path between two moves. `fill` is 0xRRGGBB, or -1 where nothing is filled. */
typedef struct { int fill, is_stroked, is_closed, is_curved, first, count; } Subpath;

/* Memory that grows with the pages and is kept between them. */
typedef struct { char *data; size_t used, size; } Store;

static Store subpaths, points, images;
static int failed;

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

/* The four corners of a picture. */
static void read_image(const PathCalls *call, void *object, Matrix outer)
{
    float left = 0, bottom = 0, right = 0, top = 0;
    call->bounds(object, &left, &bottom, &right, &top);
    put_point(&images, outer, left, bottom);
    put_point(&images, outer, left, top);
    put_point(&images, outer, right, bottom);
    put_point(&images, outer, right, top);
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
    float x = 0, y = 0;
    for (int i = 0, count = call->segment_count(object); i < count && !failed; i++) {
        void *segment = call->segment(object, i);
        int kind = call->segment_kind(segment);
        call->segment_point(segment, &x, &y);
        if (i == 0 || kind == MOVE_TO) {
            at = subpaths.used;
            Subpath *begun = more(&subpaths, sizeof(Subpath));
            if (!begun)
                return;
            *begun = (Subpath){fill, is_stroked, 0, 0, (int)(points.used / (2 * sizeof(double))), 0};
        }
        Subpath *now = (Subpath *)(subpaths.data + at);
        put_point(&points, own, x, y);
        now->count++;
        now->is_curved |= kind == BEZIER_TO;
        now->is_closed |= call->segment_closes(segment) != 0;
    }
}

static void read_objects(const PathCalls *call, void *parent, Matrix outer, int depth)
{
    int count = depth ? call->form_count(parent) : call->page_count(parent);
    for (int i = 0; i < count && !failed; i++) {
        void *object = depth ? call->form_object(parent, (unsigned long)i) : call->page_object(parent, i);
        int kind = call->kind(object);
        if (kind == KIND_PATH)
            read_path(call, object, outer);
        else if (kind == KIND_IMAGE)
            read_image(call, object, outer);
        else if (kind == KIND_FORM && depth < DEEPEST)
            read_objects(call, object, composed(matrix_of(call, object), outer), depth + 1);
    }
}

/* What `read_graphics` found: three stores and how many are in each. */
typedef struct {
    void *subpaths, *points, *images;
    size_t subpath_count, point_count, image_count;
} Found;

/* Subpaths, their points (x, y) and four corners of every image, in drawing order; 0 when memory ran out. */
int read_graphics(const PathCalls *call, void *page, Found *found)
{
    subpaths.used = points.used = images.used = 0;
    failed = 0;
    read_objects(call, page, (Matrix){1, 0, 0, 1, 0, 0}, 0);
    *found = (Found){subpaths.data, points.data, images.data, subpaths.used / sizeof(Subpath),
                     points.used / (2 * sizeof(double)), images.used / (8 * sizeof(double))};
    return !failed;
}
