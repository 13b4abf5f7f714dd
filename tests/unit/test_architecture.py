"""docs/architecture.md names the modules of every room that it describes by its modules, and none that are gone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fnmatch import fnmatch

import pytest

from pipeline.version import ROOT

_PACKAGE = re.compile(r"\*\*(normalizers|extractors|pipeline)\*\*")
_ROW = re.compile(r"\| `(\w+)/` \| ([^|]*) \| [^|]* \|")


def rows() -> Iterator[tuple[str, str]]:
    """The folder of each such room, and what its row says of its modules."""
    package = ""
    for line in (ROOT / "docs" / "architecture.md").read_text("utf-8").splitlines():
        if begins := _PACKAGE.match(line):
            package = begins[1]
        elif (row := _ROW.fullmatch(line)) and row[2].strip():
            yield f"{package}/{row[1]}", row[2]


@pytest.mark.parametrize(("room", "says"), [row for row in rows() if row[0] != "pipeline/audit"])
def test_a_room_is_described_by_its_modules(room: str, says: str) -> None:
    modules = {path.stem for path in (ROOT / room).glob("*.py")} - {"__init__"}
    folders = {path.name for path in (ROOT / room).iterdir() if path.is_dir()}
    named = {name for name in re.findall(r"`([\w*]+)`", says) if not name.endswith("toml")}
    assert [one for one in sorted(modules) if not any(fnmatch(one, name) for name in named)] == []
    assert [name for name in sorted(named) if not any(fnmatch(one, name) for one in modules | folders)] == []


def test_the_rows_of_rooms_are_found() -> None:
    assert len(list(rows())) > 25
