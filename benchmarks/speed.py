"""Pages per second of processor time: the whole of jixiao beside other readers, and beside pdfium alone.

    python -m benchmarks.speed [FOLDER] [--only NAME]... [--times 5]

Every reader gets the same PDF files, by default data/samples, and a process of its own. jixiao runs `jixiao ingest`
with one worker into a new folder that is thrown away: start, reading, typing, audit, publishing and checks. The others
only find tables. `pdfium alone` asks for every character with its box and for every point of every path, and does
nothing with them: less than that no reader can do.

Processor time is user and system time of all processes that a reader starts, those that outlive it included. The
peak is that of the largest single process. Readers take turns, --times times, and the run of each that took the
least processor time counts: what else the machine does can only add to it. Prints a Markdown table and writes nothing
else. Linux only.
"""

from __future__ import annotations

import argparse
import ctypes
import os
import resource
import subprocess
import sys
import tempfile
import time
import warnings
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
_SET_CHILD_SUBREAPER = (
    36  # prctl: orphans below this process become its children, so that it can wait for them
)

_SOME_FAILED = 2


@dataclass(frozen=True, slots=True)
class Cost:
    """What a command cost: seconds until it ended, seconds of processor time, megabytes of its largest process."""

    seconds: float
    cpu: float
    peak: float


def cost_of(command: list[str]) -> Cost:
    """Run a command and wait for all that it started. Raises CalledProcessError when it ends with an exit code
    other than 0 and 2, by which jixiao says that some documents failed.

    Must run in a process without other children: what they use would be counted, too.
    """
    if ctypes.CDLL(None).prctl(_SET_CHILD_SUBREAPER, 1, 0, 0, 0) != 0:
        raise OSError("this system cannot hand orphaned processes over (prctl); run on Linux 3.4 or newer")
    began = time.monotonic()
    with tempfile.TemporaryFile() as said:
        process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=said)
        _, status = os.waitpid(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        seconds = time.monotonic() - began
        _wait_for_orphans()
        if process.returncode not in (0, _SOME_FAILED):
            said.seek(0)
            raise subprocess.CalledProcessError(process.returncode, command, stderr=said.read().decode())
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return Cost(seconds, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)


def _wait_for_orphans() -> None:
    while True:
        try:
            os.wait()
        except ChildProcessError:
            return


def read_pdfium(paths: list[Path]) -> None:
    """Characters with boxes, and the points of paths, by the plain calls of the bindings."""
    import pypdfium2 as pdfium
    import pypdfium2.raw as raw

    box = [ctypes.c_double() for _ in range(4)]
    x, y = ctypes.c_float(), ctypes.c_float()
    for path in paths:
        document = pdfium.PdfDocument(path)
        for page in document:
            text = page.get_textpage()
            for index in range(raw.FPDFText_CountChars(text)):
                raw.FPDFText_GetUnicode(text, index)
                raw.FPDFText_GetCharBox(text, index, *box)
            for item in page.get_objects(filter=[raw.FPDF_PAGEOBJ_PATH], max_depth=3):
                for number in range(raw.FPDFPath_CountSegments(item)):
                    raw.FPDFPathSegment_GetPoint(raw.FPDFPath_GetPathSegment(item, number), x, y)
                item.get_matrix()
            text.close()
            page.close()
        document.close()


def read_pdfplumber(paths: list[Path]) -> None:
    """`extract_tables` with its default settings."""
    import pdfplumber

    for path in paths:
        with pdfplumber.open(path) as document:
            for page in document.pages:
                page.extract_tables()


def read_camelot(paths: list[Path], **settings: str) -> None:
    """`read_pdf` on all pages with these settings."""
    import camelot

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for path in paths:
            camelot.read_pdf(  # type: ignore[attr-defined]
                str(path), pages="all", suppress_stdout=True, **settings
            )


OTHERS = {
    "pdfplumber extract_tables": read_pdfplumber,
    "camelot lattice": lambda paths: read_camelot(paths, flavor="lattice"),
    "camelot hybrid vector": lambda paths: read_camelot(paths, flavor="hybrid", engine="vector"),
    "pdfium alone": read_pdfium,
}
JIXIAO = "jixiao ingest, everything"


def measure(name: str, folder: Path) -> Cost:
    """The cost of one reader on all files below a folder."""
    if name != JIXIAO:
        return cost_of([sys.executable, "-m", "benchmarks.speed", str(folder), "--read", name])
    with tempfile.TemporaryDirectory() as published:
        command = [sys.executable, "-m", "pipeline", "ingest", str(folder)]
        return cost_of([*command, "--data", published, "--workers", "1"])


def files_in(folder: Path) -> list[Path]:
    """The PDF files below a folder."""
    return sorted(folder.rglob("*.pdf"))


def count_pages(paths: list[Path]) -> int:
    """Pages of all files."""
    import pypdfium2 as pdfium

    return sum(len(pdfium.PdfDocument(path)) for path in paths)


def main() -> int:
    """Measure every reader, or be one of them (`--read`)."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", nargs="?", type=Path, default=ROOT / "data" / "samples", metavar="FOLDER")
    parser.add_argument("--only", action="append", choices=[JIXIAO, *OTHERS], help="only these; repeatable")
    parser.add_argument("--times", type=int, default=3, metavar="N", help="runs of each (%(default)s)")
    parser.add_argument("--read", choices=OTHERS, help=argparse.SUPPRESS)
    parser.add_argument("--measure", choices=[JIXIAO, *OTHERS], help=argparse.SUPPRESS)
    options = parser.parse_args()
    folder = options.folder.resolve()
    paths = files_in(folder)
    if not paths:
        print(f"no PDF files in {folder}: name a folder that holds some", file=sys.stderr)
        return 1
    if options.read:
        OTHERS[options.read](paths)
    elif options.measure:
        cost = measure(options.measure, folder)
        print(cost.seconds, cost.cpu, cost.peak)
    else:
        _print(folder, paths, options.only or [JIXIAO, *OTHERS], options.times)
    return 0


def _print(folder: Path, paths: list[Path], names: list[str], times: int) -> None:
    pages = count_pages(paths)
    least: dict[str, Cost | str] = {}
    for _ in range(times):
        for name in names:
            cost, before = _measured(name, folder), least.get(name)
            if isinstance(cost, str) or not isinstance(before, Cost) or cost.cpu < before.cpu:
                least[name] = cost
    print(f"{len(paths)} files, {pages} pages; the least of {times}\n")
    print("| reader | pages / CPU s | CPU s | seconds | peak MB |\n|---|---:|---:|---:|---:|")
    for name, cost in least.items():
        if isinstance(cost, str):
            print(f"| {name} | failed: {cost} | | | |")
        else:
            rate = pages / cost.cpu
            print(f"| {name} | {rate:.1f} | {cost.cpu:.2f} | {cost.seconds:.2f} | {cost.peak:.0f} |")


def _measured(name: str, folder: Path) -> Cost | str:
    """The cost of a reader, or why it failed."""
    # A process for each: what the system counts of children never goes down again.
    command = [sys.executable, "-m", "benchmarks.speed", str(folder), "--measure", name]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    if done.returncode:
        return (done.stderr.strip().splitlines() or ["no reason given"])[-1]
    return Cost(*map(float, done.stdout.split()))


if __name__ == "__main__":
    sys.exit(main())
