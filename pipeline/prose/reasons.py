"""Why a number of a sentence is no fact: changes, plans, bounds, rules, reasons that a report gives."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from normalizers.clauses import Stated
from normalizers.text import match_key
from pipeline.prose.settled_number import Said
from pipeline.prose.words import pattern

if TYPE_CHECKING:
    from pipeline.prose.paragraph import Paragraph


def why_not(paragraph: Paragraph, said: Said) -> str | None:
    """comparison, forecast, part, debt or statistics: why a number is no fact; None where it may be one."""
    stated, own = said.stated, match_key(" ".join((said.stated.shared, said.stated.own)))
    if stated.role == "change" or (stated.role == "former" and not pattern("initial_patterns").search(own)):
        return "comparison"
    is_line = said.facets.flow is not None and own.endswith(("收入", "支出"))
    if said.facets.no_fact == "comparison" and said.facets.flow != "balance" and not is_line:
        return "comparison"
    if said.parent is not None and said.parent.why_not not in (None, "comparison"):
        is_one_year = said.parent.why_not == "span" and said.phrase.facets.fiscal_year is not None
        if not is_one_year:
            return said.parent.why_not
    if stated.listed_after is not None and not said.phrase.facets.choices:
        first = paragraph.said[stated.listed_after]
        if first.why_not not in (None, "comparison"):
            return first.why_not
    if said.facets.no_fact in ("debt", "forecast", "statistics") and stated.kind == "money":
        return said.facets.no_fact
    if stated.op is not None or stated.is_condition or pattern("not.each").search(own):
        return "part"
    if any(
        pattern("not.apart").search(match_key(words)) for words in (stated.behind.lstrip("，,"), stated.after)
    ):
        return "statistics"
    if paragraph.is_elsewhere or pattern("not.plan").search(own):
        return "forecast"
    if not paragraph.inherits and pattern("not.cause").search(match_key(stated.clause)):
        return "statistics"
    earlier = None if paragraph.inherits or said.phrase.facets.choices else paragraph.earlier(stated)
    if earlier is not None and earlier.why_not == "forecast" and earlier.stated.part == stated.part:
        return "forecast"  # 支出预计175亿元，加上债务还本支出82亿元
    sentence = match_key(said.sentence.text)
    if pattern("not.plan_sentences").search(sentence) and not pattern("not.results").search(sentence):
        return "forecast"
    frames = [match_key(text) for text in stated.outer]
    if pattern("not.examples").search(sentence) or _is_elsewhere(paragraph, (own, *frames)):
        return "statistics"
    last = paragraph.said[-1] if paragraph.said else None
    is_beside = last is not None and last.why_not == "statistics" and _is_beside(last.stated, stated)
    if last is not None and is_beside and _is_elsewhere(paragraph, (match_key(last.stated.own),)):
        return "statistics"  # 全省支出12亿元，满意度91%
    if any(pattern("not.plan_frames").search(text) for text in frames):
        return "forecast"
    if stated.kind != "money" or (said.parent is not None and said.parent.why_not == "span"):
        return None
    return "span" if any(pattern("not.span").search(text) for text in (own, *frames)) else None


def _is_elsewhere(paragraph: Paragraph, labels: Sequence[str]) -> bool:
    """Do the words speak of other places, of a larger one that the document is not about, or of former rules?"""
    code, name = paragraph.context.region_code or "", paragraph.context.region_name or ""
    larger = [] if not code or code.endswith("0000") else ["全省"]
    if larger and not code.endswith("00") and not name.endswith("市"):  # a county-level city is a 市 itself
        larger.append("全市")
    return any(
        pattern("not.elsewhere").search(label) or any(word in label for word in larger) for label in labels
    )


def _is_beside(last: Stated, stated: Stated) -> bool:
    return (last.sentence, last.part) == (stated.sentence, stated.part)
