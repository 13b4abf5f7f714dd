"""The process in which one statement of a user is answered; see `sandbox`. Run as a module."""

from __future__ import annotations

import json
import os
import resource
import signal
import sys
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from pipeline.answers.catalog import failed, open_catalog
from pipeline.answers.sandbox import unpacked
from pipeline.answers.size_limits import bounded, plain_schema
from pipeline.errors import JixiaoError
from pipeline.language import choose

_MEGABYTE = 1024 * 1024
_THREADS = 2


def main() -> int:
    """Exit code 0 after an answer, 1 after a refusal."""
    request = json.loads(sys.stdin.buffer.read())
    choose(request["language"])
    try:
        _answer(request)
    except JixiaoError as error:
        return _refuse(error)
    except (duckdb.Error, pa.ArrowException, MemoryError, ValueError) as error:
        return _refuse(failed(error))
    return 0


def _answer(request: dict[str, Any]) -> None:
    # Whoever asked may be gone; nobody else would end an endless statement.
    signal.alarm(int(request["seconds"]) + 5)
    settings = {"memory_limit": f"{request['megabytes']}MB", "threads": _THREADS}
    given = {name: unpacked(text) for name, text in request["given"].items()}
    with open_catalog(Path(request["data"]), settings=settings, given=given) as catalog:
        _limit(request["megabytes"])
        rows = catalog.batches(request["sql"])
        with (
            os.fdopen(os.dup(sys.stdout.fileno()), "wb") as out,
            pa.ipc.new_stream(out, plain_schema(rows.schema)) as stream,
        ):
            for piece in bounded(rows, request["answer_megabytes"], request["answer_rows"]):
                stream.write_batch(piece)


def _limit(megabytes: int) -> None:
    """From here on: so much more memory, no byte into any file, no core dump."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    try:
        held = int(Path("/proc/self/statm").read_text("ascii").split()[0]) * resource.getpagesize()
    except (OSError, ValueError):
        return  # not Linux: DuckDB's own limit has to do
    most = held + megabytes * _MEGABYTE
    resource.setrlimit(resource.RLIMIT_AS, (most, most))


def _refuse(error: JixiaoError) -> int:
    sys.stderr.write(json.dumps([error.message, error.hint]))
    return 1


if __name__ == "__main__":
    code = main()
    sys.stdout.flush()
    sys.stderr.flush()
    # Ending the threads of a database that ran out of memory may take longer than its work did.
    os._exit(code)
