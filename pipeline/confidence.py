"""The last word on how sure a fact's reading is: doubts that show only when the whole document has been read."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from pipeline.schemas import FACTS

Row = dict[str, Any]

CONTRADICTED = 0.5
"""At most, for a figure that had to be recognised and breaks a sum or a rate: most likely it was misread."""
DAMAGED = 0.5
"""At most, for what stands on a page whose content or fonts are damaged: it may be something else than was printed."""
DEDUCED = 0.85
"""At most, for an amount whose unit is not stated beside its table but deduced from the running text."""
ASSUMED = 0.85
"""At most, for an amount whose phase no label and no caption states: it follows from the kind of the document, or from
the columns beside it."""
_ARITHMETIC = frozenset(
    {
        "completion_rate_differs",
        "ocr_slip",
        "rate_differs",
        "score_sum_differs",
        "sum_differs_across",
        "sum_differs_down",
        "target_sum_differs",
    }
)


def settle_confidence(
    rows: Mapping[str, Iterable[Row]], findings: Iterable[Mapping[str, Any]], recognised: Collection[int]
) -> None:
    """Lower the confidence of facts in place; values stay.

    `recognised` are the pages that were read from their picture. On other pages a broken sum says that the
    document is wrong, not that it was read wrongly.
    """
    broken = {
        (found["table_id"], found["row_index"])
        for found in findings
        if found["check"] in _ARITHMETIC and found.get("page_number") in recognised
    } - {(None, None)}
    for name in FACTS:
        for row in rows.get(name, ()):
            if (row.get("table_id"), row.get("row_index")) in broken:
                row["confidence"] = min(row["confidence"], CONTRADICTED)
            if row.get("unit_source") == "document":
                row["confidence"] = min(row["confidence"], DEDUCED)


def doubt_damaged(rows: Mapping[str, Iterable[Row]], pages: Collection[int]) -> None:
    """Lower the confidence of all facts of damaged `pages` in place; values stay."""
    for name in FACTS:
        for row in rows.get(name, ()):
            if row["page_number"] in pages:
                row["confidence"] = min(row["confidence"], DAMAGED)
