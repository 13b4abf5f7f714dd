"""Workbooks of Open XML (.xlsx, .xlsm), transitional and Strict: visible sheets, values as stored with their formats.

Formulas are not computed, macros not looked at, and links to other files not followed: what was computed last counts.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from pathlib import Path
from typing import BinaryIO, NamedTuple

from lxml import etree

from extractors.formats.blocks import FormatError, Paragraph, Reading
from extractors.formats.container import Container, relations_of, resolve
from extractors.formats.places import letters_of
from extractors.formats.workbooks.sheets import to_sheet
from extractors.formats.workbooks.xlsx_drawings import drawn_texts, has_large_picture
from extractors.formats.workbooks.xlsx_sheet import SheetWalk, Workbook
from extractors.formats.workbooks.xlsx_strings import read_strings
from extractors.formats.workbooks.xlsx_styles import read_styles
from extractors.formats.xml import local_name, parse

_USUAL = "xl/workbook.xml"
_MOST_STRINGS = 128 * 2**20  # bytes
_TRUE = ("1", "true", "on")


class _Relation(NamedTuple):
    kind: str
    """The last word of its type, which Strict and transitional files share."""
    part: str
    is_outside: bool


_Relations = dict[str, _Relation]


class _Named(NamedTuple):
    """A sheet as the workbook lists it."""

    number: int
    name: str
    relation: _Relation | None


def read(path: Path) -> Reading:
    """Raises FormatError, OSError."""
    with path.open("rb") as stream:
        return read_stream(stream)


def read_stream(stream: BinaryIO) -> Reading:
    """Raises FormatError."""
    with Container(stream) as container:
        main = _main_part(container)
        root = parse(container.read(main))
        relations = _relations(container, main)
        reading = Reading([], has_pages=True)
        book = Workbook(_strings(container, relations), from_1904=_is_from_1904(root))
        _set_styles(book, container, relations, reading)
        refused = [_add_sheet(reading, book, container, named) for named in _visible(root, relations)]
    reasons = [one for one in refused if one is not None]
    if reasons and not reading.sheets:
        raise reasons[0]
    return reading


def _main_part(container: Container) -> str:
    found = next((r.part for r in _relations(container, "").values() if r.kind == "officeDocument"), _USUAL)
    if found.lower().endswith(".bin"):
        raise FormatError("unknown", "a binary workbook (.xlsb) is not read; save it as .xlsx")
    return found


def _relations(container: Container, part: str) -> _Relations:
    """Where the addresses of a part lead, by their names."""
    name = relations_of(part)
    if name not in container:
        return {}
    found = (one for one in parse(container.read(name)) if local_name(one) == "Relationship")
    return {
        one.get("Id", ""): _Relation(
            one.get("Type", "").rpartition("/")[2],
            resolve(part, one.get("Target", "")),
            one.get("TargetMode") == "External",
        )
        for one in found
    }


def _part(relations: _Relations, kind: str) -> str | None:
    return next((one.part for one in relations.values() if one.kind == kind), None)


def _strings(container: Container, relations: _Relations) -> list[str]:
    part = _part(relations, "sharedStrings")
    return read_strings(container.chunks(part, _MOST_STRINGS)) if part is not None else []


def _set_styles(book: Workbook, container: Container, relations: _Relations, reading: Reading) -> None:
    """A workbook that names no part of styles has none; one whose part is lost has others than it shows."""
    part = _part(relations, "styles")
    if part is None:
        return
    try:
        book.styles = read_styles(parse(container.read(part)))
    except FormatError as error:
        book.has_styles = False
        reading.damages.append(
            "the formats of its cells are missing: numbers may be shown otherwise, "
            f"percentages as fractions ({error})"
        )


def _is_from_1904(root: etree._Element) -> bool:
    return any(local_name(one) == "workbookPr" and one.get("date1904") in _TRUE for one in root)


def _visible(root: etree._Element, relations: _Relations) -> Iterator[_Named]:
    """The sheets that are not hidden, in their order. Those of charts and macros show no cells."""
    listed = [one for group in root if local_name(group) == "sheets" for one in group]
    for number, one in enumerate(listed, 1):
        if one.get("state", "visible") != "visible":
            continue
        address = next((value for key, value in one.attrib.items() if key.endswith("}id")), "")
        relation = relations.get(address)
        if relation is None or relation.kind == "worksheet":
            yield _Named(number, one.get("name", ""), relation)


def _add_sheet(reading: Reading, book: Workbook, container: Container, named: _Named) -> FormatError | None:
    """The error by which the sheet cannot be read."""
    walked = SheetWalk(book, named.number, named.name)
    try:
        if named.relation is None or named.relation.is_outside:
            raise FormatError("damaged", "it is not in the file")
        walked.read(container.chunks(named.relation.part))
    except FormatError as error:
        if error.code == "password":
            raise
        reading.damages.append(f"the sheet {named.name} cannot be read: {error}")
        return error
    sheet = to_sheet(walked.builder.finish())
    sheet.blocks += _drawn(reading, container, named, walked.builder.hidden_rows)
    reading.sheets.append(sheet)
    if walked.is_in_doubt:
        reading.in_doubt.add(named.number)
    name = named.name
    if count := walked.formulas_without_values:
        reading.damages.append(f"the sheet {name} has {count} formulas without a stored value")
    if count := walked.texts_missing:
        reading.damages.append(f"the sheet {name} has {count} texts that are missing")
    return None


def _drawn(
    reading: Reading, container: Container, named: _Named, hidden_rows: Collection[int]
) -> Iterator[Paragraph]:
    """The texts of its shapes, which stand nowhere among its cells."""
    if named.relation is None:
        return
    try:
        part = _part(_relations(container, named.relation.part), "drawing")
        root = parse(container.read(part)) if part is not None else None
    except FormatError as error:
        reading.damages.append(f"the drawings of the sheet {named.name} cannot be read: {error}")
        return
    if root is None:
        return
    if has_large_picture(root):
        reading.unread.append(f"a picture on the sheet {named.name} is not read")
    for text in drawn_texts(root):
        if text.row not in hidden_rows:
            place = f"{named.name}!{letters_of(text.column)}{text.row + 1}"
            yield from (Paragraph(line.strip(), place=place) for line in text.lines)
