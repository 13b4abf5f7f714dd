"""Names of regions and zones in labels, as printed. Which region a name means needs the document: `regions`."""

from __future__ import annotations

from functools import cache
from typing import Any

from normalizers.facets.vocabulary import load
from normalizers.regions import SHORT, load_index

_LONGEST = 20


@cache
def _data() -> dict[str, Any]:
    return load("regions")


@cache
def _known() -> tuple[frozenset[str], frozenset[str]]:
    """Names with their kind (宜良县, 西海岸新区), and short ones that are no everyday words (宁波)."""
    index = load_index()
    full = {key for key, found in index.by_name.items() if any(rank != SHORT for rank, _ in found)}
    short = {key for key in index.by_name if key not in full and key not in index.everyday_words}
    return frozenset(key.lower() for key in full), frozenset(short)


@cache
def _zone_ends() -> frozenset[str]:
    return frozenset(kind.suffix[-1] for kind in load_index().zone_types)


def is_region(key: str) -> bool:
    """Is a whole label the name of a region or zone? A name that no list holds must end like one (甲县)."""
    if not 2 <= len(key) <= _LONGEST:
        return False
    full, short = _known()
    if key in full or key in short:
        return True
    return _reads_like_region(key) or _reads_like_zone(key) or _is_chain(key)


def region_prefixes(key: str, start: int) -> list[int]:
    """Where names of regions that begin at `start` end.

    Names with their kind count (宜良县目标值): 宁波 may begin any name, and so may what only reads like a
    region. Those count before words such as 合计 and 本级.
    """
    full, short = _known()
    last, behind = _last(), tuple(_data()["behind"])
    found = []
    for end in range(min(len(key), start + _LONGEST), start + 1, -1):
        part = key[start:end]
        is_name = key[end - 1] in last and (part in full or _is_chain(part))
        if is_name or (key.startswith(behind, end) and (part in short or _reads_like_region(part))):
            found.append(end)
    return found


def runs_on(key: str, end: int) -> bool:
    """Does the word go on where a name seems to end: 北京市|场, 宜良县|城?"""
    return key.startswith(tuple(_data()["not_before"]), end)


@cache
def _last() -> frozenset[str]:
    return frozenset(_data()["last"])


def _is_chain(key: str) -> bool:
    """四川省成都市, 永州市双牌县: known names one inside the other."""
    full, _ = _known()
    if key[-1] not in _last():
        return False
    return any(key[:cut] in full and key[cut:] in full for cut in range(2, len(key) - 1))


def _reads_like_region(key: str) -> bool:
    """甲县, 清河镇: short, and neither a word of the language (超市) nor a sort of region (贫困县)."""
    data = _data()
    return (
        2 <= len(key) <= data["longest_unknown"]
        and key[-1] in _last()
        and key.endswith(tuple(data["kinds"]))
        and not key.endswith(tuple(data["no_kinds"]))
        and not key.startswith(tuple(data["sorts"]))
        and all("\u4e00" <= character <= "\u9fff" for character in key)
    )


def _reads_like_zone(key: str) -> bool:
    data = _data()
    kind = load_index().zone_type(key) if key[-1] in _zone_ends() else None
    if kind is None or len(key) > data["longest_zone"] or key.startswith(tuple(data["sorts"])):
        return False
    if key == kind.suffix:
        return kind.may_stand_alone
    return not any(word in key for word in data["no_zones"])
