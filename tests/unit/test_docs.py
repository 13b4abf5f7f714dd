"""The pages: every command, option, setting and query stands there, and nothing that does not exist."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.answers.dictionary import table_names
from pipeline.answers.named_queries import load_queries
from pipeline.cli import build_parser
from pipeline.cli.parsing import options_of
from pipeline.cli.settings import NOT_SETTINGS, SETTINGS, subparsers
from pipeline.schemas.schemas import SCHEMAS
from pipeline.version import ROOT
from scripts.commands_page import page

PAGES = sorted(
    [
        *ROOT.glob("*.md"),
        *(ROOT / "docs").glob("*.md"),
        *ROOT.glob("data/samples/*.md"),
        *ROOT.glob("tests/*/*.md"),
    ]
)
OF_TODAY = [path for path in PAGES if path.name != "CHANGELOG.md"]
MADE = {"commands.md", "data-dictionary.md"}
COMMANDS = subparsers(build_parser())
FOLDERS = (
    "pipeline",
    "extractors",
    "normalizers",
    "queries",
    "tests",
    "scripts",
    "docs",
    "benchmarks",
    "data",
)
TYPED_THERE = {"reports", "queries/small_shares.sql", "small_shares"}
"""Names that a page makes itself before it uses them, or that stand for the reader's own."""


def ids(path: Path) -> str:
    return str(path.relative_to(ROOT))


def code(text: str) -> Iterator[str]:
    """Every line of code on a page: of blocks, and of spans."""
    for block in re.findall(r"^```\w*\n(.*?)^```", text, re.MULTILINE | re.DOTALL):
        yield from block.splitlines()
    outside = re.sub(r"^```\w*\n.*?^```", "", text, flags=re.MULTILINE | re.DOTALL)
    yield from re.findall(r"`([^`\n]+)`", outside)


def calls(line: str) -> Iterator[list[str]]:
    """The words of every call of the program in a line of code."""
    for match in re.finditer(r"(?:^|[\s/(|'\"$=&])jixiao +([a-z].*)", line):
        tail = re.split(r" [|#>] ?| && |[`;]", match[1])[0]
        try:
            yield shlex.split(tail)
        except ValueError:
            yield tail.split()


def is_placeholder(word: str) -> bool:
    return word.isupper() or "…" in word or "<" in word or word in TYPED_THERE


def test_pages_are_found() -> None:
    assert {"README.md", "README.zh.md", "tutorial.md", "index.md"} <= {path.name for path in PAGES}


def test_every_command_stands_on_a_page_that_a_person_wrote() -> None:
    text = "\n".join(path.read_text("utf-8") for path in OF_TODAY if path.name not in MADE)
    assert [name for name in COMMANDS if f"jixiao {name}" not in text] == []


def test_the_page_of_commands_is_the_parser() -> None:
    written = (ROOT / "docs" / "commands.md").read_text("utf-8")
    assert written == page(), "run: make docs"


def test_every_option_says_what_it_is() -> None:
    silent = [
        f"{name} {action.dest}"
        for name, parser in COMMANDS.items()
        for action in parser._actions
        if not action.help
    ]
    assert silent == []


def test_every_query_is_in_the_guide() -> None:
    text = (ROOT / "docs" / "guide-analyst.md").read_text("utf-8")
    assert [name for name in load_queries() if f"jixiao query {name}" not in text] == []


def test_every_table_is_in_the_guide() -> None:
    text = (ROOT / "docs" / "guide-sql.md").read_text("utf-8")
    assert [name for name in SCHEMAS if f"`{name}`" not in text] == []


def test_every_setting_is_in_the_list() -> None:
    text = (ROOT / "docs" / "configuration.md").read_text("utf-8")
    for one in SETTINGS:
        options = ", ".join(f"`{option}`" for option in one.options)
        assert f"| `{one.name}` | `{one.variable}` | {options} | {one.about} |" in text
    assert [name for name in NOT_SETTINGS if f"`{name}`" not in text] == []


