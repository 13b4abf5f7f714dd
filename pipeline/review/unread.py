"""Numbers of one document that nothing understands, below the heading or beside the label that they are charged to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.answers.named_queries import find_query
from pipeline.review.published import Reader, Row

_MOST_GROUPS = 60
_MOST_NUMBERS = 2000
_SHOWN = 24
_PARTS = " > "
_NUMBERS = """
SELECT f.page_number, f.table_id, f.row_index, f.column_index, f.value_text, f.fact_table,
       nullif(array_to_string(f.column_path, ' > '), '') AS heading,
       nullif(array_to_string(f.row_path, ' > '), '') AS label
FROM figures AS f
WHERE f.document_id = $id AND f.table_id IS NOT NULL
  AND (f.fact_table IS NULL OR ($understood AND starts_with(f.fact_table, 'none:')))
ORDER BY f.page_number, f.table_id, f.row_index, f.column_index
LIMIT $size"""


@dataclass(frozen=True, slots=True)
class Group:
    """A heading or label (`kind`), outermost part first, with its numbers; `reason` where they are understood."""

    kind: str
    parts: Sequence[str]
    reason: str | None
    count: int
    caption: str | None
    numbers: Sequence[Row]


def groups(reader: Reader, document_id: str, understood: bool = False) -> list[Group]:
    """Most numbers first; with `understood` also those that are understood and no fact."""
    given = {"document": document_id, "understood": "yes" if understood else "no"}
    rows = find_query("unread").run(reader.catalog, given).to_pylist()[:_MOST_GROUPS]
    asked = {"id": document_id, "understood": understood, "size": _MOST_NUMBERS}
    numbers = reader.rows(_NUMBERS, asked)
    found = []
    for row in rows:
        own, numbers = _parted(numbers, row)
        parts = row["path"].split(_PARTS) if row["path"] else []
        found.append(
            Group(row["path_kind"], parts, row["reason"], row["numbers"], row["caption"], own[:_SHOWN])
        )
    return found


def _parted(numbers: Sequence[Row], group: Row) -> tuple[list[Row], list[Row]]:
    """The numbers of a group, and the others."""
    own: list[Row] = []
    others: list[Row] = []
    for number in numbers:
        reason = number["fact_table"].removeprefix("none:") if number["fact_table"] else None
        is_own = number[group["path_kind"]] == group["path"] and reason == group["reason"]
        (own if is_own else others).append(number)
    return own, others
