"""Region names: from what is printed to a GB/T 2260 code, for the year of the document.

`resolve` reads one name (a cell, a department's place); `find_in_text` finds the names inside a title or a
sentence. Both know full names, short names (宁波) and names of their time (即墨市 until 2017), `resolve` also
functional zones without a code (西海岸新区). What is ambiguous or no name at all is None: nothing is guessed.
"""

from __future__ import annotations

import re
from functools import lru_cache

from normalizers.region_table import Region, all_regions, make_zone
from normalizers.regions.index import kind_key, load_index
from normalizers.regions.mentions import find_in_text
from normalizers.regions.pick import pick
from normalizers.text import clean, is_blank, match_key, strip_footnotes

__all__ = ["Region", "all_regions", "city_of", "find_in_text", "province_of", "resolve"]

_LONGEST_NAME = 30
_LEADING_NUMBER = re.compile(r"^(?:其中:?)?(?:\(?\d{1,3}[.、)]?|\(?[一二三四五六七八九十]{1,3}[、)])?")
_TRAILING_NOTE = re.compile(
    r"\((?:含|不含|包括|不包括|原|其中|注|计划单列|全市|全省|全区|(?:省|市|区|县)?本级)[^()]*\)$"
)
_OTHER_NAME = re.compile(r"^(?P<name>[^()]+)\((?P<other>[^()]+)\)$")
_GOVERNMENT = re.compile(r"(?:人民政府|管委会|管理委员会|党工委)$")
_OWN_LEVEL = re.compile(r"^(?P<kind>省|自治区|市|州|盟|区|县|旗)?(?:本级|直属|直)$")
_OWN_LEVEL_KINDS = {"省": "province", "自治区": "province", "市": "city", "州": "city", "盟": "city"}
_FREE_TRADE = re.compile(
    r"^(?:中国)?\(?(?P<province>[^()]{2,8}?)\)?(?:自由贸易试验区|自贸试验区|自贸区)(?:(?P<city>[^()]{2,8}?)片区)?$"
)
# Words that stand in sentences about zones but in no zone's name.
_NO_ZONE = re.compile(
    r"^(?:各|全|本|该|我|所|其|国家|有关|相关|上述|国家级|省级|市级|区级|县级|重点|多个|部分|主要|位于|所在|设立|建成|创建|认定)"
    r"|企业|公司|建设|支持|补助|补贴|资金|数量|个数|项目|入驻|引进|推动|推进|促进|打造|申报|名单|示范区\(|奖励|面积"
    r"|获批|新增|单位|合计|小计|总计|以上|以下|以及|[区县市][和与及]|[、,/0-9%≥≤><=。;!?]"
)


def resolve(name: str, *, parent_code: str | None = None, year: int | None = None) -> Region | None:
    """The region that a cell or label names, or None.

    `parent_code` is the city or province that the document (or table) is about: its own children come first,
    then its province, then names that are unique in the country. Leave it out for tables that compare other
    cities. Of short names shared by a city and counties the city is meant (朝阳, 大连). `year` picks the
    names of that time; without it today's come first. Zones without a code have ``region_code`` None.
    """
    if is_blank(name) or len(name) > 3 * _LONGEST_NAME:
        return None
    key = match_key(name)
    found = _resolve(key, parent_code or None, year)
    if found and found.region_code is None and found.region_name == key:
        # No list has it: keep what is printed.
        return found._replace(region_name=clean(strip_footnotes(name)))
    return found


@lru_cache(maxsize=16384)
def _resolve(key: str, parent_code: str | None, year: int | None) -> Region | None:
    key = _TRAILING_NOTE.sub("", _LEADING_NUMBER.sub("", key)).strip("-—·、,:;。")
    if not 2 <= len(key) <= _LONGEST_NAME:
        return None
    for candidate in dict.fromkeys((key, _GOVERNMENT.sub("", key))):
        found = _resolve_key(candidate, parent_code, year)
        if found:
            return found
    return _two_names(key, parent_code, year) or _zone_by_type(_GOVERNMENT.sub("", key), parent_code, year)


def _two_names(key: str, parent_code: str | None, year: int | None) -> Region | None:
    """西海岸新区(黄岛区) is what stands first; 青岛市(市南区) could be either, a whole or its part."""
    both = _OTHER_NAME.match(key)
    if both is None:
        return None
    first, other = (_resolve(both[group], parent_code, year) for group in ("name", "other"))
    if first is None or other is None:
        return None
    anchor = other.region_code or other.parent_code
    is_part = (
        first.region_code and anchor and anchor != first.region_code and _lies_in(anchor, first.region_code)
    )
    return None if is_part else first


