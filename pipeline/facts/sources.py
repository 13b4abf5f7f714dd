"""Where the money of a line comes from, when its neighbours say it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

from normalizers.facets import read_label
from normalizers.labels import names_the_rest
from pipeline.context import Row
from pipeline.meaning import PartMeaning, plain_name

_FEWEST = 2  # sources that make a list of them
_LEVELS = frozenset({"central", "province", "city", "county"})
_PREFIX = re.compile("中央|自治区|[省市县区]级")


def columns_of_one_source(meaning: PartMeaning) -> frozenset[int]:
    """Grid columns that state no source and are one all the same: each adds up with others that state theirs
    (财政拨款收入 and 事业收入 in 收入合计), so a total of its rows is none of several sources."""
    of_rows = {f.column.index for f in meaning.figures if f.facets.funding_source}
    found = set()
    for place, column in enumerate(meaning.columns):
        if column.index in of_rows or _states_source(meaning, place):
            continue
        beside = [
            at for at in range(len(meaning.columns)) if at != place and _is_of_stage(meaning, at, place)
        ]
        fellows = [at for at in beside if not _is_whole(meaning, at, place)]
        if len(fellows) < len(beside) and any(_states_source(meaning, at) for at in fellows):
            found.add(column.index)
    return frozenset(found)


def _is_of_stage(meaning: PartMeaning, at: int, place: int) -> bool:
    own, other = (meaning.heads[meaning.columns[n].index].choices for n in (place, at))
    return own == other


def _is_whole(meaning: PartMeaning, at: int, place: int) -> bool:
    """Is a figure column the sum of another, or called a sum of those beside it?"""
    one = meaning.sums.columns[at]
    return place in one.total_of or (one.is_named and not one.total_of)


def _states_source(meaning: PartMeaning, at: int) -> bool:
    """Does the heading of a figure column, or of one that it sums up, state a source?"""
    own = meaning.heads[meaning.columns[at].index].funding_source
    return own is not None or any(_states_source(meaning, part) for part in meaning.sums.columns[at].total_of)


def name_the_rest(rows: Sequence[Row]) -> None:
    """其他 in a list of sources is the other sources: mark such rows of `budget`.

    A list of sources: the lines below one line, of one phase, all others of which state a source of their own; or of
    income, several of which do (事业收入, 上级补助收入).
    """
    lists: defaultdict[tuple[object, ...], list[Row]] = defaultdict(list)
    for row in rows:
        if not row["is_total"]:
            lists[(*row["line_path"][:-1], row["phase"])].append(row)
    for fellows in lists.values():
        _name_by_level(fellows)
        open_ones = [row for row in fellows if row["funding_source"] is None]
        stated = {row["funding_source"] for row in fellows} - {None}
        rest = [row for row in open_ones if names_the_rest(plain_name(row["line_item"] or ""))]
        income = {row["line_item"] for row in fellows if row["funding_source"] and row["flow"] == "income"}
        if (len(stated) >= _FEWEST and rest == open_ones) or len(income) >= _FEWEST:
            for row in rest:
                row["funding_source"] = "other"


def _name_by_level(fellows: Sequence[Row]) -> None:
    """中央水利发展资金 beside 自治区财政资金 and 县财政资金 is the part that the level in front of its name pays."""
    stated = {row["funding_source"] for row in fellows} & _LEVELS
    for row in fellows if len(stated) >= _FEWEST else ():
        found = _PREFIX.match(plain_name(row["line_item"] or ""))
        said = read_label(found[0]).funding_source if found else None
        if row["funding_source"] is None and said in _LEVELS - stated:
            row["funding_source"] = said


def inherit_sources(rows: Sequence[Row]) -> None:
    """What stands below 上年结转 is carried over, too: a line without a source has that of the nearest line above it.

    A line above that says the whole (资金总额) says nothing of its parts, nor does one that has a name of its own.
    """
    for row in rows:
        if row["funding_source"] is None:
            above = map(read_label, reversed(row["line_path"][:-1]))
            said = next((one for one in above if one.funding_source), None)
            if said is not None and said.funding_source != "all" and not said.item:
                row["funding_source"] = said.funding_source
