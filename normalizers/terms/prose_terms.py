"""Terms of a subsidy policy that a sentence states, stricter than in a policy's own table.

Prose repeats goals, completion and comparisons in the words of policies. A sentence states a term only where the
clause of the ratio names a support, and the term says for whom, for what or who pays. What is proposed or past is
marked so. The words are data: ``data/prose.toml``.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import replace
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from normalizers.terms.model import Term
from normalizers.terms.payers import purses
from normalizers.terms.scan import chinese_number
from normalizers.terms.terms import parse_terms
from normalizers.terms.vocabulary import lexicon
from normalizers.text import match_key

_DATA = Path(__file__).parents[1] / "data" / "prose.toml"
_FIGURE = re.compile(
    r"\d[\d.]*(?:%|‰|万|亿|元)|全额|\d[:∶]\d|百分之|一半|半数|分之[一二三四五六七八九]|[一二三四五六七八九]成"
)
_TITLE_MARKS = re.compile(r"《[^《》]*》|\([^()]*号\)")
# A year that a clause opens with tells when something held, unless it began then or its paper was issued then.
_AT_YEAR = re.compile(
    r"(?:^|[,;:。(])(?:其中|而|在|其·)?(?:20\d\d年?(?:至|-|~|—|–|到))?(20\d\d)年度?(?!(?:\d{1,2}月)?(?:\d{1,2}日)?[^。;]{0,18}(?:起|以来|启动|试点|设立|成立|开展|建立|批准|批复|研究|通过|召开|联合|印发|发布|出台|制定|实施|施行|修订|明确))"
)
_CLAUSE_YEAR = re.compile(r"(?:[^,。;:]{0,8}:)?(20\d\d)年(?!(?:\d{1,2}月)?(?:\d{1,2}日)?起)")
# 2023年标准为新建每亩1950元, in a report of 2024.
_STANDARD_OF = re.compile(r"20\d\d年度?[^,。;\d]{0,8}(?:标准|办法|政策)(?:为|是|:)")
# The year from which another figure holds: 2022年为40%，2023年提高至50%.
_CHANGED = re.compile(r"20\d\d年度?[^,。;]{0,10}(?:提高|提升|调整|上调|下调|降低?|增加)(?:至|到|为)")

_SHARE = re.compile(
    r"(?:解决|保障|出资?|拿出|统筹)?(?:\d[\d.]*%|百分之|[一二三四五六七八九]成)"
)  # 省级财政解决60%
_BY_SHARE = re.compile(r"[^,。;\d]{2,16}按照?\d[\d.]*%(?:的比例|的标准)?")
_NAME_AND_SHARE = re.compile(r"[^,。;\d]{2,12}(?:为|是|则为|只有|仅为)\d[\d.]*%")

_PLAN = re.compile(r"[“\"]?(十?[一二三四五六七八九])五[”\"]?(?:规划)?(?:时期|期间|阶段)")


@cache
def load() -> dict[str, Any]:
    """The file as read; used here and by the tests of the file."""
    return tomllib.loads(_DATA.read_text(encoding="utf-8"))


@cache
def _any_of(section: str, name: str) -> re.Pattern[str]:
    words = load()[section][name]
    return re.compile("|".join(words if name.endswith("_patterns") else map(re.escape, words)))


def section_kind(section: Sequence[str]) -> str | None:
    """What the headings above a sentence say about it: proposal, elsewhere, goals, policy, results or report; None
    when nothing."""
    for heading in reversed(section):
        if (kind := _kind_of_heading(heading)) is not None:
            return kind
    return None


@lru_cache(maxsize=1024)
def _kind_of_heading(heading: str) -> str | None:
    key = match_key(heading)
    kinds = [str(kind) for kind, words in load()["section"].items() if any(word in key for word in words)]
    if "elsewhere" in kinds and "report" in kinds:
        kinds.remove("report")  # 先进地区经验做法
    return kinds[0] if len(kinds) == 1 else None


def speaks_of_own(text: str) -> bool:
    """Does the text name the report's own region or programme (我市, 市级, 该政策)?"""
    return bool(_any_of("own", "words").search(match_key(text)))


