"""Where the money of a line comes from, when its neighbours say it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from normalizers.facets import read_label
from normalizers.labels import names_the_rest
from pipeline.context import Row

_FEWEST = 2  # sources that make a list of them


def name_the_rest(rows: Sequence[Row]) -> None:
    """其他 in a list of sources is the other sources: mark such rows of `budget`.

    A list of sources: the lines below one line, of one phase, all others of which state a source of their own.
    """
    lists: defaultdict[tuple[object, ...], list[Row]] = defaultdict(list)
    for row in rows:
        if not row["is_total"]:
            lists[(*row["line_path"][:-1], row["phase"])].append(row)
    for fellows in lists.values():
        open_ones = [row for row in fellows if row["funding_source"] is None]
        stated = {row["funding_source"] for row in fellows} - {None}
        if len(stated) >= _FEWEST and all(names_the_rest(row["line_item"] or "") for row in open_ones):
            for row in open_ones:
                row["funding_source"] = "other"


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
