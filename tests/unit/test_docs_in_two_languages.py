"""The guides in Chinese and in English say the same: the same pages, the same commands, nothing left out."""

from __future__ import annotations

import re
import shlex
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.answers.named_queries import load_queries
from pipeline.cli.settings import SETTINGS
from pipeline.version import ROOT
from scripts import run_docs

ENGLISH, CHINESE = ROOT / "docs", ROOT / "docs" / "zh"
ONLY_CHINESE = {"fifteen-questions.md"}
"""Pages that are written in Chinese alone."""
PAIRS = sorted(path.name for path in CHINESE.glob("*.md") if path.name not in ONLY_CHINESE)
GUIDES = {
    *("index.md", "tutorial.md", "guide-analyst.md", "guide-sql.md", "guide-operator.md", "traps.md"),
    *("teaching.md", "review.md", "findings.md", "configuration.md", "export.md", "night.md"),
}


def typed(page: Path) -> Iterator[str]:
    """Every command of the blocks that are typed by `make docs`."""
    for block in run_docs._BLOCK.findall(page.read_text("utf-8")):
        yield from (command for _, command, _ in run_docs._commands(block))


def essence(command: str) -> tuple[str, ...]:
    """A command without what may be said in either language: values of parameters, names of files that it writes."""
    try:
        words = shlex.split(command)
    except ValueError:
        return (command,)
    kept, hides = [], ""
    for word in words:
        if hides == "--param":
            kept.append(word.partition("=")[0])
        elif hides != "--output":
            kept.append(word)
        hides = word if word in ("--param", "--output") else ""
    return tuple(kept)


def spans(path: Path) -> set[str]:
    """Everything on a page that is set as code."""
    return set(re.findall(r"`([^`\n]+)`", path.read_text("utf-8")))


def test_every_guide_is_there_in_chinese() -> None:
    assert set(PAIRS) >= GUIDES


@pytest.mark.parametrize("name", PAIRS)
def test_both_pages_lead_to_each_other(name: str) -> None:
    assert f"[中文](zh/{name})" in (ENGLISH / name).read_text("utf-8").split("\n## ", 1)[0]
    assert f"[English](../{name})" in (CHINESE / name).read_text("utf-8").split("\n## ", 1)[0]


@pytest.mark.parametrize("name", PAIRS)
def test_the_chinese_page_types_every_command_of_the_english_one(name: str) -> None:
    there = set(map(essence, typed(CHINESE / name)))
    assert [one for one in typed(ENGLISH / name) if essence(one) not in there] == []


def test_traps_are_the_same_statements_in_the_same_order() -> None:
    english, chinese = list(typed(ENGLISH / "traps.md")), list(typed(CHINESE / "traps.md"))
    assert len(english) > 20 and chinese == english
    heads = [
        len(re.findall(r"^## ", (folder / "traps.md").read_text("utf-8"), re.M))
        for folder in (ENGLISH, CHINESE)
    ]
    assert heads[0] == heads[1]


@pytest.mark.parametrize("name", PAIRS)
def test_pages_with_commands_are_typed(name: str) -> None:
    is_listed = f"docs/zh/{name}" in run_docs.PAGES
    assert is_listed == bool(list(typed(CHINESE / name)))


def test_every_query_setting_and_check_has_its_chinese_line() -> None:
    analyst = (CHINESE / "guide-analyst.md").read_text("utf-8")
    assert [name for name in load_queries() if f"jixiao query {name}" not in analyst] == []
    configuration = (CHINESE / "configuration.md").read_text("utf-8")
    for one in SETTINGS:
        options = ", ".join(f"`{option}`" for option in one.options)
        assert f"| `{one.name}` | `{one.variable}` | {options} | " in configuration
    checks = tomllib.loads((ROOT / "pipeline" / "audit" / "checks.toml").read_text("utf-8"))["check"]
    assert set(checks) - spans(CHINESE / "findings.md") == set()


def test_every_finding_has_a_line_in_both_languages() -> None:
    """Those of the reading, too, which are no checks of the audit."""
    names = (ROOT / "pipeline" / "answers" / "chinese_names.csv").read_text("utf-8").splitlines()
    found = {line.split(",")[2] for line in names if line.startswith("findings,check,")}
    assert len(found) > 50
    for folder in (ENGLISH, CHINESE):
        assert found - spans(folder / "findings.md") == set()


def test_the_chinese_index_leads_to_every_chinese_page() -> None:
    text = (CHINESE / "index.md").read_text("utf-8")
    assert {path.name for path in CHINESE.glob("*.md")} - {"index.md"} <= set(
        re.findall(r"\]\(([\w-]+\.md)", text)
    )


def test_the_first_page_in_chinese_leads_to_them() -> None:
    assert "](docs/zh/index.md)" in (ROOT / "README.zh.md").read_text("utf-8")
