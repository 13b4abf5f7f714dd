"""The notes of a .doc: where their marks stand, and which part of the text each of them is."""

from __future__ import annotations

from dataclasses import dataclass

from extractors.formats.documents.doc_file import (
    ENDNOTE_MARKS,
    ENDNOTES,
    FOOTNOTE_MARKS,
    FOOTNOTES,
    DocFile,
    plc,
)

_KINDS = (("footnote", FOOTNOTE_MARKS, FOOTNOTES), ("endnote", ENDNOTE_MARKS, ENDNOTES))


@dataclass(frozen=True, slots=True)
class Note:
    """A note of a kind (`footnote`); positions of its mark and of its text."""

    kind: str
    number: int
    mark: int
    start: int
    end: int
    has_own_mark: bool
    """Its mark is part of the text, not counted."""


def notes(file: DocFile) -> list[Note]:
    """In the order of their marks. Raises FormatError."""
    found: list[Note] = []
    for kind, marks, texts in _KINDS:
        positions, flags = plc(file.entry(marks), 2)
        starts, _ = plc(file.entry(texts), 0)
        first, end = file.story(f"{kind}s")
        for number, flag in enumerate(flags):
            if number + 1 < len(starts):
                start, behind = (min(first + at, end) for at in starts[number : number + 2])
                found.append(Note(kind, number, positions[number], start, behind, flag == b"\0\0"))
    return sorted(found, key=lambda one: one.mark)
