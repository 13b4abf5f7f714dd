"""Scores and targets that the text tells differently from the tables."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal

from normalizers.numbers import quantities
from normalizers.text import match_key
from pipeline.audit.figures import EXACT, Figure, shown
from pipeline.audit.prose import Heading, Prose, Statement, find_statements, score_name
from pipeline.audit.rates import allowance, figure_of, fits, name_of, operand_of
from pipeline.audit.rules import Report
from pipeline.context import Row, TableRows

_QUOTED_TARGET = re.compile(r"指标值[“\"]([^”\"“]{1,24})[”\"]")
_SENTENCE = 15  # characters from which a cell is a text
_SIMILAR = 8  # characters from which a name may be recognised with a word put in or left out
_HUNDRED = Decimal(100)

Scores = dict[str, set[tuple[Decimal, Decimal]]]


def check_statements(prose: Prose, report: Report) -> None:
    """Report score rates in sentences that are not score over full marks."""
    for said in prose.statements:
        if said.rate is None:
            continue
        above, below = operand_of(said.score), operand_of(said.weight)
        if not fits(said.rate.value, said.rate.decimals, above, below):
            report.find(
                "rate_differs",
                (None, said.page, None),
                printed=f"{said.rate.text}%",
                recomputed=shown(said.score.value / said.weight.value * _HUNDRED) + "%",
                tolerance=allowance(said.rate.decimals, above, below),
                label=_heading_name(prose, said) or "正文",
                measure="得分率",
                above=said.score.text,
                below=said.weight.text,
            )


def _heading_name(prose: Prose, said: Statement) -> str:
    return next((h.name for h in reversed(prose.headings) if h.start <= said.start), "")


def check_stated_scores(prose: Prose, rows: Iterable[Row], report: Report) -> None:
    """Report sentences whose score differs from the one that the tables give the indicator of that name."""
    scores = _scores(rows)
    for heading in prose.headings:
        printed = _of_name(scores, heading.name)
        for said in _about(prose, heading):
            if len(printed) == 1 and (said.weight.value, said.score.value) not in printed:
                weight, score = next(iter(printed))
                differs = "得分" if said.score.value != score else "分值"
                own, other = (said.score, score) if differs == "得分" else (said.weight, weight)
                report.find(
                    "score_differs_from_text",
                    (None, said.page, None),
                    printed=own.text,
                    recomputed=shown(other),
                    tolerance=EXACT,
                    label=heading.name,
                    measure=differs,
                    other_place="评分表中",
                )


def _about(prose: Prose, heading: Heading) -> list[Statement]:
    """The statements that speak of the heading's indicator: one, or several with the same full marks."""
    said = prose.under(heading)
    return said if len({s.weight.value for s in said}) == 1 and len(said) <= 2 else []


def _scores(rows: Iterable[Row]) -> Scores:
    found: Scores = {}
    for row in rows:
        if row["weight"] is not None and row["score"] is not None and not row["is_total"]:
            pair = figure_of(row["weight"]).value, figure_of(row["score"]).value
            found.setdefault(score_name(name_of(row)), set()).add(pair)
    return found


def _of_name(scores: Scores, name: str) -> set[tuple[Decimal, Decimal]]:
    """Scores of the indicator of a name, or of those whose names have a word more or less."""
    if name in scores:
        return scores[name]
    if len(name) < _SIMILAR:
        return set()
    near = [pairs for other, pairs in scores.items() if len(other) >= _SIMILAR and _is_near(name, other)]
    return set().union(*near)


def _is_near(one: str, other: str) -> bool:
    """Does one name only have a word of at most four characters more, at one place?"""
    short, long = sorted((one, other), key=len)
    extra = len(long) - len(short)
    return 0 < extra <= 4 and any(long[:at] + long[at + extra :] == short for at in range(1, len(short) + 1))


