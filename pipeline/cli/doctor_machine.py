"""What the program needs of the machine: Python, packages, memory, places to write, text and time."""

from __future__ import annotations

import importlib.util
import locale
import os
import platform
import re
import sys
import tempfile
import tomllib
import zoneinfo
from collections.abc import Iterator, Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from extractors.bulk import compiled_path, library
from extractors.recognition import OCR_ENGINES, ocr_engine
from pipeline.charts.fonts import find_font
from pipeline.cli.verdict import Verdict, fail, ok, warn
from pipeline.errors import EnvironmentProblem
from pipeline.version import ROOT, extractor_version, program_version

_OLDEST_PYTHON = (3, 11)
_REQUIREMENT = re.compile(r"(?P<name>[\w.-]+)(?:\[[^]]*\])?(?:>=(?P<lowest>[\d.]+))?")
_EXTRAS = {
    "ocr": "scans fail with needs_ocr, all else works",
    "charts": "only jixiao chart needs it",
    "dask": "only --executor dask needs it",
    "dagster": "only Dagster needs it",
}
"""What is lacking without an extra of the program; others serve its development."""
_FEW_DESCRIPTORS = 256
_MEGABYTE = 1024 * 1024
_FEW_TEMPORARY_MEGABYTES = 500


def look(document_megabytes: int, workers: int) -> Iterator[Verdict]:
    """`document_megabytes`: memory that one document may take; `workers`: documents at once, 0 is one a processor."""
    yield _python()
    yield _system()
    yield from _packages()
    yield _compiled()
    yield _font()
    yield _queries()
    yield _memory(document_megabytes, workers or os.cpu_count() or 1)
    yield _temporary()
    yield _descriptors()
    yield _text()
    yield _time_zones()


def _python() -> Verdict:
    found = f"{platform.python_version()} in {sys.prefix}; jixiao {program_version()} ({extractor_version()})"
    if sys.version_info < _OLDEST_PYTHON:
        return fail("Python", found, "Install Python 3.11 or newer, then `make setup`.")
    return ok("Python", found)


def _system() -> Verdict:
    found = f"{platform.system()} {platform.release()}, {os.cpu_count()} processors"
    if platform.system() != "Linux":
        return warn(
            "system",
            found,
            "The memory of documents is not limited here; leave out files that you do not trust.",
        )
    return ok("system", found)


