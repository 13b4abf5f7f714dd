"""Corrections applied to what was read, each only while it still speaks of what the document says.

A correction names its fact by place, printed text and the value that was wrong. Where the reading no longer says
that, the fact stays as read and a finding says so: a correction never meets a fact that it was not made for.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import astuple, dataclass, field
from pathlib import Path
from typing import Any

import pyarrow as pa

from pipeline.answers.chinese_names import code_name, column_name, table_name
from pipeline.column_sums import AMOUNTS, column_sums
from pipeline.errors import UsageError
from pipeline.language import tr
from pipeline.names import harmless, shown_name
from pipeline.nightly.override_file import Override, check, parse_value, read_overrides, value_text
from pipeline.rows import tables_from_rows
from pipeline.schemas import FACTS

Row = dict[str, Any]
_DIGITS = 16
_OUTDATED, _UNNEEDED = "override_outdated", "override_unneeded"


@dataclass(slots=True)
class Overrides:
    """All corrections by document, oldest first, and what came of those of the documents read so far."""

    by_document: Mapping[str, Sequence[Override]] = field(default_factory=dict)
    applied: int = 0
    outdated: int = 0
    unneeded: int = 0

    def digest(self, document_id: str) -> str | None:
        """Checksum of a document's corrections; None when it has none. What `documents.corrections` holds."""
        lines = self.by_document.get(document_id)
        if not lines:
            return None
        text = json.dumps([astuple(line) for line in lines], ensure_ascii=False)
        return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:_DIGITS]

    def unknown(self, published: Iterable[str]) -> list[str]:
        """Documents that corrections name and that are not published, sorted."""
        return sorted(self.by_document.keys() - set(published))


def load_overrides(path: Path, must_exist: bool = False) -> Overrides:
    """Corrections of a file, all of them checked.

    Raises UsageError that names the line when one is broken, so that a run stops before it publishes anything without
    the others; also when the file is not there and must be.
    """
    if must_exist and not path.exists():
        raise UsageError(
            tr("{path} does not exist", path=shown_name(path)),
            tr("Name the file of corrections with --overrides."),
        )
    by_document: dict[str, list[Override]] = defaultdict(list)
    for number, line in enumerate(read_overrides(path), start=1):
        try:
            check(line)
        except UsageError as error:
            raise UsageError(
                tr(
                    "{path}: correction {number} is not in order: {message}",
                    path=shown_name(path),
                    number=number,
                    message=harmless(error.message),
                ),
                tr("{hint} Mend or delete the line, then run again; nothing was changed.", hint=error.hint)
                if error.hint
                else tr("Mend or delete the line, then run again; nothing was changed."),
            ) from error
        by_document[line.document_id].append(line)
    return Overrides(dict(by_document))


def correct(
    overrides: Overrides, document: Mapping[str, Any], rows: Mapping[str, pa.Table]
) -> tuple[Mapping[str, Any], Mapping[str, pa.Table]]:
    """A document as it was read, and as it is to be published."""
    digest = overrides.digest(document["document_id"])
    if digest is None:
        return document, rows
    marked = {**document, "corrections": digest}
    if document["status"] == "failed":
        return marked, rows
    readable = {name: rows[name].to_pylist() for name in (*FACTS, "findings") if name in rows}
    corrected = apply_overrides(overrides, document["document_id"], readable)
    return marked, {**rows, **tables_from_rows(corrected)}


def apply_overrides(
    overrides: Overrides, document_id: str, rows: Mapping[str, Sequence[Row]]
) -> dict[str, list[Row]]:
    """Rows of a document by table, corrected, with the findings that the corrections gave. `rows` is left alone."""
    corrected = {name: [dict(row) for row in found] for name, found in rows.items()}
    facts = _by_place(corrected)
    findings = corrected.setdefault("findings", [])
    as_read: dict[tuple[int, str], list[Any]] = {}
    for line in overrides.by_document.get(document_id, ()):
        problem = _apply(line, facts.get(_place(line), []), as_read)
        if problem is None:
            overrides.applied += 1
            continue
        if problem[0] == _UNNEEDED:
            overrides.unneeded += 1
        else:
            overrides.outdated += 1
        findings.append(_finding(line, *problem))
    findings += _broken_sums(document_id, rows, corrected)
    return {name: found for name, found in corrected.items() if found}


