"""LibreOffice as a converter: started for one file, with a folder and a profile of its own, bounded, and ended.

It runs no macro, follows no link and asks nobody. When it is slow or greedy it is ended with everything that it
started; when this process is killed, a watcher ends it in its stead.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from extractors.formats.blocks import FormatError

_PROGRAMS = ("soffice", "libreoffice", "/Applications/LibreOffice.app/Contents/MacOS/soffice")
_WRITER = "libswlo.so"  # under Linux
_NO_WRITER = "it is read with LibreOffice Writer, which is not installed"
_SECONDS = 120.0  # for one file; some take three
_KILOBYTES = 2 * 2**20  # of address space; a usual file needs a quarter of it
_LOOK_SECONDS = 0.05
_FILTER = "docx:MS Word 2007 XML"
# It ends the group of processes and removes the folder as soon as nobody holds the other end of its input any more.
_WATCH = 'read -r _; kill -9 -"$1"; rm -rf -- "$2"'
_LIMITED = 'ulimit -v "$1"; shift; exec "$@"'
_SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">
<prop oor:name="MacroSecurityLevel" oor:op="fuse"><value>3</value></prop>
<prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop>
<prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop>
</item>
<item oor:path="/org.openoffice.Office.Writer/Content/Update">
<prop oor:name="Link" oor:op="fuse"><value>2</value></prop>
</item>
</oor:items>
"""
_NOWHERE = "http://127.0.0.1:9"  # where nobody listens


def find_office() -> tuple[str, bool] | None:
    """The program, and whether it is known to lack its part for texts (Writer); None where it is not installed."""
    found = next(filter(None, map(shutil.which, _PROGRAMS)), None)
    if found is None:
        return None
    folder = Path(found).resolve().parent
    return found, (folder / "soffice.bin").exists() and not (folder / _WRITER).exists()


def _program() -> str:
    """Raises FormatError."""
    found = find_office()
    if found is None:
        raise FormatError("needs_program", "it is read with LibreOffice, which is not installed")
    office, lacks_writer = found
    if lacks_writer:
        raise FormatError("needs_program", _NO_WRITER)
    return office


@contextmanager
def as_docx(source: Path, ending: str) -> Iterator[Path]:
    """The file as a document of Word, as long as the block lasts; `ending` (`.doc`) is that of its format.

    Raises FormatError: damaged, too_large, or needs_program.
    """
    office = _program()
    with tempfile.TemporaryDirectory(prefix="jixiao-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        copy = folder / f"document{ending}"
        shutil.copyfile(source, copy)
        found = _converted(office, copy, folder)
        if found is None:
            if not _opens_anything(office, folder):
                raise FormatError(
                    "needs_program", "it is read with LibreOffice Writer, which is not installed"
                )
            raise FormatError("damaged", "LibreOffice cannot open it")
        yield found


def _converted(office: str, source: Path, folder: Path) -> Path | None:
    """The new file; None where none came about."""
    profile = folder / "profile" / "user"
    profile.mkdir(parents=True, exist_ok=True)
    (profile / "registrymodifications.xcu").write_text(_SETTINGS, "utf-8")
    target = folder / "converted"
    command = [
        office,
        f"-env:UserInstallation={profile.parent.as_uri()}",
        *("--headless", "--invisible", "--norestore", "--nolockcheck", "--nodefault", "--nofirststartwizard"),
        *("--convert-to", _FILTER, "--outdir", str(target), str(source)),
    ]
    _run(command, folder)
    found = target / f"{source.stem}.docx"
    return found if found.is_file() and found.stat().st_size else None


def _opens_anything(office: str, folder: Path) -> bool:
    """Does it open a document that is whole? Where only other parts of LibreOffice are installed, it opens none."""
    sample = folder / "sample.rtf"
    sample.write_text("{\\rtf1 a}", "ascii")
    return _converted(office, sample, folder) is not None


def _run(command: list[str], folder: Path) -> None:
    """Run a program to its end, or end it. Raises FormatError where it takes too long."""
    process = subprocess.Popen(
        ["/bin/sh", "-c", _LIMITED, "sh", str(_KILOBYTES), *command],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd=folder,
        env=_surroundings(folder),
        start_new_session=True,
    )
    try:
        watcher = subprocess.Popen(
            ["/bin/sh", "-c", _WATCH, "sh", str(process.pid), str(folder)],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        try:
            process.wait(_SECONDS)
        except subprocess.TimeoutExpired:
            reason = f"LibreOffice did not read it within {_SECONDS:g} seconds"
            raise FormatError("too_large", reason) from None
        finally:
            watcher.kill()
            watcher.communicate()
    finally:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _surroundings(folder: Path) -> dict[str, str]:
    """The environment: its own home, no display, and no way to the network for what heeds such settings."""
    kept = {name: value for name in ("PATH", "SYSTEMROOT") if (value := os.environ.get(name))}
    own = dict.fromkeys(("HOME", "TMPDIR", "TMP", "TEMP", "XDG_CONFIG_HOME", "XDG_CACHE_HOME"), str(folder))
    ways = dict.fromkeys(("http_proxy", "https_proxy", "ftp_proxy", "all_proxy"), _NOWHERE)
    return {**kept, **own, **ways, "LC_ALL": "C.UTF-8", "SAL_USE_VCLPLUGIN": "svp", "SAL_NO_DBUS": "1"}
