"""A programme over the years, and who pays for programmes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from pipeline.charts import bars, canvas
from pipeline.charts.amounts import NOTHING, UNKNOWN, amount, change, percent
from pipeline.language import tr, tr_noop

Row = Mapping[str, Any]

BUDGET = bars.Key(tr_noop("initial budget"), canvas.PALE)
SPENT = bars.Key(tr_noop("spending"), canvas.BLUE, thin=True)
RATE = bars.Key(tr_noop("execution rate"), canvas.ORANGE)
SCORE = bars.Key(tr_noop("score"), canvas.GREEN)
_PAYERS = {
    "central": bars.Key(tr_noop("centre"), canvas.BLUE),
    "province": bars.Key(tr_noop("province"), canvas.ORANGE),
    "city": bars.Key(tr_noop("city"), canvas.GREEN),
    "county": bars.Key(tr_noop("county"), canvas.RED),
    "other": bars.Key(tr_noop("earlier years and other sources"), canvas.SERIES[5]),
}
_UNTOLD = bars.Key(tr_noop("source not stated"), canvas.PALE)
_ROUNDING = 0.1  # percent that shares may miss of the whole


def programme_of(row: Row) -> tuple[Any, ...]:
    """What makes rows of a trend one programme."""
    return row["region_code"], row["region_name"], row.get("program_id") or row["programme"]


def longest_first(rows: Sequence[Row]) -> list[Row]:
    """Programmes that are told of in most years first; else in their order."""
    years = Counter(programme_of(row) for row in rows)
    return sorted(rows, key=lambda row: -years[programme_of(row)])


def over_years(rows: Sequence[Row], title: str, source: str) -> Any:
    """One panel a programme, a bar a year: budget and spending, their rate, and the score."""
    columns = [
        bars.Column(tr_noop("spending / initial budget"), "yuan", own=True),
        bars.Column(tr_noop("spending over initial budget"), "percent", 0.6),
        bars.Column(tr_noop("score"), "number", 0.5),
    ]
    drawn = []
    for row in rows:
        name = f"{canvas.place(row)} {canvas.short(row['programme'], 60)}"
        score = row["total_score"]
        marks = (
            bars.Mark(spent_of_budget(row), spent_text(row) + change(row["executed_change_pct"])),
            bars.Mark(bars.layered((RATE, row["rate_on_initial_pct"])), percent(row["rate_on_initial_pct"])),
            bars.Mark(bars.layered((SCORE, score)), tr(UNKNOWN) if score is None else canvas.number(score)),
        )
        drawn.append(bars.Bar(name, canvas.year(row), marks))
    return bars.draw(drawn, columns, [BUDGET, SPENT, RATE, SCORE], title, source)


def spent_of_budget(row: Row) -> tuple[bars.Part, ...]:
    """The budget, with the spending in front of it."""
    return bars.layered((BUDGET, row["initial_yuan"]), (SPENT, row["executed_yuan"]))


def spent_text(row: Row) -> str:
    """Both amounts in words, as far as they are known."""
    amounts = [row["executed_yuan"], row["initial_yuan"]]
    if amounts == [None, None]:
        return tr(UNKNOWN)
    return " / ".join(NOTHING if value is None else amount(value) for value in amounts)


def who_pays(rows: Sequence[Row], title: str, source: str) -> Any:
    """One panel a topic, a bar a city, year and programme: shares of those who pay."""
    drawn = []
    for row in rows:
        shares = {key: float(row[f"{payer}_pct"] or 0.0) for payer, key in _PAYERS.items()}
        rest = 100 - sum(shares.values())
        if rest > _ROUNDING:
            shares[_UNTOLD] = rest
        parts = bars.stacked((key, share, percent(round(share, 1))) for key, share in shares.items())
        named = [canvas.place(row, 16), canvas.year(row), canvas.short(row["program_name"], 26)]
        bar = bars.Bar(
            row["topic_name"] or tr("topic unknown"),
            " ".join(named),
            (bars.Mark(parts, amount(row["of_all_yuan"])),),
        )
        drawn.append(bar)
    columns = [bars.Column(tr_noop("shares of the levels; behind them the whole"), "percent")]
    return bars.draw(drawn, columns, [*_PAYERS.values(), _UNTOLD], title, source)
