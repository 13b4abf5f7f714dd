"""Fields of a Word file: which part of them is shown, and what those show that are to be filled in."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby, pairwise

from extractors.formats.documents.docx_names import (
    GONE,
    Element,
    attribute,
    child,
    children,
    is_on,
    kind,
    number,
)

Span = tuple[int, int]
"""The first of some pieces of text, and the one behind the last."""


@dataclass(slots=True)
class _Field:
    is_form: bool  # to be filled in with text
    result: int | None = None  # the piece with which its result begins


class Fields:
    """Which of the fields begun so far are at their result. Those that never end are none."""

    def __init__(self, story: Element) -> None:
        self._broken: set[Element] = set()
        self._open: list[_Field] = []
        begun: list[Element] = []
        for one in story.iter("{*}fldChar"):
            if any(kind(above) in GONE for above in one.iterancestors()):
                continue
            sign = attribute(one, "fldCharType")
            if sign == "begin":
                begun.append(one)
            elif sign == "end" and begun:
                begun.pop()
        self._broken.update(begun)

    def meet(self, sign: Element, forms: list[Span], at: int) -> None:
        """Go on behind a sign of a field, before which so many pieces were written."""
        what = attribute(sign, "fldCharType")
        if what == "begin" and sign not in self._broken:
            self._open.append(_Field(child(child(sign, "w:ffData"), "w:textInput") is not None))
        elif what == "separate" and self._open:
            self._open[-1].result = at
        elif what == "end" and self._open:
            ended = self._open.pop()
            if ended.is_form and ended.result is not None:
                forms.append((ended.result, at))

    @property
    def is_shown(self) -> bool:
        return all(one.result is not None for one in self._open)


def form_field(sign: Element) -> str:
    """What a box to be ticked shows, or a list to choose from."""
    data = child(sign, "w:ffData")
    box = child(data, "w:checkBox")
    if box is not None:
        checked = child(box, "w:checked")
        return "☑" if is_on(child(box, "w:default") if checked is None else checked) else "□"
    choice = child(data, "w:ddList")
    entries = [attribute(one) or "" for one in children(choice, "w:listEntry")]
    chosen = number(attribute(child(choice, "w:result"))) or 0
    return entries[chosen] if 0 <= chosen < len(entries) else ""


def without_copies(pieces: list[str], forms: list[Span]) -> str:
    """The text of some pieces without the copies that LibreOffice makes of a field when it writes a .doc.

    A content control of several pieces (≥64 | 种) becomes a field with all of it, and behind each further piece that
    stands there once more (种), and at the end, the field again.
    """
    kept = list(pieces)
    shown = [_joined(pieces, *form) for form in forms]
    at = 0
    for _, run in groupby(shown):
        end = at + len(list(run))
        gaps = [_joined(pieces, a[1], b[0]) for a, b in pairwise(forms[at:end])]
        if len(gaps) > 1 and any(gaps) and not gaps[-1] and shown[at].endswith("".join(gaps)):
            first, behind = forms[at][1], forms[end - 1][1]
            kept[first:behind] = [""] * (behind - first)
        at = end
    return "".join(kept)


def _joined(pieces: list[str], first: int, behind: int) -> str:
    return "".join("".join(pieces[first:behind]).split())
