"""The regions that the words of a number name."""

from __future__ import annotations

from dataclasses import replace

from normalizers import regions
from normalizers.text import match_key
from pipeline.context import Context
from pipeline.prose.said import Said
from pipeline.prose.words import pattern

_LONGEST_PLACE = 14  # letters of a label that is a place


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
