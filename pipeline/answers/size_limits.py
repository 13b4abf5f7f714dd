"""How large an answer may be: counted piece by piece where it is made, by what it costs to show it.

Arrow packs: a column of nulls takes no bytes, a code that repeats takes one. Whoever prints pays for every value. So
each value counts for some bytes at least, and an answer arrives in pieces that are small however it is shown.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pyarrow as pa

from pipeline.errors import UsageError
from pipeline.language import tr, tr_noop

LESS = tr_noop("Ask for less: add conditions or a LIMIT.")
MEGABYTES, ROWS = 256, 5_000_000
"""Of one answer."""
_MEGABYTE = 1024 * 1024
_VALUE = 8  # bytes that any value counts for at least
_NAME = 64  # bytes of a column's name that are usual; JSON repeats it in every row
_PIECE, _LONGEST_ROW = 4 * _MEGABYTE, 8 * _MEGABYTE


def bounded(
    batches: Iterable[pa.RecordBatch], megabytes: int = MEGABYTES, rows: int = ROWS
) -> Iterator[pa.RecordBatch]:
    """The rows in small pieces, codes of dictionaries as what they stand for.

    Raises UsageError for more than so many megabytes or rows, and for a row that is too long for a piece.
    """
    room, left = megabytes * _MEGABYTE, rows
    for batch in batches:
        left -= batch.num_rows
        if left < 0:
            raise UsageError(tr("the answer has more than {rows:,} rows", rows=rows), tr(LESS))
        names = sum(max(0, len(name.encode("utf-8", "replace")) - _NAME) for name in batch.schema.names)
        for piece in small(_without_dictionaries(batch)):
            room -= _weight(piece) + names * piece.num_rows
            if room < 0:
                raise UsageError(
                    tr("the answer has more than {answer_megabytes} MB", answer_megabytes=megabytes), tr(LESS)
                )
            yield piece


def small(batch: pa.RecordBatch) -> Iterator[pa.RecordBatch]:
    """The same rows in pieces that take little memory as Python's values. Raises UsageError for a row that does not."""
    weight = _weight(batch)
    if weight <= _PIECE or batch.num_rows < 2:
        if weight > _LONGEST_ROW:
            raise UsageError(
                tr("a row of the answer has more than {size} MB", size=_LONGEST_ROW // _MEGABYTE), tr(LESS)
            )
        yield batch
        return
    half = batch.num_rows // 2
    yield from small(batch.slice(0, half))
    yield from small(batch.slice(half))


def plain_schema(schema: pa.Schema) -> pa.Schema:
    """The schema of the pieces: without dictionaries."""
    for index, one in enumerate(schema):
        if pa.types.is_dictionary(one.type):
            schema = schema.set(index, one.with_type(one.type.value_type))
    return schema


def _without_dictionaries(batch: pa.RecordBatch) -> pa.RecordBatch:
    if not any(pa.types.is_dictionary(kind) for kind in batch.schema.types):
        return batch
    columns = [
        column.dictionary_decode() if pa.types.is_dictionary(column.type) else column
        for column in batch.columns
    ]
    return pa.record_batch(columns, schema=plain_schema(batch.schema))


def _weight(batch: pa.RecordBatch) -> int:
    return sum(_weight_of(column) for column in batch.columns)


def _weight_of(array: pa.Array) -> int:
    """Bytes, those of values in values included."""
    kind, own = array.type, _VALUE * len(array)
    if pa.types.is_dictionary(kind):
        return _weight_of(array.dictionary_decode())
    if pa.types.is_struct(kind):
        return own + sum(_weight_of(part) for part in array.flatten())
    if pa.types.is_map(kind):
        first, end = (array.offsets[0].as_py(), array.offsets[-1].as_py()) if len(array) else (0, 0)
        return own + sum(_weight_of(part.slice(first, end - first)) for part in (array.keys, array.items))
    if pa.types.is_list(kind) or pa.types.is_large_list(kind) or pa.types.is_fixed_size_list(kind):
        return own + _weight_of(array.flatten())
    return max(own, int(array.nbytes))