@pytest.mark.parametrize("path", OF_TODAY, ids=ids)
def test_commands_and_options_on_a_page_exist(path: Path) -> None:
    wrong = []
    for line in code(path.read_text("utf-8")):
        for words in calls(line):
            command, *rest = words
            if is_placeholder(command):
                continue
            if command not in COMMANDS:
                wrong.append(f"there is no command {command}: {line}")
                continue
            options = [word.partition("=")[0] for word in rest if word.startswith("--")]
            wrong += [
                f"{command} has no option {one}: {line}"
                for one in options
                if one not in options_of(COMMANDS[command])
            ]
            known = {"query": load_queries(), "chart": load_queries(), "schema": table_names(None)}.get(
                command
            )
            named = rest[0] if rest and re.fullmatch(r"\w+", rest[0]) else None
            if known and named and named not in known and not is_placeholder(named):
                wrong.append(f"{command} knows no {named}: {line}")
    assert wrong == []


@pytest.mark.parametrize("path", OF_TODAY, ids=ids)
def test_variables_on_a_page_exist(path: Path) -> None:
    known = {one.variable for one in SETTINGS} | NOT_SETTINGS | {"JIXIAO_"}
    assert set(re.findall(r"JIXIAO_[A-Z_]*", path.read_text("utf-8"))) <= known


@pytest.mark.parametrize("path", OF_TODAY, ids=ids)
def test_files_on_a_page_exist(path: Path) -> None:
    names = "|".join(FOLDERS)
    wrong = []
    for span in code(path.read_text("utf-8")):
        for name in re.findall(rf"(?:^|(?<=[\s'\"(]))((?:{names})/[\w./*-]+)", span):
            name = name.rstrip(".")
            is_made = name.startswith(
                ("data/parquet", "data/overrides", "data/checked", "data/programs", "data/vocabulary")
            )
            if is_made or is_placeholder(name) or "NAME" in name:
                continue
            if not any(ROOT.glob(name)) and not any(ROOT.glob(f"{name}.py")):
                wrong.append(name)
    assert wrong == []


@pytest.mark.parametrize("path", OF_TODAY, ids=ids)
def test_modules_and_targets_on_a_page_exist(path: Path) -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    text = "\n".join(code(path.read_text("utf-8")))
    modules = re.findall(r"python -m ((?:scripts|benchmarks|pipeline)[.\w]*)", text)
    assert [one for one in modules if not (ROOT / f"{one.replace('.', '/')}.py").is_file()] == []
    assert set(re.findall(r"(?:^|\s)make ([a-z]+)", text)) <= targets


def test_rooms_and_modules_of_the_architecture_exist() -> None:
    text = (ROOT / "docs" / "architecture.md").read_text("utf-8")
    named = re.findall(r"^\| `(\w+)/` \| ([^|]*) \|(.*)", text, re.MULTILINE)
    wrong = []
    for room, modules, about in named:
        spans = re.findall(r"`([\w*]+)`", modules) if about else ["__init__"]
        wrong += [f"{room}/{one}" for one in spans if not any(ROOT.glob(f"*/{room}/{one}.py"))]
    assert len(named) > len(FOLDERS)
    assert wrong == []


@pytest.mark.parametrize("path", PAGES, ids=ids)
def test_links_lead_somewhere(path: Path) -> None:
    text = re.sub(r"^```\w*\n.*?^```", "", path.read_text("utf-8"), flags=re.MULTILINE | re.DOTALL)
    dead = []
    for target in re.findall(r"\]\(([^)\s]+)\)", text):
        if re.match(r"[a-z]+:", target):
            continue
        file, _, anchor = target.partition("#")
        place = (path.parent / file).resolve() if file else path
        if not place.exists() or (anchor and anchor not in anchors(place)):
            dead.append(target)
    assert dead == []


def anchors(path: Path) -> set[str]:
    """The anchors that GitHub makes of a page's headings."""
    heads = re.findall(r"^#+ (.+)$", path.read_text("utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", head.lower()).replace(" ", "-") for head in heads}


def test_the_index_leads_to_every_page() -> None:
    text = (ROOT / "docs" / "index.md").read_text("utf-8")
    pages = {path.name for path in (ROOT / "docs").glob("*.md")} - {"index.md"}
    assert {name for name in pages if f"]({name})" not in text} == set()
