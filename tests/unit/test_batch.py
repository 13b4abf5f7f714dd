"""Reading side by side: what happens to one document happens to no other."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from functools import partial
from pathlib import Path

import pytest

from pipeline.checksums import Checksums
from pipeline.errors import DocumentCrashed, DocumentTimeout, EnvironmentProblem, InternalError
from pipeline.sources import Source
from pipeline.version import ROOT
from pipeline.workers import isolation, wire
from pipeline.workers.batch import DocumentResult, read_all
from pipeline.workers.isolation import Limits, Worker
from pipeline.workers.scratch import PREFIX
from tests import stubs

# Long enough for a busy machine to read a good document, or to fill the memory, before it is over.
LIMITS = Limits(seconds=8, megabytes=700)


def sources(folder: Path, *contents: str) -> list[Source]:
    checksums = Checksums(folder)
    found = []
    for number, content in enumerate(contents):
        path = folder / f"{number:02d}.pdf"
        path.write_text(content, "utf-8")
        found.append(checksums.source(path))
    return found


def read(folder: Path, *contents: str, workers: int = 2) -> dict[str, DocumentResult]:
    results = read_all(sources(folder, *contents), stubs.extract, workers=workers, limits=LIMITS)
    return {result.source.path.name: result for result in results}


def test_every_way_to_fail_fails_one_document(tmp_path: Path) -> None:
    ways = ["crash", "leave", "sleep", "grow", "defect", "encrypted"]
    contents = [line for way in ways for line in (way, f"ok {way}")]
    results = read(tmp_path, *contents)
    assert len(results) == len(contents)
    reasons = {}
    for number, way in enumerate(ways):
        failed, good = results[f"{2 * number:02d}.pdf"], results[f"{2 * number + 1:02d}.pdf"]
        assert (failed.status, failed.rows) == ("failed", {})
        assert (good.status, set(good.rows)) == ("ok", {"tables", "budget"})
        reasons[way] = str(failed.document["status_reason"]).split(":")[0]
    assert reasons == {
        "crash": "crashed",
        "leave": "crashed",
        "sleep": "timeout",
        "grow": "out_of_memory",
        "defect": "internal_error",
        "encrypted": "encrypted",
    }


def test_a_row_that_fits_no_table_costs_itself(tmp_path: Path) -> None:
    result = read(tmp_path, "misfit a")["00.pdf"]
    assert result.status == "degraded"
    assert str(result.document["status_reason"]).startswith(
        "parts_lost: row budget of table t0 on page 1 (SchemaMismatch: table budget has no column no_such_column"
    )
    assert [row["line_item"] for row in result.rows["budget"].to_pylist()] == [
        "出口信用保险保费补助",
        "展会补贴",
    ]
    assert [row["check"] for row in result.rows["findings"].to_pylist()] == ["part_lost"]


def test_a_description_that_fits_no_column_costs_itself(tmp_path: Path) -> None:
    result = read(tmp_path, "misdescribe a")["00.pdf"]
    assert (result.status, result.document["title"], result.document["page_count"]) == ("degraded", None, 3)
    assert str(result.document["status_reason"]).startswith(
        "parts_lost: description (SchemaMismatch: documents."
    )
    assert result.rows["budget"].num_rows == 1


def test_steps_that_are_announced_add_to_the_time_limit(tmp_path: Path) -> None:
    heard = []
    [result] = read_all(
        sources(tmp_path, "slow"),
        stubs.extract,
        limits=Limits(1.4, 700),
        on_page=lambda source, number, count: heard.append((source.path.name, number, count)),
    )
    assert result.status == "ok"
    assert heard == [("00.pdf", number, 4) for number in (1, 2, 3, 4)]


def test_what_broke_its_process_is_read_once_more_alone(tmp_path: Path) -> None:
    """The document crashes its first reader only; its neighbour, which always does, fails."""
    results = read(tmp_path, f"crash-once {tmp_path / 'mark'}", "crash", "ok a")
    assert [results[f"{n:02d}.pdf"].status for n in range(3)] == ["ok", "failed", "ok"]


def test_a_document_that_broke_a_limit_says_which(tmp_path: Path) -> None:
    failed = read(tmp_path, "grow")["00.pdf"].document
    assert (failed["time_limit_seconds"], failed["memory_limit_mb"]) == (LIMITS.seconds, LIMITS.megabytes)


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"Xwhat",
        b"F[1]",
        b"Fnothing",
        b"F" + b"[" * 100_000,
        b'S["long", 1, 2]',
        b"S[1e9, 1, 2]",
        b"S[1, null, null]",
        b"S[1, 1]",
        b"S[NaN, 1, 2]",
    ],
)
def test_a_reader_that_was_taken_over_only_fails_its_document(answer: bytes) -> None:
    worker = Worker(partial(stubs.say_bytes, answer), LIMITS)
    try:
        with pytest.raises(DocumentCrashed):
            worker.call("a.pdf", None)
    finally:
        worker.retire()


def test_the_answer_of_a_reader_is_never_unpickled() -> None:
    """What a pickle would run when it is loaded stays unrun."""
    worker = Worker(stubs.say_pickle, LIMITS)
    try:
        with pytest.raises(DocumentCrashed, match="makes no sense"):
            worker.call("a.pdf", None)
    finally:
        worker.retire()


def test_a_reader_that_stops_in_the_middle_of_its_answer_is_late() -> None:
    worker = Worker(stubs.say_half, Limits(seconds=1, megabytes=700))
    began = time.monotonic()
    try:
        with pytest.raises(DocumentTimeout):
            worker.call("a.pdf", None)
    finally:
        worker.retire()
    assert time.monotonic() - began < 20


def test_a_reader_that_only_announces_comes_to_its_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(isolation, "_MOST_EXTRA_SECONDS", 1.0)
    worker = Worker(stubs.announce_for_ever, Limits(seconds=1, megabytes=700))
    try:
        with pytest.raises(DocumentTimeout, match="longer than 2 seconds"):
            worker.call("a.pdf", None)
    finally:
        worker.retire()


def test_readers_leave_no_core_file_and_are_the_first_to_go() -> None:
    worker = Worker(stubs.say_how_expendable, LIMITS)
    try:
        assert worker.call("a", None) == b"core 0, oom 1000"
    finally:
        worker.retire()


def test_a_reader_that_cannot_be_started_is_said_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_: object) -> None:
        raise BlockingIOError("no more processes")

    monkeypatch.setattr("multiprocessing.context.ForkServerProcess.start", refuse)
    with pytest.raises(EnvironmentProblem, match="did not start: no more processes"):
        Worker(stubs.say_pid, LIMITS).call("a", None)


@pytest.mark.parametrize(
    ("lie", "said"),
    [
        ("status", "status is unknown"),
        ("reason", "no reason"),
        ("null", "is required"),
        ("years", "years"),
    ],
)
def test_an_answer_that_would_harm_the_run_is_refused(tmp_path: Path, lie: str, said: str) -> None:
    """Each of these is sound Arrow of the right schema."""
    results = read(tmp_path, f"lie {lie}", "ok a")
    assert results["00.pdf"].status == "failed" and results["01.pdf"].status == "ok"
    assert said in str(results["00.pdf"].document["status_reason"])


def test_what_a_reader_says_of_its_failure_is_cut() -> None:
    assert (
        len(wire.failure_from_bytes(wire.failure_to_bytes(InternalError("x" * 10_000_000))).message) < 10_000
    )


@pytest.mark.parametrize("name", ["documents", "budget"])
def test_a_reader_speaks_for_its_own_document_only(tmp_path: Path, name: str) -> None:
    [result] = read(tmp_path, f"usurp {name}").values()
    assert result.status == "failed" and result.document["document_id"] == result.source.document_id
    assert "another document" in str(result.document["status_reason"])


def test_a_crash_names_its_signal(tmp_path: Path) -> None:
    reason = str(read(tmp_path, "crash")["00.pdf"].document["status_reason"])
    assert "SIGSEGV" in reason and "00.pdf" in reason


def test_a_defect_names_its_place(tmp_path: Path) -> None:
    reason = str(read(tmp_path, "defect")["00.pdf"].document["status_reason"])
    assert "KeyError" in reason and "stubs.py:" in reason


def test_results_say_who_they_are(tmp_path: Path) -> None:
    [source] = sources(tmp_path, "ok a")
    [result] = read_all([source], stubs.extract, limits=LIMITS)
    document = result.document
    assert document["document_id"] == source.sha256[:16]
    assert (document["file_name"], document["source_path"]) == ("00.pdf", str(source.path))
    assert document["extractor_version"] and document["ingested_at"]


def test_no_documents_need_no_process() -> None:
    assert list(read_all([], stubs.extract)) == []


def test_stopping_early_ends_the_processes(tmp_path: Path) -> None:
    contents = ["ok the largest file is read first", *["sleep"] * 4]
    results = read_all(sources(tmp_path, *contents), stubs.extract, workers=2, limits=Limits(60, 700))
    began = time.monotonic()
    assert next(results).source.path.name == "00.pdf"
    results.close()
    assert time.monotonic() - began < 20


def test_a_process_is_used_again_and_replaced_when_it_must_be() -> None:
    worker = Worker(stubs.say_pid, LIMITS)
    try:
        first = worker.call("a", None)
        assert int(first) != os.getpid()
        assert worker.call("a", None) == first
        worker.close()
        assert worker.call("a", None) != first
    finally:
        worker.retire()


def test_the_time_limit_counts_from_the_call() -> None:
    worker = Worker(stubs.sleep, Limits(seconds=0.3))
    try:
        with pytest.raises(DocumentTimeout, match=r"slow\.pdf takes longer than 0.3"):
            worker.call("slow.pdf", 5)
        assert worker.call("quick.pdf", 0) == b"awake"
    finally:
        worker.retire()


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="needs /proc to look at processes")
def test_children_end_with_their_parent(tmp_path: Path) -> None:
    told = tmp_path / "pid"
    parent = subprocess.Popen(
        [sys.executable, "-c", "from tests import stubs; stubs.wait_in_child()", str(told)], cwd=ROOT
    )
    child, file = await_text(told).split()
    assert Path(file).exists()
    parent.kill()
    parent.wait()
    deadline = time.monotonic() + 10
    while is_running(int(child)):
        assert time.monotonic() < deadline, "the child goes on without its parent"
        time.sleep(0.05)
    assert not Path(file).parent.parent.exists(), "its files for a while stay"


@pytest.mark.parametrize("seconds", [0.5, 30.0])
def test_files_for_a_while_go_with_the_child(tmp_path: Path, seconds: float) -> None:
    """Whether it is killed at its limit or ended with the run."""
    told = tmp_path / "pid"
    worker = Worker(stubs.wait_long, Limits(seconds, 700))
    ending = threading.Timer(1.0, worker.retire)
    if seconds > 1:
        ending.start()
    with pytest.raises(DocumentTimeout if seconds < 1 else DocumentCrashed):
        worker.call("endless", str(told))
    if seconds > 1:
        ending.join()
    worker.retire()
    folder = Path(await_text(told).split()[1]).parent.parent
    assert folder.name.startswith(PREFIX)
    assert not folder.exists()


def await_text(path: Path) -> str:
    deadline = time.monotonic() + 30
    while not path.exists() or not path.read_text("utf-8"):
        assert time.monotonic() < deadline
        time.sleep(0.05)
    return path.read_text("utf-8")


def is_running(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text("ascii").rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False
