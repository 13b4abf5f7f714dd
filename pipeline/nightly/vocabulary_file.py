"""The file of taught words: what headings and labels mean that the program does not know, or knows otherwise.

    # Forms of the district's programme office
    [[word]]
    label = "落地资金"
    means = { phase = "executed" }
    who = "王芳"
    at = "2026-11-20T08:00:00Z"
    why = "表注：落地资金指实际支出"

`jixiao teach` adds entries at the end and takes their lines out; all else in the file, comments too, stays as it is.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from normalizers.text import match_key
from pipeline.answers.facet_words import meaning_in_chinese
from pipeline.errors import UsageError
from pipeline.language import Name, listed, tr
from pipeline.names import harmless, shown_name
from pipeline.nightly.hand_edited import check_texts, check_time, exclusive, replace, text_of

_WORD = "word"
_NEEDED = ("label", "means", "who", "at", "why")
_KEYS = (*_NEEDED, "place")
_HEADER = re.compile(r"\s*\[\[\s*word\s*\]\]")
_TABLE = re.compile(r"\s*\[")
_BLANK_OR_COMMENT = re.compile(r"\s*(#.*)?$")


@dataclass(frozen=True, slots=True)
class Entry:
    """One taught label. `means` and `place` as `facets.taught_word` takes them; `at` is UTC: 2026-11-20T08:00:00Z."""

    label: str
    means: Mapping[str, Any]
    who: str
    at: str
    why: str
    place: Sequence[str] = field(default=())

    @property
    def key(self) -> str:
        """What tells labels apart: width, case and spaces do not."""
        return match_key(self.label).lower()

    def meaning(self) -> Name:
        """The meaning in one line: phase=executed, flow=expenditure; in Chinese by its words."""
        return meaning_text(self.means)


def meaning_text(means: Mapping[str, Any]) -> Name:
    """Facets with their values, as `--means` takes them in either language."""
    said = ((facet, one) for facet, value in means.items() for one in _listed(value))
    codes = ", ".join(facet if one is True else f"{facet}={one}" for facet, one in said)
    return Name(meaning_in_chinese(means), codes)


def check_entry(entry: Entry) -> None:
    """Raises UsageError that says what of an entry, its meaning aside, is not in order."""
    for name in ("label", "who", "why"):
        if not getattr(entry, name).strip():
            raise UsageError(
                tr("{name} is empty", name=name), tr("Say which label is taught, who teaches it, and why.")
            )
    check_texts(label=entry.label, who=entry.who, why=entry.why)
    check_time(entry.at)


def read_vocabulary(path: Path) -> list[Entry]:
    """All entries in their order; none when there is no file. Raises UsageError when it is not in order."""
    return _entries(path, text_of(path))


def add_entry(path: Path, entry: Entry) -> None:
    """Add an entry at the end.

    Raises UsageError for one that is not in order or whose label is there already.
    """
    check_entry(entry)
    with exclusive(path):
        text = text_of(path)
        before = _entries(path, text)
        if any(one.key == entry.key for one in before):
            raise UsageError(
                tr("{path} has {label} already", path=shown_name(path), label=harmless(entry.label)),
                tr("Take it back first: jixiao teach forget {label}.", label=harmless(entry.label)),
            )
        gap = "" if not text else "\n" if text.endswith("\n") else "\n\n"
        _replace_checked(path, f"{text}{gap}{_as_toml(entry)}", [*before, entry])


def drop_entry(path: Path, label: str) -> list[Entry]:
    """Take the entries of a label out, and return them; comments stay. Raises UsageError when there are none."""
    key = match_key(label).lower()
    with exclusive(path):
        text = text_of(path)
        before = _entries(path, text)
        dropped = [one for one in before if one.key == key]
        if not dropped:
            taught = "、".join(harmless(one.label) for one in before) or tr("nothing")
            raise UsageError(
                tr("{path} has no {label}", path=shown_name(path), label=harmless(label)),
                tr("What is taught: {taught}.", taught=taught),
            )
        numbers = {n for n, one in enumerate(before) if one.key == key}
        _replace_checked(path, _without(text, numbers), [one for one in before if one.key != key])
    return dropped


def _replace_checked(path: Path, text: str, wanted: Sequence[Entry]) -> None:
    """Write the text, if it says what is wanted; a file written by hand may be laid out in ways that we do not know."""
    try:
        sound = _entries(path, text) == list(wanted)
    except UsageError:
        sound = False
    if not sound:
        raise UsageError(
            tr("{path} is laid out in a way that cannot be changed safely", path=shown_name(path)),
            tr("Change it in a text editor; nothing was written."),
        )
    replace(path, text)


def _without(text: str, numbers: set[int]) -> str:
    """The text without the lines of these entries; comments and blank lines stay."""
    kept, number, inside = [], -1, False
    for line in text.splitlines(keepends=True):
        if _HEADER.match(line):
            number, inside = number + 1, True
        elif _TABLE.match(line):
            inside = False
        if not (inside and number in numbers) or _BLANK_OR_COMMENT.match(line):
            kept.append(line)
    # One blank line between entries is enough where several came together.
    return re.sub(r"\n{3,}", "\n\n", "".join(kept)).lstrip("\n")


def _entries(path: Path, text: str) -> list[Entry]:
    try:
        body = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise UsageError(
            tr("{path} is not TOML: {error}", path=shown_name(path), error=error),
            tr("Mend it; nothing was changed."),
        ) from error
    rows = body.pop(_WORD, [])
    if body or not isinstance(rows, list):
        raise UsageError(
            tr(
                "{path} holds {body}, which is no list of words",
                path=shown_name(path),
                body=harmless(listed(body) or _WORD),
            ),
            tr("Each entry stands below a line [[word]]."),
        )
    return [_entry(path, number, row) for number, row in enumerate(rows, start=1)]


def _entry(path: Path, number: int, row: Any) -> Entry:
    where = tr("{path}: entry {number}", path=shown_name(path), number=number)
    row = row if isinstance(row, dict) else {}
    if wrong := [key for key in row if key not in _KEYS] or [key for key in _NEEDED if key not in row]:
        raise UsageError(
            tr("{where} has {key}", where=where, key=harmless(wrong[0]))
            if wrong[0] in row
            else tr("{where} lacks {key}", where=where, key=harmless(wrong[0])),
            tr("Its keys are {needed}, and place if wanted.", needed=listed(_NEEDED)),
        )
    place = row.get("place", [])
    texts = all(isinstance(row[key], str) for key in ("label", "who", "at", "why"))
    if not (texts and isinstance(row["means"], dict) and isinstance(place, list)):
        raise UsageError(
            tr("{where} is not in order", where=where),
            tr(
                'label, who, at and why are texts; means is such as { phase = "executed" }, place a list of texts.'
            ),
        )
    entry = Entry(row["label"], row["means"], row["who"], row["at"], row["why"], tuple(place))
    try:
        check_entry(entry)
    except UsageError as error:
        raise UsageError(
            tr("{where} is not in order: {message}", where=where, message=error.message), error.hint
        ) from error
    return entry


def _as_toml(entry: Entry) -> str:
    means = ", ".join(f"{facet} = {_value(value)}" for facet, value in entry.means.items())
    lines = [f"[[{_WORD}]]", f"label = {_value(entry.label)}", f"means = {{ {means} }}"]
    if entry.place:
        lines.append(f"place = {_value(list(entry.place))}")
    return "\n".join(
        [*lines, *(f"{name} = {_value(getattr(entry, name))}" for name in ("who", "at", "why")), ""]
    )


def _value(value: Any) -> str:
    """A text, number, truth or list of them: JSON writes those as TOML does."""
    return json.dumps(value, ensure_ascii=False)


def _listed(value: Any) -> Sequence[Any]:
    return value if isinstance(value, list | tuple) else (value,)
