"""What an amount is paid for each of, in folded policy text: 每张床位, 每人每月, 200元/人·月.

Units and the words around them are data: ``data/terms.toml``, section each.
"""

from __future__ import annotations

import re

from normalizers.terms.vocabulary import raw, words

_EACH_DATA = raw()["each"]
_UNITS = frozenset(_EACH_DATA["units"])
_ALONE = frozenset(_EACH_DATA["alone"])
_TIME = r"(?:自然年度?|年度|年|个?月|季度?|学年|学期|天|日|次)"
_TIME_NAMES = {"个月": "月", "季度": "季", "年度": "年", "自然年": "年", "自然年度": "年", "日": "天"}
_ALL = words(_EACH_DATA["units"]).pattern
_LONG = words(unit for unit in _EACH_DATA["units"] if len(unit) > 1).pattern
_COUNTING = words(_EACH_DATA["classifiers"]).pattern
_FIRST = words(_EACH_DATA["new"]).pattern  # 每新增1人
_OTHER = r"[^,。;:、每\d的按给补奖资支扶另再分均]"
_CUE = rf"(?=每|:|\d|$|{words(_EACH_DATA['cues']).pattern})"
_BEFORE = re.compile(
    rf"每(?:一|(?:{_FIRST})?1)?(?!{_TIME})"
    rf"(?:(?P<unit>(?:{_LONG})|(?:{_COUNTING})(?!定额|[补奖资给]){_OTHER}{{1,8}}?{_CUE}|(?:{_ALL}))"
    rf"|(?P<other>{_OTHER}{{1,6}}?){_CUE})(?:每(?P<time>{_TIME}))?"
)
_TIME_FIRST = re.compile(rf"每(?P<time>{_TIME})每(?P<unit>{_OTHER}{{1,6}}?){_CUE}")
_MEAN = re.compile(
    rf"(?P<unit>{_LONG}|[人户亩床生])均[^,。;\d]{{0,10}}标准(?:提高|调整|增加|提升)?(?:为|是|达到?|到|至|由|从)$"
)
# 亩均补助900元: of sizes alone, since a mean of persons may be what they got.
_MEAN_OF_SIZE = re.compile(
    rf"(?P<unit>{words(_EACH_DATA['sizes']).pattern})均(?:财政)?(?:投资)?(?:补[贴助]|奖补|资助)(?:标准)?(?:为|是|按)?$"
)
# 补助标准为新建户均3万元,修缮户均1万元: right in front of an amount in a sentence that lays down standards.
_MEAN_LAID_DOWN = re.compile(
    rf"标准(?:分别)?(?:为|是|:)(?:[^。;]*[^。;\d])?(?P<unit>{_LONG}|[人户亩床生])均$"
)
_ONLY_TIME = re.compile(rf"每({_TIME})")
_BEHIND = re.compile(
    rf"^(?:/|每|一)(?P<unit>[^\d,。;:()/·.、每]{{1,5}}?(?:\((?:套|件|只)\))?)(?:[/·.每](?P<time>{_TIME}))?"
    rf"(?=[,。;:、()]|$|{words(_EACH_DATA['cues_behind']).pattern})"
)


def each_before(text: str) -> tuple[str, int] | None:
    """What the amount behind a text is paid for each of, and where the text has said so."""
    found = list(_TIME_FIRST.finditer(text)) or list(_BEFORE.finditer(text))
    return (_named(found[-1]), found[-1].end()) if found else None


def each_behind(text: str) -> str | None:
    """What an amount is paid for each of by the text behind it."""
    found = _BEHIND.match(text)
    return _named(found) if found else None


def mean_of(text: str, said: str = "") -> tuple[str, int] | None:
    """What a standard is the mean of, and where that is said: 人均补助标准为 is for each 人. `said` is the sentence up
    to the amount, of which `text` is the end."""
    found = _MEAN.search(text) or _MEAN_OF_SIZE.search(text)
    if found is None and (laid_down := _MEAN_LAID_DOWN.search(said)) is not None:
        return laid_down["unit"], len(text)
    return (found["unit"], found.end()) if found else None


def time_in(text: str) -> tuple[str, int] | None:
    """A time that an amount is paid for each of, with nothing else (每月给予), and where it ends."""
    found = _ONLY_TIME.search(text)
    return (_TIME_NAMES.get(found[1], found[1]), found.end()) if found else None


def _named(found: re.Match[str]) -> str:
    parts = found.groupdict()
    unit = parts["unit"] or parts.get("other") or ""
    unit = unit[0] if unit[:1] in _ALONE and unit not in _UNITS else unit  # 每台设备, 每头母猪
    time = parts["time"]
    return f"{unit}·{_TIME_NAMES.get(time, time)}" if time else unit
