"""Tables in Chinese: words for codes, 是 and 否, and on the terminal the Chinese names of the columns.

Programs read codes and identifiers; people read these. Workbooks hold the words, whatever the language of the process.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import partial

import pyarrow as pa
import pyarrow.compute as pc

from normalizers.topics import all_topics
from pipeline.answers.about import About
from pipeline.answers.chinese_names import code_names
from pipeline.answers.reasons import in_chinese as reason_in_chinese

_COMPOSED: Mapping[tuple[str, str], tuple[str, ...]] = {
    ("topic_by_city", "ratios"): ("instrument", "enterprise_class", "gov_level"),
}
"""Columns whose texts are made of codes of several columns, by query and name."""
_CODE = re.compile(r"[a-z_+]+")
_YES, _NO = "是", "否"


def worded(table: pa.Table, about: About) -> pa.Table:
    """The rows with Chinese words for codes and truth values. What is neither a published table nor the answer of a
    named query stays as it is: its values are the user's own."""
    if not about.scope:
        return table
    for index, column in enumerate(table.schema):
        if pa.types.is_boolean(column.type):
            said = pc.if_else(table.column(index), _YES, _NO)
        elif (about.scope, column.name) == ("documents", "status_reason"):
            said = _each(table.column(index), reason_in_chinese)
        elif pa.types.is_string(column.type) and (words := words_in(about.scope, column.name, table)):
            composed = (about.scope, column.name) in _COMPOSED
            said = _each(table.column(index), partial(_in_words, words=words, composed=composed))
        else:
            continue
        table = table.set_column(index, column.name, said)
    return table


def in_chinese(table: pa.Table, about: About) -> pa.Table:
    """The same with the Chinese names of the columns, each once."""
    if not about.scope:
        return table
    return worded(table, about).rename_columns(about.labels(table.column_names))


def words_in(scope: str, column: str, table: pa.Table) -> Mapping[str, str]:
    """Chinese words for the codes of a column; {} for one without codes."""
    if column == "topic" and "topic_name" not in table.column_names:
        return {topic.topic: topic.topic_name for topic in all_topics()}
    if composed := _COMPOSED.get((scope, column)):
        return {code: word for name in composed for code, word in code_names(name).items()}
    return code_names(column, scope)


def composed_in_words(text: str, words: Mapping[str, str]) -> str:
    """A text of several codes, each by its word."""
    return _CODE.sub(lambda code: words.get(code[0], code[0]), text)


def _in_words(text: str, words: Mapping[str, str], composed: bool) -> str:
    return composed_in_words(text, words) if composed else words.get(text, text)


def _each(column: pa.ChunkedArray, say: Callable[[str], str]) -> pa.ChunkedArray:
    """Every text in Chinese; each is said once, however often it stands there."""
    chunks = []
    for chunk in column.chunks:
        encoded = chunk.dictionary_encode()
        said = pa.array(map(say, encoded.dictionary.to_pylist()), pa.string())
        chunks.append(pa.DictionaryArray.from_arrays(encoded.indices, said).cast(pa.string()))
    return pa.chunked_array(chunks, pa.string())
