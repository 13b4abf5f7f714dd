"""Labels taught in the page: what can be said, what it would touch, what is taught and what came of it.

Nothing published changes here: the next run reads the documents again with what is taught.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pipeline.account import TAUGHT_LABEL
from pipeline.errors import JixiaoError, UsageError
from pipeline.language import tr
from pipeline.nightly.hand_edited import now
from pipeline.nightly.vocabulary_file import Entry, add_entry, drop_entry, read_vocabulary
from pipeline.review.published import Reader, Row
from pipeline.review.watched_file import Watched

# What knows meanings loads the vocabulary, which takes a while: it is loaded where it is needed.

VOCABULARY = "vocabulary.toml"
PLACES = ("end", "start", "inside", "whole")
# Reading labels with other words sets what the whole process reads with.
_READING = threading.Lock()
_SHOWN = 12
_USED = """
SELECT printed AS label, count(DISTINCT document_id) AS documents
FROM findings WHERE "check" = $check AND printed IS NOT NULL GROUP BY printed"""


@dataclass(frozen=True, slots=True)
class Tried:
    """What an entry would do to published numbers: how many, of how many documents, how many of them are facts now."""

    entry: Entry
    rest: str  # what of the label as it was given is understood without
    numbers: int
    documents: int
    facts: int
    examples: Sequence[Row]
    texts: Sequence[str]
    doubt: str


@dataclass(frozen=True, slots=True)
class Lesson:
    """An entry of the file, and what came of it. `state` is used, unused, pending; gone for one taken back."""

    label: str
    state: str
    documents: int = 0
    doubt: str = ""
    entry: Entry | None = None


@dataclass(frozen=True, slots=True)
class Lessons:
    """All of them; `problem` says why there are none to be shown."""

    taught: Sequence[Lesson] = field(default=())
    problem: JixiaoError | None = None


class Teaching:
    """The file of taught labels, beside the corrections."""

    def __init__(self, overrides: Path) -> None:
        self.path = overrides.with_name(VOCABULARY)
        self._file = Watched(self.path, read_vocabulary)

    def entry_of(self, form: Mapping[str, str]) -> tuple[Entry, str]:
        """The entry that a form asks for, and what of its label is understood without. Raises UsageError."""
        from pipeline.nightly.meanings import like, parse_meanings, plain_label
        from pipeline.nightly.taught_words import word_of

        label = form.get("label", "").strip()
        said = [form[name] for name in ("means", "means_too") if form.get(name)]
        known = form.get("like", "").strip()
        if not label:
            raise UsageError(tr("no label is given"), tr("Name the heading or label as printed."))
        if bool(said) == bool(known):
            raise UsageError(
                tr("give either a meaning or a label that means the same"),
                tr("Choose one of the meanings, or name a label that the program knows."),
            )
        with _READING:
            means = parse_meanings(said) if said else like(known)
            plain = plain_label(label)
            place = (form["where"],) if form.get("where") in PLACES else ()
            entry = Entry(
                plain, means, form.get("who", "").strip(), now(), form.get("why", "").strip(), place
            )
            word_of(entry)
        return entry, label if plain != label else ""

    def tried(self, reader: Reader, form: Mapping[str, str]) -> Tried:
        """What an entry would change; nothing is written and no document read. Raises UsageError."""
        from pipeline.answers.taught import numbers_changed, texts_changed
        from pipeline.nightly.taught_words import Taught, word_of

        entry, rest = self.entry_of(form)
        entries = [one for one in self._file.content() if one.key != entry.key]
        with _READING:
            before = Taught(self._file.content()).words
            after = (*Taught(entries).words, word_of(entry))
            rows = numbers_changed(reader.catalog, before, after).to_pylist()
            texts = [] if rows else texts_changed(reader.catalog, before, after)
            doubt = Taught([entry]).doubts().get(entry.label, "")
        at = {
            tuple(row[name] for name in ("document_id", "table_id", "row_index", "column_index")): row
            for row in rows
        }
        facts = [row for row in at.values() if row["now"] and not row["now"].startswith("none:")]
        return Tried(
            entry,
            rest,
            len(at),
            len({row["document_id"] for row in rows}),
            len(facts),
            list(at.values())[:_SHOWN],
            texts[:_SHOWN],
            doubt,
        )

    def add(self, form: Mapping[str, str]) -> Entry:
        """Write the entry of a form at the end of the file. Raises UsageError and EnvironmentProblem."""
        entry, _ = self.entry_of(form)
        add_entry(self.path, entry)
        return entry

    def drop(self, label: str) -> Sequence[Entry]:
        """Take a label out of the file. Raises UsageError and EnvironmentProblem."""
        return drop_entry(self.path, label)

    def lessons(self, reader: Reader) -> Lessons:
        """What is taught, with what came of it in the published version, and what was taken back since."""
        from pipeline.nightly.taught_words import load_taught

        try:
            with _READING:
                taught = load_taught(self.path)
                doubts, digest = taught.doubts(), taught.digest()
        except JixiaoError as error:
            return Lessons(problem=error)
        used = {row["label"]: row["documents"] for row in reader.rows(_USED, {"check": TAUGHT_LABEL})}
        is_read_so = digest is not None and _is_read_with(reader, digest)
        found = []
        for entry in taught.entries:
            documents = used.pop(entry.key, 0)
            state = "used" if documents and is_read_so else "unused" if is_read_so else "pending"
            found.append(Lesson(entry.label, state, documents, doubts.get(entry.label, ""), entry))
        return Lessons([*found, *(Lesson(label, "gone", number) for label, number in sorted(used.items()))])


def choices() -> dict[str, list[dict[str, str]]]:
    """All that a label can be taught, by facet: the rows of `meanings.listing`, those asked for most first."""
    from pipeline.nightly.meanings import listing

    with _READING:
        rows = list(listing())
    first = ("phase", "funding_source", "measure", "rate_of", "names", "no_fact")
    found: dict[str, list[dict[str, str]]] = {facet: [] for facet in first}
    for row in rows:
        found.setdefault(row["facet"], []).append(row)
    return {facet: values for facet, values in found.items() if values}


def _is_read_with(reader: Reader, digest: str) -> bool:
    """Was some document of the version read with exactly these words?"""
    sql = "SELECT 1 AS found FROM documents WHERE contains(corrections, $digest) LIMIT 1"
    return reader.row(sql, {"digest": digest}) is not None


def empty_form(label: str, who: str) -> dict[str, Any]:
    """The form for a label before anything is said of it."""
    return {"label": label, "who": who, "means": "", "means_too": "", "like": "", "where": "", "why": ""}
