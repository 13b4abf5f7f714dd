"""The columns of a policy table by what they are: regions, classes, topics, and those whose cells state terms."""

from __future__ import annotations

import re
from dataclasses import dataclass

from extractors.addresses import Column, Part
from normalizers import labels
from normalizers.terms import context_status
from normalizers.text import match_key
from pipeline.context import TableRows
from pipeline.facts.own_shares import is_borne
from pipeline.facts.policy_places import Places
from pipeline.meaning import fold

_LONGEST_CITY = 12
# Columns that state no terms.
_ASIDE = frozenset({"region", "document", "date", "remark", "row_no", "person", "unit", "reason", "year"})
# What the cells of a column state, and no name of anything.
_TERMS = frozenset({"ratio", "cap", "standard"})
_PROPOSED = re.compile(r"建议|拟调|优化方案")


@dataclass(frozen=True, slots=True)
class Key:
    """What a heading says that parts one statement from another."""

    year: int | None = None
    status: str | None = None
    place: str | None = None  # a region, as printed
    enterprise_class: str | None = None

    def says(self) -> bool:
        return self != NO_KEY


NO_KEY = Key()


class PolicyColumns:
    """The columns of one part; `only` limits what the headings of those that state terms measure."""

    def __init__(self, view: TableRows, part: Part, only: tuple[str, ...] = ()) -> None:
        self._view = view
        self._places = Places(view)
        self.heads = {c.index: fold(c.path) for c in part.columns}
        self.rows = [line.row for line in part.lines]
        columns = [c for c in part.columns if c.kind != "ordinal"]
        self.region = self._region_column(columns)
        self.classes = self._class_column(columns)
        self.years = next((c for c in columns if "year" in self.heads[c.index].names[:1]), None)
        kept = [c for c in columns if not self._is_aside(c)]
        self.keys = {c.index: self._key(c) for c in kept}
        if only:
            stated = [c for c in kept if self.heads[c.index].measure in only]
            if not stated or any({"region", "recipient"} & set(h.names[:1]) for h in self.heads.values()):
                kept = []
            else:
                first = stated[0].index
                kept = [c for c in kept if c in stated or (c.index < first and c.kind == "stub")]
        unnamed = [c for c in kept if c is not self.region and not self.keys[c.index].says()]
        is_list = self.region is not None and self.classes is None
        self.topic = next((c for c in unnamed if c is not self.classes and self._names(c)), None)
        if self.topic is None and not is_list and self.classes is None:
            self.topic = next((c for c in unnamed if self.heads[c.index].measure not in _TERMS), None)
        self.label = self.classes or self.topic
        self.stated = [c for c in kept if c not in (self.classes, self.topic, self.region)]

    def _is_aside(self, column: Column) -> bool:
        """Does a column state no terms, as that of what the payees bear themselves?"""
        head = self.heads[column.index]
        return bool(_ASIDE.intersection(head.names[:1])) or head.payer_level == "own" or is_borne(column.path)

    def _region_column(self, columns: list[Column]) -> Column | None:
        """The column of regions; of several (省份 | 城市) the one that tells the most rows apart, else the last."""
        found = [c for c in columns if "region" in self.heads[c.index].names[:1]]
        if len(found) < 2:
            return next(iter(found), None)
        counts = [(len({self.text(r, c) for r in self.rows} - {""}), c.index) for c in found]
        return found[counts.index(max(counts))]

    def _class_column(self, columns: list[Column]) -> Column | None:
        """The column that tells classes of enterprises, by its heading or by what stands in it."""
        for column in columns:
            if "class" in self.heads[column.index].names[:1]:
                return column
        for column in columns:
            texts = [text for row in self.rows if (text := self.text(row, column))]
            named = [t for t in texts if len(t) <= _LONGEST_CITY and labels.enterprise_class(t)]
            if column.kind == "stub" and texts and 2 * len(named) > len(texts):
                return column
        return None

    def _names(self, column: Column) -> bool:
        """Does a column left of all statements name what its rows are about, in words alone?"""
        texts = [text for row in self.rows if (text := self.text(row, column))]
        return column.kind == "stub" and bool(texts) and not any(re.search(r"\d", text) for text in texts)

    def _key(self, column: Column) -> Key:
        heading = " ".join(column.path)
        head = self.heads[column.index]
        status = context_status(match_key(heading))
        if status is None and _PROPOSED.search(heading):
            status = "recommended"
        last = column.path[-1] if column.path else ""
        place = last if last and len(last) <= _LONGEST_CITY and self._places.named(last) is not None else None
        return Key(head.fiscal_year, status, place, labels.enterprise_class(heading) if not place else None)

    def text(self, row: int, column: Column | None) -> str:
        cell = self._view.cell(row, column.index) if column is not None else None
        return cell.text if cell is not None else ""

    def label_at(self, row: int, column: Column | None, outer: Column | None = None) -> str:
        """The label of a row; a blank one goes on from the row above, as long as the label left of it does.

        Not where the first row's place is blank, too: labels in the middle of their rows tell no beginning.
        """
        text = self.text(row, column)
        if text or column is None:
            return text
        start = self.rows[0]
        for above in range(row, start - 1, -1):
            if text := self.text(above, column):
                return text if self.text(start, column) else ""
            if outer is not None and self.text(above, outer):
                return ""
        return ""

    def small_above(self, row: int) -> bool:
        """Is the row above one of small enterprises? 其他企业 below it are the general ones."""
        above = [r for r in self.rows if r < row]
        return (
            bool(above)
            and labels.enterprise_class(self.text(above[-1], self.classes or self.label)) == "small"
        )

    def by_contrast(self, columns: list[Column]) -> str | None:
        """Beside a column for small enterprises, one that names no class speaks of the others."""
        others = [self.keys[c.index].enterprise_class for c in self.stated if c not in columns]
        return "general" if others.count("small") == 1 and "general" not in others else None
