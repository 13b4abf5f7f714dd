"""What the document, its programmes and its terms are about."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from normalizers.topics import named_topic, term_topic, topic_of, topic_of_first
from pipeline.context import Row

_OF_PROGRAMMES = ("budget", "indicators")
_OWN_WORDS = ("item", "base_text")


def with_topics(document: Row, rows: Mapping[str, Sequence[Row]]) -> None:
    """Fill `topic` of the document, of rows with a programme and of terms; rows of no other programme have its own."""
    own = document.get("program_name")
    codes: dict[str | None, set[str]] = defaultdict(set)
    for row in rows.get("budget", ()):
        if row.get("function_code"):
            codes[row.get("program_name")].add(row["function_code"])
    about = topic_of_first([own, document.get("title")], codes[own])
    document["topic"] = about
    by_name: dict[str | None, str | None] = {own: about, None: about}
    for name in _OF_PROGRAMMES:
        for row in rows.get(name, ()):
            program = row.get("program_name")
            if program not in by_name:
                by_name[program] = topic_of(program, codes[program])
            row["topic"] = by_name[program]
    captions = {table["table_id"]: table.get("caption") for table in rows.get("tables", ())}
    for row in rows.get("subsidy_terms", ()):
        # A sentence brings what it and its headings name.
        said = row.get("topic") or named_topic([row.get("source_text"), captions.get(row.get("table_id"))])
        words = [row.get(column) for column in _OWN_WORDS]
        row["topic"] = term_topic(words, said, row.get("instrument"), about)
