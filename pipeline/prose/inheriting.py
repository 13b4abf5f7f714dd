"""What a clause takes over from the words around it, from its headings and from the clause before it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from normalizers.clauses import Stated
from normalizers.facets import Facets, read_label
from normalizers.text import match_key
from pipeline.prose.phrases import NOTHING, Phrase, is_payee, read_phrase
from pipeline.prose.settled_number import Said
from pipeline.prose.words import pattern

_BRACKETS = re.compile(r"[(（][^()（）]*\d[^()（）]*[)）]")  # with numbers of their own
_MONEY = re.compile(r"(?:专项|补助|奖补)?(?:资金|经费)$")
_SHARE = re.compile(r"占比?(?:总?投资|总?资金|总额)?的?$")
CODED = re.compile(r"[(](?:类|款|项)[)]")
FLOW_WORDS = {"income": "收入", "expenditure": "支出"}
EXECUTED = Facets(choices=("executed",), measure="amount")
_LONGEST_LABEL = 20  # letters of a name
_ALL_OF_OFFICE = re.compile(r"(?P<office>.+?)(?P<line>(?:收入|支出)(?:总计|合计|总量)?)")
_LEVELS = ("central", "province", "city", "county")
_HEADING_FACETS = ("fund_type", "is_whole_region")


def is_elsewhere(headings: Sequence[str]) -> bool:
    """Does the nearest heading that tells speak of rules, plans and others rather than of the programme's money?"""
    for heading in reversed(headings):
        key = match_key(heading)
        if pattern("headings.money").search(key):
            return False
        if pattern("headings.none").search(key) and not pattern("headings.mixed").search(key):
            return True
    return False


@lru_cache(maxsize=256)
def of_headings(headings: tuple[str, ...]) -> Facets:
    """What the headings over a paragraph say for its numbers: the year and the fund, the nearest first."""
    found = NOTHING
    for heading in reversed(headings):
        found = found.merged(read_label(heading))
    return found.only(("fiscal_year", *_HEADING_FACETS))


def with_phase(facets: Facets, outer: Facets) -> Facets:
    """The phase that words around say, where the own ones say none: 分别安排 around 甲."""
    if facets.flow == "balance":
        return facets
    if outer.measure == "actual" and facets.measure is None and not facets.choices:
        facets = facets.changed(measure="actual")
    if facets.choices or not outer.choices:
        return facets
    return facets.changed(choices=outer.choices, measure=facets.measure or outer.measure)


def without_source(outer: Facets, own: Facets) -> Facets:
    """What a part takes over from its whole: all but the source where it has its own."""
    if own.funding_source is not None:
        outer = outer.changed(funding_source=None, payer_level=None)
    if own.flow == "balance":
        outer = outer.changed(choices=())
    return outer.changed(is_total=False, own_level=False, region=None)


def label_item(label: str) -> str:
    """The name of a list entry; a label that tells what was done (全面支持稳就业) names nothing."""
    phrase = read_phrase(label)
    tells = bool(phrase.verb) or len(label) > _LONGEST_LABEL
    return "" if tells or pattern("no_names_patterns").search(match_key(label)) else phrase.item


def item_of_heading(heading: str) -> str:
    """What money is for by a heading: 大棚改造补助资金分配情况; 资金到位和使用情况 names nothing."""
    item = read_phrase(heading).item
    bare = _MONEY.sub("", item)
    is_general = not bare or pattern("general_headings").search(bare) is not None
    return "" if len(item) > _LONGEST_LABEL or is_general else item


def is_of_office(name: str) -> bool:
    """Is a name that of an office with the word for all its income or expenditure: 水利局收入?"""
    return without_office(name) != name


def without_office(name: str) -> str:
    """水利局收入总计 is 收入总计."""
    found = _ALL_OF_OFFICE.fullmatch(name)
    return found["line"] if found and is_payee(found["office"]) else name


