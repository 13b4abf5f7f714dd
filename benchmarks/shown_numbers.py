"""Every number that a file shows, found by a plain walk of its own, against what was read of it.

    python -m benchmarks.shown_numbers FILE_OR_FOLDER ...

Walks workbooks (.xlsx, by openpyxl) and documents of Word (.docx, by their XML) without any of this program's
readers; what a style or a filter hides it takes for shown. A number is read where it stands in a cell, or in a line of
text such as a title. Of workbooks it is also said which cells of nothing but a number became a line: of sentences only
what they state as facts is published. Prints one row for each file with something amiss, and the sums. Exits 1 when a
number is lost.
"""

from __future__ import annotations

import argparse
import re
import sys
import unicodedata
import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import lxml.etree
import openpyxl

from extractors.formats import Kind, kind_of, lay_out, read_sheets
from extractors.whole import assemble

_TOKEN = re.compile(r"\d[\d,]*(?:\.\d+)?")
_ALONE = re.compile(
    r"[≥≤><=+\-−¥￥$(]*\d[\d,]*(?:\.\d+)?\)?\s*[%‰]?\s*(?:[万亿千百]?元|人|个|户|亩|公里|吨)?"
)
_TEXT = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_UNSEEN_ELEMENTS = {"del", "moveFrom", "instrText", "delText", "Fallback"}


@dataclass(slots=True)
class Count:
    """What a file shows and what of it was not read, each number as its printed digits."""

    shown: int = 0
    lost: list[str] = field(default_factory=list)
    as_text: list[str] = field(default_factory=list)
    """Cells of a workbook that hold nothing but a number, or one with its unit, and became lines."""


def tokens(text: str) -> list[str]:
    """The numbers of a text, without the commas between thousands and the noughts behind."""
    return [_plain(one) for one in _TOKEN.findall(unicodedata.normalize("NFKC", text))]


def _plain(digits: str) -> str:
    bare = digits.replace(",", "")
    return (bare.rstrip("0").rstrip(".") if "." in bare else bare).lstrip("0") or "0"


def count(path: Path, kind: Kind) -> Count | None:
    """What of the numbers of a file was read; None where no walk of another kind knows its format."""
    if kind == "xlsx":
        return _of_workbook(path)
    if kind != "docx":
        return None
    shown = Counter(token for text in _of_document(path) for token in tokens(text))
    read, _ = _read(path, kind)
    left = shown - read
    return Count(shown.total(), sorted(left.elements()))


def _read(path: Path, kind: Kind) -> tuple[Counter[str], set[str]]:
    """The numbers of all cells and lines that were read, and the places of the cells."""
    pages = [lay_out(sheet) for sheet in read_sheets(path, kind).sheets]
    lines = [line.text for page in pages for line in page.lines]
    body = assemble(pages)
    cells = [cell for table in body.tables for cell in table.cells]
    texts = [cell.text for cell in cells] + lines
    places = {piece.place for cell in cells for piece in cell.pieces() if piece.text}
    return Counter(token for text in texts for token in tokens(text)), places


def _of_workbook(path: Path) -> Count:
    found = Count()
    read, places = _read(path, "xlsx")
    book = openpyxl.load_workbook(path, data_only=True)
    for sheet in book.worksheets:
        if sheet.sheet_state != "visible":
            continue
        covered = {
            place
            for area in sheet.merged_cells.ranges
            for place in area.cells
            if place != (area.min_row, area.min_col)
        }
        for row in sheet.iter_rows():
            for cell in row:
                if cell.value is None or (cell.row, cell.column) in covered:
                    continue
                if sheet.row_dimensions[cell.row].hidden or sheet.row_dimensions[cell.row].height == 0:
                    continue
                dimension = sheet.column_dimensions[cell.column_letter]
                if dimension.hidden or dimension.width == 0 or cell.number_format == ";;;":
                    continue
                text = str(cell.value)
                if not tokens(text):
                    continue
                found.shown += 1
                where = f"{sheet.title}!{cell.coordinate}"
                if where in places:
                    continue
                is_number = isinstance(cell.value, int | float) and not isinstance(cell.value, bool)
                if is_number or _ALONE.fullmatch(unicodedata.normalize("NFKC", text).strip()):
                    found.as_text.append(f"{where} {text}")
                elif any(not read[token] for token in tokens(text)):
                    found.lost.append(f"{where} {text}")
    return found


def _of_document(path: Path) -> Iterator[str]:
    """The texts of paragraphs of a document, with those of its notes."""
    with zipfile.ZipFile(path) as box:
        for name in box.namelist():
            if re.fullmatch(r"word/(document|footnotes|endnotes)\d*\.xml", name):
                root = lxml.etree.fromstring(box.read(name))
                for paragraph in root.iter(f"{_TEXT}p"):
                    if not any(_name_of(one) in _UNSEEN_ELEMENTS for one in paragraph.iterancestors()):
                        yield "".join(_texts_of(paragraph))


def _name_of(element: lxml.etree._Element) -> str:
    return lxml.etree.QName(element).localname if isinstance(element.tag, str) else ""


def _texts_of(element: lxml.etree._Element) -> Iterator[str]:
    for child in element:
        name = _name_of(child)
        if name in _UNSEEN_ELEMENTS or name == "p" or not name:
            continue
        look = child.find(f"{_TEXT}rPr")
        if look is not None and any(look.find(f"{_TEXT}{one}") is not None for one in ("vanish", "strike")):
            continue
        if name == "t":
            yield child.text or ""
        elif name == "txbxContent":
            continue  # its paragraphs are walked by themselves
        else:
            yield from _texts_of(child)


def main() -> int:
    """Run over the files, print what is amiss."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("paths", nargs="+", type=Path)
    args = parser.parse_args()
    files = [one for path in args.paths for one in (sorted(path.rglob("*")) if path.is_dir() else [path])]
    sums, looked_at = Count(), 0
    for path in (one for one in files if one.is_file() and one.suffix != ".json"):
        try:
            kind = kind_of(path)
            found = count(path, kind)
        except Exception as error:  # what cannot be read at all is said by ingest
            print(f"{path.name}: {type(error).__name__} {error}")
            continue
        if found is None:
            continue
        looked_at += 1
        sums.shown += found.shown
        sums.lost += found.lost
        sums.as_text += found.as_text
        if found.lost or found.as_text:
            print(f"{path.name}: {found.shown} shown, lost {found.lost}, as text {found.as_text}")
    print(
        f"{looked_at} files, {sums.shown} numbers, {len(sums.lost)} lost, {len(sums.as_text)} cells as text"
    )
    return int(bool(sums.lost))


if __name__ == "__main__":
    sys.exit(main())
