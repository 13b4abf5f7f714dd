"""What a worker process says to its supervisor, as plain bytes: JSON and Arrow, never a pickle.

A document may take over the process that reads it. What that process says is therefore only parsed as data; nothing
in it can name code to run.

    kind (1 byte) | body         R: ready   D: done, the answer   F: failed, JSON   S: a slow step, JSON
                                 P: a page is begun, its number (0: none is any more)
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import pyarrow as pa

from pipeline.errors import DocumentFailed, failure_class

READY, DONE, FAILED, SLOW_STEP, PAGE = b"R", b"D", b"F", b"S", b"P"
LARGEST = 64 * 1024 * 1024
LARGEST_UNPACKED = 16 * LARGEST
"""Bytes of one table when it is unpacked: the supervisor takes no more memory because a worker asks for it."""
LONGEST_STEP = 3600.0
"""Seconds that a step may be said to take."""
_LENGTH = 8
_MOST_PAGES = 10_000_000
_LONGEST_MESSAGE = 2000
_CODEC = pa.Codec("zstd")
_NUMBER = " "
_SMALL = 1024 * 1024  # bytes of the packed tables of a document that stay unpacked


class Garbled(ValueError):
    """The bytes do not follow the form above."""


def failure_to_bytes(error: DocumentFailed) -> bytes:
    return json.dumps([error.reason, error.message, error.hint, error.page or 0]).encode()


def failure_from_bytes(body: bytes) -> DocumentFailed:
    """The error of the class that its reason names. Raises Garbled."""
    match _json(body):
        case [str(reason), str(message), str(hint), int(page)]:
            error = failure_class(reason)(message[:_LONGEST_MESSAGE], hint[:_LONGEST_MESSAGE])
            error.page = _page(page) or None
            return error
    raise Garbled("a failure has a reason, a message, a hint and a page")


def page_to_bytes(number: int) -> bytes:
    return number.to_bytes(_LENGTH, "big")


def page_from_bytes(body: bytes) -> int:
    """The number of the page that is begun, 0 when there is none. Raises Garbled."""
    if len(body) != _LENGTH:
        raise Garbled("a page has a number")
    return _page(int.from_bytes(body, "big"))


def _page(number: int) -> int:
    if not 0 <= number <= _MOST_PAGES:
        raise Garbled("no document has so many pages")
    return number


def step_to_bytes(seconds: float, number: int, count: int) -> bytes:
    return json.dumps([min(seconds, LONGEST_STEP), number, count]).encode()


def step_from_bytes(body: bytes) -> tuple[float, int, int]:
    """Seconds that a step may take, and which of how many it is. Raises Garbled."""
    match _json(body):
        case [int() | float() as seconds, int(number), int(count)] if 0 <= seconds <= LONGEST_STEP:
            return float(seconds), number, count
    raise Garbled("a slow step has its seconds, its number and how many there are")


def pack(parts: Mapping[str, bytes]) -> bytes:
    """Named pieces of bytes as one."""
    index = json.dumps({name: len(part) for name, part in parts.items()}).encode()
    return b"".join([len(index).to_bytes(_LENGTH, "big"), index, *parts.values()])


def unpack(body: bytes) -> dict[str, bytes]:
    """The pieces again. Raises Garbled."""
    return {name: bytes(part) for name, part in unpacked_views(body).items()}


def unpacked_views(body: bytes) -> dict[str, memoryview]:
    """The pieces where they stand. Raises Garbled."""
    start = _LENGTH + int.from_bytes(body[:_LENGTH], "big")
    index = _json(body[_LENGTH:start])
    if not isinstance(index, dict) or not all(isinstance(size, int) and size >= 0 for size in index.values()):
        raise Garbled("the pieces have no index")
    if start + sum(index.values()) != len(body):
        raise Garbled("the pieces are not as long as their index says")
    parts, whole = {}, memoryview(body)
    for name, size in index.items():
        parts[name] = whole[start : start + size]
        start += size
    return parts


def numbered(pieces: Sequence[Mapping[str, bytes]]) -> dict[str, bytes]:
    """Tables that come in pieces as `PackedTables` take them; a name stands for the first, `name 1` for the next."""
    found: dict[str, bytes] = {}
    for number, tables in enumerate(pieces):
        found |= {
            f"{name}{_NUMBER}{number}" if name in found else name: body for name, body in tables.items()
        }
    return found


class PackedTables(Mapping[str, pa.Table]):
    """The tables of one document by name, each unpacked when it is asked for; of a long one there are several pieces.

    `schemas`: by name. `check` raises Garbled for rows that are not to be taken. Raises Garbled, KeyError.
    """

    def __init__(
        self,
        packed: Mapping[str, memoryview],
        schemas: Mapping[str, pa.Schema],
        check: Callable[[str, pa.Table], None],
    ) -> None:
        self._schemas, self._pieces = schemas, dict[str, list[memoryview | pa.Table]]()
        size = sum(map(len, packed.values()))
        for title, body in packed.items():
            name = title.partition(_NUMBER)[0]
            table = table_from_bytes(body, schemas[name])
            check(name, table)
            # Those of most documents are small, and are not unpacked again.
            self._pieces.setdefault(name, []).append(table if size < _SMALL else body)

    def pieces(self, name: str) -> Iterator[pa.Table]:
        """The rows of a table, some at a time."""
        for one in self._pieces[name]:
            yield one if isinstance(one, pa.Table) else table_from_bytes(one, self._schemas[name])

    def __getitem__(self, name: str) -> pa.Table:
        return pa.concat_tables(self.pieces(name))

    def __iter__(self) -> Iterator[str]:
        return iter(self._pieces)

    def __len__(self) -> int:
        return len(self._pieces)


def pieces_of(rows: Mapping[str, pa.Table], name: str) -> Iterator[pa.Table]:
    """The rows of one of the tables, some at a time where there are many."""
    return rows.pieces(name) if isinstance(rows, PackedTables) else iter((rows[name],))


def table_to_bytes(table: pa.Table) -> bytes:
    """A packed Arrow stream and before it its length.

    It is packed as a whole: Arrow would pack every column by itself, which takes ten times as long for the few rows
    of a document. The notes of the columns are left out, since they are longer than the rows of most.
    """
    sink = pa.BufferOutputStream()
    bare = pa.schema([pa.field(field.name, field.type, field.nullable) for field in table.schema])
    with pa.ipc.new_stream(sink, bare) as writer:
        writer.write_table(table)
    body = sink.getvalue()
    return len(body).to_bytes(_LENGTH, "big") + bytes(_CODEC.compress(body, asbytes=True))


def table_from_bytes(body: bytes | memoryview, schema: pa.Schema) -> pa.Table:
    """The table. Raises Garbled when it is none, is damaged, or has another schema."""
    size = int.from_bytes(body[:_LENGTH], "big")
    if size > LARGEST_UNPACKED:
        raise Garbled(f"a table of {size} bytes")
    try:
        with pa.ipc.open_stream(_CODEC.decompress(pa.py_buffer(body[_LENGTH:]), size)) as reader:
            table = reader.read_all()
        table.validate(full=True)
    except (pa.ArrowException, OSError, ValueError) as error:
        raise Garbled(f"no Arrow stream: {error}") from error
    if not table.schema.equals(schema):
        raise Garbled("another schema was agreed on")
    return pa.Table.from_arrays(table.columns, schema=schema)


def _json(body: bytes) -> Any:
    try:
        return json.loads(body)
    except (ValueError, RecursionError) as error:
        raise Garbled("no JSON, or too deep") from error
