"""Units of measure: exact spellings, and the unit that a heading or caption states."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from normalizers.text import match_key

_DATA = Path(__file__).parents[1] / "data" / "units.toml"
_BRACKETED = re.compile(r"\(([^()]*)\)")
_LIST = re.compile(r"[、,;]|和|及|与|或")
_MONEY = frozenset({"money", "money_fx"})
_BESIDE_MONEY = frozenset({*_MONEY, "percent", "permille"})
_STATED = re.compile(r"(?:单|単|單)\s*位\s*:?\s*")
_NEXT_LABEL = re.compile(r"[\u4e00-\u9fff]{2,5}:")
_NUMBER_END = re.compile(r"[\d.零〇一二三四五六七八九十百千万亿两几数]$")
# A bare 元 closes many words (单元, 多元); only behind these characters is it the unit of a heading.
_MONEY_WORD_END = re.compile(r"[额金数款费:,、]$")
_HEADING_LENGTH = 24
# In brackets these say which period a column covers, not in what it counts: 预算执行率（年度）.
_PERIOD_WORDS = frozenset({"年度", "季度", "季", "月", "日"})


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit of measure; `factor` turns a value into the base of its kind (yuan, per cent, pieces, m², …).

    Kinds: money, money_fx, money_rate (万元/户), percent, percentage_point, permille, count, mass, area,
    length, volume, energy, data, time (days), time_calendar (months), score, rate (家/年), scale (a bare 万),
    other.
    """

    name: str
    kind: str
    factor: Decimal
    currency: str | None = None


@cache
def load() -> dict[str, Any]:
    """The units file as read; used by the lookup and by its tests."""
    return tomllib.loads(_DATA.read_text(encoding="utf-8"))


@cache
def _index() -> tuple[dict[str, Unit], dict[str, Decimal]]:
    data = load()
    units = {
        match_key(spelling).lower(): Unit(
            spelling if u.get("each") else u["name"], u["kind"], Decimal(u["factor"]), u.get("currency")
        )
        for u in data["unit"]
        for spelling in u["spellings"]
    }
    scales = {word: Decimal(factor) for word, factor in data["scales"].items()}
    return units, dict(sorted(scales.items(), key=lambda item: -len(item[0])))


@lru_cache(maxsize=8192)
def lookup(text: str) -> Unit | None:
    """The unit whose spelling is the whole text (white space and enclosing brackets apart), else None.

    A scale word in front is understood (`万家次`), so is a quotient (`元/户`, kind money_rate or rate). A
    scale word alone (`250万`) is kind `scale`: it does not say of what.
    """
    key = match_key(text).lower().strip(".。")
    found = _exact(key)
    while found is None and key.startswith("(") and key.endswith(")"):
        key = key[1:-1]
        found = _exact(key)
    return found or _quotient(key)


def _exact(key: str) -> Unit | None:
    units, scales = _index()
    if unit := units.get(key):
        return unit
    for prefix in ("人民币", "折人民币", "折合人民币"):
        rest = units.get(key.removeprefix(prefix)) if key.startswith(prefix) else None
        if rest is None and key.startswith(prefix):
            rest = _exact(key.removeprefix(prefix))
        if rest is not None and rest.kind == "money":
            return rest
    for word, factor in scales.items():
        base = units.get(key.removeprefix(word)) if key.startswith(word) else None
        if base is not None and base.kind in load()["scaled_kinds"] and key != word + "人民币":
            return Unit(_scale_name(word) + base.name, base.kind, base.factor * factor, base.currency)
        if key == word + "人民币":
            return Unit(_scale_name(word) + "元", "money", factor, "CNY")
    if key in scales:
        return Unit(_scale_name(key), "scale", scales[key])
    return None


def _scale_name(word: str) -> str:
    return word.translate(str.maketrans("萬億佰仟", "万亿百千"))


def _quotient(key: str) -> Unit | None:
    top, slash, below = key.replace("每", "/", 1).partition("/")
    if not (slash and top and below):
        return None
    unit = _exact(top)
    parts = re.split(r"[/·*×.]", below)
    if unit is None or unit.kind in ("percent", "scale") or any(_exact(part) is None for part in parts):
        return None
    kind = "money_rate" if unit.kind in ("money", "money_fx") else "rate"
    return Unit(f"{unit.name}/{below}", kind, unit.factor, unit.currency)


