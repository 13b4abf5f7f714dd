"""What the pages print under their commands is what the commands print."""

from __future__ import annotations

import difflib
from pathlib import Path

import pytest

from extractors.pictures.source import ocr_available
from pipeline.version import ROOT
from scripts import run_docs


@pytest.fixture(scope="module")
def ready(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return run_docs.make_ready(tmp_path_factory.mktemp("docs") / "ready")


@pytest.mark.parametrize("name", run_docs.PAGES)
def test_outputs_are_those_of_today(name: str, ready: Path) -> None:
    text = (ROOT / name).read_text("utf-8")
    assert "```console\n" in text, "a page without commands need not be listed"
    if not ocr_available() and "jixiao chart" in text:
        pytest.skip("the extras are not installed")
    _, found = run_docs.look(ROOT / name, ready)
    for one in found:
        lines = difflib.unified_diff(
            one.printed.splitlines(), one.came.splitlines(), name, "today", lineterm=""
        )
        print(f"$ {one.command}", *lines, sep="\n")
    assert found == [], "run: make docs"


def test_what_varies_and_what_is_left_out_is_no_difference() -> None:
    assert run_docs.same("[1/2] ok  1.3 s  a.pdf\n…\nend\n", "[1/2] ok  12.0 s  a.pdf\nmore\nand more\nend\n")
    assert run_docs.same(
        "[1/2] 已读出  1.3 秒  a.pdf\n版本  1，用时 4 秒\n",
        "[1/2] 已读出  12.0 秒  a.pdf\n版本  1，用时 5.5 秒\n",
    )
    assert not run_docs.same("1 ok, 0 failed\n", "0 ok, 1 failed\n")
    assert not run_docs.same("a\n…\nend\n", "a\nb\n")
    assert not run_docs.same("", "Traceback\n")


def test_commands_are_taken_apart() -> None:
    block = "$ cat > x <<'E'\n> a\n> E\n$ cat x\na\nb\n"
    assert list(run_docs._commands(block)) == [
        ("$ cat > x <<'E'\n> a\n> E\n", "cat > x <<'E'\na\nE", ""),
        ("$ cat x\n", "cat x", "a\nb\n"),
    ]


@pytest.mark.parametrize(
    ("page", "language"),
    [("README.md", "en"), ("README.zh.md", "zh"), ("docs/zh/guide.md", "zh"), ("docs/zh.md", "en")],
)
def test_pages_are_typed_in_their_language(page: str, language: str, tmp_path: Path) -> None:
    (tmp_path / "bin").mkdir()
    assert run_docs.language_of(ROOT / page) == language
    assert run_docs.run("echo $JIXIAO_LANG", tmp_path, run_docs.language_of(ROOT / page)) == f"{language}\n"