def sentence_terms(
    text: str, *, section: Sequence[str] = (), labels: Sequence[str] = (), year: int | None = None
) -> list[Term]:
    """Terms of one sentence under its headings and the labels of its paragraph, the nearest first; [] when it states
    none. `year` is the report's.
    """
    key = match_key(text)
    kind = section_kind(section)
    if not _FIGURE.search(key):
        return []
    lead = (
        ()
        if kind in ("proposal", "elsewhere", "report")
        else tuple(n for n in (*labels, *reversed(section)) if n)
    )
    said = match_key("/".join((text, *lead)))
    opened = any(_any_of("given", "opening_patterns").search(match_key(label)) for label in lead)
    supports = _any_of("term", "support").search(said) is not None or any(
        _SHARE.match(key, payer.end) for payer in purses(key)
    )
    is_rule = lexicon().standard.search(key) is not None
    if not (supports or opened or is_rule):
        return []
    terms = [term for term in parse_terms(text, lead=lead) if not _is_no_term(term)]
    if kind in ("goals", "results"):
        terms = [term for term in terms if term.standard_yuan is None]
    limits = supports or (is_rule and (kind == "proposal" or "建议" in key))
    own = [_is_term(term) or (limits and _is_limit(term)) for term in terms]
    stated = any(own)
    changed = [
        False,
        *(is_own and term.is_change for is_own, term in zip(own, terms, strict=True)),
    ]  # 由90%提高到93%
    terms = [
        term
        for term, is_own, follows in zip(terms, own, changed, strict=False)
        if is_own or follows or (stated and (term.ratio_pct is None or _goes_on(term)))
    ]
    dated = _by_year([_dated(term, kind, key, year) for term in terms])
    proposes = any(term.status == "recommended" for term in dated)
    # What a proposal quotes of today's rule is stated where the rule is.
    return [term for term in dated if not (term.is_change and proposes and not term.region_names)]


def _by_year(terms: list[Term]) -> list[Term]:
    """2021年每亩150元，2022年每亩180元: of terms that each begin with a year, all but the last are of former ones."""
    own = [_CLAUSE_YEAR.match(match_key(term.text)) for term in terms]
    years = {int(found[1]) for found in own if found}
    if len(years) < 2 or any(found is None for found in own):
        return terms
    return [
        replace(term, status="historic") if found and int(found[1]) < max(years) and not term.status else term
        for term, found in zip(terms, own, strict=True)
    ]


def _is_no_term(term: Term) -> bool:
    return bool(_any_of("term", "block_patterns").search(match_key(term.text)))


def _is_term(term: Term) -> bool:
    clause = match_key(term.text)
    if term.standard_yuan is not None:
        return True
    if term.ratio_pct is None and term.cap_yuan is None:  # a bound alone: for whom a policy is
        return bool(_any_of("given", "bound_patterns").search(clause))
    if not _any_of("term", "support").search(clause) and term.gov_level is None:
        return False
    if term.ratio_pct is None:
        return True
    if any((term.instrument, term.enterprise_class, term.market, term.gov_level)):
        return True
    return bool(
        _any_of("term", "of_costs_patterns").search(clause) or _any_of("given", "of_patterns").search(clause)
    ) or (term.base_text is not None)


def _is_limit(term: Term) -> bool:
    """每个项目不超过420万元, under a heading of support: it says of what each it is the limit."""
    return term.ratio_pct is None and term.cap_yuan is not None and term.cap_scope not in (None, "total")


def _goes_on(term: Term) -> bool:
    """甲市补助比例为50%，乙市为45%; 甲类按30%，乙类按20%给予补助: a name and a share, another says of what."""
    clause = match_key(term.text)
    if _BY_SHARE.fullmatch(clause):
        return True
    return bool(term.region_names) and _NAME_AND_SHARE.fullmatch(clause) is not None


def _dated(term: Term, kind: str | None, sentence: str, year: int | None) -> Term:
    if term.status in ("historic", "recommended"):
        return term
    if kind == "former":
        return replace(term, status="historic")
    if kind == "proposal" and not (term.region_names and _states_what_is(sentence, term)):
        return replace(term, status="recommended")
    if _CHANGED.search(_rest_of_part(sentence, match_key(term.text))):
        return replace(term, status="historic")
    if term.status == "in_force":  # 由2021年的30%提高到45%: the year is that of the old figure
        return term
    said = _TITLE_MARKS.sub("", _up_to(sentence, match_key(term.text)))
    years = [int(y) for y in _AT_YEAR.findall(said)] + [_end_of_plan(m) for m in _PLAN.finditer(said)]
    if year is not None and years and max(years) < year - 1 + bool(_STANDARD_OF.search(said)):
        return replace(term, status="historic")
    return term


def _end_of_plan(found: re.Match[str]) -> int:
    """The last year of a five-year plan: 十三五 ended in 2020."""
    return 1955 + 5 * int(chinese_number(found[1]) or 0)


def _up_to(sentence: str, own: str) -> str:
    """The part of a sentence that a term stands in, up to its end."""
    end = sentence.find(own) + len(own)
    return sentence[max(sentence.rfind(";", 0, end - len(own)) + 1, 0) : end]


def _rest_of_part(sentence: str, own: str) -> str:
    """What follows a term up to the semicolon, behind which another term is spoken of."""
    return sentence[sentence.find(own) + len(own) :].split(";", 1)[0]


def _states_what_is(sentence: str, term: Term) -> bool:
    """Is nothing proposed up to a term, nor behind it to do likewise (可参考其做法)?"""
    said = _up_to(sentence, match_key(term.text))
    return not (
        _any_of("term", "modal").search(said)
        or _any_of("term", "likewise").search(sentence)
        or "建议" in said
    )
