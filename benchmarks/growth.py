"""Does a document cost as much among ten thousand as among a hundred?

    python -m benchmarks.growth [FOLDER]... [--documents 100 1000 10000] [--workers 1 2] [--fake] [--commits 300]

Copies of text reports (data/samples and tests/reports, or the folders given) are made distinct by a comment at the
end of each file, and `jixiao ingest` reads them. Then `jixiao refresh` meets the same files unchanged. With --fake
reading gives rows that were read before, at once: what remains is what supervising, publishing and checking cost.

Prints a Markdown table: seconds and processor seconds (all processes) for each document, the largest memory of the
supervisor and of a reader, seconds and processor seconds of the refresh, and how many PDF files it opened. With
--commits N that many documents are published one by one instead, and what each commit writes is printed. Linux only.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import json
import pickle
import subprocess
import sys
import tempfile
import threading
import time
from functools import lru_cache
from pathlib import Path
from typing import Any

from benchmarks.speed import cost_of
from pipeline.version import ROOT

_FOLDERS = (ROOT / "data" / "samples", ROOT / "tests" / "reports")
_READ_BEFORE = "read_before.pickle"
_LOOK_SECONDS = 0.5
# A file that was changed just now is not taken for settled, and its checksum is taken again the next time.
_SETTLING_SECONDS = 3.0


def make_copies(folders: list[Path], target: Path, documents: int) -> None:
    """So many distinct files below `target`, a thousand in a folder. The number of the original ends the name."""
    originals = [path.read_bytes() for path in _originals(folders)]
    for number in range(documents):
        folder = target / f"{number // 1000:04}"
        folder.mkdir(parents=True, exist_ok=True)
        which = number % len(originals)
        (folder / f"{number:07}-{which}.pdf").write_bytes(originals[which] + b"\n%% copy %d\n" % number)


def _originals(folders: list[Path]) -> list[Path]:
    found = sorted(path for folder in folders for path in folder.rglob("*.pdf"))
    if not found:
        raise SystemExit(f"no PDF files in {', '.join(map(str, folders))}: name folders that hold some")
    return found


def read_originals(folders: list[Path], target: Path) -> None:
    """Keep what reading the originals gives, for `replay`."""
    from pipeline.ingest import extract_document

    found = [extract_document(path) for path in _originals(folders)]
    rows = [{name: list(rows) for name, rows in one.rows.items()} for one in found]
    target.write_bytes(pickle.dumps([(one.document, kept) for one, kept in zip(found, rows, strict=True)]))


@lru_cache(maxsize=1)
def _read_before(path: Path) -> list[Any]:
    found: list[Any] = pickle.loads(path.read_bytes())
    return found


def replay(path: Path, sha256: str, ocr: object = None) -> Any:
    """What reading the original gave, with the identity of the copy."""
    from pipeline.ingest import Extraction

    document, rows = _read_before(path.parent.parent.parent / _READ_BEFORE)[int(path.stem.split("-")[1])]
    own = sha256[:16]

    def renamed(row: dict[str, Any]) -> dict[str, Any]:
        changes = {"document_id": own}
        if row.get("table_id"):
            changes["table_id"] = own + row["table_id"][16:]
        return row | changes

    return Extraction({**document}, {name: [renamed(row) for row in kept] for name, kept in rows.items()})


class Watch(threading.Thread):
    """Looks at the processes below this one, and keeps the largest memory that one of them had."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.peak = 0.0

    def run(self) -> None:
        while True:
            self.peak = max([self.peak, *map(_largest_memory, _below("self"))])
            time.sleep(_LOOK_SECONDS)


def _below(process: str) -> list[str]:
    """Numbers of all processes that a process started, and that these did."""
    found: list[str] = []
    with contextlib.suppress(OSError):
        for task in Path(f"/proc/{process}/task").iterdir():
            found += (task / "children").read_text().split()
    return [*found, *(below for child in found for below in _below(child))]


def _largest_memory(process: str) -> float:
    """Megabytes that a process had at most."""
    with contextlib.suppress(OSError):
        for line in Path(f"/proc/{process}/status").read_text().splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) / 1024
    return 0.0


def run_here(folder: Path, command: str, workers: int, fake: bool) -> None:
    """Run one command of jixiao in this process; leaves what it took in `folder`/COMMAND.json."""
    opened = 0

    def hear(event: str, given: tuple[Any, ...]) -> None:
        nonlocal opened
        opened += event == "open" and str(given[0]).endswith(".pdf")

    sys.addaudithook(hear)
    watch = Watch()
    watch.start()
    if fake:
        from pipeline.cli import run_options

        run_options.EXTRACTOR = "benchmarks.growth:replay"
    from pipeline import cli

    said = io.StringIO()
    with contextlib.redirect_stdout(said):
        code = cli.main(
            [command, str(folder / "raw"), "--data", str(folder / "data"), "--workers", str(workers),
             "--ocr", "never", "--json"]
        )  # fmt: skip
    if code:
        raise SystemExit(f"jixiao {command} ended with exit code {code}: {said.getvalue()[:2000]}")
    found = {"supervisor": _largest_memory("self"), "reader": watch.peak, "opened": opened}
    (folder / f"{command}.json").write_text(json.dumps(found))


