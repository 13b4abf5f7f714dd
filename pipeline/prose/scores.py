"""Points of indicators in sentences: 决策类指标满分15分，得13分，得分率86.67%."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from normalizers.facets import read_label
from normalizers.text import match_key
from pipeline.context import Row
from pipeline.prose.paragraph import Paragraph
from pipeline.prose.rows import IMPLIED, Rows
from pipeline.prose.said import Said

_POSSIBLE = re.compile(
    r"(?P<name>.*?)(?:的?(?:满分值?|分值|权重|标准分|总分|设定分值|赋分|权重分))(?:依次|分别)?(?:为|:|共|是)?$"
)
_AWARDED = re.compile(
    r"(?P<name>.*?)(?:的?(?:实际|评价|最终|自评|绩效|综合)?(?:得分|评分|得|实得|扣分后得分))(?:依次|分别)?(?:为|:|是|了)?$"
)
_RATE = re.compile(r"得分率(?:为|:|达到?)?$")
_SAME = re.compile(r"^[(]?(?:综上|因此|以上)?,?(?:[该本此](?:项|一级|二级|三级)?)?(?:[一二三]级)?(?:指标)?$")
_KIND = re.compile(r"(?:维度|类指标|类|方面|部分|一级指标|指标|阶段|情况)$")
_IN_BRACKETS = re.compile(r"[(][^()]*[)]")
_THIS = re.compile(r"[(,]?(?:该|本|此)?(?:[一二三]级)?指标$")
_WHOLE = re.compile(r"综合|总体|总分|评价总|自评总|最终|总得分|项目得分|绩效评价|自评得分")


@dataclass(slots=True)
class _Points:
    """Full marks, marks given and their rate of one indicator."""

    name: str = ""
    possible: Said | None = None
    awarded: Said | None = None
    rate: Said | None = None

    @property
    def of(self) -> list[tuple[str, str, Said]]:
        """Column of `indicators`, name in `metrics`, and the number."""
        found = [
            ("weight", "points_possible", self.possible),
            ("score", "points_awarded", self.awarded),
            ("score_rate_printed_pct", "score_rate_pct", self.rate),
        ]
        return [(column, metric, said) for column, metric, said in found if said is not None]


def score_rows(rows: Rows, paragraph: Paragraph, *, has_table: bool) -> dict[str, list[Row]]:
    """Points of a paragraph: rows of `indicators` where no table holds any, else of `metrics`."""
    found: dict[str, list[Row]] = {"indicators": [], "metrics": []}
    found_points = _points(paragraph)
    are_first = any(read_label(_KIND.sub("", _name(points.name))).level1_code for points in found_points)
    for points in found_points:
        own, section = _name(points.name), [_KIND.sub("", heading) for heading in paragraph.headings]
        if has_table:
            subject = _THIS.sub("", own) or (paragraph.headings[-1] if paragraph.headings else None)
            found["metrics"] += [_metric(rows, said, name, subject) for _, name, said in points.of]
        elif own or section:
            found["indicators"].append(_indicator(rows, points, *_levels(own, section, are_first)))
    return found


def _levels(own: str, section: Sequence[str], are_first: bool) -> tuple[str | None, str | None]:
    """First and third level of an indicator: by its own name or those beside it, or under the heading that names the
    first level."""
    bare = _KIND.sub("", own)
    above = next((heading for heading in section if read_label(heading).level1_code), None)
    if own and (read_label(bare).level1_code or ((bare != own or are_first) and above is None)):
        return bare, None
    if not own and section and (section[-1] == above or above is None):
        return section[-1], None
    return above, own or section[-1]


def _points(paragraph: Paragraph) -> list[_Points]:
    found: list[_Points] = []
    for _, group in groupby(paragraph.said, key=lambda said: (said.stated.sentence, said.stated.part)):
        numbers = list(group)
        if any(said.stated.shared for said in numbers):
            found += _listed(numbers)
            continue
        now = _Points()
        for said in numbers:
            now = _take(now, said, found)
        found.append(now)
    return [points for points in found if points.awarded is not None and _is_whole(points)]


def _is_whole(points: _Points) -> bool:
    """With full marks, or the marks of an indicator of the first level alone."""
    return points.possible is not None or read_label(_KIND.sub("", points.name)).level1_code is not None


def _listed(numbers: Sequence[Said]) -> list[_Points]:
    """Points in the order of their indicators: 决策、过程满分分别为15分、25分，得分分别为13分、21分."""
    found: dict[str, _Points] = {}
    for said in numbers:
        shared = match_key(said.stated.shared)
        is_share = said.stated.kind == "percent" and "权重" in shared
        if (said.stated.kind == "score" or is_share) and shared:
            points = found.setdefault(said.stated.own, _Points(said.stated.own))
            slot = (
                "possible"
                if _POSSIBLE.fullmatch(shared)
                else "awarded"
                if _AWARDED.fullmatch(shared)
                else None
            )
            if slot is not None:
                setattr(points, slot, said)
    return list(found.values())


def _take(now: _Points, said: Said, found: list[_Points]) -> _Points:
    """Add a number to the points of an indicator, or begin those of the next."""
    key = _IN_BRACKETS.sub("", match_key(said.stated.own))
    if said.stated.kind == "percent":
        if now.rate is None and _RATE.search(key):
            now.rate = said
        return now
    if said.stated.kind != "score":
        return now
    if said.stated.depth and (possible := _POSSIBLE.fullmatch(key)) and not possible["name"]:
        _set_full_marks(now if now.name or not found else found[-1], said)
        return now
    for pattern, slot in ((_POSSIBLE, "possible"), (_AWARDED, "awarded")):
        match = pattern.fullmatch(key)
        if match is None:
            continue
        if getattr(now, slot) is not None or (match["name"] and now.name and match["name"] != now.name):
            found.append(now)
            now = _Points()
        setattr(now, slot, said)
        now.name = now.name or match["name"]
        return now
    if said.parent is not None and _AWARDED.fullmatch(match_key(said.parent.stated.own)) and key:
        found.append(_Points(key, awarded=said))  # 得分91分，其中决策19分
        return now
    if not key and said.stated.depth and said.stated.outer:  # 决策情况(15分,得13分)
        key = match_key(said.stated.outer[-1])
        if now.possible is not None:
            found.append(now)
            now = _Points()
    if key and now.possible is None and now.awarded is None:  # 决策指标15分，得13分
        now.possible, now.name = said, key
    return now


def _set_full_marks(points: _Points, said: Said) -> None:
    """决策16.5分(满分20分): what stood before the bracket are the marks given."""
    if points.awarded is None:
        points.awarded, points.possible = points.possible, said
    elif points.possible is None:
        points.possible = said


def _name(text: str) -> str:
    """The indicator that the words name; empty for 该指标."""
    return "" if _SAME.fullmatch(text) or _WHOLE.search(text) else text.rstrip(":,")


def _indicator(rows: Rows, points: _Points, level1: str | None, level3: str | None) -> Row:
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
