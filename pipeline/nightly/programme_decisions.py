"""Decisions of people about programmes, applied to what was read.

A decision speaks of names, not of documents: it holds for every document of its region, also for those to come. A
document that it concerns is marked with a checksum, and is read again when the decisions about it change.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import astuple, dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import pyarrow as pa

from normalizers.programmes import Home, number_of, programme_key, programme_name
from normalizers.text import match_key
from pipeline.errors import UsageError
from pipeline.language import tr
from pipeline.names import shown_name
from pipeline.nightly.programme_file import Decision, read_decisions
from pipeline.programme_numbers import NAMED_BY_ROWS, home_of, number_programmes
from pipeline.rows import tables_from_rows

Row = Mapping[str, Any]
_DIGITS = 16
_NUMBERED = (*NAMED_BY_ROWS, "disbursement", "subsidy_terms")


@dataclass
class _Region:
    """The decisions about one region, in the order of the file."""

    home: Home
    decisions: list[Decision] = field(default_factory=list)

    @cached_property
    def keys(self) -> dict[Decision, tuple[str, str]]:
        return {d: (self.key(d.first_name), self.key(d.second_name)) for d in self.decisions}

    @cached_property
    def _split(self) -> dict[str, str]:
        """Names that the rule would join with another and a person does not, with keys of their own."""
        found = {}
        for decision in self.decisions:
            first, second = (programme_key(n, self.home) for n in (decision.first_name, decision.second_name))
            name = self._plain(decision.second_name)
            if not decision.is_same and first == second and name != self._plain(decision.first_name):
                found[name] = f"{second} {name}"
        return found

    @cached_property
    def _joined(self) -> dict[str, str]:
        """Key to the one that stands for its programme: that of the name which the file has first."""
        joined: dict[str, str] = {}
        for decision, (first, second) in self.keys.items():
            one, other = (_end_of(joined, key) for key in (first, second))
            if decision.is_same and one != other:
                joined[other] = one
        return joined

    def key(self, name: str) -> str:
        """The key of a name, before any are joined."""
        return self._split.get(self._plain(name)) or programme_key(name, self.home)

    def number(self, name: str, home: Home) -> str | None:
        """The number of the programme that a name means in a document with this home."""
        return number_of(_end_of(self._joined, self.key(name)), home)

    def contradictions(self) -> list[Decision]:
        """Decisions that keep names apart which others join."""
        ends = {d: [_end_of(self._joined, key) for key in keys] for d, keys in self.keys.items()}
        return [d for d, (one, other) in ends.items() if not d.is_same and one == other]

    def about(self, names: Iterable[str]) -> list[Decision]:
        """The decisions that speak of one of the names, or of one that others join with it."""
        ends = {_end_of(self._joined, self.key(name)) for name in names}
        return [
            decision
            for decision, keys in self.keys.items()
            if not ends.isdisjoint(_end_of(self._joined, key) for key in keys)
        ]

    def _plain(self, name: str) -> str:
        return match_key(programme_name(name, self.home))


@dataclass
class ProgrammeDecisions:
    """All decisions by region."""

    regions: dict[str, _Region] = field(default_factory=dict)

    @property
    def count(self) -> int:
        """Number of decisions."""
        return sum(len(region.decisions) for region in self.regions.values())

    def decide(
        self, document: Row, rows: Mapping[str, pa.Table]
    ) -> tuple[Row, Mapping[str, pa.Table], str | None]:
        """A document with its programmes numbered as people decided, and the checksum of the decisions about it."""
        home = home_of(document)
        region = self.regions.get(home.region)
        if region is None or document["status"] == "failed":
            return document, rows, None
        readable = {name: rows[name].to_pylist() for name in _NUMBERED if name in rows}
        digest = _digest(region.about(names_in(document, readable)))
        if digest is None:
            return document, rows, None
        numbered = dict(document)
        number_programmes(
            numbered,
            readable,
            lambda row: row.get("program_id") is not None,
            lambda name: region.number(name, home),
        )
        return numbered, {**rows, **tables_from_rows(readable)}, digest

    def digests(self, named: Iterable[tuple[Row, Iterable[str]]]) -> dict[str, str]:
        """Documents, each with the names in it, to the checksum of the decisions about it, if there are any."""
        found = {}
        for document, names in named:
            region = self.regions.get(home_of(document).region)
            digest = _digest(region.about(names)) if region else None
            if digest:
                found[document["document_id"]] = digest
        return found

    def apart(self) -> dict[str, list[str]]:
        """Number of a programme to those that people keep apart from it."""
        found: dict[str, set[str]] = defaultdict(set)
        for region in self.regions.values():
            for decision in region.decisions:
                one, other = (
                    region.number(name, region.home) for name in (decision.first_name, decision.second_name)
                )
                if not decision.is_same and one and other:
                    found[one].add(other)
                    found[other].add(one)
        return {number: sorted(others) for number, others in found.items()}

    def unused(self, programs: Iterable[Row]) -> list[str]:
        """Decisions of which no published programme bears both names, one line each."""
        spelled: dict[str, set[str]] = defaultdict(set)
        for row in programs:
            region = self.regions.get(row["region_code"] or match_key(row["region_name"] or ""))
            if region is not None:
                spelled[region.home.region] |= {region.key(name) for name in row["spellings"]}
        return [
            decision.text()
            for name, region in self.regions.items()
            for decision, keys in region.keys.items()
            if not spelled[name].issuperset(keys)
        ]


def load_decisions(path: Path) -> ProgrammeDecisions:
    """Decisions of a file, all of them checked. Raises UsageError when a line is not in order or contradicts others."""
    regions: dict[str, _Region] = {}
    for decision in read_decisions(path):
        is_code = decision.region.isascii() and decision.region.isdigit()
        home = Home(decision.region, None) if is_code else Home(None, decision.region)
        regions.setdefault(home.region, _Region(home)).decisions.append(decision)
    for region in regions.values():
        for wrong in region.contradictions():
            raise UsageError(
                tr(
                    "{path}: {wrong} contradicts other rows, which join these names",
                    path=shown_name(path),
                    wrong=wrong.text(),
                ),
                tr("Mend or delete the line, then run again; nothing was changed."),
            )
    return ProgrammeDecisions(regions)


def names_in(document: Row, rows: Mapping[str, Sequence[Row]]) -> set[str]:
    """Names of programmes, as printed, in a document and its rows."""
    names = {document.get("program_name")}
    for table in NAMED_BY_ROWS:
        for row in rows.get(table, ()):
            if row.get("program_id") is not None:
                names.add(row.get("program_name") or row.get("line_item"))
    return {name for name in names if name}


def _end_of(joined: Mapping[str, str], key: str) -> str:
    while key in joined:
        key = joined[key]
    return key


def _digest(decisions: Sequence[Decision]) -> str | None:
    """A checksum of what was decided, wherever in the file it stands."""
    if not decisions:
        return None
    text = json.dumps([astuple(decision)[1:] for decision in decisions], ensure_ascii=False)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:_DIGITS]