def check_sections(prose: Prose, rows: Iterable[Row], report: Report) -> None:
    """Report a group of a score table whose parts, told one by one in the sections below its heading, make
    its full marks but not its score."""
    named: dict[str, list[Heading]] = {}
    for heading in prose.headings:
        if len(heading.name) >= 3:
            named.setdefault(heading.name, []).append(heading)
    for row in rows:
        if row["weight"] is None or row["score"] is None or row["is_total"]:
            continue
        for heading in named.get(score_name(name_of(row)), []):
            _check_section(prose, heading, row, report)


def _check_section(prose: Prose, heading: Heading, row: Row, report: Report) -> None:
    told = [_about(prose, child) for child in prose.children(heading)]
    said = [statements[0] for statements in told if statements]
    if len(said) < 2 or len(said) < len(told):
        return
    weights = sum((s.weight.value for s in said), Decimal(0))
    scores = sum((s.score.value for s in said), Decimal(0))
    printed = figure_of(row["score"])
    if weights == figure_of(row["weight"]).value and scores != printed.value:
        report.find(
            "score_sum_differs",
            (row["table_id"], row["page_number"], row["row_index"]),
            printed=printed.text,
            recomputed=shown(scores),
            tolerance=EXACT,
            label=name_of(row),
            measure="得分（按正文各分项）",
            difference=shown(abs(scores - printed.value)),
        )


def check_reasons(view: TableRows, rows: Iterable[Row], report: Report) -> None:
    """Report rows whose own explanation states another score or another target than their columns."""
    for row in rows:
        if row["is_total"] or row["level3"] is None:
            continue
        texts = [c.text for c in view.cells(row["row_index"]) if len(c.text) >= _SENTENCE]
        for text in map(match_key, texts):
            _check_reason_score(row, text, report)
            _check_quoted_target(row, text, report)


def _check_reason_score(row: Row, text: str, report: Report) -> None:
    said = find_statements(text)
    if not said or row["score"] is None or row["weight"] is None:
        return
    last, score = said[-1], figure_of(row["score"])
    if last.weight.value == figure_of(row["weight"]).value and last.score.value != score.value:
        report.find(
            "score_differs_from_text",
            (row["table_id"], row["page_number"], row["row_index"]),
            printed=score.text,
            recomputed=last.score.text,
            tolerance=EXACT,
            label=name_of(row),
            measure="得分",
            other_place="同一行的说明",
        )


def _check_quoted_target(row: Row, text: str, report: Report) -> None:
    quoted = quoted_targets(text)
    if not contradicts_target(row, quoted):
        return
    report.find(
        "target_differs_from_text",
        (row["table_id"], row["page_number"], row["row_index"]),
        printed=row["target_text"],
        recomputed=quoted[0][0],
        tolerance=EXACT,
        label=name_of(row),
        other_place="同一行的说明",
    )


def contradicts_target(row: Row, quoted: list[tuple[str, Figure, str | None]]) -> bool:
    """Is none of the quoted targets the one that the row prints, nor one in another unit?

    A row whose target is words alone (较去年实现正增长) prints none of them.
    """
    if not quoted:
        return False
    if row["target_value"] is None:
        return bool(row["target_text"]) and not has_figure(row["target_text"])
    target = figure_of(row["target_value"])
    return not any(
        figure.value == target.value
        or not (unit is None or row["target_unit"] is None or unit == row["target_unit"])
        for _, figure, unit in quoted
    )


def has_figure(text: str) -> bool:
    """Does a text print any figure, in Chinese numerals too?"""
    return re.search(r"[\d一二三四五六七八九十百千万亿两半零%]", match_key(text)) is not None


def quoted_targets(text: str) -> list[tuple[str, Figure, str | None]]:
    """Targets that a text quotes as numbers."""
    found = []
    for quote in _QUOTED_TARGET.findall(text):
        read = quantities.parse_quantity(quote)
        if read is not None and read.value is not None:
            found.append((quote, figure_of(float(read.value)), read.unit))
    return found
