"""What the command line says is said in both languages: no sentence stands in the code outside `tr`."""

from __future__ import annotations

import ast
import inspect
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from pipeline import errors
from pipeline.version import ROOT
from scripts import messages

FILES = sorted((ROOT / "pipeline").rglob("*.py"))
ERRORS = {
    name
    for name, one in inspect.getmembers(errors, inspect.isclass)
    # What a document failed with is published, and so in one language.
    if issubclass(one, errors.JixiaoError) and not issubclass(one, errors.DocumentFailed)
}
SAYING = {"print", "say", "_say", "tell", "warn", "fail", "ok"}
"""Functions that hand to a person what they are given."""
SAID = {"help", "description", "epilog", "title", "hint"}
"""Keywords of the parser and of errors that a person reads."""
# Dagster shows ours beside its own words, which are English.
OTHERS = ("orchestration/",)
WORDS = re.compile(r"[A-Za-z]{2,} [a-z]{2,}|^[a-z]{3,}$|\b[a-z]{2,}:? *$")
COMMAND = re.compile(r"/|^jixiao:? |^--|^[a-z_]+\.[a-z_]+$")
"""What is the same in every language: paths, commands, keys of texts.toml."""


@cache
def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"))


def sentences(tree: ast.AST) -> Iterator[ast.expr]:
    """Literals that a person would read."""
    for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
        name = getattr(call.func, "id", getattr(call.func, "attr", ""))
        given: list[ast.expr] = [one.value for one in call.keywords if one.arg in SAID]
        if name in ERRORS | SAYING:
            given += call.args
        for one in given:
            yield from (found for found in literals(one) if WORDS.search(text_of(found)))


def literals(node: ast.expr) -> Iterator[ast.expr]:
    """The literals of an expression but for those that `tr` translates, or that other functions take."""
    if isinstance(node, ast.Constant | ast.JoinedStr):
        yield node
    elif isinstance(node, ast.IfExp):
        yield from (*literals(node.body), *literals(node.orelse))
    elif isinstance(node, ast.BinOp):
        yield from (*literals(node.left), *literals(node.right))
    elif isinstance(node, ast.BoolOp):
        for one in node.values:
            yield from literals(one)


def text_of(node: ast.expr) -> str:
    """The letters of a literal; '' for a command or a path, which are the same in every language."""
    parts = node.values if isinstance(node, ast.JoinedStr) else [node]
    text = "\0".join(str(one.value) for one in parts if isinstance(one, ast.Constant))
    return "" if COMMAND.search(text.strip("\0")) else text


def templates(tree: ast.AST) -> Iterator[tuple[str, int]]:
    """Literals behind `tr` and `tr_noop`, also within f-strings."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("tr", "tr_noop"):
            [said, *_] = node.args
            if isinstance(said, ast.Constant):
                yield str(said.value), node.lineno


@pytest.mark.parametrize(
    ("code", "lines"),
    [
        ("raise UsageError('no such file')", [1]),
        ("raise UsageError(f'{name} is missing', tr('Look again.'))", [1]),
        ("raise UsageError(tr('no such file'), 'Look again.')", [1]),
        ("raise UnknownFormat('published as it is')", []),
        ("print(x)\nprint(f'{count} rows', end='')", [2]),
        ("print(tr('{count} rows', count=count))\nprint(as_json(body))", []),
        ("parser.add_argument('x', help='what it is')", [1]),
        ("warn(tr('disk'), 'nearly full' if full else found, '')", [1]),
        ("print(f'{ROOT}/.venv/bin/pip install x')", []),
    ],
)
def test_a_sentence_outside_tr_is_seen(code: str, lines: list[int]) -> None:
    assert [one.lineno for one in sentences(ast.parse(code))] == lines


def test_no_sentence_is_said_in_one_language() -> None:
    found = [
        f"{path.relative_to(ROOT)}:{one.lineno}: {ast.unparse(one)}"
        for path in FILES
        if not str(path.relative_to(ROOT / "pipeline")).startswith(OTHERS)
        for one in sentences(parsed(path))
    ]
    assert not found, "\n".join(found)


def test_every_message_is_found_for_translation() -> None:
    """What collects them does not look into f-strings."""
    known = messages.found()
    lost = [
        f"{path.relative_to(ROOT)}:{line}: {text}"
        for path in FILES
        for text, line in templates(parsed(path))
        if text not in known
    ]
    assert not lost, "\n".join(lost)
