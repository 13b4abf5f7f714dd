"""The regions that the words of a number name."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from normalizers import regions
from normalizers.text import match_key
from pipeline.context import Context
from pipeline.prose.settled_number import Said
from pipeline.prose.words import pattern

_LONGEST_PLACE = 14  # letters of a label that is a place
_PURSE = re.compile(
    r"(?<=[县市区州盟旗省])(?:本?级)?(?:财政|配套|自筹|承担|负担)(?:资金|补助)?(?:安排|配套|承担|负担)?$"
)
_OF_ALL = ("共", "累计", "全", "其余", "其他", "各")


def settle_place(said: Said, context: Context) -> None:
    """Set the region of a number: the one that its words name, else the document's."""
    said.region_code, said.region_name = context.region_code, context.region_name
    found = _named_in(said.stated.own, context)
    own = _place(said.stated.own, context)
    own = own or next(filter(None, (_place(text, context) for text in said.stated.outer)), None)
    said.is_place = own is not None and not said.facets.is_whole_region
    named = own if own is not None else (found[-1][1] if found else None)
    said.several_regions = len({region.region_code or region.region_name for _, region in found}) > 1
    said.regions = [r for name in said.stated.each if (r := _region_of(name, context)) is not None]
    said.mentions_region = named is not None
    if named is None and said.stated.kind == "money" and _is_zone(said.stated.own):
        said.names_region, said.is_place = True, True
        said.region_code, said.region_name = None, said.stated.own
        said.item, said.path = (said.path[-2] if len(said.path) > 1 else ""), said.path[:-1]
        return
    if named is None or said.facets.is_whole_region:
        return
    if (named.region_code or named.region_name) == (context.region_code or context.region_name):
        level = own_level(context.region_code)
        if said.facets.funding_source is None and level is not None and _names_purse(said.stated.own):
            said.facets = replace(said.facets, funding_source=level, payer_level=level)
        return
    if (level := _level_above(named, context)) is not None:
        if said.facets.funding_source is None:  # 江西省配套 in a county's report is the province's money
            said.facets = replace(said.facets, funding_source=level, payer_level=level)
        return
    said.names_region = True
    if said.item and (said.is_place or named in [region for _, region in _named_in(said.item, context)]):
        said.item = said.path[-2] if len(said.path) > 1 else ""
        said.path = said.path[:-1]
    said.region_code, said.region_name = named.region_code, named.region_name


def own_level(code: str | None) -> str | None:
    """province, city or county by the code of a region."""
    if code is None:
        return None
    return "province" if code.endswith("0000") else "city" if code.endswith("00") else "county"


def _names_purse(own: str) -> bool:
    """Is it the purse of a place and nothing else: 阳春市财政, 阳春市本级配套?"""
    return _PURSE.search(match_key(own)) is not None


def carry_subject(said: Said, before: Sequence[Said], context: Context) -> None:
    """Give a number that names nothing the place that its part of the sentence, up to the semicolon, speaks of.

    会昌县下达资金286万元，实际支出172.5万元，执行率60.31%: all three are the county's. Of several places in a row
    (甲县9万元，乙县6万元，实际支出…) none is the subject of what stands behind.
    """
    if said.mentions_region or said.names_region or said.facets.is_whole_region or not before:
        return
    names_other = bool(said.phrase.item or said.phrase.payee) or _speaks_of_all(said)
    if said.parent is not None or said.stated.parts or said.stated.depth or names_other:
        return
    last = before[-1]
    if _part(last) != _part(said) or not last.names_region:
        return
    if not last.is_carried and not _is_subject(last, before[-2] if len(before) > 1 else None, context):
        return
    said.names_region = said.is_carried = True
    said.region_code, said.region_name = last.region_code, last.region_name


def _is_subject(said: Said, before: Said | None, context: Context) -> bool:
    """Does its clause begin with the place that it names, and is it not the next one of a list of places?"""
    found = _named_in(said.stated.own, context)
    if len(found) != 1 or said.regions or said.stated.shared or said.parent is not None:
        return False
    is_next = before is not None and before.names_region and not before.is_carried
    if is_next and before is not None and _part(before) == _part(said):
        return False
    ahead = match_key(said.stated.own[: found[0][0]])
    return not pattern("times_patterns").sub("", ahead).strip(",")


def _part(said: Said) -> tuple[int, int, int]:
    return said.stated.sentence, said.stated.part, said.stated.depth


def _speaks_of_all(said: Said) -> bool:
    key = match_key(said.stated.own)
    return pattern("all_patterns").search(key) is not None or key.startswith(_OF_ALL)


def _named_in(text: str, context: Context) -> list[tuple[int, regions.Region]]:
    """Regions and zones that a text names, with their offsets; not those that a place takes in (市级（含高新区）)."""
    own = pattern("taken_in_patterns").sub("", text)
    return regions.find_in_text(
        own, year=context.fiscal_year, parent_code=context.region_code, with_zones=True
    )


def _is_zone(name: str) -> bool:
    """Is it the name of a zone alone, of which no code is known?"""
    return pattern("zones_patterns").fullmatch(match_key(name)) is not None


def _level_above(region: regions.Region, context: Context) -> str | None:
    """province or city where the document's region lies in another one, or is not known."""
    own, code = context.region_code or region.region_code or "", region.region_code or ""
    if code.endswith("0000") and own[:2] == code[:2]:
        return "province"
    return "city" if code.endswith("00") and own[:4] == code[:4] else None


def _place(name: str, context: Context) -> regions.Region | None:
    """The region that a whole label names, or the zone, where it is one that is known or named after its city."""
    if len(name) > _LONGEST_PLACE:
        return None
    found = regions.resolve(name, parent_code=context.region_code, year=context.fiscal_year)
    if found is None or found.region_code:
        return found
    return found if (0, found) in _named_in(name, context) else None


def _region_of(name: str, context: Context) -> regions.Region | None:
    name = pattern("verbs_patterns").sub("", name)
    own = regions.resolve(name, parent_code=context.region_code, year=context.fiscal_year)
    if own is not None:
        return own
    found = regions.find_in_text(name, year=context.fiscal_year, parent_code=context.region_code)
    return found[-1][1] if found else None
