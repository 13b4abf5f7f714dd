"""What those pay themselves who get a support: 农户 beside or below 中央 | 省级 | 县级, 个人承担比例."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from extractors.addresses import Column, Part
from normalizers.facets import read_label
from normalizers.terms import lexicon
from normalizers.text import match_key
from pipeline.facts.term_labels import payer_of_heading
from pipeline.meaning import PartMeaning

_BEARS = re.compile(
    r"(?:自行|自己)?(?:承担|负担|分担|自付|自缴|自担|自负|自筹|出资|缴费|缴纳|交纳|支付)(?:的)?(?:保费|保险费|费用)?(?:比例|部分|份额|比重)?$"
)
_BRACKETS = re.compile(r"\([^()]*\)")
_WHOLE = Decimal(100)
_LEAST = 2  # public payers make rows of payers


def own_share_columns(meaning: PartMeaning) -> frozenset[int]:
    """The columns of ratios that payees bear: by a verb of bearing, or beside those of public payers.

    Beside these, a name of persons tells it, or that it fills what they leave of 100 in every line.
    """
    ratios = [c for c in meaning.columns if meaning.heads[c.index].measure == "ratio" and c.path]
    payers = [c for c in ratios if payer_of_heading(meaning.heads[c.index]) not in (None, "own")]
    open_ones = [c for c in ratios if payer_of_heading(meaning.heads[c.index]) is None]
    open_ones = [c for c in open_ones if not read_label(c.path[-1]).is_total]
    found = [c for c in open_ones if is_borne(c.path) or (payers and _is_private(match_key(c.path[-1])))]
    if not found and payers and len(open_ones) == 1 and _fills(meaning, payers, open_ones[0]):
        found = open_ones
    return frozenset(c.index for c in found)


def payers_of_lines(part: Part) -> dict[int, str | None]:
    """By row, who pays where every line of a part is called by a payer; "own" for persons and what they bear.

    Empty where lines are called by anything else; None is the payer of a sum.
    """
    found: dict[int, str | None] = {}
    for line in part.lines:
        if len(line.labels) != 1 or line.groups:
            return {}
        text = line.labels[0].text
        label = read_label(text)
        payer = "own" if is_borne((text,)) or _is_private(match_key(text)) else payer_of_heading(label)
        if payer is None and not label.is_total:
            return {}
        found[line.row] = payer
    return found if sum(payer not in (None, "own") for payer in found.values()) >= _LEAST else {}


def payers_beside(part: Part) -> dict[int, str | None]:
    """By row, who pays where a column of texts behind the numbers names payers alone: 承担主体 over 县级财政."""
    for column in part.of_kind("text"):
        texts = {line.row: line.texts[column.index].text for line in part.lines if column.index in line.texts}
        found = {
            row: payer_of_heading(said) for row, text in texts.items() if not (said := read_label(text)).item
        }
        if len(found) >= _LEAST and None not in found.values():
            return found
    return {}


def is_borne(path: Sequence[str]) -> bool:
    """农户承担比例: persons in front of a verb of bearing, or below a heading with one (保费负担比例 > 农户)."""
    if not path:
        return False
    key = _BRACKETS.sub("", match_key(path[-1]))
    who = _BEARS.sub("", key)
    is_below = any(_BEARS.search(_BRACKETS.sub("", match_key(outer))) for outer in path[:-1])
    return (who != key or is_below) and _is_private(who)


def _is_private(name: str) -> bool:
    return bool(lexicon().private.search(_BRACKETS.sub("", name)))


def _fills(meaning: PartMeaning, payers: list[Column], rest: Column) -> bool:
    """Do the shares of the payers and the rest make 100 in every line, and the payers alone in none?"""
    inside = {c.index for c in (*payers, rest)}
    sums: dict[int, Decimal] = {}
    rests: dict[int, Decimal] = {}
    for figure in meaning.figures:
        if figure.column.index in inside and figure.value is not None:
            sums[figure.row] = sums.get(figure.row, Decimal(0)) + figure.value
            if figure.column.index == rest.index:
                rests[figure.row] = figure.value
    return bool(rests) and all(rests[row] > 0 and sums[row] == _WHOLE for row in rests)
