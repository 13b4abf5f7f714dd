"""Names of offices inside titles and fields, and what stands before places in them.

The words are data (`data/offices.toml`).
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path

from normalizers.text import match_key

_LONGEST = 24  # characters before the ending of an office's name
_BRANCH = 8  # characters of a branch's name before its ending


@cache
def office_words() -> dict[str, list[str]]:
    """The words of offices.toml."""
    return tomllib.loads((Path(__file__).parent / "data" / "offices.toml").read_text(encoding="utf-8"))


@cache
def _office() -> re.Pattern[str]:
    words = office_words()
    end = rf"(?=$|[^\u4e00-\u9fff]|{_any('behind')})"
    none = "".join(rf"(?<!{word})" for word in words["no_offices"])
    branch = rf"(?:[\u4e00-\u9fff]{{0,{_BRANCH}}}?(?:{_any('branches')}){end})?"
    return re.compile(
        rf"(?:{_any('organisations')})?[\u4e00-\u9fff]{{1,{_LONGEST}}}?(?:(?:{_any('strong')}){none}{branch}|(?:{_any('weak')}){end})"
    )


@cache
def _begins_place() -> re.Pattern[str]:
    return re.compile(rf"(?:\d年度?|{_any('organisations')}|{_any('before_place')})$")


@cache
def _organisation() -> re.Pattern[str]:
    return re.compile(rf"(?:{_any('organisations')})$")


def _any(group: str) -> str:
    return "|".join(sorted(map(re.escape, office_words()[group]), key=len, reverse=True))


def find_office(text: str) -> str | None:
    """The first name of an office in a text, as its match key; None where it names none.

    The name begins where the run of Chinese characters begins: 2024年甲县财政局关于… gives 甲县财政局.
    """
    key = re.sub(r"\d年度?|^关于", "#", match_key(text))
    found = _office().search(key)
    return found[0] if found else None


def is_office(text: str) -> bool:
    """Is a text the name of an office and nothing else?"""
    key = match_key(text)
    return find_office(key) == key


def ends_like_office(text: str) -> bool:
    """May a text be the name of an office? What stands in the field for one need not have a known ending: 教育部."""
    key = match_key(text)
    return find_office(key) is not None or key.endswith(tuple(office_words()["endings"]))


def begins_place(before: str) -> bool:
    """May the name of a place begin behind these words (a match key): 2023年, 关于下达, 政协?"""
    return bool(_begins_place().search(before))


def is_organisation(before: str) -> bool:
    """Do these words end with an organisation that names its place behind itself: 中共, 政协?"""
    return bool(_organisation().search(before))
