"""Money by function, its execution, and the three public expenses."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from pipeline.charts import bars, canvas
from pipeline.charts.amounts import amount, change, percent
from pipeline.charts.programmes import BUDGET, RATE, SPENT, spent_text
from pipeline.language import tr, tr_noop

Row = Mapping[str, Any]

_SIDE_BY_SIDE = 3  # tables of which each function gets a bar; more of them are a bar each
_MOST_FUNCTIONS = 7
_WHOLE = bars.Key(tr_noop("spending"), canvas.BLUE)
_OTHERS = bars.Key(tr_noop("all others"), canvas.PALE)
_NO_FUNCTION = bars.Key(tr_noop("no function stated"), canvas.GREY, hatch="////", outline=True)
_ADJUSTED = bars.Key(tr_noop("adjusted budget"), canvas.INK, outline=True)
_THREE = {
    "abroad_yuan": bars.Key(tr_noop("travel abroad"), canvas.BLUE),
    "purchase_yuan": bars.Key(tr_noop("purchase of cars"), canvas.RED),
    "running_yuan": bars.Key(tr_noop("running of cars"), canvas.ORANGE),
    "vehicles_yuan": bars.Key(tr_noop("cars, not told apart"), canvas.SERIES[6], hatch="////", outline=True),
    "reception_yuan": bars.Key(tr_noop("receptions"), canvas.GREEN),
}
_UNTOLD = bars.Key(tr_noop("not told apart"), canvas.PALE)
_PHASES = ("initial", "adjustment", "adjusted", "issued", "arrived", "executed")


def table_of(row: Row) -> tuple[Any, ...]:
    """What sets the tables of such an answer apart: rows that agree in it are parts of one whole."""
    named = ("document_id", "fiscal_year", "department", "phase", "statement", "reach", "caption")
    return tuple(row.get(name) for name in named)


def in_stages(rows: Sequence[Row]) -> list[Row]:
    """By region and office, then by year and stage of the budget."""

    def place(row: Row) -> tuple[Any, ...]:
        phase = row.get("phase")
        stage = _PHASES.index(phase) if phase in _PHASES else len(_PHASES)
        where = (row["region_code"] or "~", row["region_name"] or "", row["department"] or "")
        return (*where, row["fiscal_year"] or 0, stage)

    return sorted(rows, key=place)


def by_function(rows: Sequence[Row], title: str, source: str) -> Any:
    """Few tables: a bar a function. One function: a bar a table. Else a bar a table, cut into functions."""
    tables: dict[tuple[Any, ...], list[Row]] = defaultdict(list)
    for row in in_stages(rows):
        tables[table_of(row)].append(row)
    functions = {row["function_code"] for row in rows}
    if len(tables) > _SIDE_BY_SIDE and len(functions) > 1:
        keys = _functions(rows)
        drawn = [_shares(group, keys) for group in tables.values()]
        return bars.draw(
            drawn,
            [bars.Column(tr_noop("shares; behind them the sum"), "percent")],
            list(dict.fromkeys(keys.values())),
            title,
            source,
        )
    single = len(functions) == 1
    columns = [
        bars.Column(tr_noop("amount"), "yuan", own=not single),
        bars.Column(tr_noop("share of all spending"), "percent", 0.8),
    ]
    drawn = [_function(row, single) for row in in_stages(rows)]
    return bars.draw(drawn, columns, [_WHOLE], title, source)


def execution(rows: Sequence[Row], title: str, source: str) -> Any:
    """A bar a function: the budget with the spending in front of it, and the rates beside them."""
    adjusted = any(row["adjusted_yuan"] is not None for row in rows)
    columns = [
        bars.Column(tr_noop("spending / initial budget"), "yuan", own=True),
        bars.Column(tr_noop("spending over initial budget"), "percent", 0.7),
    ]
    if adjusted:
        columns.append(bars.Column(tr_noop("spending over adjusted budget"), "percent", 0.7))
    drawn = []
    for row in rows:
        money = bars.layered(
            (BUDGET, row["initial_yuan"]), (_ADJUSTED, row["adjusted_yuan"]), (SPENT, row["executed_yuan"])
        )
        rates = [row["rate_on_initial_pct"], row["rate_on_adjusted_pct"]][: 1 + adjusted]
        marks = [
            bars.Mark(money, spent_text(row)),
            *(bars.Mark(bars.layered((RATE, rate)), percent(rate)) for rate in rates),
        ]
        drawn.append(bars.Bar(_table(row), _function_name(row), tuple(marks)))
    return bars.draw(drawn, columns, [BUDGET, _ADJUSTED, SPENT, RATE], title, source)


def three_public(rows: Sequence[Row], title: str, source: str) -> Any:
    """A bar a government or office, year and stage, cut into travel abroad, cars and receptions."""
    keys = [*_THREE.values(), _UNTOLD]
    return bars.draw(
        [_three(row) for row in in_stages(rows)],
        [bars.Column(tr_noop("sum"), "yuan", own=True)],
        keys,
        title,
        source,
    )


def _three(row: Row) -> bars.Bar:
    values = {name: row[name] for name in _THREE}
    if row["purchase_yuan"] is not None or row["running_yuan"] is not None:
        values["vehicles_yuan"] = (row["vehicles_yuan"] or 0) - sum(
            row[name] or 0 for name in ("purchase_yuan", "running_yuan")
        )
    known = sum(value or 0 for value in values.values())
    rest = max((row["total_yuan"] or 0) - known, 0)
    parts = bars.stacked(
        (key, value, amount(value))
        for key, value in [*((key, values[name]) for name, key in _THREE.items()), (_UNTOLD, rest)]
    )
    text = amount(row["total_yuan"]) + change(row["change_pct"])
    panel = tr("departments and offices") if row["department"] else tr("governments")
    return bars.Bar(panel, _table(row, ("department", "phase")), (bars.Mark(parts, text),))


def _functions(rows: Sequence[Row]) -> dict[str | None, bars.Key]:
    """The key of every function: those with the largest shares have colours, in the order of their codes."""
    sums: dict[str, float] = defaultdict(float)
    names: dict[str, str] = {}
    for row in rows:
        if row["function_code"]:
            sums[row["function_code"]] += row["share_pct"] or 0.0
            names[row["function_code"]] = _function_name(row)
    largest = sorted(sorted(sums, key=lambda code: -sums[code])[:_MOST_FUNCTIONS])
    colours = dict(zip(largest, canvas.SERIES, strict=False))
    keys: dict[str | None, bars.Key] = {code: bars.Key(names[code], colours[code]) for code in largest}
    return keys | {code: _OTHERS for code in sorted(sums) if code not in keys} | {None: _NO_FUNCTION}


def _shares(rows: Sequence[Row], keys: Mapping[str | None, bars.Key]) -> bars.Bar:
    """A table as one bar: shares of its functions, and their sum."""
    shares: dict[bars.Key, float] = dict.fromkeys(keys.values(), 0.0)
    for row in rows:
        shares[keys[row["function_code"] or None]] += row["share_pct"] or 0.0
    parts = bars.stacked((key, share, percent(round(share, 1))) for key, share in shares.items())
    text = amount(sum(row["amount_yuan"] for row in rows))
    return bars.Bar(_statement(rows[0]), _table(rows[0], ("department", "phase")), (bars.Mark(parts, text),))


def _function(row: Row, single: bool) -> bars.Bar:
    marks = (
        bars.Mark(
            bars.layered((_WHOLE, row["amount_yuan"])), amount(row["amount_yuan"]) + change(row["change_pct"])
        ),
        bars.Mark(bars.layered((_WHOLE, row["share_pct"])), percent(row["share_pct"])),
    )
    if single:
        panel = f"{_function_name(row)}{canvas.bracketed(_statement(row))}"
        return bars.Bar(panel, _table(row, ("department", "phase")), marks)
    return bars.Bar(_table(row, ("department", "phase", "statement")), _function_name(row), marks)


def _function_name(row: Row) -> str:
    return row["function_name"] or row["function_code"] or tr(_NO_FUNCTION.label)


def _statement(row: Row) -> str:
    return canvas.word("statement", row["statement"]) if row["statement"] else tr("statement unknown")


def _table(row: Row, named: Sequence[str] = ("department", "statement")) -> str:
    """Region, year and what else sets the table apart."""
    own = tr(", own level") if row.get("reach") == "own" else ""
    parts = [canvas.place(row, 16) + own, canvas.year(row)]
    if "department" in named and row["department"]:
        parts[0] = canvas.short(row["department"], 30)
    parts += [canvas.word(name, row[name]) for name in named if name != "department" and row[name]]
    return " ".join(parts)
