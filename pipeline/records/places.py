"""The region of a document: that of its title, else of the offices it names, else the one its text speaks of."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from normalizers import regions
from normalizers.offices import find_office
from normalizers.region_table import Region
from normalizers.regions import load_index
from normalizers.text import match_key

_SHORT_COUNTY = re.compile(r"[\u4e00-\u9fff]县")  # 市区 and 新区 are names, too, and words
_BRANCH = re.compile(r"([\u4e00-\u9fff]{2,6})(?:分局|分院|支局|管理部)$")
_FRONT = re.compile(r"^(?:关于)?(?:(?:19|20)\d\d年?度?)?")
_BEHIND_ZONE = ("本级", "管委会", "管理委员会")
_AHEAD = 26  # characters of a text in which the name of its zone ends
_DOMINANT = 2  # times as often as any other a region must be mentioned


class Place(NamedTuple):
    """A region, and what is to be said of how it was found: `stated`, `mentioned` or `ambiguous`."""

    region: Region | None
    how: str
    printed: str = ""


def place_of(stated: Iterable[str], captions: list[str], lines: list[str], year: int | None) -> Place:
    """The region of the first stated text (title, offices, nearest first) that names one.

    A county whose name others bear as well counts where the document speaks of the one city that it lies in. Else
    the region that captions and lines mention most counts, if it stands out.
    """
    votes, by_code = _mentions(captions, lines, year)
    for text in filter(None, stated):
        found = named_region(text, year)
        if found is not None:
            return Place(found, "stated")
        several = _namesakes(text)
        if several:
            near = [r for r in several if r.parent_code in votes or r.region_code in votes]
            one = near[0] if len({r.region_code for r in near}) == 1 else None
            return Place(one, "mentioned" if one else "ambiguous", several[0].region_name)
    found = _outstanding(votes, by_code)
    return Place(found, "mentioned", found.region_name if found else "")


def place_of_filler(place: Place, offices: Iterable[str], year: int | None) -> Place:
    """The place of a form: that of the office that fills it in, where it lies inside the one whose form it is.

    青海省财政专项资金绩效目标表, filled in by the office of a county, is the county's.
    """
    found = {r.region_code: r for text in offices if (r := named_region(text, year)) is not None}
    inner = next(iter(found.values())) if len(found) == 1 else None
    if place.how != "stated" or place.region is None or inner is None or inner.region_code is None:
        return place
    is_inside = inner.region_code != place.region.region_code and _lies_in(inner, place.region)
    return Place(inner, "stated") if is_inside else place


def named_region(text: str, year: int | None = None) -> Region | None:
    """The region or zone that a title or the name of an office names: of 省, 市 and 区 in a row the last."""
    chain = _chain(text, year)
    zone = _zone(text, year)
    if zone is not None and (chain is None or _lies_in(zone, chain)):
        return zone
    branch = _BRANCH.search(match_key(find_office(text) or ""))
    if chain is not None and branch and chain.level != "county":
        for start in range(len(branch[1]) - 1):
            inner = regions.resolve(branch[1][start:], parent_code=chain.region_code, year=year)
            if inner is not None and inner.region_code and _lies_in(inner, chain):
                return inner
    return chain


def _chain(text: str, year: int | None) -> Region | None:
    chain: Region | None = None
    for _, region in regions.find_in_text(text, year=year):
        if region.region_code is None:
            continue
        if chain is not None and not _lies_in(region, chain):
            break
        chain = region
    # In running text two characters are too few to be sure of a place; a paper or an office begins with its own.
    short = _SHORT_COUNTY.match(_FRONT.sub("", match_key(text))) if chain is None else None
    return regions.resolve(short[0], year=year) if short else chain


def _lies_in(inner: Region, outer: Region) -> bool:
    """Does a region or zone lie in another one, or is it the same?"""
    code, own = outer.region_code or "", inner.region_code or inner.parent_code or ""
    digits = 2 if code.endswith("0000") else 4 if code.endswith("00") else 6
    return bool(code) and (own[:digits] == code[:digits] or inner.parent_code == code)


def _zone(text: str, year: int | None) -> Region | None:
    """The zone that a text begins with: one of the lists, or one whose own office or year stands behind it."""
    index = load_index()
    key = _FRONT.sub("", match_key(text))
    for end in range(3, min(len(key), _AHEAD) + 1):
        name = key[:end]
        is_typed = index.zone_type(name) is not None
        if not is_typed and not any(r.region_code is None and r.region_name == name for r in _listed(name)):
            continue
        found = regions.resolve(name, year=year)
        if found is None or not found.is_functional_zone or not (found.region_code or found.parent_code):
            continue
        if not is_typed and regions.runs_on(key, end):
            continue
        rest = key[end:]
        inner = None if is_typed else _zone(rest, year)  # 新疆生产建设兵团第十二师
        if inner is not None and inner.parent_code == found.parent_code:
            return inner
        is_listed = is_typed and match_key(found.region_name) in index.by_name
        if index.zone_type(rest[:6]) is None and (is_listed or _ends_name(rest)):
            return found
    return None


def _listed(key: str) -> list[Region]:
    """Regions and zones that the lists hold under a name."""
    return [region for _, region in load_index().by_name.get(key, ())]


def _ends_name(rest: str) -> bool:
    office = find_office(rest)
    return (
        not rest
        or rest[0].isdigit()
        or rest.startswith(_BEHIND_ZONE)
        or bool(office and rest.startswith(office))
    )


def _namesakes(text: str) -> list[Region]:
    """The counties of one name with which a text begins, where several bear it: 鼓楼区民政局."""
    index = load_index()
    key = _FRONT.sub("", match_key(text))
    for end in range(min(len(key), 8), 1, -1):
        known = [
            r for _, r in index.by_name.get(key[:end], ()) if r.region_name == key[:end] and not r.valid_to
        ]
        if len({r.region_code for r in known}) > 1:
            return known
    return []


def _mentions(
    captions: list[str], lines: list[str], year: int | None
) -> tuple[Counter[str], dict[str, Region]]:
    votes: Counter[str] = Counter()
    by_code: dict[str, Region] = {}
    for weight, text in [*((3, c) for c in captions), *((1, line) for line in lines)]:
        for _, region in regions.find_in_text(text, year=year):
            if region.region_code:
                votes[region.region_code] += weight
                by_code[region.region_code] = region
    return votes, by_code


def _outstanding(votes: Counter[str], by_code: dict[str, Region]) -> Region | None:
    """The region mentioned most, if none that is no part of it and does not hold it is mentioned half as often."""
    first = votes.most_common(1)
    if not first:
        return None
    best = by_code[first[0][0]]
    others = [n for code, n in votes.items() if not _related(by_code[code], best)]
    return best if first[0][1] >= _DOMINANT * max(others, default=0) else None


def _related(a: Region, b: Region) -> bool:
    return _lies_in(a, b) or _lies_in(b, a)
