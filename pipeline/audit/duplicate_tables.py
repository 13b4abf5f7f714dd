"""Two tables of one document that print the same lines, with a figure that differs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from operator import itemgetter

from normalizers.text import match_key
from pipeline.audit.figures import EXACT
from pipeline.audit.prose import score_name
from pipeline.audit.rates import name_of
from pipeline.audit.rules import Report
from pipeline.context import Row

_SHARED = 3  # figures that must agree before another is called different
_SHARE = 0.75

_BUDGET_KEY = ("region_code", "fiscal_year", "parent_line_item", "funding_source", "phase", "scope", "as_of")
_budget_key = itemgetter(*_BUDGET_KEY)
_SCORE_MEASURES = {"weight": "分值", "score": "得分"}
_PAYMENT_MEASURES = {"due_yuan": "应拨付金额", "paid_yuan": "实际拨付金额"}
_PAYMENT_KEY = ("region_name", "recipient_name", "recipient_class", "as_of")

Key = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """One figure of a line."""

    row: Row
    label: str
    measure: str
    value: object
    text: str

    @property
    def is_money(self) -> bool:
        return self.measure not in _SCORE_MEASURES.values()


def differing_tables(rows: dict[str, list[Row]], report: Report) -> None:
    """Report figures that differ between two tables whose other common figures agree.

    Budgets print the same lines for all funds and again for some of them; only two tables with the same
    total speak of the same money.
    """
    tables: dict[str, dict[Key, Entry | None]] = {}
    for key, entry in _entries(rows):
        own = tables.setdefault(entry.row["table_id"], {})
        own[key] = None if key in own else entry  # a line that a table prints twice identifies nothing
    for one, other in _sharing([own for _, own in sorted(tables.items())]):
        pairs = [(a, b) for key, a in one.items() if a and (b := other.get(key))]
        _compare([(a, b) for a, b in pairs if not a.is_money], report)
        money = [(a, b) for a, b in pairs if a.is_money]
        if any(a.row["is_total"] and a.value == b.value for a, b in money):
            _compare(money, report)


def _sharing(tables: list[dict[Key, Entry | None]]) -> Iterator[tuple[dict[Key, Entry | None], ...]]:
    """Pairs of tables, in order, with so many lines in common that one more may differ.

    A long document has thousands of tables; looking at every pair would take longer than reading it.
    """
    holders: dict[Key, list[int]] = {}
    for number, own in enumerate(tables):
        for key, entry in own.items():
            if entry:
                holders.setdefault(key, []).append(number)
    for number, own in enumerate(tables):
        common = Counter(n for key, entry in own.items() if entry for n in holders[key] if n > number)
        for other in sorted(n for n, count in common.items() if count > _SHARED):
            yield own, tables[other]


def _compare(pairs: list[tuple[Entry, Entry]], report: Report) -> None:
    same = [a for a, b in pairs if a.value == b.value]
    if len(same) == len(pairs) or len(same) < _SHARE * len(pairs):
        return
    if len({a.value for a in same}) < _SHARED:
        return
    for a, b in pairs:
        if a.value != b.value:
            report.find(
                "figure_differs",
                (b.row["table_id"], b.row["page_number"], b.row["row_index"]),
                printed=b.text,
                recomputed=a.text,
                tolerance=EXACT,
                label=a.label,
                measure=a.measure,
                other_place=f"第{a.row['page_number']}页的表",
            )


def _entries(rows: dict[str, list[Row]]) -> Iterator[tuple[Key, Entry]]:
    yield from _budget(rows.get("budget", []))
    yield from _payments(rows.get("disbursement", []))
    yield from _scores(rows.get("indicators", []))


def _budget(rows: Iterable[Row]) -> Iterator[tuple[Key, Entry]]:
    for row in rows:
        if row["amount_yuan"] is not None and row["table_id"]:
            label = row["line_item"] or ""
            key = ("budget", match_key(label), *_budget_key(row))
            yield key, Entry(row, label, "金额", row["amount_yuan"], row["amount_text"])


def _payments(rows: Iterable[Row]) -> Iterator[tuple[Key, Entry]]:
    for row in rows:
        label = row["region_name"] or row["recipient_name"] or ""
        for measure, name in _PAYMENT_MEASURES.items():
            if row[measure] is not None and label and row["table_id"]:
                key = ("payment", measure, *(row[k] for k in _PAYMENT_KEY))
                yield key, Entry(row, label, name, row[measure], f"{row[measure]}元")


def _scores(rows: Iterable[Row]) -> Iterator[tuple[Key, Entry]]:
    for row in rows:
        label = name_of(row)
        for measure, name in _SCORE_MEASURES.items():
            if row[measure] is not None and not row["is_total"] and row["table_id"]:
                levels = tuple(score_name(row[k] or "") for k in ("level1", "level2", "level3"))
                key = ("score", measure, row["region_code"], *levels)
                yield key, Entry(row, label, name, row[measure], f"{row[measure]:g}")
