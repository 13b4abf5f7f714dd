"""Styles of OpenDocument spreadsheets: looks of cells, sizes of rows and columns, sheets that are hidden."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from extractors.formats.blocks import Align
from extractors.formats.lengths import points_of
from extractors.formats.workbooks.workbook import Look

_ALIGNED: dict[str, Align] = {
    "start": "left",
    "left": "left",
    "end": "right",
    "right": "right",
    "center": "center",
}
_EDGES: tuple[Literal["top", "left", "bottom", "right"], ...] = ("top", "left", "bottom", "right")
_WHITE = "#ffffff"
_LETTER = 10.5  # points
_MOST_PARENTS = 20


@dataclass(frozen=True, slots=True)
class OdsStyle:
    """What a style says, with what its parents say."""

    look: Look
    align: Align | None = None
    """None: by what the cell holds."""
    size: float | None = None
    """Points of a row's height or a column's width."""
    is_hidden: bool = False
    is_unseen: bool = False
    """White letters on no ground, which nobody sees, or letters that are struck out."""


class OdsStyles:
    """Gathers styles as their elements pass by."""

    def __init__(self) -> None:
        self._stated: dict[str, dict[str, str]] = {}
        self._known: dict[str, OdsStyle] = {}
        self._looks: dict[tuple[str, bool], Look] = {}
        self._current: dict[str, str] | None = None

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name in ("style", "default-style"):
            family = attributes.get("family", "")
            key = _key(family, attributes.get("name", ""))
            self._current = {"parent": _key(family, attributes.get("parent-style-name", ""))}
            self._stated[key] = self._current
        elif name.endswith("-properties") and self._current is not None:
            self._current.update(attributes)

    def end(self, name: str) -> None:
        if name in ("style", "default-style"):
            self._current = None

    def get(self, family: str, name: str) -> OdsStyle:
        key = _key(family, name)
        if key not in self._known:
            self._known[key] = _style(self._with_parents(key))
        return self._known[key]

    def is_struck(self, name: str) -> bool:
        """Is a piece of a text in this style struck out?"""
        return _is_struck(self._with_parents(_key("text", name)))

    def look(self, family: str, name: str, is_number: bool) -> Look:
        """Cells that are aligned in no way stand by what they hold. Cells of one look share the object."""
        key = (_key(family, name), is_number)
        if key not in self._looks:
            style = self.get(family, name)
            self._looks[key] = replace(style.look, align=style.align or ("right" if is_number else "left"))
        return self._looks[key]

    def _with_parents(self, key: str) -> dict[str, str]:
        stated: dict[str, str] = {}
        for _ in range(_MOST_PARENTS):
            own = self._stated.get(key)
            if own is None:
                break
            stated = own | {name: value for name, value in stated.items() if name != "parent"}
            if own["parent"] == key:
                break
            key = own["parent"]
        return stated


def _key(family: str, name: str) -> str:
    return f"{family}/{name}"


def _style(stated: dict[str, str]) -> OdsStyle:
    whole = _is_drawn(stated.get("border"))
    top, left, bottom, right = (
        _is_drawn(stated[f"border-{edge}"]) if f"border-{edge}" in stated else whole for edge in _EDGES
    )
    margin = points_of(stated.get("margin-left")) or 0.0
    return OdsStyle(
        Look(
            indent=round(max(margin, 0.0) / _LETTER, 2),
            is_bold=stated.get("font-weight", "") in ("bold", "600", "700", "800", "900"),
            size=points_of(stated.get("font-size")) or 10.0,
            has_top=top,
            has_left=left,
            has_bottom=bottom,
            has_right=right,
        ),
        None
        if stated.get("text-align-source") == "value-type"
        else _ALIGNED.get(stated.get("text-align", "")),
        points_of(stated.get("column-width") or stated.get("row-height")),
        stated.get("display") == "false",
        _is_struck(stated)
        or (
            stated.get("color", "").lower() == _WHITE
            and stated.get("background-color", "transparent").lower() in ("transparent", _WHITE)
        ),
    )


def _is_struck(stated: dict[str, str]) -> bool:
    return stated.get("text-line-through-style", "none") != "none"


def _is_drawn(border: str | None) -> bool:
    """``0.74pt solid #000000``; none, hidden or of no width it is not."""
    words = (border or "none").split()
    return not any(word in ("none", "hidden") or points_of(word) == 0 for word in words)
