"""What lies under the letters of a Word file: white ones are seen on a colour, and on the page they are not."""

from __future__ import annotations

from extractors.formats.documents.docx_names import Element, attribute, child, kind, value
from extractors.formats.documents.docx_styles import Styles

_NO_COLOUR = ("", "AUTO", "FFFFFF")
_SHADED = {"w:p": "w:pPr", "w:tc": "w:tcPr", "w:tbl": "w:tblPr"}
_BELOW = "z-index:-"  # of a shape in the older form, behind the text
_STYLES = {"w:p": "w:pStyle", "w:tbl": "w:tblStyle"}


class Ground:
    """Of one file. Where something may lie under the letters whose colour is not known, they count as seen."""

    def __init__(self, styles: Styles, story: Element) -> None:
        self._styles = styles
        self._story = story
        self._is_painted: bool | None = None

    def shows_white(self, run: Element) -> bool:
        """Is there a colour under the letters of this run, by itself, its paragraph, its cell or its table?"""
        properties = child(run, "w:rPr")
        if _is_shaded(properties) or child(properties, "w:highlight") is not None:
            return True
        if self._is_shaded_by_style(value(properties, "w:rStyle")):
            return True
        for around in run.iterancestors():
            name = kind(around)
            if name == "w:txbxContent":  # the shape may be filled
                return True
            about = child(around, _SHADED[name]) if name in _SHADED else None
            named = value(about, _STYLES[name]) if name in _STYLES else None
            if _is_shaded(about) or self._is_shaded_by_style(named):
                return True
        return self._has_picture_below()

    def _is_shaded_by_style(self, name: str | None) -> bool:
        """Any part of a table counts, such as its first row."""
        chain = self._styles.chain(name) if name else ()
        return any(_is_shaded(shade.getparent()) for style in chain for shade in style.iter("{*}shd"))

    def _has_picture_below(self) -> bool:
        """Is the page coloured, or are there shapes behind the text?"""
        if self._is_painted is None:
            root = self._story.getroottree().getroot()
            behind = (one.get("behindDoc") for one in root.iter("{*}anchor"))
            self._is_painted = (
                child(root, "w:background") is not None
                or any(one in ("1", "true") for one in behind)
                or any(
                    _BELOW in (shape.get("style") or "").replace(" ", "") for shape in root.iter("{*}shape")
                )
            )
        return self._is_painted


def _is_shaded(properties: Element | None) -> bool:
    shade = child(properties, "w:shd")
    if shade is None:
        return False
    is_plain = (attribute(shade) or "clear") in ("clear", "nil")
    fill = (attribute(shade, "fill") or "").upper()
    return not is_plain or fill not in _NO_COLOUR or attribute(shade, "themeFill") is not None
