"""What the program needs of the machine: Python, packages, memory, places to write, text and time."""

from __future__ import annotations

import importlib.util
import locale
import os
import platform
import re
import sys
import tempfile
import zoneinfo
from collections.abc import Iterator
from pathlib import Path

from extractors.bulk import compiled_path, library
from extractors.formats import find_office
from pipeline.charts.fonts import find_font
from pipeline.cli.doctor_packages import packages
from pipeline.cli.verdict import Verdict, fail, ok, warn
from pipeline.errors import EnvironmentProblem
from pipeline.language import tr
from pipeline.version import ROOT, extractor_version, program_version

_OLDEST_PYTHON = (3, 11)
_WRITER = "apt install libreoffice-writer"
_FEW_DESCRIPTORS = 256
_MEGABYTE = 1024 * 1024
_FEW_TEMPORARY_MEGABYTES = 500


def look(document_megabytes: int, workers: int) -> Iterator[Verdict]:
    """`document_megabytes`: memory that one document may take; `workers`: documents at once, 0 is one a processor."""
    yield _python()
    yield _system()
    yield from packages()
    yield _compiled()
    yield _font()
    yield _office()
    yield _queries()
    yield _memory(document_megabytes, workers or os.cpu_count() or 1)
    yield _temporary()
    yield _descriptors()
    yield _text()
    yield _time_zones()


def _python() -> Verdict:
    found = tr(
        "{version} in {prefix}; jixiao {program} ({extractor})",
        version=platform.python_version(),
        prefix=sys.prefix,
        program=program_version(),
        extractor=extractor_version(),
    )
    if sys.version_info < _OLDEST_PYTHON:
        return fail("Python", found, tr("Install Python 3.11 or newer, then `make setup`."))
    return ok("Python", found)


def _system() -> Verdict:
    found = tr(
        "{system} {release}, {count} processors",
        system=platform.system(),
        release=platform.release(),
        count=os.cpu_count(),
    )
    if platform.system() != "Linux":
        return warn(
            tr("system"),
            found,
            tr("The memory of documents is not limited here; leave out files that you do not trust."),
        )
    return ok(tr("system"), found)


def _compiled() -> Verdict:
    if library() is not None:
        return ok(tr("compiled part"), str(compiled_path().name))
    hint = tr("{root}/.venv/bin/python -m extractors.bulk, where there is a C compiler", root=ROOT)
    return ok(tr("compiled part"), tr("not there; reading takes a little longer without: {hint}", hint=hint))


def _font() -> Verdict:
    """Charts without a Chinese font would show boxes."""
    try:
        return ok(tr("Chinese font"), str(find_font()))
    except EnvironmentProblem as error:
        return warn(
            tr("Chinese font"),
            tr("{message}; only jixiao chart needs one", message=error.message),
            error.hint,
        )


def _office() -> Verdict:
    """What turns documents of older text processors into such as are read here."""
    found = find_office()
    if found is not None and not found[1]:
        return ok("LibreOffice", found[0])
    lacks = tr(
        "Writer is not there; .rtf, .odt and .doc of Word before 97 are not read: {hint}", hint=_WRITER
    )
    return ok("LibreOffice", lacks)


def _queries() -> Verdict:
    """The program runs from its checkout: SQL files stand beside the packages."""
    folder = ROOT / "queries"
    count = len(list(folder.glob("*.sql")))
    if not count:
        return fail(
            tr("queries"),
            tr("no SQL files in {folder}", folder=folder),
            tr("Clone the repository again, and run from there."),
        )
    return ok(tr("queries"), tr("{count} in {folder}", count=count, folder=folder))


def _memory(document_megabytes: int, workers: int) -> Verdict:
    free = free_megabytes()
    if free is None:
        return ok(tr("memory"), tr("the system does not tell how much is free"))
    found = tr(
        "{free:,} MB free; {workers} documents at once may take {each:,} MB each",
        free=free,
        workers=workers,
        each=document_megabytes,
    )
    if free < document_megabytes:
        return warn(tr("memory"), found, tr("Read fewer at once (--workers 1), or allow less with --memory."))
    if free < document_megabytes * workers:
        return warn(
            tr("memory"),
            found,
            tr(
                "If runs are ended by the system: --workers {count}.",
                count=max(1, free // document_megabytes),
            ),
        )
    return ok(tr("memory"), found)


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
            tr("temporary files"), str(error), tr("Name a folder that you may write to: export TMPDIR=/path.")
        )
    free = space.f_bavail * space.f_frsize // _MEGABYTE
    found = tr("{folder}, {free:,} MB free", folder=folder, free=free)
    if free < _FEW_TEMPORARY_MEGABYTES:
        return warn(
            tr("temporary files"), found, tr("Free space, or name another folder: export TMPDIR=/path.")
        )
    return ok(tr("temporary files"), found)


def _descriptors() -> Verdict:
    import resource

    allowed, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    found = tr("{count} open files allowed", count=allowed)
    if allowed < _FEW_DESCRIPTORS:
        return warn(
            tr("open files"),
            found,
            tr("Allow more before the run: ulimit -n {count}.", count=min(1024, most)),
        )
    return ok(tr("open files"), found)


def _text() -> Verdict:
    """Chinese on the terminal and in file names."""
    names, output, here = sys.getfilesystemencoding(), sys.stdout.encoding, locale.getpreferredencoding(False)
    found = tr("file names {names}, output {output}, locale {here}", names=names, output=output, here=here)
    if any("utf" not in one.lower() for one in (names, output, here)):
        return warn(tr("encoding"), found, tr("Chinese may not be shown: export LANG=C.UTF-8 PYTHONUTF8=1."))
    return ok(tr("encoding"), found)


def _time_zones() -> Verdict:
    try:
        zoneinfo.ZoneInfo("Asia/Shanghai")
    except zoneinfo.ZoneInfoNotFoundError:
        return fail(
            tr("time zones"),
            tr("no data on Asia/Shanghai"),
            f"{ROOT}/.venv/bin/pip install tzdata",
        )
    where = tr("of the package tzdata") if importlib.util.find_spec("tzdata") else tr("of the system")
    return ok(tr("time zones"), tr("Asia/Shanghai is known, data {where}", where=where))
