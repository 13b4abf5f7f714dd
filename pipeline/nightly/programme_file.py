"""The file of decisions about programmes: which names of a region are one programme, and which are not.

`jixiao query programme_joins` gives the doubtful pairs in these columns; a person fills in `decision`. Columns stand in
any order, and others are left alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from normalizers.text import match_key
from pipeline.errors import UsageError
from pipeline.language import listed, tr
from pipeline.names import harmless, shown_name
from pipeline.nightly.hand_edited import read_rows

NEEDED = ("region_code", "first_name", "second_name", "decision")
_SAME = frozenset({"same", "yes", "是", "相同", "同一项目"})
_DIFFERENT = frozenset({"different", "no", "否", "不同", "不同项目"})


@dataclass(frozen=True, slots=True)
class Decision:
    """Two names, and whether they are one programme of the region; `row` is that of the file, the first is 1.

    `region` is a code, or the name of a zone that has none.
    """

    row: int
    region: str
    first_name: str
    second_name: str
    is_same: bool

    def text(self) -> str:
        """The decision in one line, for reports."""
        sign = "=" if self.is_same else "≠"
        return harmless(f"row {self.row}: {self.region} {self.first_name} {sign} {self.second_name}")


def read_decisions(path: Path) -> list[Decision]:
    """The decided lines in their order; none when there is no file. Lines without a decision are left out.

    Raises UsageError that names the row when one is not in order, EnvironmentProblem when the file cannot be read.
    """
    header, *rows = read_rows(path) or [list(NEEDED)]
    missing = [name for name in NEEDED if name not in header]
    if missing:
        raise UsageError(
            tr("{path}: the first line lacks {missing}", path=shown_name(path), missing=listed(missing)),
            tr("Begin with the answer of `jixiao query programme_joins --format csv`."),
        )
    twice = [name for name in NEEDED if header.count(name) > 1]
    if twice:
        raise UsageError(
            tr("{path}: the first line names {twice} twice", path=shown_name(path), twice=listed(twice)),
            tr("Keep one of the columns."),
        )
    lines = (dict(zip(header, row, strict=False)) for row in rows)
    found = [_decision(path, row, line) for row, line in enumerate(lines, start=2)]
    return [decision for decision in found if decision is not None]


def _decision(path: Path, row: int, line: Mapping[str, str]) -> Decision | None:
    said = {name: line.get(name, "").strip() for name in (*NEEDED, "region_name")}
    word = match_key(said["decision"]).lower()
    if not word:
        return None
    where = tr("{path}: row {row}", path=shown_name(path), row=row)
    if word not in _SAME | _DIFFERENT:
        raise UsageError(
            tr("{where}: {decision} is no decision", where=where, decision=harmless(said["decision"])),
            tr("Write same or different (是 or 否)."),
        )
    region = said["region_code"] or said["region_name"]
    if not (region and said["first_name"] and said["second_name"]):
        raise UsageError(
            tr("{where} lacks a region or a name", where=where),
            tr("Mend or delete the line; nothing was changed."),
        )
    return Decision(row, region, said["first_name"], said["second_name"], word in _SAME)
