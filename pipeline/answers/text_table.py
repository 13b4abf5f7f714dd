"""A table as text: columns aligned, as many of them as the window is wide, those that tell rows apart first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set
from decimal import Decimal
from typing import Any

import pyarrow as pa
from rich.cells import cell_len, set_cell_size

from pipeline.answers.about import About
from pipeline.answers.spreadsheets import rows_of
from pipeline.answers.streamed import batches_of
from pipeline.answers.words import rows_in_words
from pipeline.language import CHINESE, chosen, listed, tr
from pipeline.names import harmless

_WIDEST = 44
_NARROWEST = 22  # cells to which a text column is cut before columns are left out
_GAP = "  "
_WORDS_OF_PLACE = "source_text"  # gives way to other columns, the page number never
_MOST_MOVED = 3  # columns that are moved forward to tell rows apart
_CUT = 1000  # characters of a cell that are measured; far fewer are shown
_HELD = 20_000  # cells that are held while they are measured; more are made twice


def as_text(
    table: pa.Table, width: int | None = None, whole: int | None = None, about: About | None = None
) -> str:
    """Columns aligned for a fixed-width font in which Chinese characters are two cells wide; where the process speaks
    Chinese and the table is `about` something known, with Chinese names and words for codes.

    Columns that are empty in every row are named at the end instead of shown. With a `width` long texts are cut
    shorter, then the last columns are left out and counted. `whole`: rows of the answer, when these are its first.
    """
    return "".join(text_pieces(table, width, whole, about))


def text_pieces(
    table: pa.Table, width: int | None = None, whole: int | None = None, about: About | None = None
) -> Iterator[str]:
    """The same line by line."""
    about = about if about and about.scope and chosen() == CHINESE else None
    columns = dict(zip(table.column_names, about.labels(table.column_names), strict=True)) if about else {}
    empty = [name for name in table.column_names if table.num_rows and _is_empty(table.column(name))]
    table = table.drop_columns(empty)
    numeric = [_is_number(field.type) for field in table.schema]
    names = [_shown(columns.get(name, name)) for name in table.column_names]

    def shown_rows() -> Iterator[list[str]]:
        for row in rows_in_words(table, about) if about else rows_of(table):
            yield [_shown(value) for value in row]

    held = list(shown_rows()) if table.num_rows * table.num_columns <= _HELD else None
    widths = [min(_WIDEST, cell_len(name)) for name in names]
    for row in shown_rows() if held is None else held:
        widths = [max(known, min(_WIDEST, cell_len(text))) for known, text in zip(widths, row, strict=True)]
    spared = {k for k, name in enumerate(table.column_names) if name == _WORDS_OF_PLACE}
    tells = [_tells_apart(field) and w < _WIDEST for field, w in zip(table.schema, widths, strict=True)]
    order = list(range(len(names)))
    if held is not None:
        order = _order(held, widths, tells, numeric, spared, width)
    names, widths = [names[k] for k in order], [widths[k] for k in order]
    numeric = [numeric[k] for k in order]
    shown = _fit(widths, numeric, width)
    left_out = len(widths) - len(shown)
    names, widths, numeric = names[: len(shown)], shown, numeric[: len(shown)]
    yield _line(names, widths, numeric) + "\n" + _GAP.join("─" * width for width in widths) + "\n"
    for row in shown_rows() if held is None else held:
        yield _line([row[k] for k in order[: len(shown)]], widths, numeric) + "\n"
    yield _count(table.num_rows, whole, [_shown(columns.get(name, name)) for name in empty], left_out)


def _count(rows: int, whole: int | None, empty: Sequence[str], left_out: int) -> str:
    """The last line: how many rows, and which columns are not shown."""
    notes = [tr("{rows} row", rows=rows) if rows == 1 else tr("{rows} rows", rows=rows)]
    if whole is not None and whole > rows:
        notes = [
            tr("the first {rows:,} of {whole:,} rows; all of them with --output FILE", rows=rows, whole=whole)
        ]
    if empty:
        notes.append(tr("nothing in {columns}", columns=listed(empty)))
    if left_out:
        notes.append(tr("{count} more columns with --format csv or a wider window", count=left_out))
    return f"（{'；'.join(notes)}）" if chosen() == CHINESE else f"({'; '.join(notes)})"


def _order(
    rows: Sequence[Sequence[str]],
    widths: list[int],
    tells: Sequence[bool],
    numeric: list[bool],
    spared: Set[int],
    width: int | None,
) -> list[int]:
    """Places of the columns, those that a narrow window leaves out moved forward where they say what rows differ in.

    `tells`: columns that may do so. Of the columns that were shown only those that can be `spared` give way.
    """
    order = list(range(len(widths)))
    if width is None:
        return order

    def shown(order: Sequence[int]) -> list[int]:
        fits = len(_fit([widths[k] for k in order], [numeric[k] for k in order], width))
        return list(order[:fits])

    kept = {k for k in shown(order) if k not in spared}
    for _ in range(_MOST_MOVED):
        telling = [k for k in shown(order) if tells[k]]
        if not telling:
            break
        apart, best = _kinds(rows, telling), order
        for k in order[order.index(telling[-1]) :]:
            if k in telling or not tells[k]:
                continue
            at = order.index(telling[-1]) + 1
            moved = [*order[:at], k, *(other for other in order[at:] if other != k)]
            kinds = _kinds(rows, [*telling, k])
            if kinds > apart and k in (fits := shown(moved)) and kept <= set(fits):
                apart, best = kinds, moved
        if best is order:
            break
        order = best
    return order


def _kinds(rows: Sequence[Sequence[str]], columns: Sequence[int]) -> int:
    return len({tuple(row[k] for k in columns) for row in rows})


def _fit(widths: list[int], numeric: list[bool], width: int | None) -> list[int]:
    """Widths of the columns that fit: the widest texts give way first, then the last columns."""
    shown = list(widths)
    if width is None:
        return shown

    def total(some: list[int]) -> int:
        return sum(some) + len(_GAP) * (len(some) - 1)

    while total(shown) > width:
        texts = [k for k, w in enumerate(shown) if not numeric[k] and w > _NARROWEST]
        # A column is dropped rather than all texts made unreadable.
        if (
            texts
            and total([min(w, _NARROWEST) if not numeric[k] else w for k, w in enumerate(shown)]) <= width
        ):
            shown[max(texts, key=lambda k: shown[k])] -= 1
        elif len(shown) > 1:
            shown.pop()
        else:
            break
    return shown


def _is_empty(column: pa.ChunkedArray) -> bool:
    return all(
        value in (None, "")
        for batch in batches_of(pa.table({"column": column}))
        for value in batch.column(0).to_pylist()
    )


def _line(texts: Sequence[str], widths: Sequence[int], numeric: Sequence[bool]) -> str:
    cells = []
    for text, width, right in zip(texts, widths, numeric, strict=True):
        if cell_len(text) > width:
            text = set_cell_size(text, width - 1).rstrip() + "…"
        pad = " " * (width - cell_len(text))
        cells.append(pad + text if right else text + pad)
    return _GAP.join(cells).rstrip()


def _shown(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return tr("yes") if value else tr("no")
    if isinstance(value, Decimal):
        return f"{value:,f}"
    if isinstance(value, float):
        return f"{value:.2f}".rstrip("0").rstrip(".")
    return harmless(" ".join(str(value)[:_CUT].split()))


def _is_number(kind: pa.DataType) -> bool:
    return bool(pa.types.is_integer(kind) or pa.types.is_floating(kind) or pa.types.is_decimal(kind))


def _tells_apart(field: pa.Field) -> bool:
    """Money, shares and where they are printed differ without saying why; long texts do too."""
    return not pa.types.is_decimal(field.type) and not field.name.endswith(
        ("_pct", "_yuan", "page_number", _WORDS_OF_PLACE)
    )
