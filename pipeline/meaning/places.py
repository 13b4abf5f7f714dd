"""Where the money of a number goes: regions among the names of rows and among the headings."""

from __future__ import annotations

from collections.abc import Iterable
from operator import or_

from extractors.addresses import Column, Line
from normalizers import regions
from normalizers.facets import Facets, read_label
from normalizers.text import match_key
from pipeline.context import TableRows

_MOSTLY = 0.6
_LEAST = 3  # names of regions that make rows or columns those of regions
_LONGEST = 16


def are_regions(view: TableRows, texts: Iterable[str]) -> bool:
    """Are nearly all of these names, totals left aside, those of places? Of two both must be, one at least below the
    place that the document is of: the other may be that place itself (州本级)."""
    named = [text for text in texts if not read_label(text).is_total]
    if len(named) < _LEAST:
        below = [_is_known_below(view, text) for text in named]
        said = [read_label(text) for text in named]
        of_own = [one.own_level or bool(one.payer_level and one.region) for one in said]
        return len(set(named)) > 1 and any(below) and all(map(or_, below, of_own))
    short = [text for text in named if len(match_key(text)) <= _LONGEST]
    found = sum(_resolve(view, text) is not None for text in short)
    return found >= _MOSTLY * len(named)


def _is_known_below(view: TableRows, text: str) -> bool:
    """Is a name that of a place of the list which lies within the document's own?"""
    own = view.context.region_code
    found = _resolve(view, text) if own and len(match_key(text)) <= _LONGEST else None
    code = found.region_code if found is not None else None
    if own is None or code is None:
        return False
    within = own[:2] if own.endswith("0000") else own[:4] if own.endswith("00") else own
    return code != own and code.startswith(within)


def regions_across(view: TableRows, columns: Iterable[Column], heads: dict[int, Facets]) -> dict[int, str]:
    """The regions that columns of figures are named by, by grid column; none where only some name places.

    全市 and 市本级 side by side are levels of one budget, no regions that share it.
    """
    named = {
        c.index: c.path
        for c in columns
        if c.path and not heads[c.index].is_total and heads[c.index].measure in (None, "amount")
    }
    found = {
        index: text
        for index, path in named.items()
        if (text := next((t for t in reversed(path) if _is_below(view, t)), None)) is not None
    }
    distinct = {match_key(text) for text in found.values()}
    return found if len(distinct) >= _LEAST and len(found) >= _MOSTLY * len(named) else {}


def without_corner(
    stubs: Iterable[Column], heads: dict[int, Facets], across: dict[int, str]
) -> dict[int, Facets]:
    """`heads` by grid column; where regions stand across, 地区 in the corner names them and not the rows."""
    corner = {c.index for c in stubs if "region" in heads[c.index].names[:1]} if across else set()
    return {i: head.changed(names=()) if i in corner else head for i, head in heads.items()}


def _is_below(view: TableRows, text: str) -> bool:
    """Does a heading name a place below the document's own?"""
    facets = read_label(text)
    if facets.is_whole_region or facets.own_level or facets.payer_level or len(match_key(text)) > _LONGEST:
        return False
    if facets.region is None and facets.item:
        return _resolve(view, text) is not None
    return facets.region is not None and not facets.choices and not facets.flow


def _resolve(view: TableRows, text: str) -> regions.Region | None:
    context = view.context
    return regions.resolve(_name(text), parent_code=context.region_code, year=context.fiscal_year)


def _name(text: str) -> str:
    return read_label(text).name or text


def region_of(view: TableRows, line: Line, text: str | None, is_place: bool) -> tuple[str | None, str | None]:
    """Code and name of the region of numbers in a line: the one that `text` names, else the document's. A text that
    surely `is_place` names one even where no list holds it."""
    own = view.context.region_code, view.context.region_name
    if not text:
        return own
    said = read_label(text)
    around = _region_around(view, line, text)
    if around is not None:
        return around.region_code, around.region_name if said.is_total else text
    if said.is_total or said.is_whole_region:
        return own
    found = _resolve(view, text)
    if found is not None:
        return found.region_code, text
    return (None, text) if is_place else own


def _region_around(view: TableRows, line: Line, text: str) -> regions.Region | None:
    """The region beside whose rows 小计 and 市本级 stand: they are all of it, and the city itself."""
    facets = read_label(text)
    if not facets.is_total and not (facets.own_level or facets.payer_level):
        return None
    found = (
        _resolve(view, group.text) for group in reversed((*line.groups, *line.labels)) if group.text != text
    )
    return next((region for region in found if region is not None), None)
