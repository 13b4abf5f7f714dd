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
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from normalizers.terms import Term, parse_terms
from normalizers.text import match_key

_DATA = Path(__file__).with_name("data") / "prose.toml"
_FIGURE = re.compile(r"\d[\d.]*(?:%|万|亿|元)|全额")
_SHARE = re.compile(r"(?:中央|自治区|[省市州盟区县镇旗])级?(?:财政)?[^,。;、\d]{0,8}(\d+(?:\.\d+)?)%")
_TITLE_MARKS = re.compile(r"《[^《》]*》|\([^()]*号\)")
# A year that tells when something held, not when it began or when its paper was issued.
_AT_YEAR = re.compile(
    r"(20\d\d)年度?(?!(?:\d{1,2}月)?(?:\d{1,2}日)?[^,。;]{0,12}(?:起|以来|印发|发布|出台|制定|实施|施行|修订|明确))"
)
# The year from which another figure holds: 2022年为40%，2023年提高至50%.
_CHANGED = re.compile(r"20\d\d年度?[^,。;]{0,10}(?:提高|提升|调整|上调|下调|降低?|增加)(?:至|到|为)")


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
        key = match_key(heading)
        kinds = [str(kind) for kind, words in load()["section"].items() if any(word in key for word in words)]
        if "elsewhere" in kinds and "report" in kinds:
            kinds.remove("report")  # 先进地区经验做法
        if len(kinds) == 1:
            return kinds[0]
    return None


def speaks_of_own(text: str) -> bool:
    """Does the text name the report's own region or programme (我市, 市级, 该政策)?"""
    return bool(_any_of("own", "words").search(match_key(text)))


def sentence_terms(text: str, *, section: Sequence[str] = (), year: int | None = None) -> list[Term]:
    """Terms of one sentence under its headings; [] when it states none. `year` is the report's."""
    key = match_key(text)
    if not _FIGURE.search(key) or not _any_of("term", "support").search(key):
        return []
    kind = section_kind(section)
    terms = [term for term in parse_terms(text) if _is_term(term)]
    if _shares_costs(key):
        terms = [term for term in terms if term.instrument or term.enterprise_class]
    return [_dated(term, kind, key, year) for term in terms]


def _shares_costs(key: str) -> bool:
    """Do shares of several governments make up the whole: 省级负担60%，州级负担12%，县级28%? They are a support where
    it is said of what: 小微企业保费由省级承担70%，市级承担30%."""
    shares = [Decimal(share) for share in _SHARE.findall(key)]
    return len(shares) > 1 and sum(shares) == 100


def _is_term(term: Term) -> bool:
    clause = match_key(term.text)
    if not _any_of("term", "support").search(clause) and term.gov_level is None:
        return False
    if _any_of("term", "block_patterns").search(clause):
        return False
    if term.gov_level is None and _any_of("term", "foreign_levels_patterns").search(clause):
        return False
    if term.ratio_pct is None:
        return term.cap_yuan is not None and term.instrument is not None
    if any((term.instrument, term.enterprise_class, term.market, term.gov_level)):
        return True
    return bool(_any_of("term", "of_costs_patterns").search(clause))


def _dated(term: Term, kind: str | None, sentence: str, year: int | None) -> Term:
    if term.status in ("historic", "recommended"):
        return term
    if kind == "proposal" and not (term.region_names and _states_what_is(sentence)):
        return replace(term, status="recommended")
    if _CHANGED.search(_rest_of_part(sentence, match_key(term.text))):
        return replace(term, status="historic")
    if term.status == "in_force":  # 由2021年的30%提高到45%: the year is that of the old figure
        return term
    years = [int(y) for y in _AT_YEAR.findall(_TITLE_MARKS.sub("", match_key(term.text)))]
    if year is not None and years and max(years) < year - 1:
        return replace(term, status="historic")
    return term


def _rest_of_part(sentence: str, own: str) -> str:
    """What follows a term up to the semicolon, behind which another term is spoken of."""
    return sentence[sentence.find(own) + len(own) :].split(";", 1)[0]


def _states_what_is(sentence: str) -> bool:
    return not (_any_of("term", "modal").search(sentence) or "建议" in sentence)
