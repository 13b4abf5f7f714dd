"""What a sentence gives its marks to: the scores of several projects are none of the document that tells them."""

from __future__ import annotations

import re
from collections.abc import Iterable

_THING = "项目|专项|工程|资金|政策|经费|补助|补贴"
_NAME = rf"[^,。;:!、\d]{{1,30}}?(?:{_THING})"
_LEADS = re.compile(
    r"^(?:(?:经|根据|按照|通过)[^,]{0,12}?(?:评价|评审|评定|考评|核查|打分)|其中|从|现|(?:19|20)\d\d年度?|[:,])+"
)
# 桥梁加固项目的综合得分: what stands in front of the words for marks.
_IN_CLAUSE = re.compile(
    rf"^(?P<name>{_NAME})(?:的|支出|绩效|综合|总体|整体|评价|评定|自评|最终|实际|总|得分|评分|为|:)*$"
)
_THIS = re.compile(rf"^(?:[该本此]|这一?个?|上述)?项?(?:[一二三四五六七八九十]个)?(?:{_THING})$")
# 桥梁加固项目。年度预算…, or a numbered heading in front of what is told of 该项目.
_HEADING = re.compile(
    rf"(?:^|[。;!:])(?:\(?[一二三四五六七八九十\d]{{1,3}}[)、.]{{0,2}})?(?P<name>{_NAME})(?=[。:]|[该此]项目)"
)


def subject_of_marks(text: str, start: int, end: int) -> str | None:
    """The project or fund that the marks at a span of a match key are given to; None where it names none."""
    first = max((text.rfind(mark, 0, start) + 1 for mark in ",。;!"), default=0)
    found = _IN_CLAUSE.match(_LEADS.sub("", text[first:end]))
    if found is None or found["name"].startswith("本"):  # 本项目 is what the document is about
        return None
    if _THIS.match(found["name"]) is None:
        return found["name"]
    headings = [one["name"] for one in _HEADING.finditer(text, 0, start) if not _THIS.match(one["name"])]
    return headings[-1] if headings else None


def are_of_several(subjects: Iterable[str]) -> bool:
    """Are these names of different things? One that takes in another one's words is the same thing."""
    names = sorted(set(subjects), key=len)
    return any(a not in b for n, a in enumerate(names) for b in names[n + 1 :])
