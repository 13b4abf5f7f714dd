"""What a list shows, taken away as a table: CSV or Excel, with the filters applied, in the language of the page."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from urllib.parse import quote

import pyarrow as pa
from starlette.responses import Response

from pipeline.answers.about import About, warned
from pipeline.answers.spreadsheets import LONGEST_TEXT, write_csv
from pipeline.answers.workbook import Sheet, write_workbook
from pipeline.errors import UsageError
from pipeline.language import Message, tr
from pipeline.review.published import Row
from pipeline.review.texts import Texts

FORMATS = ("xlsx", "csv")
MOST = 100_000
"""Rows of a download."""
_KINDS = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}


@dataclass(frozen=True, slots=True)
class Answer:
    """A table to take away. `coded` are the columns whose values are codes; `given` what it was narrowed to."""

    title: str
    columns: Sequence[str]
    rows: Sequence[Row]
    coded: frozenset[str] = frozenset()
    scope: str = ""
    given: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Said(About):
    """What is known of the table, its columns called as the page calls them."""

    said: Mapping[str, str] = field(default_factory=dict)

    def label(self, column: str) -> str:
        return self.said.get(column, column)


def download(
    answer: Answer, kind: str, say: Texts, version: int, invented: Message | None = None
) -> Response:
    """The file. Raises UsageError for more rows than a file may have. `invented` warns of figures that are."""
    if len(answer.rows) > MOST:
        raise UsageError(
            tr("there are more than {most} rows", most=f"{MOST:,}").in_language(say.language),
            tr("Narrow the list first, or use `jixiao query` with --output.").in_language(say.language),
        )
    said = dict(zip(answer.columns, _labels(answer.columns, say), strict=True))
    table = pa.table({name: _column(answer, name, say) for name in answer.columns})
    if kind == "csv":
        text = io.StringIO()
        write_csv(table.rename_columns([said[name] for name in answer.columns]), text)
        body = text.getvalue().encode("utf-8-sig")  # the mark tells spreadsheet programs that it is UTF-8
    else:
        facts = {say("take.version"): str(version)} | {
            say("take.given"): " · ".join(f"{name}={value}" for name, value in answer.given.items() if value)
        }
        about = warned(
            _Said(
                answer.title, answer.scope, {}, {key: text for key, text in facts.items() if text}, said=said
            ),
            invented,
        )
        stream = io.BytesIO()
        write_workbook([Sheet(answer.title, table, about)], about, stream)
        body = stream.getvalue()
    name = f"{answer.title}-{date.today().isoformat()}.{kind}"
    return Response(
        body,
        media_type=_KINDS[kind],
        headers={
            "Content-Disposition": f"attachment; filename=\"jixiao.{kind}\"; filename*=UTF-8''{quote(name)}"
        },
    )


def _labels(columns: Iterable[str], say: Texts) -> list[str]:
    return [say(f"column.{name}") for name in columns]


def _column(answer: Answer, name: str, say: Texts) -> pa.Array:
    values = [_value(row[name], name in answer.coded, name, say) for row in answer.rows]
    return pa.array(values)


def _value(value: Any, is_code: bool, name: str, say: Texts) -> Any:
    if isinstance(value, bool):
        return say("code.yes" if value else "code.no")
    if isinstance(value, str):
        return say.code(name, value)[:LONGEST_TEXT] if is_code else value[:LONGEST_TEXT]
    return value