def _resolve_key(key: str, parent_code: str | None, year: int | None) -> Region | None:
    """A known name, a chain of names (广东省珠海市), or the level of the parent itself (市本级)."""
    index = load_index()
    known = index.by_name.get(key)
    if known:
        found = pick(known, key, parent_code=parent_code, year=year)
        if found:
            return found
    own = _OWN_LEVEL.match(key)
    if own:
        return _own_level(own["kind"], parent_code, year)
    return _free_trade(key, year) or _zone_by_kind(key, parent_code) or _chain(key, parent_code, year)


def _chain(key: str, parent_code: str | None, year: int | None) -> Region | None:
    """珠海市香洲区, 青岛高新区: a region followed by something inside it. The longest first part wins."""
    index = load_index()
    for cut in range(len(key) - 1, 1, -1):
        known = index.by_name.get(key[:cut])
        first = pick(known, key[:cut], parent_code=parent_code, year=year) if known else None
        if first is None:
            continue
        found = _inside(key, cut, first, year) if first.region_code else _beside(key[cut:], first, year)
        if found:
            return found
    return None


def _inside(key: str, cut: int, outer: Region, year: int | None) -> Region | None:
    """What `key` names after `cut` inside `outer`, which is the name before it."""
    code, rest = outer.region_code, key[cut:]
    if len(rest) < 2 or code is None:
        return None
    own = _OWN_LEVEL.match(rest)
    if own:
        return outer
    found = _resolve_key(rest, code, year)
    if found == outer:  # two names of one region: 第八师石河子市
        return outer
    anchor = (found.region_code or found.parent_code) if found else None
    if found and found.region_code != code and anchor and _lies_in(anchor, code):
        return found
    return _zone_by_type(rest, code, year, whole=key)


def _beside(rest: str, zone: Region, year: int | None) -> Region | None:
    """What is known by the name behind that of a zone: 雄安新区容城县, 新疆生产建设兵团第六师."""
    if _OWN_LEVEL.match(rest):
        return zone
    found = _resolve_key(rest, zone.parent_code, year) if len(rest) >= 2 else None
    anchor = (found.region_code or found.parent_code) if found else None
    return found if anchor and zone.parent_code and _lies_in(anchor, zone.parent_code) else None


def _lies_in(code: str, outer: str) -> bool:
    """True for a region itself and all below it: codes nest by pairs of digits."""
    digits = 2 if outer.endswith("0000") else 4 if outer.endswith("00") else 6
    return code[:digits] == outer[:digits]


def _own_level(kind: str | None, parent_code: str | None, year: int | None) -> Region | None:
    """市本级 in a city's table is the city itself; in a province's table it is not known which."""
    parent = load_index().latest(parent_code, year) if parent_code else None
    if parent is None or (kind and _OWN_LEVEL_KINDS.get(kind, "county") != parent.level):
        return None
    return parent


def _free_trade(key: str, year: int | None) -> Region | None:
    """中国(山东)自由贸易试验区青岛片区 lies in its city, without one in its province."""
    found = _FREE_TRADE.match(key)
    province = resolve(found["province"], year=year) if found else None
    if found is None or province is None or province.region_code is None:
        return None
    if found["city"] is None:
        return make_zone(key, province)
    city = resolve(found["city"], parent_code=province.region_code, year=year)
    inside = (
        city is not None and city.region_code is not None and _lies_in(city.region_code, province.region_code)
    )
    return make_zone(key, city if inside else province)


def _zone_by_kind(key: str, parent_code: str | None) -> Region | None:
    """A zone with a statistical code under another spelling: 高新区 in 衡阳 is 湖南衡阳高新技术产业园区."""
    index = load_index()
    kind = index.zone_type(key)
    if kind is None or parent_code is None:
        return None
    found = index.zones_by_kind.get((parent_code, kind_key(key, kind)), ())
    return found[0] if len(set(found)) == 1 else None


def _zone_by_type(
    key: str, parent_code: str | None, year: int | None, *, whole: str | None = None
) -> Region | None:
    """A name that no list holds but that ends like a zone's: 高新区, 城南新区.

    Alone, or where the place is unknown, only words count that always name a zone (高新区, not 园区).
    """
    index = load_index()
    kind = index.zone_type(key)
    if kind is None or _NO_ZONE.search(key):
        return None
    if not kind.may_stand_alone and (key == kind.suffix or parent_code is None):
        return None
    return make_zone(whole or key, index.latest(parent_code, year) if parent_code else None)


def province_of(code: str, *, year: int | None = None) -> Region | None:
    """The province (or municipality) of any six-digit code."""
    return load_index().latest(code[:2] + "0000", year)


def city_of(code: str, *, year: int | None = None) -> Region | None:
    """The city of a city's or county's code; for a municipality's district the municipality; else None."""
    index = load_index()
    city = None if code.endswith("0000") else index.latest(code[:4] + "00", year)
    if city is not None:
        return city
    province = province_of(code, year=year)
    return province if province is not None and province.city_name else None