@lru_cache(maxsize=16384)
def header_unit(text: str) -> Unit | None:
    """The unit that a heading, caption, row label or line above a table states; None when it states none.

    Read in this order: `单位：…`, a bracketed unit, a unit at the end of the words. Where several units are
    stated (`单位：元、%`) money comes first, because the others are printed in the cells. `单位：某局` names
    an office: None.
    """
    body = re.sub(r"\s+", " ", match_text(text))
    for candidates in (_after_label(body), _in_brackets(body), _at_end(body)):
        found = list(candidates)
        if found:
            return next((u for u in found if u.kind in ("money", "money_fx")), found[0])
    return None


def match_text(text: str) -> str:
    """Match key that keeps single spaces: words that stand apart on a line are not run together."""
    return " ".join(match_key(word) for word in text.split())


def _after_label(body: str) -> Iterator[Unit]:
    for label in _STATED.finditer(body):
        yield from _leading_units(body[label.end() :])


def _leading_units(rest: str) -> list[Unit]:
    """Units at the start of what follows `单位：`; further words may follow after a space or a bracket."""
    words = rest.split(" ")
    for count in range(len(words), 0, -1):
        phrase = "".join(words[:count])
        for form in (phrase, _BRACKETED.sub("", phrase), re.split(r"[()]", phrase.lstrip("("))[0]):
            units = _listed(form)
            if units:
                return units
    joined = "".join(words)
    for length in range(min(6, len(joined)), 0, -1):
        unit = lookup(joined[:length])
        if unit is not None and _NEXT_LABEL.match(joined[length:]):
            return [unit]
    return []


def _listed(phrase: str) -> list[Unit]:
    """Every unit of a list such as `元、%`; empty when a part of the list is no unit."""
    whole = lookup(phrase)
    if whole is not None:
        return [whole]
    units: list[Unit] = []
    parts = [part for part in _LIST.split(phrase) if part]
    for part in parts:
        unit = lookup(part)
        inner = [unit] if unit is not None else _beside_slash(part)
        if inner is None:
            return []
        units += inner
    return units if len(units) > 1 or len(parts) > 1 else []


def _beside_slash(part: str) -> list[Unit] | None:
    """万元/% are two units. 元/亩 is a rate, not money: it adds no unit to its list. None for words that are none."""
    units = [lookup(piece) for piece in part.split("/")]
    first = units[0]
    if len(units) == 1 or first is None:
        return None
    if first.kind in _MONEY and not all(u is not None and u.kind in _BESIDE_MONEY for u in units[1:]):
        return []
    return [u for u in units if u is not None] if all(units) else None


def _in_brackets(body: str) -> Iterator[Unit]:
    for group in reversed(_BRACKETED.findall(body.replace(" ", ""))):
        if group in _PERIOD_WORDS:
            continue
        units = _listed(group)
        if units:
            yield from units
        else:  # (A,万元): a column letter beside the unit
            yield from (
                u for part in re.split(r"[,;、:]", group) if (u := lookup(part)) and u.kind != "scale"
            )


def _at_end(body: str) -> Iterator[Unit]:
    key = body.replace(" ", "").rstrip("):")
    if len(key) > _HEADING_LENGTH or not key.rstrip(".。").lower().endswith(_ends()):
        return
    for length in range(min(6, len(key)), 0, -1):
        unit = lookup(key[-length:])
        if unit is None or unit.kind not in _BESIDE_MONEY:
            continue
        before = key[:-length]
        if not before or (not _NUMBER_END.search(before) and (length > 1 or _one_char_unit(unit, before))):
            yield unit
        return


@lru_cache(maxsize=1)
def _ends() -> tuple[str, ...]:
    """How spellings of units end that may stand behind the words of a heading: most headings end like none."""
    units, _ = _index()
    return ("人民币", *{key[-1] for key, unit in units.items() if unit.kind in _BESIDE_MONEY})


def _one_char_unit(unit: Unit, before: str) -> bool:
    return unit.name in ("%", "‰") or (unit.name == "元" and _MONEY_WORD_END.search(before) is not None)


def scaled(scale: Unit, money: Unit | None) -> Unit | None:
    """A bare 万 (kind scale) of some money, whatever scale that has itself: 万 of 亿元 is 万元."""
    if money is None:
        return None
    _, scales = _index()
    base = next(
        (name for word in scales if (name := money.name.removeprefix(word)) != money.name), money.name
    )
    return lookup(scale.name + base)


def to_yuan(value: Decimal, unit: Unit | None) -> Decimal | None:
    """The amount in yuan; None unless the unit is Chinese money (foreign money needs a dated rate table)."""
    return value * unit.factor if unit is not None and unit.kind == "money" else None
