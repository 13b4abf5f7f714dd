"""Objects of an OFD page drawn on a page of a PDF: text, paths, pictures, and what is made of them."""

from __future__ import annotations

from collections.abc import Iterator

from extractors.formats.blocks import FormatError
from extractors.formats.printed.matrices import (
    Matrix,
    SenselessError,
    matrix,
    number,
    numbers,
    scale_of,
    shift,
    then,
)
from extractors.formats.printed.ofd_package import (
    Element,
    Page,
    child,
    children,
    elements,
    is_false,
    is_true,
    text_of,
)
from extractors.formats.printed.ofd_paths import path_operators
from extractors.formats.printed.ofd_resources import Loaded
from extractors.formats.printed.ofd_style import Colour, Style, style_of
from extractors.formats.printed.ofd_text import Setter, Setting, runs_of
from extractors.formats.printed.pdf_pages import placed, written
from extractors.formats.xml import local_name

_MOST_DEPTH = 32  # of blocks and composed objects, one in the other
_MOST_OBJECTS = 500_000  # of a page, those of composed objects each time that they are drawn
_MOST_CONTENT = 64 * 2**20  # bytes of a page of the PDF
_OBJECTS = ("TextObject", "PathObject", "ImageObject", "CompositeObject", "PageBlock", "Layer")
_UNSEEN = 1 / 255


class Painter:
    """Draws the objects of one page, whose millimetres from the top left a matrix leads to the page of the PDF."""

    def __init__(self, loaded: Loaded, page: Page) -> None:
        self._loaded, self._resources = loaded, page.document.resources
        self._content: list[str] = []
        self._size = self._count = 0
        self.senseless = 0
        """Objects whose place or shape means nothing."""

    @property
    def content(self) -> bytes:
        return "\n".join(self._content).encode("ascii", "replace")

    def draw(self, element: Element, place: Matrix, style: Style, depth: int = 0) -> None:
        """Draw a layer, a block or an object. Raises FormatError where there is more than can be drawn."""
        self._count += 1
        if depth > _MOST_DEPTH or self._count > _MOST_OBJECTS or self._size > _MOST_CONTENT:
            raise FormatError("too_large", "a page has more objects than can be drawn")
        if is_false(element.get("Visible")):
            return
        kind = local_name(element)
        try:
            if kind == "TextObject":
                self._text(element, place, style_of(element, self._resources, style))
            elif kind == "PathObject":
                self._path(element, place, style_of(element, self._resources, style))
            elif kind == "ImageObject":
                self._image(element, place)
            elif kind == "CompositeObject":
                self._unit(element, place, style, depth)
            else:
                style = style_of(element, self._resources, style)
                for one in children(element, *_OBJECTS):
                    self.draw(one, place, style, depth + 1)
        except (SenselessError, OverflowError):
            self.senseless += 1

    def _text(self, element: Element, place: Matrix, style: Style) -> None:
        setting = Setting.of(element)
        is_filled, is_stroked = not is_false(element.get("Fill")), is_true(element.get("Stroke"))
        colour = style.fill if is_filled else style.stroke if is_stroked else None
        opacity = _opacity(element, colour)
        if colour is None or opacity < _UNSEEN:
            return
        font = self._loaded.font(self._resources, element.get("Font") or "", is_bold=_is_bold(element))
        setter = Setter(self._loaded.pages, font, setting, _own(element, place))
        shown = [setter.operators(signs) for signs in runs_of(element, setting)]
        lines = [colour.written(stroke=False), *self._shade(opacity)]
        if not is_filled:
            width = written(style.width * scale_of(place))
            lines += ["1 Tr", f"{width} w", colour.written(stroke=True)]
        # An object of the page for each piece: what was written at one go stays together.
        self._add(
            [*lines, *(f"BT {one} ET" for run in shown for one in run.split("\n") if one)], element, place
        )

    def _path(self, element: Element, place: Matrix, style: Style) -> None:
        fill = style.fill if is_true(element.get("Fill")) else None
        stroke = None if is_false(element.get("Stroke")) else style.stroke
        own = _own(element, place)
        figure = path_operators(text_of(child(element, "AbbreviatedData")), own)
        if not figure:
            return
        is_even_odd = (element.get("Rule") or "").casefold() == "even-odd"
        for colour, is_stroke in ((fill, False), (stroke, True)):
            opacity = _opacity(element, colour)
            if colour is None or opacity < _UNSEEN:
                continue
            lines = [colour.written(stroke=is_stroke), *self._shade(opacity)]
            if is_stroke:
                lines += _pen(style, scale_of(own) or scale_of(place))
            operator = "S" if is_stroke else "f*" if is_even_odd else "f"
            self._add([*lines, figure, operator], element, place)

    def _image(self, element: Element, place: Matrix) -> None:
        opacity = _opacity(element, None)
        name = element.get("ResourceID") or ""
        if not name or opacity < _UNSEEN:
            return
        picture = self._loaded.picture(self._resources, name, element.get("ImageMask") or "")
        if picture is None:
            return
        own = _own(element, place)
        if not element.get("CTM"):
            _, _, width, height = numbers(element.get("Boundary"), 4)
            own = then((width, 0.0, 0.0, height, 0.0, 0.0), own)
        # A picture of a PDF begins at its foot.
        unit = then((1.0, 0.0, 0.0, -1.0, 0.0, 1.0), own)
        self._add([*self._shade(opacity), placed(picture, unit).decode("ascii").strip()], element, place)

    def _unit(self, element: Element, place: Matrix, style: Style, depth: int) -> None:
        unit = self._resources.units.get(element.get("ResourceID") or "")
        content = None if unit is None else child(unit, "Content")
        if content is None or _opacity(element, None) < _UNSEEN:
            return
        own, style = _own(element, place), style_of(element, self._resources, style)
        for one in children(content, *_OBJECTS):
            self.draw(one, own, style, depth + 1)

    def _shade(self, opacity: float) -> list[str]:
        return [] if opacity >= 1 - _UNSEEN else [f"{self._loaded.pages.shade(opacity)} gs"]

    def _add(self, lines: list[str], element: Element, place: Matrix) -> None:
        """Lines that draw an object, within what its clips leave of it."""
        piece = "\n".join(["q", *self._clips(element, place), *lines, "Q"])
        self._size += len(piece)
        self._content.append(piece)

    def _clips(self, element: Element, place: Matrix) -> Iterator[str]:
        """Each clip as the union of its areas, which stand in the object's box."""
        clips = child(element, "Clips")
        if clips is None:
            return
        frame = _own(element, place) if is_true(clips.get("TransFlag")) else _box(element, place)
        for clip in children(clips, "Clip"):
            areas = list(children(clip, "Area"))
            if any(child(area, "Path") is None for area in areas):
                continue  # the shapes of letters
            figures = []
            for area in areas:
                inner = then(matrix(area.get("CTM")), frame)
                for path in children(area, "Path"):
                    data = text_of(child(path, "AbbreviatedData"))
                    figures.append(path_operators(data, _own(path, inner)))
            if any(figures):
                yield "\n".join([*filter(None, figures), "W n"])


