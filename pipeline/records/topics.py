"""What the document, its programmes and its terms are about."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from normalizers.topics import term_topic, topic_of, topic_of_first
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
    for row in rows.get("subsidy_terms", ()):
        row["topic"] = term_topic([row.get(words) for words in _OWN_WORDS], row.get("source_text"), about)
