"""Points of indicators in sentences: 决策类指标满分15分，得13分，得分率86.67%."""

from __future__ import annotations

import re
from collections.abc import Sequence

from normalizers.facets import read_label
from pipeline.context import Row
from pipeline.prose.paragraph import Paragraph
from pipeline.prose.points import Points, find_points
from pipeline.prose.rows import IMPLIED, Rows
from pipeline.prose.settled_number import Said
from pipeline.prose.words import pattern

_THIS = re.compile(r"[(,]?(?:该|本|此)?(?:[一二三]级)?指标$")


def score_rows(rows: Rows, paragraph: Paragraph, *, has_table: bool) -> dict[str, list[Row]]:
    """Points of a paragraph: rows of `indicators` where no table holds any, else of `metrics`."""
    found: dict[str, list[Row]] = {"indicators": [], "metrics": []}
    found_points = find_points(paragraph)
    firsts = {_sentence(points): _bare(points.name) for points in found_points if _is_first(points)}
    for points in found_points:
        own, section = _name(points.name), [_bare(heading) for heading in paragraph.headings]
        before = [name for sentence, name in firsts.items() if sentence < _sentence(points)]
        above = _bare(points.frame) if points.frame != own else ""
        section += [above or before[-1]] if above or before else []
        are_first = _sentence(points) in firsts
        if has_table:
            subject = _THIS.sub("", own) or (paragraph.headings[-1] if paragraph.headings else None)
            found["metrics"] += [_metric(rows, said, name, subject) for _, name, said in points.of]
        elif own or section:
            found["indicators"].append(_indicator(rows, points, *_levels(own, section, are_first)))
    return found


def _levels(own: str, section: Sequence[str], are_first: bool) -> tuple[str | None, str | None]:
    """First and third level of an indicator: by its own name or those beside it, or under the heading that names the
    first level."""
    bare = _bare(own)
    above = next((heading for heading in section if read_label(heading).level1_code), None)
    if own and (read_label(bare).level1_code or ((bare != own or are_first) and above is None)):
        return bare, None
    if not own and section and (section[-1] == above or above is None):
        return section[-1], None
    return above, own or section[-1]


def _sentence(points: Points) -> int:
    return points.of[0][2].stated.sentence


def _is_first(points: Points) -> bool:
    return read_label(_bare(points.name)).level1_code is not None


def _name(text: str) -> str:
    """The indicator that the words name."""
    return text.rstrip(":,")


def _bare(name: str) -> str:
    return pattern("points.kinds").sub("", name)


def _indicator(rows: Rows, points: Points, level1: str | None, level3: str | None) -> Row:
    first = points.of[0][2]
    row = rows.fact(
        first,
        IMPLIED,
        region_code=rows.context.region_code,
        region_name=rows.context.region_name,
        fiscal_year=rows.context.fiscal_year,
        program_name=rows.context.program_name,
        period="annual",
        level1=level1,
        level2=None,
        level3=level3,
        level1_code=read_label(level1).level1_code if level1 else None,
        is_total=False,
    )
    for column, _, said in points.of:
        row[column] = float(said.stated.value)
        said.taken.append(("indicators", column))
    return row


def _metric(rows: Rows, said: Said, name: str, subject: str | None) -> Row:
    said.taken.append(("metrics", "value"))
    return rows.fact(
        said,
        IMPLIED,
        region_code=rows.context.region_code,
        region_name=rows.context.region_name,
        fiscal_year=rows.context.fiscal_year,
        metric=name,
        subject=subject,
        value_text=said.stated.text,
        value=float(said.stated.value),
        unit=said.stated.unit.name if said.stated.unit else None,
        amount_yuan=None,
        as_of=None,
    )