def _own(element: Element, place: Matrix) -> Matrix:
    """The matrix of the space in which an object is drawn."""
    return then(matrix(element.get("CTM")), _box(element, place))


def _box(element: Element, place: Matrix) -> Matrix:
    """The matrix of the space that begins at the top left of an object's box."""
    if element.get("Boundary") is None:
        return place
    x, y, _, _ = numbers(element.get("Boundary"), 4)
    return then(shift(x, y), place)


def _opacity(element: Element, colour: Colour | None) -> float:
    own = max(0.0, min(number(element.get("Alpha"), 255.0) / 255, 1.0))
    return own * (1.0 if colour is None else colour.opacity)


def _pen(style: Style, scale: float) -> list[str]:
    dashes = written(*(one * scale for one in style.dashes))
    lines = [f"{written(style.width * scale)} w", f"{style.cap} J", f"{style.join} j"]
    return [*lines, f"[{dashes}] {written(style.dash_start * scale)} d"] if dashes else lines


def _is_bold(element: Element) -> bool:
    return number(element.get("Weight"), 400.0) >= 600


def layers_of(tree: Element) -> list[Element]:
    """The layers of a page, the lowest first."""
    content = child(tree, "Content")
    if content is None:
        content = next(elements(tree, "Content"), None)
    layers = [] if content is None else list(children(content, "Layer"))
    heights = {"Background": 0, "Foreground": 2}
    return sorted(layers, key=lambda layer: heights.get(layer.get("Type") or "", 1))
