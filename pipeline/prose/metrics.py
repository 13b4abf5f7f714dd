"""Well-known figures of sentences: rows of `metrics`."""

from __future__ import annotations

import re

from normalizers.metrics import find_metric
from normalizers.text import match_key
from pipeline.context import Row
from pipeline.prose.paragraph import Paragraph
from pipeline.prose.rows import IMPLIED, NAMED, Rows
from pipeline.prose.settled_number import Said

_POINTS = frozenset({"weight", "score", "score_rate_printed_pct"})
_RATES = frozenset({"execution_rate_printed_pct", "completion_rate_printed_pct"})
_PROGRAMME = frozenset({"budget", "budget_adjusted", "spent", "execution_rate_pct"})
_OF_DOCUMENT = frozenset({*_PROGRAMME, "total_score"})
_ACCOUNTS = frozenset({"department_budget", "department_final_account"})
_JUDGED = re.compile(r"(20\d\d)年度")
_LABEL = re.compile(r"[:：]")


def metric_rows(
    rows: Rows, paragraph: Paragraph, document_type: str | None, *, is_fiscal: bool = False
) -> list[Row]:
    """Rows of a paragraph's figures that have a known name. Reports of governments are full of figures: `is_fiscal`
    keeps to those that are the same everywhere."""
    found = []
    for said in paragraph.said:
        is_points = any(column in _POINTS or said.stated.kind == "score" for _, column in said.taken)
        metric = find_metric(said.stated) if said.why_not is None and not is_points else None
        is_rate = any(column in _RATES for _, column in said.taken)
        if (
            metric is None
            or (is_rate and metric.name != "execution_rate_pct")
            or (metric.name in _PROGRAMME and (is_fiscal or document_type in _ACCOUNTS))
        ):
            continue  # a department's accounts are no programme
        if is_fiscal and not metric.is_anywhere:
            continue
        if said.several_regions:
            continue  # which of several regions it speaks of is not said
        said.taken.append(("metrics", "value"))
        found.append(
            rows.fact(
                said,
                NAMED if said.mentions_region else IMPLIED,
                region_code=said.region_code,
                region_name=said.region_name,
                fiscal_year=_year(paragraph, said, metric.name),
                metric=metric.name,
                subject=_with_label(said, metric.subject),
                value_text=said.stated.text,
                value=float(said.stated.value),
                unit=said.stated.unit.name if said.stated.unit else None,
                amount_yuan=said.yuan,
                as_of=said.as_of,
            )
        )
    return found


def _with_label(said: Said, subject: str) -> str:
    """The name of a figure behind the label of its paragraph: 小微企业：实际拨付."""
    label = said.label if match_key(said.label) not in map(match_key, said.sentence.section) else ""
    return f"{label}：{subject}" if label and not subject.startswith(label) else subject


def _year(paragraph: Paragraph, said: Said, name: str) -> int | None:
    """The year that is said before the figure; the document's for what the document is about. Of other figures only
    where the sentence speaks of a year."""
    context = paragraph.context
    if name == "total_score":
        judged = _JUDGED.findall(match_key(said.stated.own))
        return int(judged[-1]) if judged else context.fiscal_year
    if said.facets.as_of is not None and said.facets.fiscal_year is None:
        return context.fiscal_year
    return said.stated_year or (context.fiscal_year if name in _OF_DOCUMENT or said.names_time else None)
