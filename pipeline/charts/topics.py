"""One topic across cities: budget and spending, score and terms side by side."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from pipeline.answers.chinese_names import code_names
from pipeline.answers.words import composed_in_words
from pipeline.charts import bars, canvas
from pipeline.charts.amounts import NOTHING, UNKNOWN, amount
from pipeline.charts.programmes import BUDGET, SCORE, SPENT, spent_of_budget, spent_text
from pipeline.language import tr, tr_noop

Row = Mapping[str, Any]

_RATIOS = bars.Key(tr_noop("subsidy ratios, lowest to highest"), canvas.RED)
_PAYER = re.compile(r"[a-z_+]+")


def draw(rows: Sequence[Row], title: str, source: str) -> Any:
    """One panel a topic, a bar a city and year."""
    columns = [
        bars.Column(tr_noop("spending / initial budget"), "yuan", own=True),
        bars.Column(tr_noop("average score"), "number", 0.5),
        bars.Column(tr_noop("subsidy ratio"), "percent", 0.7),
        bars.Column(tr_noop("terms in force"), "words", 0.04),
    ]
    drawn = [
        bars.Bar(row["topic_name"], f"{canvas.place(row)} {canvas.year(row)}", _marks(row)) for row in rows
    ]
    return bars.draw(drawn, columns, [BUDGET, SPENT, SCORE, _RATIOS], title, source)


def _marks(row: Row) -> tuple[bars.Mark, ...]:
    score, low, high = row["average_score"], row["lowest_pct"], row["highest_pct"]
    ratios: tuple[bars.Part, ...] = ()
    if low is not None and high is not None:
        ratios = (bars.Part(low, high, _RATIOS),)
    span = "–".join(dict.fromkeys(canvas.number(value) for value in (low, high) if value is not None))
    return (
        bars.Mark(spent_of_budget(row), spent_text(row)),
        bars.Mark(bars.layered((SCORE, score)), tr(UNKNOWN) if score is None else canvas.number(score)),
        bars.Mark(ratios, f"{span}%" if span else tr(UNKNOWN)),
        bars.Mark((), canvas.short(_terms(row), 60)),
    )


def _terms(row: Row) -> str:
    """Ratios by class, and by payer where there are several; the highest cap."""
    levels = code_names("gov_level")
    payers = {code for code in _PAYER.findall(row["ratios"] or "") if code in levels}
    words = {
        code: canvas.word(column, code)
        for column in ("gov_level", "instrument", "enterprise_class")
        for code in code_names(column)
    }
    if len(payers) < 2:
        words |= dict.fromkeys(levels, "")
    ratios = composed_in_words(row["ratios"] or "", words).replace(".0%", "%")
    told = [" ".join(ratio.split()) for ratio in ratios.split(";")]
    if row["highest_cap_yuan"] is not None:
        told.append(tr("cap up to {amount}", amount=amount(row["highest_cap_yuan"])))
    if said := tr("; ").join(filter(None, told)):
        return said
    return tr("{count} terms", count=row["terms"]) if row["terms"] else NOTHING
