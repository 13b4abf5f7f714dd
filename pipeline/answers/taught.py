"""What a taught word would change in what is published: found in the labels of all numbers, nothing is read again."""

from __future__ import annotations

from typing import Any

import pyarrow as pa

from normalizers.facets import Facets, TaughtWords, as_if_taught, read_label, teachable
from normalizers.text import match_key
from pipeline.answers.catalog import Catalog

_LABELS = """
SELECT DISTINCT unnest(list_concat(coalesce(row_path, []), coalesce(column_path, []))) AS label FROM figures"""
_NUMBERS = """
SELECT d.file_name, f.page_number, f.value_text, l.label, l.reads, l.would_read, f.fact_table AS now,
       array_to_string(f.row_path, ' > ') AS row_path, array_to_string(f.column_path, ' > ') AS column_path,
       f.document_id, f.table_id, f.row_index, f.column_index
FROM figures AS f
JOIN documents AS d USING (document_id)
JOIN (SELECT unnest($labels) AS label, unnest($reads) AS reads, unnest($would_read) AS would_read) AS l
  ON list_contains(f.row_path, l.label) OR list_contains(f.column_path, l.label)
ORDER BY d.file_name, f.document_id, f.page_number, f.table_id, f.row_index, f.column_index, l.label"""
_CELLS = "SELECT DISTINCT text FROM cells WHERE text IS NOT NULL"


def numbers_changed(catalog: Catalog, before: TaughtWords, after: TaughtWords) -> pa.Table:
    """One row for each published number and label that leads to it and would be read otherwise with other words."""
    labels = _changed(_texts(catalog, _LABELS), before, after)
    return catalog.select(
        _NUMBERS,
        {
            "labels": [label for label, _, _ in labels],
            "reads": [was for _, was, _ in labels],
            "would_read": [becomes for _, _, becomes in labels],
        },
    )


def texts_changed(catalog: Catalog, before: TaughtWords, after: TaughtWords) -> list[str]:
    """Texts of published cells, headings over texts among them, that would be read otherwise."""
    return [label for label, _, _ in _changed(_texts(catalog, _CELLS), before, after)]


def _texts(catalog: Catalog, sql: str) -> list[str]:
    return [text for text in catalog.select(sql).column(0).to_pylist() if text]


def _changed(labels: list[str], before: TaughtWords, after: TaughtWords) -> list[tuple[str, str, str]]:
    """Labels that are read otherwise, with what they say now and would say."""
    keys = {word.text for word in (*before, *after)}
    labels = sorted(label for label in labels if any(key in match_key(label).lower() for key in keys))
    with as_if_taught(before):
        now = [_said(read_label(label)) for label in labels]
    with as_if_taught(after):
        then = [_said(read_label(label)) for label in labels]
    return [(label, a, b) for label, a, b in zip(labels, now, then, strict=True) if a != b]


def _said(facets: Facets) -> str:
    """What a label says, in one line: facets that can be taught, and the name that is left."""
    parts: list[str] = []
    for facet in teachable():
        value: Any = facets.choices if facet == "phase" else getattr(facets, facet)
        if value not in (None, False, ()):
            parts.append(
                f"{facet}={'/'.join(map(str, value)) if isinstance(value, tuple) else str(value).lower()}"
            )
    if facets.item:
        parts.append(f"item={facets.item}")
    return ", ".join(parts)
