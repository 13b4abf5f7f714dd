"""Scores and weights that are not the sum of their parts, and grades that do not go with the score."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal

from pipeline.audit.figures import rounding, shown
from pipeline.audit.rates import figure_of, name_of
from pipeline.audit.rules import Report, load
from pipeline.context import Row

_MEASURES = {"weight": "分值", "score": "得分"}
_OTHER = {"weight": "score", "score": "weight"}
_GRADES = "优良中低差"
_AT_LEAST = re.compile(rf"(?:≥|>=)(\d{{2,3}})分?的?(?:为|是|:)[“\"]?([{_GRADES}])")
_RANGE = re.compile(
    rf"(\d{{2,3}})分?(?:\(含\))?(?:[-—~至]\d{{2,3}}分?(?:\([^()]*\))?|\(含\)以上|及以上|以上)"
    rf"的?(?:为|是|:)[“\"]?([{_GRADES}])"
)
_BOUNDED = re.compile(rf"[>≥](?:得分)?≥(\d{{2,3}})分?的?(?:为|是|:)[“\"]?([{_GRADES}])")


def wrong_score_sums(rows: Iterable[Row], report: Report) -> None:
    """Report groups and totals of a score table that their parts do not add up to.

    Weight and score stand for each other: where the weights of the parts make the weight of the whole, the
    parts are known, and their scores must make its score.
    """
    tables: dict[str, list[Row]] = {}
    for row in rows:
        if row["weight"] is not None or row["score"] is not None:
            tables.setdefault(row["table_id"], []).append(row)
    for members in tables.values():
        for whole, tried in _wholes(members):
            for measure, other in _OTHER.items():
                _check(whole, tried, measure, other, report)


def _wholes(rows: Sequence[Row]) -> list[tuple[Row, list[list[Row]]]]:
    """Each group and total with what may be its parts."""
    own = [row for row in rows if not row["is_total"]]
    found = []
    for row in (row for row in own if row["level3"] is None):  # the others have no parts, and are many
        inside = [r for r in own if r["level1"] == row["level1"] and r is not row]
        if row["level2"] is not None:
            inside = [r for r in inside if r["level2"] == row["level2"]]
        found.append((row, _depths(inside)))
    totals = [row for row in rows if row["is_total"]]
    if len(totals) == 1:
        found.append((totals[0], [*_depths(own), own]))
    return found


def _depths(rows: Sequence[Row]) -> list[list[Row]]:
    """The rows of each depth: they add up among themselves only."""
    depths: dict[int, list[Row]] = {}
    for row in rows:
        depth = 3 if row["level3"] is not None else 2 if row["level2"] is not None else 1
        depths.setdefault(depth, []).append(row)
    return [members for members in depths.values() if len(members) >= 2]


def _check(whole: Row, tried: list[list[Row]], measure: str, other: str, report: Report) -> None:
    if whole[measure] is None or whole[other] is None:
        return
    complete = [parts for parts in tried if all(r[measure] is not None for r in parts)]
    if not complete or any(_difference(whole, parts, measure) == 0 for parts in complete):
        return
    known = [
        parts
        for parts in complete
        if all(r[other] is not None for r in parts) and _difference(whole, parts, other) == 0
    ]
    place = whole["table_id"], whole["page_number"], whole["row_index"]
    if not known or report.has_place("sum_differs_down", place):
        return
    parts = known[0]
    report.find(
        "score_sum_differs",
        place,
        printed=figure_of(whole[measure]).text,
        recomputed=shown(_sum(parts, measure)),
        tolerance=_tolerance(whole, parts, measure),
        label=name_of(whole),
        measure=_MEASURES[measure],
        difference=shown(abs(_difference(whole, parts, measure))),
    )


def _sum(parts: list[Row], measure: str) -> Decimal:
    return sum((figure_of(row[measure]).value for row in parts), Decimal(0))


def _difference(whole: Row, parts: list[Row], measure: str) -> Decimal:
    """Printed total less the sum; nothing where rounding explains it."""
    difference = figure_of(whole[measure]).value - _sum(parts, measure)
    return Decimal(0) if abs(difference) <= _tolerance(whole, parts, measure) else difference


def _tolerance(whole: Row, parts: list[Row], measure: str) -> Decimal:
    return rounding([figure_of(row[measure]) for row in (whole, *parts)], exact_integers=True)


def thresholds(text: str) -> dict[str, Decimal]:
    """The lowest score of each grade that a text prints: `得分≥90为优，90>得分≥80为良`."""
    found: dict[str, Decimal] = {}
    for pattern in (_AT_LEAST, _BOUNDED, _RANGE):
        for low, grade in pattern.findall(text):
            found.setdefault(grade, Decimal(low))
    return found


def wrong_grade(score: float | None, grade: str | None, text: str, report: Report) -> None:
    """Report a printed grade that the printed score does not reach or goes beyond."""
    own = thresholds(text)
    limits = own or {name: Decimal(low) for name, low in load()["grade"].items()}
    key = (grade or "")[:1]
    if score is None or key not in limits:
        return
    value = figure_of(score)
    if value.value > 100:
        return
    ordered = sorted(limits.items(), key=lambda item: item[1], reverse=True)
    fitting = next((name for name, low in ordered if value.value >= low), None)
    if fitting == key or (fitting is None and value.value >= limits[key]):
        return
    report.find(
        "grade_differs",
        (None, None, None),
        printed=grade or "",
        recomputed=fitting or f"{ordered[-1][0]}以下",
        score=value.text,
        rule=("文中规定" if own else "通行标准") + "，".join(f"{n}为{low}分及以上" for n, low in ordered),
    )
