"""One number for all spellings of a programme's name in a region, in every year and every document."""

from __future__ import annotations

import hashlib
import re
from functools import cache, lru_cache

from normalizers.programmes.home import Home
from normalizers.programmes.naming import programme_name
from normalizers.programmes.vocabulary import any_of, made_of
from normalizers.text import match_key

_DIGITS = 10
_FEWEST = 2  # characters
_QUOTES = str.maketrans("", "", "“”\"'‘’《》〈〉「」『』`")
# A mark between figures is a part of the number: 1-3号楼, 3.5千伏.
_PARTED = re.compile(
    r"(?<!\d)[-—–―－_.·/](?!\d)|(?<=\d)[-—–―－_.·/](?!\d)|(?<!\d)[-—–―－_.·/](?=\d)|[()\[\]{}:,;!?|、。…]"
)
_LINKS = re.compile("以及|[和与及暨的]")
_STAGE = re.compile(r"第?([0-9]{1,2}|[IV]{1,4}|[一二三四五六七八九十]{1,2})期(?!货|刊|间|限)")
_STAGES = {
    "I": "一",
    "II": "二",
    "III": "三",
    "IV": "四",
    "V": "五",
    "VI": "六",
    "VII": "七",
    "VIII": "八",
    **dict(zip("123456789", "一二三四五六七八九", strict=True)),
    "10": "十",
    "11": "十一",
    "12": "十二",
}
# 财政厅 and 财政局 are offices.
_TREASURY = re.compile(r"(中央|省|市|县|区|州)级?财政(?=[^厅局])")


@lru_cache(maxsize=16384)
def programme_key(text: str, home: Home) -> str:
    """What two spellings of one name have in common; '' where the text names no programme.

    Width, quotation marks, brackets, links (和, 及) and the `endings` make no difference; everything else does.
    """
    key = match_key(programme_name(text, home)).translate(_QUOTES).upper()
    key = _TREASURY.sub(lambda m: m[1] + ("" if m[1] == "中央" else "级"), key.replace("财政支出", ""))
    # A stage is a part of its own, whether in brackets or not: 改造工程（一期）, 改造一期工程.
    parts = _PARTED.split(_STAGE.sub(_stage, key))
    key = _LINKS.sub("", "".join(map(_without_ending, parts)))
    return "" if len(key) < _FEWEST or made_of("general").fullmatch(key) or key.isdigit() else key


def is_of_an_office(key: str) -> bool:
    """Does every office pay for such a thing: 办公设备购置, 物业管理?"""
    return bool(made_of("of_an_office").fullmatch(key))


def program_id(text: str, home: Home) -> str | None:
    """The number of the programme that a text names, such as 370600-3f9c2a10b7; None where it names none.

    What every office pays for itself is a programme of that office. Without an office it has no number, and without a
    region nothing has.
    """
    return number_of(programme_key(text, home), home)


def number_of(key: str, home: Home) -> str | None:
    """The number of the programme with this key."""
    if not key or not home.region:
        return None
    office = ""
    if is_of_an_office(key):
        if not home.office_key:
            return None
        office = home.office_key
    digest = hashlib.sha256(f"{home.region}|{office}|{key}".encode()).hexdigest()[:_DIGITS]
    return f"{home.region_code or 'zone'}-{digest}"


@cache
def _ending() -> re.Pattern[str]:
    return re.compile(rf"(?<=.){any_of('endings')}+$|^{any_of('endings')}+$")


def _without_ending(part: str) -> str:
    return _ending().sub("", part)


def _stage(found: re.Match[str]) -> str:
    """一期, however it is written, between marks that part it from the rest."""
    return f"|{_STAGES.get(found[1], found[1])}期|"
