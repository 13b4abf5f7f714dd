"""What `jixiao doctor` sees: every line can be ok, and can be otherwise."""

from __future__ import annotations

import json
import os
import shutil
import sys
import zoneinfo
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from pipeline.cli import doctor_data, doctor_machine, doctor_packages, main
from pipeline.cli.settings import SETTINGS
from pipeline.cli.verdict import Verdict
from pipeline.errors import EnvironmentProblem
from pipeline.publishing import layout
from pipeline.version import extractor_version
from tests import asking, factories


@pytest.fixture(autouse=True)
def nothing_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for setting in SETTINGS:
        monkeypatch.delenv(setting.variable, raising=False)
    monkeypatch.setenv("LC_ALL", "en_US.UTF-8")
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A published folder with one document."""
    place = tmp_path / "out"
    facts = {"a": {"budget": [factories.budget("a")]}}
    asking.publish(place, facts, a={"extractor_version": extractor_version()}).connection.close()
    return place


def of(subject: str, verdicts: Iterable[Verdict]) -> Verdict:
    [found] = [one for one in verdicts if one.subject == subject]
    return found


def published(data: Path, deep: bool = False) -> Verdict:
    return of("published data", doctor_data.look(data, deep))


def test_a_sound_folder_is_ok(data: Path) -> None:
    verdicts = list(doctor_data.look(data, deep=True))
    assert {one.subject: one.state for one in verdicts if one.subject != "disk"} == dict.fromkeys(
        ("write access", "lock", "leftovers", "versions", "published data", "documents", "reading code"), "ok"
    )
    assert all(one.next == "" for one in verdicts if one.state == "ok")


def test_before_the_first_run_there_is_nothing_to_fail(tmp_path: Path) -> None:
    verdicts = list(doctor_data.look(tmp_path / "none", deep=False))
    assert of("published data", verdicts).state == "warn"
    assert of("write access", verdicts).state == "ok"


def test_a_changed_byte_is_found_by_deep_only(data: Path) -> None:
    part = next((data / "budget").rglob("*.parquet"))
    part.chmod(0o644)
    body = bytearray(part.read_bytes())
    body[len(body) // 2] ^= 1
    was = part.stat()
    part.write_bytes(body)
    # As a disk does it that forgets: nothing but the content tells.
    os.utime(part, ns=(was.st_atime_ns, was.st_mtime_ns))
    assert published(data).state == "ok"
    verdict = published(data, deep=True)
    assert (verdict.state, "1 of" in verdict.found) == ("fail", True)
    assert "budget/" in verdict.found and "versions restore" in verdict.next


def test_a_missing_file_is_found_at_once(data: Path) -> None:
    next((data / "budget").rglob("*.parquet")).unlink()
    assert published(data).state == "fail"


def test_a_broken_manifest_and_a_missing_table_are_failures(data: Path) -> None:
    (data / "budget").unlink()
    assert "budget" in published(data).found and published(data).state == "fail"
    version = layout.current_version(data)
    assert version is not None
    (version / "manifest.json").write_text("{}", "utf-8")
    code = main(["doctor", "--data", str(data), "--json"])
    assert code == 1


def test_a_lost_link_is_a_failure(data: Path) -> None:
    (data / ".current").unlink()
    assert published(data).state == "fail"


def test_leftovers_of_an_interrupted_run(data: Path) -> None:
    (data / ".versions" / ".tmp-000002-1").mkdir()
    verdict = of("leftovers", doctor_data.look(data, deep=False))
    assert (verdict.state, "interrupted" in verdict.found) == ("warn", True)
    with layout.exclusive(data):
        (data / ".versions" / ".tmp-000002-1").mkdir(exist_ok=True)
        now = list(doctor_data.look(data, deep=False))
    assert "now" in of("lock", now).found
    assert all(one.subject != "leftovers" for one in now), "what a run is writing is no leftover"


def test_many_older_versions(data: Path) -> None:
    for number in range(2, 9):
        shutil.copytree(data / ".versions" / "000001", data / ".versions" / f"{number:06d}")
    (data / ".current").unlink()
    (data / ".current").symlink_to(".versions/000008")
    assert of("versions", doctor_data.look(data, deep=False)).state == "warn"


def test_failed_documents_and_readings_by_other_code(tmp_path: Path) -> None:
    place = tmp_path / "out"
    changes = {"status": "failed", "status_reason": "encrypted: x", "extractor_version": "0+old"}
    asking.publish(place, {"a": {}}, a=changes).connection.close()
    verdicts = list(doctor_data.look(place, deep=False))
    assert of("documents", verdicts).state == "warn" and "1 of them failed" in of("documents", verdicts).found
    assert of("reading code", verdicts).state == "warn"


def test_a_folder_that_cannot_be_written(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "access", lambda *_: False)
    assert of("write access", doctor_data.look(data, deep=False)).state == "warn"
    in_the_way = data.parent / "file"
    in_the_way.touch()
    assert of("write access", doctor_data.look(in_the_way, deep=False)).state == "fail"


def test_a_full_disk(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    usage = shutil.disk_usage(data)._replace(free=20 * 1024 * 1024)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage)
    verdict = of("disk", doctor_data.look(data, deep=False))
    assert (verdict.state, "prune" in verdict.next) == ("warn", True)


def machine(memory: int = 1, workers: int = 1) -> list[Verdict]:
    return list(doctor_machine.look(memory, workers))


def test_this_machine_runs_the_tests_so_nothing_fails() -> None:
    assert [one for one in machine() if one.state == "fail"] == []


def test_memory_is_compared_with_what_documents_may_take(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor_machine, "free_megabytes", lambda: 3000)
    assert of("memory", machine(1000, 2)).state == "ok"
    assert "--workers 3" in of("memory", machine(1000, 4)).next
    assert of("memory", machine(4000, 1)).state == "warn"


def test_memory_of_a_container_counts(tmp_path: Path) -> None:
    (tmp_path / "proc").mkdir()
    (tmp_path / "sys/fs/cgroup").mkdir(parents=True)
    assert doctor_machine.free_megabytes(tmp_path) is None
    (tmp_path / "proc/meminfo").write_text("MemTotal: 9 kB\nMemAvailable:   4096000 kB\n")
    assert doctor_machine.free_megabytes(tmp_path) == 4000
    (tmp_path / "sys/fs/cgroup/memory.max").write_text("max\n")
    assert doctor_machine.free_megabytes(tmp_path) == 4000
    (tmp_path / "sys/fs/cgroup/memory.max").write_text(f"{512 * 1024 * 1024}\n")
    (tmp_path / "sys/fs/cgroup/memory.current").write_text(f"{12 * 1024 * 1024}\n")
    assert doctor_machine.free_megabytes(tmp_path) == 500


def test_packages_that_are_missing_or_old(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    project = """[project]
dependencies = ["pyarrow>=999.0", "no-such-thing[x]>=1"]
[project.optional-dependencies]
ocr = ["no-such-ocr"]
dask = ["no-such-cluster"]
"""
    (tmp_path / "pyproject.toml").write_text(project, "utf-8")
    monkeypatch.setattr(doctor_machine, "ROOT", tmp_path)
    monkeypatch.setattr(doctor_packages, "ROOT", tmp_path)
    verdicts = machine()
    found = of("packages", verdicts)
    assert found.state == "fail" and "make setup" in found.next
    assert "older than 999.0" in found.found and "no-such-thing is missing" in found.found
    assert of("extra ocr", verdicts).state == "warn" and "pip install" in of("extra ocr", verdicts).next
    assert of("extra dask", verdicts).state == "ok"
    assert of("queries", verdicts).state == "fail"


def test_which_engine_recognises(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    project = """[project]
dependencies = []
[project.optional-dependencies]
ocr = ["no-such-engine>=1; python_version < '3'"]
"""
    (tmp_path / "pyproject.toml").write_text(project, "utf-8")
    monkeypatch.setattr(doctor_packages, "ROOT", tmp_path)
    monkeypatch.setattr(doctor_packages, "ocr_engine", lambda: "openvino")
    found = of("extra ocr", machine())
    assert (found.state, found.found) == ("ok", "there; openvino runs its models")
    monkeypatch.setattr(doctor_packages, "ocr_engine", lambda: "onnxruntime")
    found = of("extra ocr", machine())
    assert found.state == "ok" and "onnxruntime runs its models, which takes longer" in found.found


def test_a_machine_without_a_chinese_font(monkeypatch: pytest.MonkeyPatch) -> None:
    def none() -> Path:
        raise EnvironmentProblem("no font with Chinese characters is installed", "apt install it")

    monkeypatch.setattr(doctor_machine, "find_font", none)
    verdict = of("Chinese font", machine())
    assert (verdict.state, verdict.next) == ("warn", "apt install it")


def test_other_lacks_of_a_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    def no_zone(_: str) -> Any:
        raise zoneinfo.ZoneInfoNotFoundError

    monkeypatch.setattr(zoneinfo, "ZoneInfo", no_zone)
    monkeypatch.setattr(sys, "getfilesystemencoding", lambda: "ascii")
    monkeypatch.setattr("resource.getrlimit", lambda _: (64, 4096))
    monkeypatch.setattr("platform.system", lambda: "Darwin")
    monkeypatch.setattr("tempfile.gettempdir", lambda: "/no/such/folder")
    states = {one.subject: one.state for one in machine()}
    wanted = {"time zones": "fail", "encoding": "warn", "open files": "warn", "system": "warn"}
    assert wanted.items() <= states.items() and states["temporary files"] == "fail"


def test_settings_say_where_they_come_from(
    data: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("jixiao.toml").write_text("workers = 1\nmemory = 64\nocr = 'never'", "utf-8")
    monkeypatch.setenv("JIXIAO_CONFIG", "jixiao.toml")
    monkeypatch.setenv("JIXIAO_OCR", "always")
    assert main(["doctor", "--data", str(data), "--json"]) == 0
    body = json.loads(capsys.readouterr().out)
    made = {one["name"]: (one["value"], one["source"]) for one in body["settings"]}
    assert made["data"] == (str(data), "command line")
    assert made["workers"][0] == "1" and made["workers"][1].endswith("jixiao.toml")
    assert made["ocr"] == ("always", "environment, JIXIAO_OCR")
    assert made["timeout"] == ("300", "default")
    assert body["exit_code"] == 0 and {one["state"] for one in body["checks"]} <= {"ok", "warn"}
    assert main(["doctor", "--data", str(data)]) == 0
    said = capsys.readouterr().out
    assert "environment, JIXIAO_OCR" in said and " 0 fail" in said


@pytest.mark.parametrize("found", [None, ("/opt/office/soffice", True), ("/opt/office/soffice", False)])
def test_the_program_for_texts_of_other_formats(
    monkeypatch: pytest.MonkeyPatch, found: tuple[str, bool] | None
) -> None:
    monkeypatch.setattr(doctor_machine, "find_office", lambda: found)
    verdict = of("LibreOffice", machine())
    assert verdict.state == "ok"
    assert ("libreoffice-writer" in verdict.found) == (found is None or found[1])