def measure(folders: list[Path], documents: int, workers: int, fake: bool) -> dict[str, float]:
    """Ingest and refresh so many documents in processes of their own. Must run in a process without children."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        make_copies(folders, folder / "raw", documents)
        if fake:
            read_originals(folders, folder / _READ_BEFORE)
        time.sleep(_SETTLING_SECONDS)
        base = [sys.executable, "-m", "benchmarks.growth", "--run", scratch, "--workers", str(workers)]
        base += ["--fake"] if fake else []
        cost = cost_of([*base, "--command", "ingest"])
        first = json.loads((folder / "ingest.json").read_text())
        again = cost_of([*base, "--command", "refresh"])
        second = json.loads((folder / "refresh.json").read_text())
    return {
        "seconds": cost.seconds,
        "cpu": cost.cpu,
        "supervisor": max(first["supervisor"], second["supervisor"]),
        "reader": first["reader"],
        "refresh": again.seconds,
        # What the system counts of children is all that were there so far.
        "refresh_cpu": again.cpu - cost.cpu,
        "opened": second["opened"],
    }


def commit_one_by_one(documents: int) -> None:
    """Publish documents one by one and print what is written, and how many files there are in the end."""
    from pipeline.publishing import layout
    from pipeline.publishing.parts import head
    from pipeline.publishing.publish import open_publication
    from pipeline.rows import tables_from_rows
    from pipeline.schemas import SCHEMAS
    from tests import factories

    with tempfile.TemporaryDirectory() as scratch:
        data = Path(scratch)
        written: list[int] = []
        held: set[int] = set()
        began = time.perf_counter()
        for number in range(documents):
            seed = f"{number}"
            rows = {
                "tables": [factories.table(seed)],
                "budget": [
                    factories.budget(seed, fiscal_year=2015 + number % 10, row_index=row) for row in range(40)
                ],
            }
            with open_publication(data) as publication:
                publication.put(factories.document(seed), tables_from_rows(rows))
                version = publication.commit([factories.region()])
            files = {path.stat().st_ino: path.stat().st_size for path in version.rglob("*.parquet")}
            written.append(sum(size for inode, size in files.items() if inode not in held))
            held = set(files)
        seconds = time.perf_counter() - began
        heads = {head(name) for name in SCHEMAS}
        paths = [str(path.relative_to(version)) for path in version.rglob("*.parquet")]
        size = sum(path.stat().st_size for path in version.rglob("*.parquet"))
        print(f"{documents} commits of one document: {seconds / documents * 1000:.0f} ms each")
        print(f"{sum(path not in heads for path in paths)} files with rows, {size / 1e3:.0f} kB")
        print(
            f"written by a commit: {written[0] / 1e3:.0f} kB the first, {written[-1] / 1e3:.0f} kB the last"
        )
        print(f"{len(layout.versions(data))} versions are kept")


def main() -> int:
    """Measure every size and number of workers, or be one of the processes that are measured."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folders", nargs="*", type=Path, default=list(_FOLDERS), metavar="FOLDER")
    parser.add_argument("--documents", nargs="+", type=int, default=[100, 1000, 10_000])
    parser.add_argument("--workers", nargs="+", type=int, default=[1, 2])
    parser.add_argument("--fake", action="store_true")
    parser.add_argument("--commits", type=int, default=0)
    parser.add_argument("--run", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--command", default="ingest", help=argparse.SUPPRESS)
    parser.add_argument("--measure", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    folders = [folder.resolve() for folder in options.folders]
    if options.run:
        run_here(options.run, options.command, options.workers[0], options.fake)
    elif options.measure:
        print(json.dumps(measure(folders, options.documents[0], options.workers[0], options.fake)))
    elif options.commits:
        commit_one_by_one(options.commits)
    else:
        _print(folders, options)
    return 0


def _print(folders: list[Path], options: argparse.Namespace) -> None:
    print(
        "| documents | workers | s each | CPU s each | supervisor MB | reader MB | refresh s | its CPU s | opened |"
    )
    print("|---:|---:|---:|---:|---:|---:|---:|---:|---:|", flush=True)
    for workers in options.workers:
        for documents in options.documents:
            # A process for each: what the system counts of children never goes down again.
            command = [sys.executable, "-m", "benchmarks.growth", *map(str, folders), "--measure"]
            command += ["--documents", str(documents), "--workers", str(workers)]
            command += ["--fake"] if options.fake else []
            done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True)
            found = json.loads(done.stdout.splitlines()[-1])
            each = f"{found['seconds'] / documents:.3f} | {found['cpu'] / documents:.3f}"
            memory = f"{found['supervisor']:.0f} | {found['reader']:.0f}"
            again = f"{found['refresh']:.1f} | {found['refresh_cpu']:.1f} | {found['opened']}"
            print(f"| {documents} | {workers} | {each} | {memory} | {again} |", flush=True)


if __name__ == "__main__":
    sys.exit(main())
