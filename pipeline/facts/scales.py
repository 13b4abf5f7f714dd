"""Scales of awards: a line for each band of what was attained, and what is given within it."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache

from extractors.addresses import Line
from normalizers.facets import read_label
from normalizers.numbers import read_band
from normalizers.terms import ending_in, lexicon, phrase_words
from normalizers.text import match_key
from pipeline.meaning import Figure, PartMeaning, main_label, plain_name

_OF_PAYEES = frozenset({"region", "recipient", "person", "program"})
_LEAST = 2  # bands make a scale


def is_scale(meaning: PartMeaning) -> bool:
    """Do the lines of a part hold the bands of one column, and no line a payee, a number of them or a sum?

    What is given within a band is a standard then, whatever its heading calls it: sums that were paid have payees,
    are counted or add up.
    """
    heads = meaning.heads.values()
    if any(_OF_PAYEES.intersection(head.names[:1]) or head.measure == "count" for head in heads):
        return False
    lines = meaning.part.lines
    if len(lines) < _LEAST or any(_is_sum(meaning, line) for line in lines):
        return False
    banded = Counter(column for line in lines for column in _banded(line))
    return any(
        count == len(lines) and meaning.heads[column].measure not in ("cap", "ratio", "standard")
        for column, count in banded.items()
        if column in meaning.heads
    )


def is_band(label: str) -> bool:
    """Is a label bounds alone: 300万元（含）至1000万元?"""
    return read_band(label) is not None


def names_award(label: str) -> bool:
    """Is a label the name of a support, though a class of enterprises stands in it: 规上企业奖励?

    一般企业最高补助金额 says what is measured.
    """
    key = match_key(label)
    is_measured = read_label(label).measure is not None or lexicon().cap_context.search(key)
    return bool(ending_in("support_names").search(key)) and not is_measured


def is_given_in_band(figure: Figure) -> bool:
    """Does a heading call a number what is given (奖励金额, 奖补资金), and not when: no budget, nothing paid out?"""
    facets = figure.facets
    is_open = set(facets.choices) == {"paid", "due"} or (not facets.choices and facets.phase is None)
    if facets.measure not in (None, "amount") or facets.no_fact or not is_open or not figure.column.path:
        return False
    return (
        bool(_given().search(match_key(plain_name(figure.column.path[-1]))))
        and read_band(figure.text) is None
    )


@cache
def _given() -> re.Pattern[str]:
    return re.compile(rf"(?:{phrase_words('support_names').pattern})(?:资金|金额|额度|数额|总额|款|额|金)?$")


def _is_sum(meaning: PartMeaning, line: Line) -> bool:
    label = main_label(line, meaning.heads)
    return label is not None and read_label(label.text).is_total


def _banded(line: Line) -> list[int]:
    cells = [(index, cell.text) for index, cell in {**line.texts, **line.figures}.items()]
    cells += [(label.column, label.text) for label in line.labels]
    return list(dict.fromkeys(index for index, text in cells if read_band(text) is not None))
