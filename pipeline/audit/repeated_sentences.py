"""The same sentence with another figure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from normalizers.text import match_key
from pipeline.audit.figures import EXACT, Figure, read_figure
from pipeline.audit.rules import Report

_SENTENCES = re.compile(r"[。；;！!]")
_CLAUSES = re.compile(r"(?<!\d),|,(?!\d{3})|[，、]")
_FIGURE = re.compile(r"(?<![\d.])\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?")
_AMOUNT = re.compile(r"([^\d%]*[\u4e00-\u9fff]{4,}[^\d%]*?)(\d[\d,]*(?:\.\d+)?)((?:亿|万|千)?(?:美)?元)")
_SENTENCE = 20  # characters from which a text is read for what it says
_DISTINCT = 5  # digits that make a figure one of its kind
_HUNDRED = frozenset({"100", "100.0", "100.00"})

Place = tuple[str | None, int | None, int | None]


@dataclass(frozen=True, slots=True)
class Said:
    """An amount in a clause, and the clauses beside it."""

    words: str
    figure: Figure
    unit: str
    beside: frozenset[str]
    place: Place


def differing_amounts(texts: Iterable[tuple[Place, str]], report: Report) -> None:
    """Report an amount that the same words, beside the same other figure, gave differently before.

    Words alone repeat for every project of a report; the neighbouring figure shows that the same thing is
    meant. Every other place that prints the differing figure is reported with it.
    """
    texts = list(texts)
    differing: list[tuple[Said, Said]] = []
    first: dict[tuple[str, str], list[Said]] = {}
    for place, text in texts:
        for said in _amounts(place, text) if len(text) >= _SENTENCE else ():
            earlier = first.setdefault((said.words, said.unit), [])
            twins = [one for one in earlier if one.beside & said.beside]
            if twins and all(one.figure.value != said.figure.value for one in twins):
                _say(said, twins[0], said.place, said.figure.text + said.unit, report)
                differing.append((said, twins[0]))
            earlier.append(said)
    for said, other in differing:
        _elsewhere(said, other, texts, report)


def _say(said: Said, other: Said, place: Place, printed: str, report: Report) -> None:
    report.find(
        "figure_differs",
        place,
        printed=printed,
        recomputed=other.figure.text + said.unit,
        tolerance=EXACT,
        label=said.words,
        measure="金额",
        other_place=f"第{other.place[1]}页",
    )


def _elsewhere(said: Said, other: Said, texts: Iterable[tuple[Place, str]], report: Report) -> None:
    """Report where else the differing figure is printed, with its unit or as a cell of its own; one finding a
    place.

    Only a figure of many digits is followed: another statement hardly has the same by chance.
    """
    if len(str(said.figure.value).replace(".", "").strip("0")) < _DISTINCT:
        return
    for place, text in texts:
        printed = _printed(said, match_key(text)) if place != said.place else None
        if printed is not None:
            _say(said, other, place, printed, report)


def _printed(said: Said, text: str) -> str | None:
    """The amount as a text prints it, if it does."""
    whole = read_figure(text)
    if whole is not None:
        return text if whole.value == said.figure.value else None
    for found in _FIGURE.finditer(text):
        figure = read_figure(found[0])
        if figure and figure.value == said.figure.value and text.startswith(said.unit, found.end()):
            return found[0] + said.unit
    return None


def _amounts(place: Place, text: str) -> Iterator[Said]:
    for sentence in _SENTENCES.split(match_key(text)):
        clauses = [c for c in _CLAUSES.split(sentence) if c]
        for at, clause in enumerate(clauses):
            # Looked for first, since words of any length before a figure are costly to try.
            found = _AMOUNT.fullmatch(clause) if clause.endswith("元") else None
            figure = read_figure(found[2]) if found else None
            if found is None or figure is None:
                continue
            beside = {_plain(c) for c in clauses[max(0, at - 1) : at + 2] if c is not clause and _tells(c)}
            yield Said(found[1], figure, found[3], frozenset(beside), place)


def _plain(clause: str) -> str:
    return clause.replace(",", "")


def _tells(clause: str) -> bool:
    """Does the clause hold a figure that hardly another statement shares? Years and round rates do not."""
    figures = [m[0].replace(",", "") for m in _FIGURE.finditer(clause)]
    return any(
        len(f.replace(".", "").strip("0")) >= 3 and f not in _HUNDRED and not _is_year(f) for f in figures
    )


def _is_year(figure: str) -> bool:
    return len(figure) == 4 and figure.startswith(("19", "20"))
