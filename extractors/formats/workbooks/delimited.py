"""Tables as text with a sign between the columns: CSV and TSV, whatever the file is called."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from extractors.formats.blocks import FormatError, Reading
from extractors.formats.workbooks.sheet_builder import SheetBuilder
from extractors.formats.workbooks.sheets import to_sheet
from extractors.formats.workbooks.text_files import whole_text
from extractors.formats.workbooks.workbook import Look

_SIGNS = "\t,;"
_LOOK = 200  # rows by which the sign is found
_FIELD = 1 << 20  # letters
_NUMBER = re.compile(r"[-+−]?[¥￥$]?\(?\d[\d,]*(\.\d+)?\)?%?")
_AS_TEXT = re.compile(r'="(.*)"', re.S)


def read(path: Path) -> Reading:
    """Raises FormatError, OSError."""
    sign, text = _sign(whole_text(path).lstrip("\ufeff"))
    builder = SheetBuilder(1, "")
    try:
        for row, fields in enumerate(_rows(text, sign)):
            for column, field in enumerate(fields):
                _add(builder, row, column, field)
    except csv.Error as error:
        raise FormatError("damaged", f"its rows cannot be told apart: {error}") from error
    return Reading([to_sheet(builder.finish())])


def _sign(text: str) -> tuple[str, str]:
    """What parts the columns, and the text without the line that only says so."""
    first, _, rest = text.partition("\n")
    if (stated := re.fullmatch(r'"?sep=(.)"?\s*', first)) is not None:
        return stated.group(1), rest
    return max(_SIGNS, key=lambda sign: _agreement(text, sign)), text


def _agreement(text: str, sign: str) -> tuple[int, int]:
    """How many of the first rows have one and the same number of fields, of which there is more than one."""
    try:
        counts = Counter(len(fields) for fields in islice(_rows(text[: _FIELD // 4], sign), _LOOK))
    except csv.Error:
        return 0, 0
    counts.pop(1, None)
    return max(((count, fields) for fields, count in counts.items()), default=(0, 0))


def _rows(text: str, sign: str) -> Iterator[list[str]]:
    csv.field_size_limit(_FIELD)
    return csv.reader(text.splitlines(keepends=True), delimiter=sign)


def _add(builder: SheetBuilder, row: int, column: int, field: str) -> None:
    text = field.strip("\r\n\t ").replace("\r\n", "\n")
    if (stated := _AS_TEXT.fullmatch(text)) is not None:
        text = stated.group(1).replace('""', '"')
    if text:
        is_number = _NUMBER.fullmatch(text) is not None
        builder.add(row, column, text, _LOOKS[is_number], is_number=is_number)


_LOOKS = {False: Look("left"), True: Look("right")}
