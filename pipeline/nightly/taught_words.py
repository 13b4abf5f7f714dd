"""Taught words in a run: all checked, sent with each document to whoever reads it, and what came of them.

They hold for every document, since any may have the label: when they change, all documents are read again.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb

from pipeline.account import TAUGHT_LABEL
from pipeline.errors import UsageError
from pipeline.language import listed, tr
from pipeline.names import harmless, literal, shown_name
from pipeline.nightly.vocabulary_file import Entry, meaning_text, read_vocabulary

# The vocabulary is loaded where there are words: most runs have none, and it takes a while.
if TYPE_CHECKING:
    from normalizers.facets import TaughtWords, Word

_DIGITS = 16


@dataclass(frozen=True)
class Taught:
    """The entries of the file in their order, and the words that they make."""

    entries: Sequence[Entry] = ()

    @cached_property
    def words(self) -> TaughtWords:
        """What readers of documents are given."""
        return tuple(word_of(entry) for entry in self.entries)

    def digest(self) -> str | None:
        """Checksum of what the words say, wherever in the file and by whomever; None when there are none."""
        if not self.entries:
            return None
        said = sorted((word.text, sorted(word.say.items()), sorted(word.place)) for word in self.words)
        text = json.dumps(said, ensure_ascii=False)
        return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:_DIGITS]

    def unused(self, version: Path) -> list[str]:
        """Labels that gave no published document anything."""
        used = labels_used(version)
        return [entry.label for entry in self.entries if entry.key not in used]

    def doubts(self) -> dict[str, str]:
        """Labels of entries that are not needed, or that displace a meaning which the program knows: which one."""
        if not self.entries:
            return {}
        from normalizers.facets import known_meaning

        found: dict[str, str] = {}
        for entry, word in zip(self.entries, self.words, strict=True):
            known = known_meaning(entry.label)
            if known and all(known.get(facet) == value for facet, value in word.say.items()):
                found[entry.label] = tr("not needed: the program knows it")
            elif known:
                found[entry.label] = tr("displaces {meaning}", meaning=meaning_text(known))
        return found


def word_of(entry: Entry) -> Word:
    """The word that an entry makes. Raises UsageError where its meaning is unknown or contradicts itself."""
    from normalizers.facets import lost, taught_word

    try:
        word = taught_word(entry.label, entry.means, entry.place)
    except ValueError as error:
        raise UsageError(
            tr("{label}: {why}", label=harmless(entry.label), why=harmless(str(error))),
            tr("`jixiao teach meanings` lists what can be said."),
        ) from error
    if gone := lost(word):
        others = listed(f"{name}={value}" for name, value in word.say.items() if name not in gone)
        raise UsageError(
            tr(
                "{label}: {gone} does not go with {others}",
                label=harmless(entry.label),
                gone=listed(gone),
                others=others or tr("such a label"),
            ),
            tr("Teach one of them; rate_of goes with measure=rate or measure=ratio, level with names."),
        )
    return word


def load_taught(path: Path, must_exist: bool = False) -> Taught:
    """Words of a file, all of them checked. Raises UsageError when an entry is not in order or contradicts another."""
    if must_exist and not path.exists():
        raise UsageError(
            tr("{path} does not exist", path=shown_name(path)),
            tr("Name the file of taught words with --vocabulary."),
        )
    seen: dict[str, int] = {}
    entries = read_vocabulary(path)
    for number, entry in enumerate(entries, start=1):
        try:
            word_of(entry)
        except UsageError as error:
            raise UsageError(
                tr(
                    "{path}: entry {number} is not in order: {message}",
                    path=shown_name(path),
                    number=number,
                    message=error.message,
                ),
                tr("{hint} Mend or delete it, then run again; nothing was changed.", hint=error.hint),
            ) from error
        if (first := seen.setdefault(entry.key, number)) != number:
            raise UsageError(
                tr(
                    "{path}: entries {first} and {number} are both about {label}",
                    path=shown_name(path),
                    first=first,
                    number=number,
                    label=harmless(entry.label),
                ),
                tr("Delete one of them, then run again; nothing was changed."),
            )
    return Taught(entries)


def outcome_of_taught(taught: Taught, version: Path, before: Path | None) -> dict[str, Any]:
    """How many words are `taught`, those that no document has (`unused`) and those in doubt (`doubts`), and the labels
    that came (`new`) or went (`gone`) since the version before; nothing when there are and were none."""
    used, earlier = labels_used(version), labels_used(before)
    if not (taught.entries or earlier):
        return {}
    return {
        "taught": len(taught.entries),
        "unused": taught.unused(version),
        "doubts": taught.doubts(),
        "new": sorted(used - earlier),
        "gone": sorted(earlier - used),
    }


def labels_used(version: Path | None) -> frozenset[str]:
    """Taught labels that some document of a version was read with."""
    if version is None or not any((version / "findings").rglob("*.parquet")):
        return frozenset()
    files = literal(str(version / "findings")) + "/**/*.parquet"
    sql = 'SELECT DISTINCT printed FROM read_parquet(?) WHERE "check" = ? AND printed IS NOT NULL'
    with duckdb.connect() as connection:
        return frozenset(row[0] for row in connection.execute(sql, [files, TAUGHT_LABEL]).fetchall())
