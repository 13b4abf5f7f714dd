"""A user's statement, answered in a process of its own: what it costs is bounded, and it can be ended.

DuckDB can be asked to stop, but not in the middle of one call, and it does not count all memory. So the process gets
limits from the system, and is killed when its time is up. It hands back an Arrow stream; nothing in that can name
code to run.

    request    JSON on standard input: data, sql, the limits, the language of refusals, and tables of the user as Arrow
               streams in base64
    answer     Arrow stream on standard output
    refusal    JSON on standard error, [message, hint], and exit code 1
"""

from __future__ import annotations

import base64
import json
import os
import subprocess
import sys
import threading
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa

from pipeline.answers.catalog import MORE
from pipeline.answers.size_limits import MEGABYTES, ROWS, bounded
from pipeline.errors import UsageError
from pipeline.language import chosen, tr
from pipeline.version import ROOT

_LONGEST_REFUSAL = 10_000


@dataclass(frozen=True, slots=True)
class QueryLimits:
    """What one statement may cost: seconds, megabytes while it works, megabytes and rows of the answer."""

    seconds: float = 60.0
    megabytes: int = 2048
    answer_megabytes: int = MEGABYTES
    answer_rows: int = ROWS


def ask(
    data_dir: Path,
    sql: str,
    limits: QueryLimits | None = None,
    given: Mapping[str, pa.Table] | None = None,
) -> pa.Table:
    """Rows of one reading statement over what is published, and over the `given` tables beside it.

    Raises UsageError when it is refused or costs too much.
    """
    limits = limits or QueryLimits()
    tables = {name: packed(table) for name, table in (given or {}).items()}
    request = {"data": str(data_dir), "sql": sql, "given": tables, "language": chosen()} | asdict(limits)
    process = subprocess.Popen(
        # -P: a folder that the user stands in is no place to load modules from.
        [sys.executable, "-P", "-m", "pipeline.answers.sandbox_process"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        # Arrow's own allocator would take a gigabyte of addresses for itself.
        env=os.environ | {"PYTHONPATH": str(ROOT), "ARROW_DEFAULT_MEMORY_POOL": "system"},
    )
    late = threading.Event()

    def end() -> None:
        late.set()
        process.kill()

    watch = threading.Timer(limits.seconds, end)
    watch.daemon = True
    watch.start()
    try:
        table = _exchange(process, json.dumps(request).encode(), limits)
    finally:
        watch.cancel()
        process.kill()
        process.wait()
    if table is not None:
        return table
    if late.is_set():
        raise UsageError(
            tr("the statement takes longer than {seconds:g} seconds", seconds=limits.seconds), tr(MORE)
        )
    raise _refusal(process, limits)


def packed(table: pa.Table) -> str:
    """A table as text; `unpacked` gives it again."""
    out = pa.BufferOutputStream()
    with pa.ipc.new_stream(out, table.schema) as stream:
        stream.write_table(table)
    return base64.b64encode(out.getvalue()).decode("ascii")


def unpacked(text: str) -> pa.Table:
    """The table that `packed` wrote."""
    with pa.ipc.open_stream(base64.b64decode(text)) as stream:
        return stream.read_all()


def _exchange(process: subprocess.Popen[bytes], request: bytes, limits: QueryLimits) -> pa.Table | None:
    """The whole answer, or None when there was none. Raises UsageError when it is too long."""
    assert process.stdin is not None and process.stdout is not None
    try:
        process.stdin.write(request)
        process.stdin.close()
        with pa.ipc.open_stream(process.stdout) as reader:
            # Counted here as well: the other process runs what a user wrote.
            table = pa.Table.from_batches(
                bounded(reader, limits.answer_megabytes, limits.answer_rows), reader.schema
            )
        return table if process.wait() == 0 else None
    except (OSError, pa.ArrowException):
        process.wait()
        return None


def _refusal(process: subprocess.Popen[bytes], limits: QueryLimits) -> UsageError:
    """What a process that ended without an answer said, or what its end means."""
    assert process.stderr is not None
    said: Any = None
    with suppress(ValueError):
        said = json.loads(process.stderr.read(_LONGEST_REFUSAL))
    match said:
        case [str(message), str(hint)]:
            return UsageError(message, hint)
    code = process.returncode
    ended = tr("signal {number}", number=-code) if code < 0 else tr("exit code {code}", code=code)
    return UsageError(
        tr(
            "the statement ended its process with {ended}; it may need more than {megabytes} MB",
            ended=ended,
            megabytes=limits.megabytes,
        ),
        tr(MORE),
    )
