"""The outcome of a whole evaluation: total score and grade, from the total rows first, then from the sentences."""

from __future__ import annotations

import re
from dataclasses import dataclass

from normalizers.text import match_key
from pipeline.context import Row
from pipeline.records.score_subjects import are_of_several, subject_of_marks

_GRADES = "优秀|优|良好|良|中等|中|合格|一般|较差|低|不合格|差"
GRADES = frozenset(_GRADES.split("|"))
"""Grades of an evaluation."""
_GRADE = re.compile(
    rf"(?:等级|等次|级别|评级|评价结果|评定结果|结论)[^,。;]{{0,8}}?(?:为|是|:|属于|评定为)?[“\"'‘「『《【]?({_GRADES})"
    r"(?=[”\"'’」』》】。、,;)级等]|$)(?![”\"'’」』》】]的)"
    rf"|(?:评定|认定|确定|评|定|属于|属)(?:为|等级为)?[“\"'‘「『]({_GRADES})[”\"'’」』](?!的)"
)
_SCORE = re.compile(
    r"(?:综合|总体|评价|评定|评审|绩效|最终|自评|项目|总)[^。;\d]{0,14}?(?:得分|评分|总分|分数|分值)"
    r"[^。;\d]{0,6}?(\d{1,3}(?:\.\d+)?)分(?!以上|以下|及以|制|\()"
)
# 项目得81.3分, 四项合计88.05分，评为“良”: no word for marks, the number stands right behind.
_SHORT_SCORE = re.compile(
    r"(?:合计|总计|共计|总分|(?:项目|综合|最终|总|实)得|自评|评分)(?:为|得|计|共)?(\d{1,3}(?:\.\d+)?)分(?!以上|以下|及以|制|\()"
)
# A sentence may deny a grade (不能评定为“优”), and the rules of the evaluation name them all (90分以上为优).
_DENIED = re.compile(
    r"不能|不得|不属于|不予|不应|未能|未达|未被|尚未|没有|难以|达不到|低于|不足以|不是|距|离|差距|高于"
)
_LISTED = re.compile(rf"[”\"'’」』》】]?[、和或/][“\"'‘「『《【]?(?:{_GRADES})")  # 分为优、良、中、差
_RULE = re.compile(r"\d\)?分?(?:\(含\))?(?:以上|以下|及以上)|\(含\)|[≥≤<>]|\d[-—–~至]+\d+(?:\.\d+)?\(?分")
# 总分为100分，综合得分82.38分: what can be reached, and behind it what was.
_FULL = re.compile(r"(?:总分|满分|分值)[^。;\d]{0,4}100(?:\.0+)?分$")
_REACHED = re.compile(r"得[^。;\d]{0,8}?(\d{1,3}(?:\.\d+)?)分")
_STOP = re.compile(r"[。;!]")
# All on match keys. The marks of one part of the whole: 决策类指标分值18分，评价得分14.5分; 该项指标得分率80%.
_OF_A_PART = re.compile(
    r"(?:该|此|本|各|单|这一|一级|二级|三级|类)项?指标|依次|分别|(?:分值|满分|权重)[^。;]{0,4}?(?!100)\d{1,2}分|\(\d{1,2}分\)"
)
_WHOLE = re.compile("总|综合|最终")
_OF_ITSELF = re.compile(r"自评|自我评价")
_YEAR = re.compile(r"(20\d\d)年(?!\d)")


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence that gives a score to a whole, with the grade named behind it. A low `rank` speaks of this
    report's own outcome, a higher one of a self-evaluation, another year or a part. `subject` is the project or fund
    that the marks are given to, where the sentence or a heading names one."""

    rank: float
    score: float
    grade: str | None
    subject: str | None = None


def outcome(
    lines: list[str],
    indicators: list[Row],
    kind: str,
    year: int | None,
    grade: str | None,
    score: float | None = None,
    about: str = "",
) -> Row:
    """`total_score` and `grade`. `kind` is the document's type, `grade` and `score` what a form states in its fields,
    `about` its title and programme.

    The forms of several programmes in one document have no common total, nor have several projects in its sentences.
    """
    text = match_key("".join(lines))
    statements, are_several = _of_the_whole(_statements(text, kind, year), match_key(about))
    stated = min(statements, key=lambda s: s.rank, default=None)
    totals = _totals(indicators)
    if len({(row.get("program_name"), row.get("region_name")) for row in totals}) > 1:
        totals, grade, score = [], None, None
    found = _total_of_rows(totals, stated.score if stated else None)
    if found is None:
        found = score
    if found is None and stated is not None:
        found = stated.score
    if found is None:
        found = max((r["score"] for r in totals), default=None)
    if not grade or len(grade) > 6:
        grade = (stated and stated.grade) or (None if are_several else _grade_of(text, kind, year))
    return {"total_score": found if found is not None and 0 <= found <= 200 else None, "grade": grade}


def _of_the_whole(statements: list[Statement], about: str) -> tuple[list[Statement], bool]:
    """The statements that may speak of the whole document, and whether others speak of several projects in it."""
    best = min((int(s.rank) for s in statements), default=0)
    named = {s.subject for s in statements if s.subject and s.subject in about}
    whole = named if len(named) == 1 else set()  # what the title names, unless it names several
    parts = [s for s in statements if int(s.rank) == best and s.subject and s.subject not in whole]
    scores = {s.score for s in parts}
    if len(scores) == 1 or not are_of_several(s.subject for s in parts if s.subject):
        return statements, False
    return [s for s in statements if s not in parts and s.score not in scores], True


def _grade_of(text: str, kind: str, year: int | None) -> str | None:
    """The grade that the text gives to the whole of this report, in the sentence nearest to its result."""
    ranked = [
        (
            _rank(_sentence(text, match.start(), match.end()), match[0], kind, year),
            match.start(),
            _name(match),
        )
        for match in _GRADE.finditer(text)
        if not _is_denied(text, match)
    ]
    own = [item for item in ranked if item[0] < 2]
    return min(own)[2] if own else None


def _first_grade(text: str) -> str | None:
    return next((_name(match) for match in _GRADE.finditer(text) if not _is_denied(text, match)), None)


def _name(match: re.Match[str]) -> str:
    return str(match[1] or match[2])


def _is_denied(text: str, match: re.Match[str]) -> bool:
    """Does the clause deny the grade, or is it a rule that names it?"""
    start = max((text.rfind(mark, 0, match.start()) + 1 for mark in ",。;!"), default=0)
    clause = text[start : match.end()]
    return bool(_DENIED.search(clause) or _RULE.search(clause) or _LISTED.match(text, match.end()))


def _sentence(text: str, start: int, end: int) -> str:
    """The sentence up to a place."""
    first = max(0, start - 200)
    stops = [stop.end() for stop in _STOP.finditer(text, first, start)]
    return text[stops[-1] if stops else first : end]


def _totals(indicators: list[Row]) -> list[Row]:
    """Marks of a whole; those below another name are of one among several: 教育局 | 总分."""
    scored = [r for r in indicators if r.get("is_total") and r.get("score") is not None]
    return [r for r in scored if r.get("level2") is None]


def _total_of_rows(totals: list[Row], stated: float | None) -> float | None:
    """The score of the total of 100; of several the one that the text states, else the first."""
    whole = [float(r["score"]) for r in totals if r.get("weight") == 100]
    return (stated if stated in whole else whole[0]) if whole else None


def _statements(text: str, kind: str, year: int | None) -> list[Statement]:
    found = []
    matches = list(_SCORE.finditer(text))
    ends = {match.end() for match in matches}
    short = [match for match in _SHORT_SCORE.finditer(text) if match.end() not in ends]
    for match in [*matches, *short]:
        end = _STOP.search(text, match.end())
        before = _sentence(text, match.start(), match.end())
        behind = text[match.end() : end.start() if end else len(text)]
        grade = _first_grade(behind.split("得分", 1)[0] + "。")
        own = min(match.start(), match.end() - len(before.rsplit(",", 1)[-1]))
        if match in short and grade:  # 各类得分依次为…，合计91.2分，等级为优
            before = text[own : match.end()]
        rank = _rank(before, text[own : match.end()], kind, year) + (0 if _WHOLE.search(match[0]) else 0.5)
        reached = _REACHED.search(behind) if _FULL.search(match[0]) else None
        score = float(reached[1] if reached else match[1])
        if match in short:  # they speak of the whole where a grade follows, else of anything
            rank += 0.4 if grade else 0.9
        found.append(
            Statement(
                rank, score, grade, subject_of_marks(text, match.start(), match.end() - len(match[1]) - 1)
            )
        )
    return found


def _rank(before: str, own: str, kind: str, year: int | None) -> int:
    """How far the words of the sentence up to a score, and its `own` clause, lead away from the report's result."""
    if _OF_A_PART.search(before):
        return 3
    years = [int(y) for y in _YEAR.findall(before)]
    if year is not None and years and max(years) < year:
        return 2
    return 1 if kind != "self_evaluation_form" and _OF_ITSELF.search(own) else 0
