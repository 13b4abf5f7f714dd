"""Which phase a money column holds where its words leave a choice: the figures decide.

调整预算 is the change of the budget or the budget after it: a printed rate of execution says which, else how the column
lies beside the first budget and what was spent.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable
from decimal import Decimal

from normalizers.facets import Facets, read_label
from pipeline.meaning.figure import Figure
from pipeline.meaning.settling import PartMeaning

_TOLERANCE = Decimal("0.06")  # percentage points between a printed rate and the computed one


def settle_choices(
    figures: list[Figure], is_after_changes: Callable[[Decimal], bool] = lambda _: False
) -> None:
    """Narrow the phases of every amount of a part to one where its columns leave several open.

    `is_after_changes`: do the sentences of the document say that so many yuan are a budget after its changes?
    """
    columns: dict[Hashable, list[Figure]] = defaultdict(list)
    for figure in figures:
        columns[figure.column.index, figure.facets.choices].append(figure)
    by_group: dict[Hashable, dict[str, Hashable]] = defaultdict(dict)
    for index, own in columns.items():
        choices = own[0].facets.choices
        if len(choices) == 1 and own[0].facets.measure == "amount":
            by_group[_group(own[0])].setdefault(choices[0], index)
    _tell_apart(columns, _rates(figures))
    for own in columns.values():
        choices = own[0].facets.choices
        if len(choices) < 2 or own[0].facets.measure != "amount":
            continue
        known = {phase: _values(columns[index]) for phase, index in by_group[_group(own[0])].items()}
        known = known if _says_when(own[0]) or "adjustment" in choices else {}
        phase = _decide(choices, _values(own), known, _rates(figures))
        if phase == "initial" and "adjusted" in choices and "adjusted" not in known:
            phase = "adjusted" if is_after_changes(_most(own)) else phase
        for figure in own:
            figure.facets = figure.facets.changed(choices=(phase, *(c for c in choices if c != phase)))


def _most(figures: list[Figure]) -> Decimal:
    """The largest amount of a column in yuan: its total, where it has one."""
    return max((f.amount.yuan for f in figures if f.amount is not None and f.amount.yuan), default=Decimal(0))


def _says_when(figure: Figure) -> bool:
    """Do labels of its own, and not only the caption, say the phase of a number? Only then another column with the
    same words is of another phase."""
    labels = (*figure.line.groups, *figure.line.labels)
    return any(read_label(text).choices for text in (*figure.column.path, *(label.text for label in labels)))


def settle_forecasts(figures: list[Figure]) -> None:
    """What a year is expected to have spent (2025年预计执行数) stands for what it has spent in budgets of the next one.
    Beside what was spent until a day of that year (1—7月执行数 | 全年预计执行数) it is a forecast, and no fact.
    """
    spent = [
        f.facets for f in figures if f.facets.measure == "amount" and f.facets.choices[:1] == ("executed",)
    ]
    known = {(f.fiscal_year, f.year_offset) for f in spent if f.no_fact is None}
    for figure in figures:
        facets = figure.facets
        is_spent = facets.measure == "amount" and facets.choices[:1] == ("executed",)
        if (
            facets.no_fact == "forecast"
            and is_spent
            and (facets.fiscal_year, facets.year_offset) not in known
        ):
            figure.facets = facets.changed(no_fact=None)


def _tell_apart(columns: dict[Hashable, list[Figure]], rates: dict[int, Decimal]) -> None:
    """Of two first budgets (年初预算数 beside 预算数) the one that the rates of execution are of is the adjusted."""
    firsts: dict[Hashable, list[list[Figure]]] = defaultdict(list)
    spent: dict[Hashable, dict[int, Decimal]] = {}
    for own in columns.values():
        facets = own[0].facets
        if facets.measure != "amount" or len(facets.choices) != 1 or facets.no_fact:
            continue
        key: Hashable = (_group(own[0]), own[0].item, facets.expenditure_type, facets.fund_type)
        if facets.choices[0] == "initial":
            firsts[key].append(own)
        elif facets.choices[0] == "executed":
            spent.setdefault(key, _values(own))
    for key, found in firsts.items():
        if len(found) != 2 or key not in spent:
            continue
        holds = [_rates_hold(_values(own), spent[key], rates) for own in found]
        if sorted(holds) == [False, True]:
            for figure in found[holds.index(True)]:
                figure.facets = figure.facets.changed(choices=("adjusted", "initial"))


def _rates_hold(budget: dict[int, Decimal], spent: dict[int, Decimal], rates: dict[int, Decimal]) -> bool:
    rows = [row for row, value in budget.items() if value and row in spent and row in rates]
    return bool(rows) and all(_is_rate(spent[row], budget[row], rates[row]) for row in rows)


def settle_repeated(parts: Iterable[PartMeaning]) -> None:
    """Amounts beside labels that state no phase: one that a column with a phase prints, too, has that phase, and so
    have its parts, whatever the label beside the block says."""
    parts = list(parts)
    printed = {
        f.amount.yuan: f.facets.choices
        for part in reversed(parts)
        for f in part.figures
        if not part.part.is_pairs and f.amount is not None and f.amount.yuan and f.facets.choices
    }
    for part in parts:
        amounts = [f for f in part.figures if f.amount is not None and f.facets.measure == "amount"]
        labels = [label.text for line in part.part.lines for label in line.labels]
        if not part.part.is_pairs or not amounts or any(read_label(text).choices for text in labels):
            continue
        head = amounts[0].amount
        phase = printed.get(head.yuan, ()) if head is not None and head.yuan is not None else ()
        for figure in amounts if phase else ():
            figure.facets = figure.facets.changed(choices=phase)


def _group(figure: Figure) -> Hashable:
    facets = figure.facets
    return facets.funding_source, facets.fiscal_year, facets.year_offset, facets.recipient_class


def _values(figures: list[Figure]) -> dict[int, Decimal]:
    return {f.row: f.value for f in figures if f.value is not None}


def _rates(figures: list[Figure]) -> dict[int, Decimal]:
    return {
        f.row: f.value
        for f in figures
        if f.facets.measure == "rate" and f.facets.rate_of == "execution" and f.value is not None
    }


def _decide(
    choices: tuple[str, ...],
    values: dict[int, Decimal],
    known: dict[str, dict[int, Decimal]],
    rates: dict[int, Decimal],
) -> str:
    """The phase under which rates and sums of the rows hold best."""
    if "adjustment" not in choices or "adjusted" not in choices:
        free = [c for c in choices if c not in known]
        return free[0] if free else choices[0]
    if "adjusted" in known:
        return "adjustment"
    initial, executed = known.get("initial", {}), known.get("executed", {})
    as_new = as_change = 0
    for row, value in values.items():
        spent, rate = executed.get(row), rates.get(row)
        if spent is not None and rate is not None:
            as_new += _is_rate(spent, value, rate)
            as_change += _is_rate(spent, initial.get(row, Decimal(0)) + value, rate)
    if as_new != as_change:
        return "adjusted" if as_new > as_change else "adjustment"
    if any(value < 0 for value in values.values()):
        return "adjustment"
    # Without a rate: a budget after the change lies near the first one and covers what was spent.
    near_new = near_change = 0
    for row, value in values.items():
        first, spent = initial.get(row), executed.get(row)
        if first is not None and first > 0:
            near_new += 2 * value > first
            near_change += 2 * value <= first
        if spent is not None and value > 0:
            near_new += spent <= value * Decimal("1.001")
            near_change += spent > value * Decimal("1.001")
    if near_new != near_change:
        return "adjusted" if near_new > near_change else "adjustment"
    return choices[0]


def _is_rate(part: Decimal, whole: Decimal, rate: Decimal) -> bool:
    return whole != 0 and abs(part / whole * 100 - rate) <= _TOLERANCE


def settle_cycles(meanings: Iterable[PartMeaning]) -> None:
    """In a row of a form that states the amount of the year, the amount beside it that states none is of all years:
    总金额 | 456 | 当年度金额 | 152. The parts of an amount of all years are of all years, too."""
    meanings = list(meanings)
    rows: dict[int, list[tuple[Figure, Facets]]] = {}
    for figure in (f for meaning in meanings if meaning.part.is_pairs for f in meaning.figures):
        if figure.amount is not None and figure.line.labels:
            said = read_label(figure.line.labels[-1].text)
            if not said.is_part and not said.funding_source and not said.choices:
                rows.setdefault(figure.row, []).append((figure, said))
    for labelled in rows.values():
        whole = [figure for figure, said in labelled if "年" not in said.name]
        if any(said.year_offset == 0 for _, said in labelled) and len(whole) == 1:
            whole[0].facets = whole[0].facets.changed(period="cycle")
    for meaning in meanings:
        _hand_down_cycles(meaning)


def _hand_down_cycles(meaning: PartMeaning) -> None:
    """其中：财政拨款 below 中期资金总额 is of all years, where it says no time of its own."""
    place = {id(line): n for n, line in enumerate(meaning.part.lines)}
    by_place = {(place[id(f.line)], f.column.index): f for f in meaning.figures if f.amount is not None}
    for (n, index), figure in by_place.items():
        above = meaning.sums.rows[n].parent
        whole = by_place.get((above, index)) if above is not None else None
        if whole is not None and whole.facets.period == "cycle" and figure.facets.period is None:
            figure.facets = figure.facets.changed(period="cycle")


def settle_parts(meaning: PartMeaning) -> None:
    """A part of what was spent was spent, whatever its own name says (调剂资金 among the income of a year), where most
    of the other parts say so."""
    by_place = {(f.row, f.column.index): f for f in meaning.figures if f.facets.measure == "amount"}
    lines = meaning.part.lines
    for line, found in zip(lines, meaning.sums.rows, strict=True):
        for index in {column.index for column in meaning.columns} if found.total_of else ():
            whole = by_place.get((line.row, index))
            parts = [part for n in found.total_of if (part := by_place.get((lines[n].row, index)))]
            if whole is None or not whole.facets.choices:
                continue
            phase = whole.facets.choices[:1]
            odd = [part for part in parts if part.facets.choices[:1] not in (phase, ())]
            if 2 * len(odd) < len(parts):
                for part in odd:
                    part.facets = part.facets.changed(choices=whole.facets.choices)
