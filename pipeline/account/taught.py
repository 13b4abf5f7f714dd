"""Findings about labels that were read as a user taught: which words, and what became of the numbers below them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from pipeline.answers.facet_words import meaning_in_chinese
from pipeline.schemas import NO_FACT

if TYPE_CHECKING:
    from normalizers.facets import TaughtWords, Word

Row = Mapping[str, Any]
TAUGHT_LABEL = "taught_label"


def taught_labels(
    document_id: str, words: TaughtWords, figures: Iterable[Row], cells: Iterable[Row]
) -> list[dict[str, Any]]:
    """Rows of `findings`, one for each taught word that gives a label of a number or the text of a cell its meaning."""
    if not words:
        return []
    figures, cells = list(figures), list(cells)
    found = (_finding(document_id, word, figures, cells) for word in words)
    return [finding for finding in found if finding is not None]


def _finding(
    document_id: str, word: Word, figures: Sequence[Row], cells: Sequence[Row]
) -> dict[str, Any] | None:
    # Only processes that read documents load the vocabulary.
    from normalizers.facets import is_read_by

    numbers = [
        row
        for row in figures
        if any(
            is_read_by(label, word) for name in ("row_path", "column_path") for label in row.get(name) or ()
        )
    ]
    places = numbers or [row for row in cells if is_read_by(row["text"] or "", word)]
    if not places:
        return None
    taken = [row["fact_table"] for row in numbers if row.get("fact_table")]
    facts = sum(not name.startswith(NO_FACT) for name in taken)
    said = f"其下{len(numbers)}个数字，{facts}个归入数据" if numbers else f"共{len(places)}处"
    return {
        "document_id": document_id,
        "check": TAUGHT_LABEL,
        "severity": "info",
        "table_id": places[0].get("table_id"),
        "page_number": places[0].get("page_number"),
        "row_index": places[0].get("row_index"),
        "printed": word.text,
        "message": f"按词汇表所教理解“{word.text}”（{meaning_in_chinese(word.say)}）：{said}",
    }