def _broken_sums(
    document_id: str, read: Mapping[str, Sequence[Row]], corrected: Mapping[str, Sequence[Row]]
) -> Iterator[Row]:
    """A finding for each total that the lines of its column made as read, and do not make as corrected."""
    for table in AMOUNTS:
        if read.get(table, ()) == corrected.get(table, ()):
            continue
        before = column_sums(read.get(table, ()), table)
        for key, after in column_sums(corrected.get(table, ()), table).items():
            if after.holds or key not in before or not before[key].holds:
                continue
            row = after.row
            label = row.get("line_item") or row.get("item") or row.get("region_name") or "合计"
            message = (
                f"更正之后，“{label}”为{after.amount:,.2f}元，同列其余非合计行相加为{after.together:,.2f}元；"
                "更正之前两者相符，请核对更正"
            )
            yield {
                "document_id": document_id,
                "check": "correction_breaks_sum",
                "severity": "warning",
                "table_id": row["table_id"],
                "page_number": row["page_number"],
                "row_index": row["row_index"],
                "printed": f"{after.amount:.2f}",
                "recomputed": f"{after.together:.2f}",
                "tolerance": float(after.tolerance),
                "message": harmless(message),
            }


def _apply(
    line: Override, places: Sequence[Row], as_read: dict[tuple[int, str], list[Any]]
) -> tuple[str, str, str] | None:
    """Correct the one fact that the line speaks of; else check, severity and why not.

    `as_read`: for a fact and column that was corrected, the values that it had one after the other. A second
    correction may have been written before the first was published, so it may speak of any of them.
    """
    name = line.column

    def values(row: Row) -> list[Any]:
        return as_read.get((id(row), name)) or [row.get(name)]

    meant = [row for row in places if _among(line, line.old_value, values(row))]
    if len(meant) > 1:
        return _OUTDATED, "warning", f"同一位置有{len(meant)}条数据与更正相符，无法确定所指，均保留读出的值"
    if not meant:
        if any(_among(line, line.new_value, values(row)[:1]) for row in places):
            now = _in_words(line, line.new_value)
            return _UNNEEDED, "info", f"现在读出的值已是“{now}”，这条更正不再需要"
        said = "、".join(sorted({f"“{_in_words(line, values(row)[-1])}”" for row in places}))
        now = f"现在读出的是{said}" if places else "该位置现在没有这段原文"
        then = _in_words(line, line.old_value)
        return _OUTDATED, "warning", f"{now}，与更正时的“{then}”不符，未作更正"
    [row] = meant
    before = values(row)
    row[name] = parse_value(line.table, name, line.new_value)
    as_read[id(row), name] = [*before, row[name]]
    now, then = (_in_words(line, value) for value in (row[name], before[-1]))
    said = f"{_column(line)} = {now}，原读作“{then}”"
    note = harmless(f"{said}（{line.who}，{line.at}：{line.why}）")
    row["corrected"] = "；".join(filter(None, (row.get("corrected"), note)))
    return None


def _column(line: Override) -> str:
    named = column_name(line.column, line.table)
    return named.label if named else line.column


def _in_words(line: Override, value: Any) -> str:
    """A value as people read it: a code by its word."""
    text = value_text(value)
    return code_name(line.column, text, line.table) if text else text


def _among(line: Override, text: str, values: Sequence[Any]) -> bool:
    """Whether a text of the file is one of the values, however it is written (1,000 or 1000.00)."""
    wanted = parse_value(line.table, line.column, text)
    return any(wanted == value or text == value_text(value) for value in values)


def _by_place(rows: Mapping[str, Sequence[Row]]) -> dict[tuple[str, ...], list[Row]]:
    facts: dict[tuple[str, ...], list[Row]] = defaultdict(list)
    for table in FACTS:
        for row in rows.get(table, ()):
            place = (row.get(name) for name in ("table_id", "page_number", "row_index", "column_index"))
            facts[table, *map(value_text, place), row.get("source_text") or ""].append(row)
    return facts


def _place(line: Override) -> tuple[str, ...]:
    numbers = (line.page_number, line.row_index, line.column_index)
    return line.table, line.table_id, *(str(int(text)) if text else "" for text in numbers), line.source_text


def _finding(line: Override, check: str, severity: str, why: str) -> Row:
    return {
        "document_id": line.document_id,
        "check": check,
        "severity": severity,
        "table_id": line.table_id or None,
        "page_number": int(line.page_number) if line.page_number else None,
        "row_index": int(line.row_index) if line.row_index else None,
        "printed": line.source_text or None,
        "recomputed": line.new_value or None,
        "message": harmless(
            f"{line.who}于{line.at}对“{table_name(line.table).label}”中“{_column(line)}”的更正：{why}。"
        ),
    }
