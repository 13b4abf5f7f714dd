"""Findings for a reader: by document, the gravest first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from typing import Any

from pipeline.answers.chinese_names import code_said
from pipeline.language import listed, padded, tr, width
from pipeline.names import harmless
from pipeline.nearest import did_you_mean

SQL = """
SELECT severity, "check", file_name, page_number AS page, place_text, table_id, row_index AS row,
       printed, recomputed, message
FROM findings JOIN documents USING (document_id)
WHERE ($severity IS NULL OR severity = $severity)
  AND ($check IS NULL OR "check" = $check)
  AND ($document IS NULL OR document_id = $document OR contains(file_name, $document))
ORDER BY file_name, document_id, array_position(['error', 'warning', 'info'], severity),
         page, row, "check", printed"""
"""Findings of the documents and checks that are asked for; every parameter may be null."""

CHECKS = 'SELECT DISTINCT "check" FROM findings ORDER BY ALL'
"""Checks that found something."""


_NARROWEST = 24  # cells of the column with the names of checks
_SHORTEST = 5  # and of that with the pages


def none_found(wanted: Mapping[str, Any], checks: Sequence[str]) -> str:
    """What to say when nothing fits what is `wanted`; `checks` are those that found something."""
    if not any(wanted.values()):
        return tr("no findings")
    name = wanted["check"]
    if name is None or name in checks or not checks:
        return tr("no findings like these")
    return tr(
        "no findings like these. {meant}Checks with findings: {checks}.",
        meant=did_you_mean(name, [*checks, *(code_said("check", one, "findings") for one in checks)]),
        checks=listed(map(_check_said, checks)),
    )


def as_groups(rows: Iterable[Mapping[str, Any]]) -> str:
    """One paragraph a document: its name with a count by severity, then one line a finding."""
    paragraphs = []
    for name, group in groupby(rows, key=lambda row: row["file_name"]):
        found = list(group)
        counts = {s: sum(row["severity"] == s for row in found) for s in ("error", "warning", "info")}
        said = tr(", ").join(
            tr("{count} {severity}", count=count, severity=code_said("severity", severity))
            for severity, count in counts.items()
            if count
        )
        wide = max(_NARROWEST, *(width(_check_said(row["check"])) for row in found))
        head = tr("{name}  ({counts})", name=harmless(name), counts=said)
        far = max(_SHORTEST, *(width(_place(row)) for row in found))
        paragraphs.append("\n".join([head, *(_line(row, far, wide) for row in found)]))
    return "\n\n".join(paragraphs)


def _check_said(check: str) -> str:
    """The name of a check, in Chinese with its code behind: either may be given to --check."""
    said = code_said("check", check, "findings")
    return check if said == check else f"{said}（{check}）"


def _place(row: Mapping[str, Any]) -> str:
    """The cell or sheet of a file that names them, else the page."""
    page = "" if row["page"] is None else tr("p.{page}", page=row["page"])
    return harmless(row.get("place_text") or page)


def _line(row: Mapping[str, Any], far: int, wide: int) -> str:
    severity, place = padded(code_said("severity", row["severity"]), 7), padded(_place(row), far)
    return f"  {severity}  {place}  {padded(_check_said(row['check']), wide)}  {harmless(row['message'])}"
