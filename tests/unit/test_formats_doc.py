"""Documents that LibreOffice has to turn into documents of Word; a script takes its place here."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest

from extractors.formats import FormatError, Paragraph, kind_of
from extractors.formats.documents import libreoffice
from extractors.formats.documents.doc import read
from extractors.formats.documents.libreoffice import as_docx
from pipeline.workers import isolation
from tests.word_files import paragraph, write

_RTF = "{\\rtf1 text}"
# The last two arguments are the folder for the new file and the old one.
_FOLDER = (
    'for a; do before=$folder; folder=$last; last=$a; done; name=$(basename "$last" | sed "s/[.].*//")\n'
)


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The script that is found as LibreOffice; what it does is written by `play`."""
    script = tmp_path / "bin" / "soffice"
    script.parent.mkdir()
    monkeypatch.setenv("PATH", f"{script.parent}{os.pathsep}{os.environ['PATH']}")
    return script


def play(script: Path, commands: str) -> None:
    script.write_text(f"#!/bin/sh\n{_FOLDER}{commands}\n", "utf-8")
    script.chmod(0o755)


def _file(tmp_path: Path, content: str = _RTF) -> Path:
    path = tmp_path / "a.doc"
    path.write_text(content, "ascii")
    return path


def test_what_it_makes_is_read_as_a_document_of_word(tmp_path: Path, office: Path) -> None:
    made = write(tmp_path / "made.docx", paragraph("文"))
    play(office, f'mkdir -p "$folder"; cp {made} "$folder/$name.docx"')
    reading = read(_file(tmp_path))
    assert reading.sheets[0].blocks == [Paragraph("文", size=10.0)]
    assert reading.damages == []


def test_it_gets_a_profile_without_macros_and_links_and_no_way_out(tmp_path: Path, office: Path) -> None:
    made, seen = write(tmp_path / "made.docx", paragraph("文")), tmp_path / "seen"
    play(
        office,
        f'env > {seen}; cat profile/user/*.xcu >> {seen}; mkdir "$folder"; cp {made} "$folder/$name.docx"',
    )
    read(_file(tmp_path))
    text = seen.read_text("utf-8")
    assert "http_proxy=http://127.0.0.1:9" in text
    assert f"HOME={Path.home()}" not in text.splitlines()
    assert all(word in text for word in ("DisableMacrosExecution", "BlockUntrustedRefererLinks"))


def test_without_the_program_it_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda _: None)
    with pytest.raises(FormatError) as caught:
        read(_file(tmp_path))
    assert caught.value.code == "needs_program"


def test_a_program_that_opens_no_text_at_all_lacks_its_writer(tmp_path: Path, office: Path) -> None:
    play(office, "exit 0")
    with pytest.raises(FormatError) as caught:
        read(_file(tmp_path))
    assert caught.value.code == "needs_program"


def test_a_file_that_it_cannot_open_is_damaged(tmp_path: Path, office: Path) -> None:
    play(office, '[ "$name" = sample ] && mkdir -p "$folder" && echo x > "$folder/sample.docx"')
    with pytest.raises(FormatError) as caught:
        read(_file(tmp_path))
    assert caught.value.code == "damaged"


def test_it_is_ended_when_it_takes_too_long(
    tmp_path: Path, office: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(libreoffice, "_SECONDS", 0.3)
    play(office, f"sleep 60 & echo $! > {tmp_path / 'pid'}; wait")
    with pytest.raises(FormatError) as caught:
        read(_file(tmp_path))
    assert caught.value.code == "too_large"
    assert _is_gone(int((tmp_path / "pid").read_text("ascii")))


def test_it_ends_with_the_process_that_started_it(tmp_path: Path, office: Path) -> None:
    play(office, f"pwd > {tmp_path / 'place'}; sleep 60 & echo $! > {tmp_path / 'pid'}; wait")
    reader = subprocess.Popen(
        [
            sys.executable,
            "-c",
            f"from extractors.formats.documents.doc import *; read(Path({str(_file(tmp_path))!r}))",
        ],
        cwd=Path(__file__).parents[2],
    )
    pid = _wait_for(tmp_path / "pid")
    place = Path((tmp_path / "place").read_text("utf-8").strip())
    assert place.is_dir()
    reader.send_signal(signal.SIGKILL)
    reader.wait()
    assert _is_gone(pid)
    assert _until(lambda: not place.exists())


def test_memory_of_programs_that_a_reader_starts_is_its_own() -> None:
    if not Path(f"/proc/self/task/{os.getpid()}/children").exists():
        pytest.skip("this system does not tell which processes one has started")
    before = isolation._pages(os.getpid())
    with subprocess.Popen(
        [sys.executable, "-c", "x = b'1' * 60_000_000; print(1, flush=True); input()"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as process:
        assert process.stdout is not None
        process.stdout.readline()
        more = isolation._pages(os.getpid()) - before
        process.kill()
    assert more * os.sysconf("SC_PAGE_SIZE") > 50_000_000


def test_a_text_whose_end_is_missing_is_damaged(tmp_path: Path, office: Path) -> None:
    made = write(tmp_path / "made.docx", paragraph("文"))
    play(office, f'mkdir -p "$folder"; cp {made} "$folder/$name.docx"')
    assert read(_file(tmp_path, _RTF[:-1])).damages == ["the end of the file is missing"]


def test_a_locked_document_is_not_given_to_the_program(tmp_path: Path) -> None:
    path = tmp_path / "a.odt"
    with zipfile.ZipFile(path, "w") as file:
        file.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        file.writestr("content.xml", "?")
        file.writestr("META-INF/manifest.xml", "<m><file-entry><encryption-data/></file-entry></m>")
    assert kind_of(path) == "odt"
    with pytest.raises(FormatError) as caught:
        read(path)
    assert caught.value.code == "password"


def test_a_document_of_word_97_in_a_broken_container_is_damaged(tmp_path: Path) -> None:
    path = tmp_path / "a.doc"
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "WordDocument\0".encode("utf-16-le"))
    with pytest.raises(FormatError) as caught:
        read(path)
    assert caught.value.code == "damaged"


def test_the_copy_lasts_as_long_as_it_is_needed(tmp_path: Path, office: Path) -> None:
    play(office, 'mkdir -p "$folder"; echo x > "$folder/$name.docx"')
    with as_docx(_file(tmp_path), ".doc") as found:
        assert found.is_file()
    assert not found.parent.exists()


def _is_gone(pid: int) -> bool:
    return _until(lambda: not Path(f"/proc/{pid}").exists() or _is_dead(pid))


def _is_dead(pid: int) -> bool:
    """Ended, and waiting for whoever takes the place of its parent to notice it."""
    try:
        return Path(f"/proc/{pid}/stat").read_text("ascii").rpartition(")")[2].split()[0] == "Z"
    except OSError:
        return True


def _wait_for(path: Path) -> int:
    assert _until(lambda: path.exists() and path.read_text("ascii").strip())
    return int(path.read_text("ascii"))


def _until(holds: object, seconds: float = 10.0) -> bool:
    assert callable(holds)
    end = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > end:
            return False
        time.sleep(0.02)
    return True


def test_a_program_that_is_known_to_lack_its_writer_is_not_started(tmp_path: Path, office: Path) -> None:
    play(office, f"touch {tmp_path / 'started'}")
    (office.parent / "soffice.bin").touch()
    with pytest.raises(FormatError) as caught:
        read(_file(tmp_path))
    assert caught.value.code == "needs_program"
    assert not (tmp_path / "started").exists()
