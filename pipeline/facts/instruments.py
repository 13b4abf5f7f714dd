"""What kind of support a term is, when the other terms of its table, or the other sentences of its document, say it."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.context import Row

_FEWEST = 2  # terms that say of what a table is


def follow_the_others(rows: Sequence[Row]) -> None:
    """补贴比例为40% in a table whose other ratios are all shares of premiums is one, too: mark such rows of
    `subsidy_terms`.

    `rows`: those of one table, or of the sentences of one document. A row that says of what it is a share is left as it
    is, and so are all where several kinds are told.
    """
    ratios = [row for row in rows if row["ratio_pct"] is not None]
    stated = [row["instrument"] for row in ratios if row["instrument"] is not None]
    if len(stated) < _FEWEST or len(set(stated)) > 1:
        return
    for row in ratios:
        if row["instrument"] is None and not row["base_text"]:
            row["instrument"] = stated[0]
