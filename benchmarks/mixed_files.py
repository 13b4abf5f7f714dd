"""Many files of all formats in one run: time, memory, and is every file accounted for?

    python -m benchmarks.mixed_files FOLDER [--files 1000] [--largest 200000] [--workers 1] [--ocr never]

Copies the files of a folder again and again, each copy with another content that shows the same, packs some into
archives of ten, and reads them all. Prints what became of each format. Exits 1 when a file has no outcome.
"""

from __future__ import annotations

import argparse
import csv
import io
import sys
import tempfile
import zipfile
from collections import Counter, defaultdict
from collections.abc import Sequence
from itertools import count, cycle, islice
from pathlib import Path

from benchmarks.other_formats import ingest
from pipeline.read_names import is_archive, is_read

_MEMBERS = 10


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="benchmarks.mixed_files")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--files", type=int, default=1000)
    parser.add_argument(
        "--largest", type=int, default=200_000, help="bytes of the largest file that is copied"
    )
    parser.add_argument("--timeout", type=int, default=60)
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--ocr", default="never")
    options = parser.parse_args(arguments)
    files = [
        path
        for path in sorted(options.folder.iterdir())
        if is_read(path.name) and not is_archive(path.name) and 0 < path.stat().st_size <= options.largest
    ]
    with tempfile.TemporaryDirectory() as folder:
        _copy(files, options.files, Path(folder))
        run = ingest([Path(folder)], options)
    outcomes: dict[str, Counter[str]] = defaultdict(Counter)
    for row in (row for rows in run.documents.values() for row in rows):
        outcomes[Path(row["source_path"]).suffix][row["status"]] += 1
    table = csv.writer(sys.stdout)
    table.writerow(["format", "ok", "degraded", "failed"])
    for suffix, found in sorted(outcomes.items()):
        table.writerow([suffix, found["ok"], found["degraded"], found["failed"]])
    told = sum(found.total() for found in outcomes.values())
    cost = run.cost
    print(
        f"{options.files} files, {told} outcomes, {cost.seconds:.0f} s ({cost.processor:.0f} s of processors)"
    )
    print(f"{cost.memory} MB of memory, {cost.disk} MB of files, exit code {run.code}")
    return int(told != options.files or run.code not in (0, 2))


def _copy(files: Sequence[Path], number: int, target: Path) -> None:
    """So many copies; of every ten groups of ten one is an archive."""
    copies = zip(count(), islice(cycle(files), number), strict=False)
    while group := list(islice(copies, _MEMBERS)):
        made = [(f"{index:05d}_{path.name}", _changed(path, index)) for index, path in group]
        if group[0][0] // _MEMBERS % 10:
            for name, content in made:
                (target / name).write_bytes(content)
        else:
            with zipfile.ZipFile(target / f"{group[0][0]:05d}.zip", "w", zipfile.ZIP_DEFLATED) as archive:
                for name, content in made:
                    archive.writestr(name, content)


def _changed(path: Path, index: int) -> bytes:
    """Another content that shows the same."""
    content = path.read_bytes()
    if zipfile.is_zipfile(path):
        stream = io.BytesIO(content)
        with zipfile.ZipFile(stream, "a") as archive:
            archive.comment = str(index).encode()
        return stream.getvalue()
    if path.suffix in (".html", ".htm"):
        return content + f"<!-- {index} -->".encode(
            "utf-16-le" if content.startswith(b"\xff\xfe") else "ascii"
        )
    if path.suffix in (".csv", ".pdf"):
        return content + f"\n%{index}\n".encode()
    return content + bytes(index + 1)


if __name__ == "__main__":
    sys.exit(main())
