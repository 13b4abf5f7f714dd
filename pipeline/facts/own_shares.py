"""What those pay themselves who get a support: 农户 beside or below 中央 | 省级 | 县级, 个人承担比例."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from extractors.addresses import Column, Line, Part
from normalizers.facets import read_label
from normalizers.numbers import parse_quantity
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
    """By row, who pays where payers are all that the lines of a part are called by."""
    alone = all(len(line.labels) == 1 and not line.groups for line in part.lines)
    return last_payers(part) if alone else {}


def last_payers(part: Part) -> dict[int, str | None]:
    """By row, who pays where the last label of every line is a payer; "own" for persons and what they bear.

    Empty where any is something else, but for one that fills what the payers leave of 100 in every column: it is
    "own", too. None is the payer of a sum.
    """
    found: dict[int, str | None] = {}
    open_ones: list[Line] = []
    for line in part.lines:
        text = line.labels[-1].text if line.labels else ""
        label = read_label(text)
        payer = "own" if is_borne((text,)) or _is_private(match_key(text)) else payer_of_heading(label)
        if payer is None and not label.is_total:
            open_ones.append(line)
            payer = "own"
        found[line.row] = payer
    if open_ones:
        payers = [line for line in part.lines if found[line.row] is not None]
        if len(open_ones) > 1 or len(payers) != len({found[line.row] for line in payers}):
            return {}
        if not _fills_columns(payers, open_ones[0]):
            return {}
    return found if sum(payer not in (None, "own") for payer in found.values()) >= _LEAST else {}


def _fills_columns(payers: list[Line], rest: Line) -> bool:
    """Do the shares of a line and of the other payers make 100 in every column?"""
    sums = dict.fromkeys(rest.figures, Decimal(0))
    for line in payers:
        for index, cell in line.figures.items():
            quantity = parse_quantity(cell.text)
            if index in sums and quantity is not None and quantity.value is not None:
                sums[index] += quantity.value
    own = [parse_quantity(cell.text) for cell in rest.figures.values()]
    return bool(own) and all(q is not None and q.value for q in own) and set(sums.values()) == {_WHOLE}


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
