"""Targets of an indicator against those of its regions, and of the term against those of the year."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from normalizers.numbers import units
from normalizers.text import match_key
from pipeline.audit.figures import EXACT, Figure, first_figure, rounding, shown
from pipeline.audit.rates import name_of
from pipeline.audit.rules import Report, words
from pipeline.context import Row

_REGIONS = 3  # regions below an indicator that make a sum
_NEAR = Decimal("0.01")
_SUPPORT = 5  # lines that must show the multiple of the year before one is called wrong
_SHARE = 0.6
_OPERATORS = ("=", "≥", ">")
_ADDED_KINDS = ("money", "money_fx", "count", "mass", "area", "length", "volume", "energy", "scale")
_PERIOD_WORD = {"annual": "年度目标", "cycle": "周期目标"}


@dataclass(frozen=True, slots=True)
class Group:
    """An indicator's own target and those of its regions in one period."""

    whole: Row
    total: Figure
    parts: tuple[tuple[Row, Figure], ...]

    @property
    def sum(self) -> Decimal:
        return sum((f.value for _, f in self.parts), Decimal(0))

    @property
    def tolerance(self) -> Decimal:
        figures = [f for _, f in self.parts]
        return rounding([*figures, self.total], exact_integers=not _is_money(self.whole))

    def agrees(self) -> bool:
        """Does the sum fit, with or without the zones that lie inside a region of the list?"""
        zones = sum((f.value for row, f in self.parts if row["region_code"] is None), Decimal(0))
        return any(abs(self.total.value - s) <= self.tolerance for s in (self.sum, self.sum - zones))


def wrong_target_sums(rows: Iterable[Row], report: Report) -> None:
    """Report indicators whose regions do not add up to them, where others of the table show that they do."""
    by_table: dict[str, list[Group]] = defaultdict(list)
    for group in region_groups(rows):
        by_table[group.whole["table_id"]].append(group)
    for groups in by_table.values():
        supported = any(g.agrees() for g in groups)
        for group in groups:
            difference = abs(group.total.value - group.sum)
            near = difference <= _NEAR * abs(group.total.value)
            if supported and near and not group.agrees():
                _report_sum(group, difference, report)


def region_groups(rows: Iterable[Row]) -> list[Group]:
    """Lists of regions under the line of their indicator."""
    lists: dict[tuple[object, ...], list[Row]] = defaultdict(list)
    for row in rows:
        keys = ("table_id", "period", "level1", "level2", "level3")
        lists[tuple(row[key] for key in keys)].append(row)
    found = []
    for members in lists.values():
        whole, *parts = sorted(members, key=lambda row: row["row_index"])
        read = [(row, f) for row in parts if is_added(row) and (f := first_figure(row["target_text"]))]
        total = first_figure(whole["target_text"]) if is_added(whole) else None
        regions = {row["region_name"] for row in parts}
        if (
            total is not None
            and len(read) == len(parts) == len(regions)
            and whole["region_name"] not in regions
            and sum(f.value != 0 for _, f in read) >= _REGIONS
            and total.value > max(f.value for _, f in read)
        ):
            found.append(Group(whole, total, tuple(read)))
    return found


def _report_sum(group: Group, difference: Decimal, report: Report) -> None:
    row = group.whole
    report.find(
        "target_sum_differs",
        (row["table_id"], row["page_number"], row["row_index"]),
        printed=group.total.text,
        recomputed=shown(group.sum, 6),
        label=name_of(row),
        column=_PERIOD_WORD.get(row["period"], "目标"),
        count=len(group.parts),
        difference=shown(difference, 6),
        tolerance=group.tolerance,
    )


def wrong_multiples(rows: Sequence[Row], report: Report) -> None:
    """Report targets of the whole term that are not the multiple of the year that their table shows.

    The number of years is the one that most lines of the table agree on: a term that prints no such pattern
    may spread its targets unevenly.
    """
    by_table: dict[str, list[tuple[Row, Figure, Figure]]] = defaultdict(list)
    annual = {_line(row): row for row in rows if row["period"] == "annual"}
    for row in rows:
        year = annual.get(_line(row)) if row["period"] == "cycle" else None
        if year is None or not is_added(row) or not is_added(year):
            continue
        term, one = first_figure(row["target_text"]), first_figure(year["target_text"])
        if term and one and one.value > 0 and term.value != one.value:
            by_table[row["table_id"]].append((row, term, one))
    for pairs in by_table.values():
        _check_multiples(pairs, report)


def _check_multiples(pairs: list[tuple[Row, Figure, Figure]], report: Report) -> None:
    ratios = Counter(term.value / one.value for _, term, one in pairs)
    years, support = ratios.most_common(1)[0]
    if years != int(years) or support < _SUPPORT or support < _SHARE * len(pairs):
        return
    for row, term, one in pairs:
        expected = one.value * years
        # Rounding a year's share moves the product by less than the number of years.
        if term.value != expected and abs(term.value - expected) < years.scaleb(-one.decimals):
            report.find(
                "period_multiple_differs",
                (row["table_id"], row["page_number"], row["row_index"]),
                printed=term.text,
                recomputed=shown(expected, 6),
                tolerance=EXACT,
                label=f"{row['level3'] or ''}·{row['region_name']}",
                annual=one.text,
                years=int(years),
                supporting=support,
            )


def _line(row: Row) -> tuple[object, ...]:
    return row["table_id"], row["row_index"]


def is_added(row: Row) -> bool:
    """Is the target a quantity that is added up, and not a share, a mean or a date?"""
    if row["target_value"] is None or row["target_op"] not in _OPERATORS:
        return False
    if any(word in match_key(row["level3"] or "") for word in words("not_added")):
        return False
    unit = units.lookup(row["target_unit"]) if row["target_unit"] else None
    return unit is None or unit.kind in _ADDED_KINDS


def _is_money(row: Row) -> bool:
    unit = units.lookup(row["target_unit"]) if row["target_unit"] else None
    return unit is not None and unit.kind in ("money", "money_fx", "scale")
