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

Row = Mapping[str, Any]

_RATIOS = bars.Key("补贴比例，最低至最高", canvas.RED)
_WORD = re.compile(r"[a-z_]+")
_LEVELS = {"central": "中央", "province": "省级", "city": "市级", "county": "县级"}


def draw(rows: Sequence[Row], title: str, source: str) -> Any:
    """One panel a topic, a bar a city and year."""
    columns = [
        bars.Column("支出 / 年初预算", "yuan", own=True),
        bars.Column("平均得分", "number", 0.5),
        bars.Column("补贴比例", "percent", 0.7),
        bars.Column("现行条款", "words", 0.04),
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
        bars.Mark(bars.layered((SCORE, score)), UNKNOWN if score is None else canvas.number(score)),
        bars.Mark(ratios, f"{span}%" if span else UNKNOWN),
        bars.Mark((), canvas.short(_terms(row), 60)),
    )


def _terms(row: Row) -> str:
    """Ratios by class, and by payer where there are several; the highest cap."""
    payers = {word for word in _WORD.findall(row["ratios"] or "") if word in _LEVELS}
    named = code_names("instrument") | code_names("enterprise_class")
    words = named | (_LEVELS if len(payers) > 1 else dict.fromkeys(_LEVELS, ""))
    ratios = composed_in_words(row["ratios"] or "", words).replace(".0%", "%")
    told = [" ".join(ratio.split()) for ratio in ratios.split(";")]
    if row["highest_cap_yuan"] is not None:
        told.append(f"最高限额{amount(row['highest_cap_yuan'])}")
    return "；".join(filter(None, told)) or (f"共{row['terms']}条" if row["terms"] else NOTHING)
