"""Rooms talk through their doors: what stands in a room's `__init__` is all that others may use of it."""

from __future__ import annotations

import ast
import importlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.version import ROOT

DOORS = (
    "extractors.addresses",
    "extractors.choice",
    "extractors.drawn",
    "extractors.formats",
    "extractors.forms",
    "extractors.grids",
    "extractors.kinds",
    "extractors.lines",
    "extractors.pages",
    "extractors.pictures",
    "extractors.prose",
    "extractors.undrawn",
    "extractors.vocabulary",
    "extractors.whole",
    "normalizers.classifications",
    "normalizers.clauses",
    "normalizers.facets",
    "normalizers.numbers",
    "normalizers.programmes",
    "normalizers.regions",
    "normalizers.terms",
    "normalizers.topics",
    "pipeline.account",
    "pipeline.audit",
    "pipeline.context",
    "pipeline.document",
    "pipeline.facts",
    "pipeline.language",
    "pipeline.meaning",
    "pipeline.prose",
    "pipeline.records",
    "pipeline.schemas",
)
FILES = sorted(
    path
    for name in ("normalizers", "extractors", "pipeline", "scripts", "benchmarks")
    for path in (ROOT / name).rglob("*.py")
)


def imported(source: str) -> Iterator[tuple[str, str]]:
    """Every module and name that a text imports."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ImportFrom) and node.module:
            yield from ((node.module, alias.name) for alias in node.names)
        elif isinstance(node, ast.Import):
            yield from ((alias.name, "") for alias in node.names)


def past_doors(place: str, source: str) -> list[str]:
    """Imports that go past the door of another room; `place` is the dotted name of the module they stand in."""
    return [
        f"{module}.{name}"
        for module, name in imported(source)
        for room in DOORS
        if module.startswith(room + ".") and not (place + ".").startswith(room + ".")
    ]


def test_every_room_is_found() -> None:
    rooms = {
        ".".join(path.parent.relative_to(ROOT).parts)
        for name in ("normalizers", "extractors")
        for path in (ROOT / name).glob("*/__init__.py")
    }
    assert rooms <= set(DOORS)


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_module_asks_other_rooms_at_their_doors(path: Path) -> None:
    place = ".".join(path.relative_to(ROOT).with_suffix("").parts)
    assert past_doors(place, path.read_text("utf-8")) == []


def test_what_goes_past_a_door_is_seen() -> None:
    source = "from extractors.pages.paths import Rule\nimport extractors.grids.lattice\n"
    assert past_doors("pipeline.ingest", source) == [
        "extractors.pages.paths.Rule",
        "extractors.grids.lattice.",
    ]
    assert past_doors("extractors.pages.superscripts", source) == ["extractors.grids.lattice."]


@pytest.mark.parametrize("room", DOORS)
def test_a_door_offers_what_it_names(room: str) -> None:
    offered = importlib.import_module(room)
    assert [name for name in offered.__all__ if not hasattr(offered, name)] == []
    assert list(offered.__all__) == sorted(offered.__all__, key=_as_ruff_sorts)


def _as_ruff_sorts(name: str) -> tuple[int, str]:
    """Constants, then classes, then the rest."""
    kind = 0 if name.isupper() else 1 if name[0].isupper() else 2
    return kind, name