def with_all_payers(whole: Said) -> Facets:
    """A sum that several pay is of all of them, whoever arranged it: 州级共安排9万元，其中省级6万元、州级3万元.

    What a lower level is given of money of a higher one (省级资金9万元，其中市级6万元) stays the money of the higher.
    """
    facets = whole.facets
    parts = {part.facets.funding_source for part in whole.parts} - {None}
    own = facets.funding_source
    if own is None:
        return facets.changed(funding_source="all") if whole.is_total and parts else facets
    levels = [_LEVELS.index(one) for one in parts if one in _LEVELS]
    if own not in _LEVELS or parts <= {own, "carryover"}:
        return facets
    is_given_on = own not in parts and min(levels, default=len(_LEVELS)) > _LEVELS.index(own)
    return facets if is_given_on else facets.changed(funding_source="all", payer_level=None)


def shares_source(phrase: Phrase, earlier: Said) -> bool:
    """What was left over from last year pays for nothing that is told behind it."""
    return phrase.facets.flow is None and earlier.facets.funding_source != "carryover"


def says_all(stated: Stated) -> bool:
    return pattern("all_patterns").search(match_key(stated.own)) is not None


def words_of(stated: Stated) -> str:
    """The words that name a number: those before it, or else those behind it (其中3万元来自省级财政)."""
    if stated.kind == "money" and stated.same_as is not None:  # 中央资金占60%,计1800万元
        return _SHARE.sub("", match_key(stated.own))
    if stated.own and pattern("rest_patterns").fullmatch(match_key(stated.own)) is None:
        return _BRACKETS.sub("", stated.own)
    found = pattern("behind_patterns").match(match_key(stated.behind))
    return found["name"] if found else stated.own


def phase_behind(stated: Stated) -> Facets:
    """What the words behind a number say was done with it: 补助资金12万元已全部到位."""
    key = match_key(stated.behind)
    done = pattern("done_patterns").match(key)
    return read_phrase(done["verb"]).facets.only(("choices", "measure")) if done else NOTHING


def purpose_of(stated: Stated) -> str:
    """安排20万元用于技能培训: what stands behind."""
    found = pattern("purposes_patterns").match(match_key(stated.behind))
    found = found or pattern("after_patterns").match(match_key(stated.after))
    return found["item"] if found else ""


def is_phase_alone(phrase: Phrase) -> bool:
    """2030年预算执行数为: of what the sentence before it named."""
    return bool(phrase.facets.choices) and not (phrase.item or phrase.payee or phrase.facets.funding_source)


def is_done(numbers: Sequence[Stated], n: int) -> bool:
    """Does the rate behind an amount say that it is a result: 支出9万元，同比增长3%，完成预算的90%?"""
    stated = numbers[n]
    other = next((one for one in numbers[n + 1 :] if one.role != "change"), None)
    if other is None or stated.kind != "money" or other.kind != "percent":
        return False
    same = (stated.sentence, stated.part, stated.depth) == (other.sentence, other.part, other.depth)
    return same and pattern("not.done_by_rate").search(match_key(other.own)) is not None


def grew_since_last_year(numbers: Sequence[Stated], n: int) -> bool:
    """Is an amount compared with the same months of the year before: 收入7亿元，同比增长3%?"""
    stated, other = numbers[n], numbers[n + 1] if n + 1 < len(numbers) else None
    if other is None or other.role != "change" or other.kind != "percent":
        return False
    same = (stated.sentence, stated.part, stated.depth) == (other.sentence, other.part, other.depth)
    return same and match_key(other.own).startswith("同比")


def line_of_heading(headings: Sequence[str], phrase: Phrase, facets: Facets) -> tuple[str, Facets]:
    """The line of a budget that the heading names: 2.行政运行(项)。年初预算6万元，支出决算7万元."""
    heading = headings[-1] if headings else ""
    key = match_key(heading)
    if CODED.search(key):
        return key, facets.changed(flow=facets.flow or "expenditure")
    says = bool(phrase.facets.choices) and facets.fund_type is None and facets.flow is None
    if says and len(headings) > 1 and not pattern("general_headings").search(key):
        return label_item(heading), facets
    return "", facets
