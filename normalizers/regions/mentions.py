"""Find region names inside titles, department names and sentences."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from normalizers.offices import begins_place, is_organisation
from normalizers.region_table import Region, make_zone
from normalizers.regions.index import SHORT, kind_key, load_index
from normalizers.regions.pick import BELOW, nearness, pick
from normalizers.text import match_key

# A name's last character that begins another word: 广州市场, 沿海区域, 旗下.
_SPLIT_WORDS = re.compile(r"市[场值价]|区[域间块划]|[县省]域|旗[下舰帜]|州[府]|盟[友员]|师[范资傅生]")
_CHINESE = re.compile(r"[\u3400-\u9fff]")
_BEFORE_PLACE = frozenset("由在对的和与及、于为向从至到以按经令")
_BEFORE_SHORT = frozenset("和与及、在如比")
_AFTER_SHORT = frozenset("和与及、等的为")
_BEFORE = 12  # characters that tell whether a phrase begins
_UNMISTAKABLE = 4  # characters of a name that is met inside no other word: 互助土族自治县


@dataclass(frozen=True, slots=True)
class _Names:
    """Names by their first two characters, longest first."""

    suffixed: dict[str, tuple[str, ...]]
    short: dict[str, tuple[str, ...]]
    starts: frozenset[str]  # of both
    zones: dict[str, tuple[str, ...]]  # that lists hold, without a code
    owners: dict[str, tuple[str, ...]]  # provinces and cities, of whose zones 高新区 and the like may be one


def find_in_text(
    text: str,
    *,
    year: int | None = None,
    parent_code: str | None = None,
    allow_short: bool = False,
    with_zones: bool = False,
) -> list[tuple[int, Region]]:
    """Every region named in `text` as ``(offset, region)``, in order; the longest name at a place counts.

    Only names with their kind are matched (广州市, 宁蒗县), so 西南大学 and 深圳某公司 name no region. A
    county must lie in a region that the text (or `parent_code`) names before, or be unique in the country
    and either long or at the beginning of a phrase, which also begins behind a year or an organisation
    (政协南县委员会). `allow_short` adds short names of provinces and cities that stand alone (``深圳 50%``),
    `with_zones` zones without a code: those that lists hold, and those named after their city (青岛高新区).
    """
    compact, offsets = _compact(text)
    context = [code for code in (parent_code,) if code]
    found: list[tuple[int, Region]] = []
    position, last_end = 0, 0
    names = _names()
    starts = names.starts if allow_short or with_zones else names.suffixed
    while position < len(compact) - 1:
        if compact[position : position + 2] not in starts:
            position += 1
            continue
        hit = (
            (with_zones and _zone_at(compact, position, year))
            or _match_at(compact, position, context, last_end, year)
            or (_short_at(compact, position, year) if allow_short else None)
        )
        if not hit:
            position += 1
            continue
        name, region = hit
        found.append((offsets[position], region))
        if region.region_code:
            context.insert(0, region.region_code)
        end = position + len(name)
        # 青岛市南区 writes one 市 for two: the district begins at the character that ends the city.
        shared = name.endswith("市") and _match_at(compact, end - 1, context[:1], end - 1, year)
        if shared and region.region_code and nearness(shared[1], region.region_code) == BELOW:
            end -= 1
        position = last_end = end
    return found


def runs_on(text: str, end: int) -> bool:
    """Is the last character of a name that ends at `end` the first of another word: 上海市|场, 第十二师|范?"""
    return _SPLIT_WORDS.match(text, end - 1) is not None


def _compact(text: str) -> tuple[str, list[int]]:
    """The text as `match_key` writes it, character by character, and where each character came from."""
    folded = list(map(_folded, text))
    return "".join(folded), [offset for offset, part in enumerate(folded) for _ in part]


@lru_cache(maxsize=8192)
def _folded(character: str) -> str:
    if character.isspace():
        return ""
    return match_key(character) if ord(character) > 0x2E7F else unicodedata.normalize("NFKC", character)


@lru_cache(maxsize=1)
def _names() -> _Names:
    suffixed: dict[str, set[str]] = {}
    short: dict[str, set[str]] = {}
    zones: dict[str, set[str]] = {}
    owners: dict[str, set[str]] = {}
    index = load_index()
    for key, known in index.by_name.items():
        coded = [(rank, region) for rank, region in known if region.region_code]
        if any(rank != SHORT for rank, _ in coded):
            suffixed.setdefault(key[:2], set()).add(key)
        if any(rank == SHORT and region.level in ("province", "city") for rank, region in coded):
            short.setdefault(key[:2], set()).add(key)
        if any(region.level in ("province", "city") for _, region in coded):
            owners.setdefault(key[:2], set()).add(key)
        if len(coded) < len(known) and index.zone_type(key):
            zones.setdefault(key[:2], set()).add(key)
    return _Names(
        _longest_first(suffixed),
        _longest_first(short),
        frozenset(suffixed.keys() | short.keys() | zones.keys()),
        _longest_first(zones),
        _longest_first(owners),
    )


def _longest_first(names: dict[str, set[str]]) -> dict[str, tuple[str, ...]]:
    return {start: tuple(sorted(found, key=len, reverse=True)) for start, found in names.items()}


def _zone_at(text: str, position: int, year: int | None) -> tuple[str, Region] | None:
    """A zone that the lists hold, or one of a city (威海高新区), whose name begins here."""
    index, names = load_index(), _names()
    start = text[position : position + 2]
    for name in names.zones.get(start, ()):
        if text.startswith(name, position) and not runs_on(text, position + len(name)):
            zone = pick(index.by_name[name], name, parent_code=None, year=year)
            return (name, zone) if zone is not None else None
    for name in names.owners.get(start, ()):
        end = position + len(name)
        if not text.startswith(name, position):
            continue
        kind = next(
            (k for k in index.zone_types if k.may_stand_alone and text.startswith(k.suffix, end)), None
        )
        owner = pick(index.by_name[name], name, parent_code=None, year=year) if kind else None
        if kind is None or owner is None or runs_on(text, end + len(kind.suffix)):
            continue
        whole = name + kind.suffix
        coded = index.zones_by_kind.get((owner.region_code or "", kind_key(kind.suffix, kind)), ())
        return whole, coded[0] if len(set(coded)) == 1 else make_zone(whole, owner)
    return None


def _match_at(
    text: str, position: int, context: list[str], last_end: int, year: int | None
) -> tuple[str, Region] | None:
    for name in _names().suffixed.get(text[position : position + 2], ()):
        end = position + len(name)
        if text.startswith(name, position) and not runs_on(text, end):
            before = text[max(0, position - _BEFORE) : position]
            region = _choose(name, before, position == last_end > 0, context, year)
            if region:
                return name, region
    return None


def _choose(name: str, before: str, follows: bool, context: list[str], year: int | None) -> Region | None:
    """The region a suffixed name means behind the words `before`. `follows` is true right after another region's
    name."""
    index = load_index()
    known = [(r, region) for r, region in index.by_name[name] if r != SHORT]
    if len(known) > 1 and not all(region.region_code for _, region in known):
        # 两江新区 was a zone before it became a district.
        of_time = pick(known, name, parent_code=None, year=year)
        known = [(r, region) for r, region in known if region.region_code and region == of_time]
    upper = [(rank, region) for rank, region in known if region.level != "county"]
    if upper:
        return pick(upper, name, parent_code=None, year=year)
    is_free = follows or not _CHINESE.match(before[-1:])
    is_named = is_organisation(before)
    # Two characters (和县, 成县, 城区) and everyday words (老城区) are met inside other words.
    if len(name) == 2 and not (is_free or is_named):
        return None
    for code in context:
        region = pick(known, name, parent_code=code, year=year)
        if region and nearness(region, code) == BELOW:
            return region
    if name in index.everyday_words or (len(name) == 2 and not is_named):
        return None
    if not (is_free or before[-1:] in _BEFORE_PLACE or len(name) >= _UNMISTAKABLE or begins_place(before)):
        return None
    return pick(known, name, parent_code=context[0] if context else None, year=year)


def _short_at(text: str, position: int, year: int | None) -> tuple[str, Region] | None:
    before = text[position - 1 : position]
    if _CHINESE.match(before) and before not in _BEFORE_SHORT:
        return None
    for name in _names().short.get(text[position : position + 2], ()):
        after = text[position + len(name) : position + len(name) + 1]
        if text.startswith(name, position) and (not _CHINESE.match(after) or after in _AFTER_SHORT):
            region = pick(load_index().by_name[name], name, parent_code=None, year=year)
            if region and region.region_code:
                return name, region
    return None
