"""What one label says: a frozen record, and how the records of nested labels are merged."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from operator import attrgetter
from typing import Any

from normalizers.numbers import Unit

# Facets of the one label that are never taken over from a label around it.
_OWN = frozenset({"code", "item", "level", "name", "names", "ordinal", "points", "words"})
# Measures that 金额 below them does not change: 补助标准 over 金额（元）.
_ABOVE_AMOUNT = frozenset({"cap", "standard", "tier", "unit_price"})


@dataclass(frozen=True, slots=True)
class Facets:
    """What a label says. A facet is None, False, empty or () where the label does not say it.

    Numbers
    - measure: amount, rate, count, weight, score, target, actual, standard, ratio, cap, unit_price, tier, other.
    - choices: the phases that the words allow, the likeliest first; several where only the figures can decide
      (调整预算: adjusted, adjustment). Budget: initial, adjustment, adjusted, issued, arrived, executed;
      disbursement: due, paid. A target or result may carry one too (调整后指标值, 计划数, 完成数).
    - rate_of: of a rate or ratio: execution, arrival, payment, completion, score, growth, share, ratio, other.
    - no_fact: comparison, debt, statistics, forecast: understood, and no fact of ours.
    - unit: the unit that the label states.
    - points: points in brackets: 产出指标（40分） is 40.0.

    Money
    - flow: income, expenditure, balance.
    - fund_type: general_public, gov_fund, state_capital, social_insurance, special_account, business, other.
    - expenditure_type: basic, personnel, operating, project.
    - funding_source: central, province, city, county, carryover, other (also several levels at once), all.
    - payer_level: central, province, city, county, own (who receives the support pays it).
    - own_level: the label says 本级, the level of whoever files the paper.
    - recipient_class: small, general, all, other.

    Time
    - fiscal_year; year_offset: -1 上年, 0 本年, 1 下年; same_period: 同期, as far into its year as what it is
      compared with; as_of: the day at which figures stand; quarter 1-4; month:
      the last one of what is covered (1—9月 is 9); period: month, quarter, annual, cycle; extent: current (本月) or
      cumulative (累计).

    Place and structure
    - region: the part of the label that names a region or zone, as printed; is_whole_region: 全市, 全省. A label may
      say a place and a payer (市本级; 县 as a heading): among names it is the place, over amounts beside other payers
      it is who pays.
    - is_total: 合计, 小计 …; is_part: 其中.
    - ordinal: (style, number): 一、 is (0, 1), （一） (1, 1), 1. (2, 1), (1) (3, 1), ① (4, 1).
    - function_code, economic_code: digits of 政府收支分类 before a name; code: another printed code.
    - level1_code, level2_code: what the label names in an indicator frame (产出指标: output).
    - level: 1-3 where the label heads the indicators of that level (一级指标).
    - names: what the texts below a heading are, the likeliest first: region, recipient, department, program, item,
      source, level1, level2, level3, code, unit, operator, row_no, date, period, year, phase, person, document,
      class, reason, remark, content, policy, condition, project_site, goal, rule, data_source, grade, answer.

    What is left
    - item: the label as printed without all that was understood; empty where nothing is left.
    - name: the label as printed without ordinal, 其中, code, unit and points: what to call it where item is empty.
    - words: (facet, part of the label that gave it), in the order of the label.
    """

    measure: str | None = None
    choices: tuple[str, ...] = ()
    rate_of: str | None = None
    no_fact: str | None = None
    unit: Unit | None = None
    points: float | None = None
    flow: str | None = None
    fund_type: str | None = None
    expenditure_type: str | None = None
    funding_source: str | None = None
    payer_level: str | None = None
    own_level: bool = False
    recipient_class: str | None = None
    fiscal_year: int | None = None
    year_offset: int | None = None
    same_period: bool = False
    as_of: date | None = None
    quarter: int | None = None
    month: int | None = None
    period: str | None = None
    extent: str | None = None
    region: str | None = None
    is_whole_region: bool = False
    is_total: bool = False
    is_part: bool = False
    ordinal: tuple[int, int] | None = None
    function_code: str | None = None
    economic_code: str | None = None
    code: str | None = None
    level1_code: str | None = None
    level2_code: str | None = None
    level: int | None = None
    names: tuple[str, ...] = ()
    item: str = ""
    name: str = ""
    words: tuple[tuple[str, str], ...] = ()
    _handed_on: tuple[tuple[str, Any], ...] | None = field(
        default=None, init=False, repr=False, compare=False
    )

    @property
    def phase(self) -> str | None:
        """The likeliest phase."""
        return self.choices[0] if self.choices else None

    @property
    def scope(self) -> str | None:
        """annual or cycle: what the period means for an amount."""
        return self.period if self.period in ("annual", "cycle") else None

    def handed_on(self) -> tuple[tuple[str, Any], ...]:
        """What labels inside this one may take over: facets with their values, without the empty ones."""
        if self._handed_on is None:
            pairs = ((facet, getattr(self, facet)) for facet in _SHARED)
            found = tuple((facet, value) for facet, value in pairs if not _is_empty(value))
            object.__setattr__(self, "_handed_on", found)
            return found
        return self._handed_on

    def merged(self, outer: Facets) -> Facets:
        """This label inside another: own values win, the outer's fill what is missing.

        Phases that the words leave open are narrowed by the outer's; 金额 takes the outer's standard, cap,
        tier or unit price; a rate takes the outer's kind; 上年 below 2024年 is 2023. A label with a phase of
        its own is no part of the comparison that stands above it. Ordinal, code, level, names, points, item
        and name stay the label's own.
        """
        filled = {facet: value for facet, value in outer.handed_on() if _is_empty(getattr(self, facet))}
        narrowed = tuple(phase for phase in self.choices if phase in outer.choices)
        if narrowed:
            filled["choices"] = narrowed
        if self.measure == "amount" and not self.choices and outer.measure in _ABOVE_AMOUNT:
            filled["measure"] = outer.measure
        if self.choices and filled.get("no_fact") == "comparison":
            del filled["no_fact"]
        if self.measure == "rate" and self.rate_of is None and filled.get("no_fact") == "comparison":
            filled.setdefault("rate_of", "growth")  # 比上年增减: 金额 | %
        if self.fiscal_year is not None:
            filled.pop("year_offset", None)
        elif self.year_offset is not None and outer.fiscal_year is not None:
            filled |= {"fiscal_year": outer.fiscal_year + self.year_offset, "year_offset": None}
        return self.changed(**filled) if filled else self

    def changed(self, **values: Any) -> Facets:
        """The same with other values (`dataclasses.replace` takes three times as long)."""
        own = list(_values_of(self))
        for facet, value in values.items():
            own[_PLACES[facet]] = value
        return Facets(*own)

    def only(self, names: Iterable[str]) -> Facets:
        """The facets of these names, and nothing else."""
        return Facets(**{name: getattr(self, name) for name in names})


def _is_empty(value: Any) -> bool:
    return value is None or value is False or value == ()


_FACETS = tuple(facet for facet, one in Facets.__dataclass_fields__.items() if one.init)
_SHARED = tuple(facet for facet in _FACETS if facet not in _OWN)
_PLACES = {facet: place for place, facet in enumerate(_FACETS)}
_values_of = attrgetter(*_FACETS)
