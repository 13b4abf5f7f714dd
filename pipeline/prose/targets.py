"""Targets and results in sentences: 保洁长度目标465公里，完成471.3公里; 计划开工63个，实际开工61个."""

from __future__ import annotations

import re
from itertools import pairwise

from normalizers.text import match_key
from pipeline.context import Row
from pipeline.prose.paragraph import Paragraph
from pipeline.prose.rows import IMPLIED, Rows
from pipeline.prose.settled_number import Said

_TARGET = re.compile(
    r"^(?P<before>.*?)(?:的?(?:年度|年初|绩效|设定|预期|计划)?(?:目标值?|指标值|任务数?|计划数?)(?:设定)?|^计划|(?<=度)计划)(?P<after>.*?)(?:为|是|达到|:|不低于|不少于|≥|不超过|不高于)*$"
)
_ACTUAL = re.compile(r"^(?P<words>.*?(?:实际|完成|达到|实现|实得|问卷|调查|结果|建成|执行|累计|已).*)$")
_RESULT = re.compile(r"^(?:实际|全年实际)")
_BOUND = re.compile(r"(?:应|须|要)?(?:≥|>|不低于|不少于|不小于|超过|高于|大于|达到)$")
_RATE = re.compile(r"完成率|达成率|实现率")
_AFTER = re.compile(r"目标值?|指标值")
_FILLERS = re.compile(r"^(?:年度|数量|质量|时效|方面|绩效|的|其中|项目|完成)+|(?:为|是|的|值|应)+$")


def target_rows(rows: Rows, paragraph: Paragraph) -> list[Row]:
    """One row for each pair of a target and the result behind it in the same part of a sentence; also a result with
    its target behind (供餐率实现99.5%，目标值为98%)."""
    found: list[Row] = []
    said = [one for one in paragraph.said if not one.taken and one.stated.kind != "money"]
    for target, other in pairwise(said):
        if (pair := _pair(target, other)) is not None:
            name, of_target, of_actual = pair
            row = _row(rows, name, of_target, of_actual)
            rate = next((one for one in said if one is not other and _is_rate(other, one)), None)
            if rate is not None:
                row["completion_rate_printed_pct"] = float(rate.stated.value)
                rate.taken.append(("indicators", "completion_rate_printed_pct"))
            found.append(row)
    return found


def _pair(first: Said, second: Said) -> tuple[str, Said, Said] | None:
    """The name of an indicator, its target and its result, where two numbers are such a pair."""
    a, b = first.stated, second.stated
    if first.taken or second.taken or (a.sentence, a.part) != (b.sentence, b.part) or a.kind != b.kind:
        return None
    if b.clause_index - a.clause_index > 1 or a.role == "change" or b.role == "change":
        return None
    own, other = match_key(a.own), match_key(b.own)
    match = _TARGET.match(own)
    if match is not None and _ACTUAL.match(other):
        name = _FILLERS.sub("", f"{match['before']}{match['after']}")
        return (name, first, second) if len(name) > 1 else None
    if a.op in ("≥", ">") and b.op is None and _RESULT.match(other):  # 培训场次≥20场，实际完成23场
        name = _FILLERS.sub("", _BOUND.sub("", own))
        return (name, first, second) if len(name) > 1 else None
    if _AFTER.search(other) and not _AFTER.search(own):
        name = _FILLERS.sub("", re.sub(r"(?:实际|完成|达到|实现|为)+$", "", own))
        return (name, second, first) if len(name) > 1 else None
    return None


def _is_rate(result: Said, one: Said) -> bool:
    a, b = result.stated, one.stated
    same = (a.sentence, a.part) == (b.sentence, b.part) and 0 < b.clause_index - a.clause_index <= 1
    return same and not one.taken and b.kind == "percent" and _RATE.search(match_key(b.own)) is not None


def _row(rows: Rows, name: str, target: Said, actual: Said) -> Row:
    target.taken.append(("indicators", "target_value"))
    actual.taken.append(("indicators", "actual_value"))
    goal, result = target.stated, actual.stated
    return rows.fact(
        target,
        IMPLIED,
        region_code=rows.context.region_code,
        region_name=rows.context.region_name,
        fiscal_year=target.year,
        program_name=rows.context.program_name,
        period="annual",
        level1=None,
        level2=None,
        level3=name,
        is_total=False,
        target_text=goal.text,
        target_op=goal.op or "=",
        target_value=float(goal.value),
        target_unit=goal.unit.name if goal.unit else None,
        actual_text=result.text,
        actual_value=float(result.value),
        actual_unit=result.unit.name if result.unit else None,
    )