def _packages() -> Iterator[Verdict]:
    """One line for all that every run needs, one for each extra, as the checkout names them."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    needed = project["dependencies"]
    if lacks := _lacking(needed):
        yield fail("packages", ", ".join(lacks), "`make setup` in the checkout installs what is missing.")
    else:
        yield ok("packages", f"{len(needed)} of {len(needed)} there")
    for extra, without in _EXTRAS.items():
        if extra not in project["optional-dependencies"]:
            continue
        lacks = _lacking(project["optional-dependencies"][extra])
        hint = f"{ROOT}/.venv/bin/pip install -e '{ROOT}[{extra}]'"
        if not lacks:
            yield ok(f"extra {extra}", _recognition() if extra == "ocr" else "there")
        elif extra == "ocr":
            yield warn(f"extra {extra}", f"{', '.join(lacks)}; {without}", f"If you have scans: {hint}")
        else:
            yield ok(f"extra {extra}", f"not there; {without}: {hint}")


def _recognition() -> str:
    """Which engine runs the models of the extra ocr."""
    engine = ocr_engine()
    slower = ", which takes longer than openvino" if engine != OCR_ENGINES[0] else ""
    return f"there; {engine} runs its models{slower}"


def _lacking(requirements: Sequence[str]) -> list[str]:
    """What is wrong with packages; [] when all are there and new enough. Those for some machines only are left out."""
    return [
        lack
        for one in requirements
        if ";" not in one and (match := _REQUIREMENT.match(one)) and (lack := _lack(**match.groupdict()))
    ]


def _lack(name: str, lowest: str | None) -> str:
    """What is wrong with a package; '' when it is there and new enough."""
    try:
        have = version(name)
    except PackageNotFoundError:
        return f"{name} is missing"
    if lowest and _numbers(have) < _numbers(lowest):
        return f"{name} {have} is older than {lowest}"
    return ""


def _numbers(text: str) -> tuple[int, ...]:
    return tuple(int(part) for part in re.findall(r"\d+", text.split("+")[0])[:3])


def _compiled() -> Verdict:
    if library() is not None:
        return ok("compiled part", str(compiled_path().name))
    hint = f"{ROOT}/.venv/bin/python -m extractors.bulk, where there is a C compiler"
    return ok("compiled part", f"not there; reading takes a little longer without: {hint}")


def _font() -> Verdict:
    """Charts without a Chinese font would show boxes."""
    try:
        return ok("Chinese font", str(find_font()))
    except EnvironmentProblem as error:
        return warn("Chinese font", f"{error.message}; only jixiao chart needs one", error.hint)


def _queries() -> Verdict:
    """The program runs from its checkout: SQL files stand beside the packages."""
    folder = ROOT / "queries"
    count = len(list(folder.glob("*.sql")))
    if not count:
        return fail("queries", f"no SQL files in {folder}", "Clone the repository again, and run from there.")
    return ok("queries", f"{count} in {folder}")


def _memory(document_megabytes: int, workers: int) -> Verdict:
    free = free_megabytes()
    if free is None:
        return ok("memory", "the system does not tell how much is free")
    found = f"{free:,} MB free; {workers} documents at once may take {document_megabytes:,} MB each"
    if free < document_megabytes:
        return warn("memory", found, "Read fewer at once (--workers 1), or allow less with --memory.")
    if free < document_megabytes * workers:
        return warn(
            "memory",
            found,
            f"If runs are ended by the system: --workers {max(1, free // document_megabytes)}.",
        )
    return ok("memory", found)


def free_megabytes(root: Path = Path("/")) -> int | None:
    """Memory that is free here, within the limit of a container; None where nothing tells."""
    found = []
    try:
        text = (root / "proc/meminfo").read_text("ascii")
        found.append(int(re.findall(r"MemAvailable:\s+(\d+) kB", text)[0]) // 1024)
    except (OSError, IndexError):
        pass
    try:
        group = root / "sys/fs/cgroup"
        limit = int((group / "memory.max").read_text("ascii"))
        used = int((group / "memory.current").read_text("ascii"))
        found.append(max(0, limit - used) // _MEGABYTE)
    except (OSError, ValueError):
        pass
    return min(found, default=None)


def _temporary() -> Verdict:
    try:
        folder = tempfile.gettempdir()
        with tempfile.TemporaryFile(dir=folder):
            pass
        space = os.statvfs(folder)
    except OSError as error:
        return fail(
            "temporary files", str(error), "Name a folder that you may write to: export TMPDIR=/path."
        )
    free = space.f_bavail * space.f_frsize // _MEGABYTE
    found = f"{folder}, {free:,} MB free"
    if free < _FEW_TEMPORARY_MEGABYTES:
        return warn("temporary files", found, "Free space, or name another folder: export TMPDIR=/path.")
    return ok("temporary files", found)


def _descriptors() -> Verdict:
    import resource

    allowed, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    found = f"{allowed} open files allowed"
    if allowed < _FEW_DESCRIPTORS:
        return warn("open files", found, f"Allow more before the run: ulimit -n {min(1024, most)}.")
    return ok("open files", found)


def _text() -> Verdict:
    """Chinese on the terminal and in file names."""
    names, output, here = sys.getfilesystemencoding(), sys.stdout.encoding, locale.getpreferredencoding(False)
    found = f"file names {names}, output {output}, locale {here}"
    if any("utf" not in one.lower() for one in (names, output, here)):
        return warn("text", found, "Chinese may not be shown: export LANG=C.UTF-8 PYTHONUTF8=1.")
    return ok("text", found)


def _time_zones() -> Verdict:
    try:
        zoneinfo.ZoneInfo("Asia/Shanghai")
    except zoneinfo.ZoneInfoNotFoundError:
        return fail("time zones", "no data on Asia/Shanghai", f"{ROOT}/.venv/bin/pip install tzdata")
    where = "of the package tzdata" if importlib.util.find_spec("tzdata") else "of the system"
    return ok("time zones", f"Asia/Shanghai is known, data {where}")
