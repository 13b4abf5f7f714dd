"""The file of checked facts: one line for each that a person compared with its page and found right.

`review` adds and removes lines; nothing that is published depends on it. A line holds where the fact was read and what
it said: where it says something else by now, the mark no longer counts. The file stands beside that of
corrections.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.errors import UsageError
from pipeline.language import tr
from pipeline.names import shown_name
from pipeline.nightly.hand_edited import check_texts, exclusive, read_lines, write_lines
from pipeline.nightly.override_file import value_text

CHECKED = "checked.csv"
"""Name of the file, beside the corrections."""
PLACE = ("table_id", "page_number", "row_index", "column_index", "source_text")
# What a fact says of the world: what one compares with the page. Columns computed from it, or looked up, are left out.
SAID: Mapping[str, tuple[str, ...]] = {
    "budget": (
        "region_code", "fiscal_year", "line_item", "flow", "funding_source", "phase", "is_total", "amount_yuan",
        "as_of", "quarter", "execution_rate_printed_pct",
    ),
    "disbursement": (
        "region_name", "fiscal_year", "item", "payer_level", "recipient_name", "recipient_class", "recipient_count",
        "due_yuan", "paid_yuan", "as_of", "is_total", "execution_rate_printed_pct",
    ),
    "indicators": (
        "region_code", "fiscal_year", "period", "as_of", "level1", "level2", "level3", "is_total", "target_text",
        "target_op", "target_value", "target_unit", "actual_text", "actual_value", "actual_unit", "weight", "score",
    ),
    "subsidy_terms": (
        "region_name", "gov_level", "enterprise_class", "beneficiary_text", "item", "instrument", "base_text",
        "ratio_op", "ratio_pct", "standard_yuan", "standard_per", "cap_yuan", "cap_scope", "tier_measure",
        "tier_min", "tier_max", "tier_unit", "fiscal_year", "valid_from", "valid_to", "status",
    ),
    "metrics": ("region_code", "fiscal_year", "metric", "subject", "value", "unit", "amount_yuan", "as_of"),
}  # fmt: skip
Row = Mapping[str, Any]
Ask = Callable[[str, Mapping[str, Any]], list[dict[str, Any]]]


@dataclass(frozen=True, slots=True)
class Mark:
    """One checked fact; all texts as in the file. `value` is what it said, as `said` writes it."""

    document_id: str
    table: str
    table_id: str
    page_number: str
    row_index: str
    column_index: str
    source_text: str
    value: str
    who: str
    at: str
    note: str

    @property
    def place(self) -> tuple[str, ...]:
        """Where the fact was read, as `place_of` gives it."""
        return self.table, *(getattr(self, name) for name in PLACE)


@dataclass(frozen=True, slots=True)
class Share:
    """Facts of a document, and how many of them are checked; `changed`: marks whose fact says something else now."""

    facts: int = 0
    checked: int = 0
    changed: int = 0


def place_of(table: str, fact: Row) -> tuple[str, ...]:
    """Where a fact was read within its document."""
    return table, *(value_text(fact[name]) for name in PLACE)


def said(table: str, fact: Row) -> str:
    """What a fact says, as one line of JSON: columns with their values as the file of corrections writes them."""
    values = {name: value_text(fact[name]) for name in SAID[table] if fact[name] is not None}
    return json.dumps(values, ensure_ascii=False)


def mark_of(table: str, fact: Row, who: str, at: str, note: str = "") -> Mark:
    """The line that says that a fact was checked. Raises UsageError for a name or note that cannot be kept."""
    if not who:
        raise UsageError(tr("nobody is named who has checked it"), tr("Say who has checked it."))
    check_texts(who=who, note=note)
    where = dict(zip(("table", *PLACE), place_of(table, fact), strict=True))
    return Mark(document_id=fact["document_id"], **where, value=said(table, fact), who=who, at=at, note=note)


def match_marks(
    facts: Sequence[tuple[str, Row]], marks: Iterable[Mark]
) -> tuple[list[Mark | None], list[Mark | None]]:
    """For each fact (table, row) of a document its mark, and the mark whose fact it seems to be with another value."""
    at: dict[tuple[str, ...], list[Mark]] = defaultdict(list)
    for mark in marks:
        at[mark.place].append(mark)
    checked: list[Mark | None] = [None] * len(facts)
    changed: list[Mark | None] = [None] * len(facts)
    for number, (table, fact) in enumerate(facts):
        there = at.get(place_of(table, fact), [])
        value = said(table, fact) if there else ""
        checked[number] = next((mark for mark in there if mark.value == value), None)
    kept = {mark for mark in checked if mark}
    for mark in (mark for found in at.values() for mark in found if mark not in kept):
        rivals = [
            number
            for number, (table, fact) in enumerate(facts)
            if checked[number] is None and changed[number] is None and place_of(table, fact) == mark.place
        ]
        if rivals:
            nearest = max(rivals, key=lambda number: _alike(mark.value, said(*facts[number])))
            changed[nearest] = mark
    return checked, changed


def _alike(one: str, other: str) -> int:
    return len(_values(one).items() & _values(other).items())


def _values(text: str) -> dict[str, str]:
    try:
        found = json.loads(text)
    except ValueError:
        return {}
    return {name: str(value) for name, value in found.items()} if isinstance(found, dict) else {}


def shares(
    ask: Ask,
    marks: Iterable[Mark],
    documents: Sequence[str] | None,
) -> dict[str, Share]:
    """Documents of a version, or those named, to the share of their facts that is checked.

    `ask` answers a statement with parameters in rows."""
    by_document: dict[str, list[Mark]] = defaultdict(list)
    for mark in marks:
        by_document[mark.document_id].append(mark)
    where = "" if documents is None else "WHERE document_id IN (SELECT unnest($ids))"
    counts = " UNION ALL ".join(
        f"SELECT document_id, count(*) AS facts FROM {table} {where} GROUP BY document_id" for table in SAID
    )
    sql = f"SELECT document_id, sum(facts)::BIGINT AS facts FROM ({counts}) GROUP BY document_id"
    given = {} if documents is None else {"ids": list(documents)}
    found = {row["document_id"]: Share(row["facts"]) for row in ask(sql, given)}
    marked = {document: own for document, own in by_document.items() if document in found}
    facts = _facts_at(ask, [mark for own in marked.values() for mark in own])
    for document, own in marked.items():
        checked, _ = match_marks(facts[document], own)
        right = sum(mark is not None for mark in checked)
        lost = set(own) - {mark for mark in checked if mark}
        found[document] = Share(found[document].facts, right, len(lost))
    return found


def _facts_at(ask: Ask, marks: Sequence[Mark]) -> dict[str, list[tuple[str, Row]]]:
    """By document, the facts of the rows in which marked ones were read."""
    facts: dict[str, list[tuple[str, Row]]] = defaultdict(list)
    for table, names in SAID.items():
        own = [mark for mark in marks if mark.table == table]
        if not own:
            continue
        sql = f"""SELECT {", ".join(("document_id", *PLACE, *names))} FROM {table}
            WHERE document_id IN (SELECT unnest($ids)) AND coalesce(row_index, -1) IN (SELECT unnest($rows))"""
        ids, rows = {mark.document_id for mark in own}, {int(mark.row_index or -1) for mark in own}
        for row in ask(sql, {"ids": sorted(ids), "rows": sorted(rows)}):
            facts[row["document_id"]].append((table, row))
    return facts


def read_marks(path: Path) -> list[Mark]:
    """All lines, oldest first; none when there is no file.

    Raises UsageError when the file is no such table, EnvironmentProblem when it cannot be read.
    """
    lines = read_lines(path, Mark)
    for number, line in lines.items():
        if not all(map(_is_index, (line.page_number, line.row_index, line.column_index))):
            raise UsageError(
                tr("{path}: row {number} is not in order", path=shown_name(path), number=number),
                tr("Mend or delete the line; nothing was changed."),
            )
    return list(lines.values())


def _is_index(text: str) -> bool:
    return not text or (text.isascii() and text.isdigit() and len(text) < 10)


def change_marks(path: Path, add: Sequence[Mark] = (), drop: Sequence[Mark] = ()) -> None:
    """Take lines out and add others at the end; those that are there already stay.

    Raises UsageError and EnvironmentProblem.
    """
    with exclusive(path):
        before = read_marks(path)
        gone = set(drop)
        lines = [line for line in before if line not in gone]
        there = {(line.document_id, line.place, line.value) for line in lines}
        lines += [line for line in add if (line.document_id, line.place, line.value) not in there]
        if lines != before:
            write_lines(path, Mark, lines)
