"""Rows in Chinese: words for codes, 是 and 否.

Programs read codes; people read these: on a terminal in Chinese, and in workbooks whatever the language of the process.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any

import pyarrow as pa

from normalizers.topics import all_topics
from pipeline.answers.about import About
from pipeline.answers.chinese_names import code_names
from pipeline.answers.reasons import in_chinese as reason_in_chinese
from pipeline.answers.spreadsheets import rows_of

_COMPOSED: Mapping[tuple[str, str], tuple[str, ...]] = {
    ("topic_by_city", "ratios"): ("instrument", "enterprise_class", "gov_level"),
}
"""Columns whose texts are made of codes of several columns, by query and name."""
_NAMED_LIKE: Mapping[str, str] = {"table_kind": "kind", "counted": "recipient_class"}
"""Columns that hold codes of another: kinds of tables beside what stands in them; whom a list of payments counts."""
_PAGES = ("unread", "places")
"""The query and column that names pages behind file names."""
_PAGE = re.compile(r"(?<= )p\.(\d+)(?=;|$)")
_CODE = re.compile(r"[a-z_+]+")
_YES, _NO = "是", "否"


def rows_in_words(table: pa.Table, about: About) -> Iterator[list[Any]]:
    """The values of one row after the other, with Chinese words for codes and truth values.

    What is neither a published table nor the answer of a named query stays as it is: its values are the user's own."""
    says = [_say(table, column, about) if about.scope else None for column in table.schema]
    for row in rows_of(table):
        yield [
            value if say is None or value is None else say(value)
            for value, say in zip(row, says, strict=True)
        ]


def words_in(scope: str, column: str, table: pa.Table) -> Mapping[str, str]:
    """Chinese words for the codes of a column; {} for one without codes."""
    if column == "topic" and "topic_name" not in table.column_names:
        return {topic.topic: topic.topic_name for topic in all_topics()}
    if composed := _COMPOSED.get((scope, column)):
        return {code: word for name in composed for code, word in code_names(name).items()}
    return code_names(_NAMED_LIKE[column]) if column in _NAMED_LIKE else code_names(column, scope)


def composed_in_words(text: str, words: Mapping[str, str]) -> str:
    """A text of several codes, each by its word."""
    return _CODE.sub(lambda code: words.get(code[0], code[0]), text)


def places_in_words(text: str) -> str:
    """Files with their pages: `a.pdf p.2; b.pdf p.3` as `a.pdf 第2页; b.pdf 第3页`."""
    return _PAGE.sub(r"第\1页", text)


def _say(table: pa.Table, column: pa.Field, about: About) -> Callable[[Any], str] | None:
    """What makes a value of the column readable; None where it is."""
    if pa.types.is_boolean(column.type):
        return lambda value: _YES if value else _NO
    if not pa.types.is_string(column.type):
        return None
    if (about.scope, column.name) == ("documents", "status_reason"):
        return reason_in_chinese
    if (about.scope, column.name) == _PAGES:
        return places_in_words
    words = words_in(about.scope, column.name, table)
    if (about.scope, column.name) in _COMPOSED:
        return partial(composed_in_words, words=words)
    return (lambda text: words.get(text, text)) if words else None
