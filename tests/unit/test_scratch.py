"""Folders of temporary files: those of killed runs go, those in use stay."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest

from pipeline.workers.scratch import PREFIX, Scratch, sweep

LONG_AGO = time.time() - 3600


@pytest.fixture(autouse=True)
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


def aged(folder: Path) -> Path:
    (folder / "pages.pdf").write_text("x")
    os.utime(folder, (LONG_AGO, LONG_AGO))
    return folder


def test_a_folder_in_use_stays_and_goes_with_its_owner(temporary: Path) -> None:
    scratch = Scratch()
    aged(Path(scratch.path))
    sweep()
    assert list(temporary.iterdir()) == [Path(scratch.path)]
    scratch.cleanup()
    assert not list(temporary.iterdir())


def test_the_folder_of_a_killed_process_goes(temporary: Path) -> None:
    say = "import time; from pipeline.workers.scratch import Scratch; print(Scratch().path, flush=True); time.sleep(60)"
    environment = os.environ | {"TMPDIR": str(temporary)}
    with subprocess.Popen(
        [sys.executable, "-c", say.replace("Scratch()", "(s := Scratch())")],
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
    ) as owner:
        assert owner.stdout is not None
        folder = aged(Path(owner.stdout.readline().strip()))
        sweep()
        assert folder.exists()
        owner.kill()
        owner.wait()
        sweep()
        assert not folder.exists()


def test_what_is_young_or_something_else_stays(temporary: Path) -> None:
    young = temporary / f"{PREFIX}young"
    young.mkdir()
    other = temporary / "other"
    other.mkdir()
    (temporary / f"{PREFIX}link").symlink_to(aged(other))
    (temporary / f"{PREFIX}file").write_text("x")
    for path in temporary.iterdir():
        if path != young:
            os.utime(path, (LONG_AGO, LONG_AGO), follow_symlinks=False)
    sweep()
    assert len(list(temporary.iterdir())) == 4 and (other / "pages.pdf").exists()
