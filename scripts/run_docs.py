"""Type every command that the pages show and compare what comes out with what they print.

    python -m scripts.run_docs            write the outputs anew where they differ
    python -m scripts.run_docs --check    say where they differ

A block that begins with ```console holds lines `$ COMMAND` (and `> ` where it goes on), each with its output below.
A page is typed from top to bottom in a copy of the checkout of its own, where the sample reports are published,
unless its first block does that itself. Pages of docs/zh and those named *.zh.md are typed in Chinese, all others in
English. A line `…` stands for any lines. Times, sizes and versions of the code may
differ.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.language import CHINESE, ENGLISH, VARIABLE
from pipeline.version import ROOT

PAGES = (
    "README.md",
    "README.zh.md",
    "docs/tutorial.md",
    "docs/guide-analyst.md",
    "docs/guide-sql.md",
    "docs/traps.md",
    "docs/guide-operator.md",
    "docs/guide-engineer.md",
    "docs/configuration.md",
    "docs/how-a-number-gets-its-meaning.md",
    "docs/zh/fifteen-questions.md",
    "docs/zh/tutorial.md",
    "docs/zh/guide-analyst.md",
    "docs/zh/guide-sql.md",
    "docs/zh/traps.md",
    "docs/zh/guide-operator.md",
    "docs/zh/configuration.md",
)
_COPIED = (
    "pipeline",
    "extractors",
    "normalizers",
    "queries",
    "data/raw",
    "data/samples",
    "tests/reports",
    "tests/traps",
    "pyproject.toml",
)
_BLOCK = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_COMMAND = re.compile(r"^(\$ .*\n(?:> .*\n)*)((?:(?!\$ ).*\n)*)", re.MULTILINE)
_HOME = "~/jixiao"
_CUT = "…"
_VARYING = (
    (re.compile(r" +\d+(\.\d+)? s\b"), " # s"),
    (re.compile(r" +\d+(\.\d+)? 秒"), " # 秒"),
    (re.compile(r"[\d,]+ (bytes|MB)"), r"# \1"),
    (re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d)?([+-]\d\d:\d\d|Z)?"), "#time"),
    (re.compile(r"\+[0-9a-f]{8}\b"), "+#"),
    (re.compile(r"[-\d.]+ documents a (second|minute)"), "# documents"),
)


@dataclass(frozen=True, slots=True)
class Difference:
    """What a page prints under a command, and what came out."""

    page: str
    command: str
    printed: str
    came: str


def look(page: Path, ready: Path) -> tuple[str, list[Difference]]:
    """The page with outputs as they are today, and where they differ. `ready`: a checkout with published samples."""
    text = page.read_text("utf-8")
    blocks = list(_BLOCK.finditer(text))
    if not blocks:
        return text, []
    found: list[Difference] = []
    with tempfile.TemporaryDirectory() as scratch:
        checkout = copy_of(ready, Path(scratch) / "jixiao")
        if "$ jixiao ingest" in blocks[0][1]:
            shutil.rmtree(checkout / "data" / "parquet", ignore_errors=True)
        fresh, end = [], 0
        for block in blocks:
            fresh += [text[end : block.start(1)], _typed(page, block[1], checkout, found)]
            end = block.end(1)
        fresh.append(text[end:])
    return "".join(fresh), found


def language_of(page: Path) -> str:
    """`zh` for a page of docs/zh, or one named *.zh.md; `en` for all others."""
    return CHINESE if page.parent.name == "zh" or page.name.endswith(".zh.md") else ENGLISH


def make_ready(place: Path) -> Path:
    """A copy of the checkout, without its tests, in which the sample reports are published."""
    checkout = copy_of(ROOT, place)
    run("jixiao ingest", checkout)
    return checkout


def copy_of(root: Path, place: Path) -> Path:
    place.mkdir(parents=True)
    for name in (*_COPIED, "bin", "data/parquet"):
        if name == "data/parquet" and root == ROOT:
            continue
        source = root / name
        if source.is_dir():
            shutil.copytree(source, place / name, symlinks=True, ignore=shutil.ignore_patterns("__pycache__"))
        elif source.is_file():
            shutil.copy2(source, place / name)
    starter = place / "bin" / "jixiao"
    starter.parent.mkdir(exist_ok=True)
    starter.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m pipeline "$@"\n', "utf-8")
    starter.chmod(0o755)
    return place


def run(command: str, checkout: Path, language: str = ENGLISH) -> str:
    """What a command prints, as a user of this language would see it who works in the checkout."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("JIXIAO_")}
    path = os.pathsep.join([str(checkout / "bin"), str(Path(sys.executable).parent), kept["PATH"]])
    # One process reads, so that documents are done in a fixed order.
    settled = {
        "JIXIAO_WORKERS": "1",
        "COLUMNS": "120",
        "NO_COLOR": "1",
        "LANG": "C.UTF-8",
        VARIABLE: language,
        "TZ": "Asia/Shanghai",
    }
    answer = subprocess.run(
        ["bash", "-c", command],
        cwd=checkout,
        env=kept | settled | {"PATH": path, "PYTHONPATH": str(checkout)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    return answer.stdout.replace(str(checkout), _HOME)


def same(printed: str, came: str) -> bool:
    """True when both say the same, but for what varies and what the page leaves out."""
    pattern = "".join(
        r"(?:.*\n)*" if line.strip() == _CUT else re.escape(line) + r"\n"
        for line in _settled(printed).splitlines()
    )
    return re.fullmatch(pattern, _settled(came)) is not None


def _settled(text: str) -> str:
    for pattern, instead in _VARYING:
        text = pattern.sub(instead, text)
    return "".join(f"{line.rstrip()}\n" for line in text.splitlines())


def _typed(page: Path, block: str, checkout: Path, found: list[Difference]) -> str:
    fresh = []
    for shown, command, printed in _commands(block):
        came = run(command, checkout, language_of(page))
        if same(printed, came):
            fresh.append(shown + printed)
        else:
            found.append(Difference(page.name, command, printed, came))
            fresh.append(shown + "".join(f"{line.rstrip()}\n" for line in came.splitlines()))
    return "".join(fresh)


def _commands(block: str) -> Iterator[tuple[str, str, str]]:
    """Each command as shown and as typed, and what the page prints under it. Lines `> …` go on with a command."""
    for match in _COMMAND.finditer(block):
        shown, printed = match.groups()
        yield shown, "\n".join(line[2:] for line in shown.splitlines()), printed


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m scripts.run_docs", description=__doc__.split("\n")[0])
    parser.add_argument("pages", nargs="*", default=PAGES)
    parser.add_argument("--check", action="store_true", help="write nothing; 1 when something differs")
    options = parser.parse_args(argv)
    differing = 0
    with tempfile.TemporaryDirectory() as scratch:
        ready = make_ready(Path(scratch) / "ready")
        for name in options.pages:
            fresh, found = look(ROOT / name, ready)
            differing += len(found)
            for one in found:
                print(f"{name}: {one.command}")
                if options.check:
                    print(one.came)
            if found and not options.check:
                (ROOT / name).write_text(fresh, "utf-8")
    return int(options.check and differing > 0)


if __name__ == "__main__":
    sys.exit(main())
