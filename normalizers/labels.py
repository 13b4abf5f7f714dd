"""Labels of rows and columns: enterprise class, funding source, and whether a row is a total."""

from __future__ import annotations

import re
import tomllib
from functools import cache, lru_cache
from pathlib import Path

from normalizers.text import match_key

_DATA = Path(__file__).with_name("data") / "labels.toml"
_SERIAL = re.compile(r"^(?:\(?[一二三四五六七八九十\d]{1,3}[)、.．]+|其中:|[①-⑳])")
_BRACKETS = re.compile(r"\([^()]*\)")
_EDGE_MARKS = ":.、,;。—-*·“”\"'《》"
_TOTAL_LENGTH = 10


@cache
def load() -> dict[str, dict[str, list[str]]]:
    """The label words as read; used here and by the tests of the file."""
    return tomllib.loads(_DATA.read_text(encoding="utf-8"))


@cache
def _scanner(section: str) -> tuple[re.Pattern[str], dict[str, str]]:
    """A pattern that finds the longest word at each place, and the class of each word."""
    groups = {name: words for name, words in load()[section].items() if not name.startswith("whole_")}
    classes = {match_key(word): name for name, words in groups.items() for word in words}
    longest_first = sorted(classes, key=len, reverse=True)
    return re.compile("|".join(map(re.escape, longest_first))), classes


def _classes(section: str, text: str) -> list[str]:
    """Classes that a text names, in order and once."""
    pattern, classes = _scanner(section)
    return list(dict.fromkeys(classes[m[0]] for m in pattern.finditer(match_key(text))))


@lru_cache(maxsize=4096)
def enterprise_class(text: str) -> str | None:
    """small, general, all or other; None when the text names no class of enterprise.

    A text that names both small and general enterprises is `all`. Where `other` stands beside a size, the
    size wins: 跨境电商小微企业 is small.
    """
    found = [name for name in _classes("enterprise_class", text) if name != "other"]
    if not found:
        return "other" if _classes("enterprise_class", text) else None
    return "all" if len(found) > 1 else found[0]


def names_the_rest(text: str) -> bool:
    """Does a label name those that its neighbours do not: 其他企业, 其余企业?"""
    return match_key(text).startswith(("其他", "其它", "其余"))


@lru_cache(maxsize=4096)
def funding_source(text: str, own_level: str | None = None) -> str | None:
    """central, province, city, county, carryover, other or all; None when the label does not say who pays.

    Words that fit no level of their own (上级资金, 自筹, 政府性基金, 地方配套) are `other`, and so are labels
    that mix levels (中央和省级资金). 财政拨款 names no level: None. 本级 means `own_level`, the level of
    whoever files the report, where the caller knows it. Totals (合计, 年度资金总额) are `all`, unless the
    label names a level too.
    """
    key = _bare(text)
    for level in ("province", "city", "county"):
        if key in (match_key(word) for word in load()["funding_source"][f"whole_{level}"]):
            return level
    found = [name for name in _classes("funding_source", text) if name != "unspecified"]
    if "own_level" in found:
        found[found.index("own_level")] = own_level or ""
    named = [name for name in dict.fromkeys(found) if name not in ("all", "")]
    if len(named) == 1:
        return named[0]
    if len(named) > 1:
        return "carryover" if "carryover" in named else "other"
    return "all" if "all" in found and "" not in found else None


@lru_cache(maxsize=4096)
def is_total_label(text: str) -> bool:
    """True when the whole label says total: 合 计, （一）小计, 年度资金总额：, 全市合计; not 合计拨付金额."""
    key = _bare(text).lower()
    total = load()["total"]
    return key in total["labels"] or (len(key) <= _TOTAL_LENGTH and key.endswith(tuple(total["endings"])))


def speaks_of_sum(text: str) -> bool:
    """Does a heading say anywhere that it sums up: 2023年资金合计, 累计下达?"""
    return any(word in match_key(text) for word in load()["total"]["sums"])


def is_whole_region(text: str) -> bool:
    """Does a label among places name all of them together (全市)?"""
    return _bare(text) in load()["total"]["whole_region"]


def _bare(text: str) -> str:
    """Match key without serial number, bracketed notes and punctuation at the ends."""
    key = _SERIAL.sub("", match_key(text))
    return (_BRACKETS.sub("", key) or key.strip("()")).strip(_EDGE_MARKS)
