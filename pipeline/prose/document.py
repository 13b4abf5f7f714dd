"""The sentences of a document, paragraph by paragraph, to rows of the published tables."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from itertools import groupby

from extractors.failures import UNLIMITED, Failures, Part
from extractors.prose import Sentence
from normalizers.terms import section_kind
from normalizers.text import match_key
from pipeline.context import Context, Row
from pipeline.facts import Paper
from pipeline.prose.figures import figure_rows
from pipeline.prose.inheriting import of_headings
from pipeline.prose.metrics import metric_rows
from pipeline.prose.money import Money
from pipeline.prose.paragraph import Paragraph
from pipeline.prose.rows import Rows
from pipeline.prose.scores import score_rows
from pipeline.prose.settled_number import Said
from pipeline.prose.stated_budgets import LONGEST, NOT_OF_PROGRAMME
from pipeline.prose.targets import target_rows
from pipeline.prose.words import pattern
from pipeline.records import without_impossible

_DIGIT = re.compile(r"\d")
_FISCAL_HEADINGS = 2
_OPENING = re.compile(r"(20\d\d)年度?(?![底末初])")
_ACCOUNTS = frozenset({"department_budget", "department_final_account"})
_TABLES = ("budget", "disbursement", "indicators", "metrics", "figures")


def prose_rows(
    context: Context,
    sentences: Iterable[Sentence],
    paper: Paper,
    recognised: Collection[int] = (),
    *,
    has_scores: bool = False,
    has_targets: bool = False,
    failures: Failures = UNLIMITED,
) -> dict[str, list[Row]]:
    """Rows by the name of the published table. `recognised` are the pages read from their picture; `has_scores`
    and `has_targets`: a table of the document holds the points, or the targets, of its indicators."""
    rows = Rows(context, frozenset(recognised))
    sentences = [one for one in sentences if len(one.text) <= LONGEST]
    if pattern("silent_titles").search(match_key(paper.title)):
        return {}
    is_fiscal = _is_fiscal(sentences, paper)
    is_notice = pattern("notice_titles").search(match_key(paper.title)) is not None
    money = Money(rows, paper, is_notice=is_notice, is_fiscal=is_fiscal and not is_notice)
    reader = _Reader(rows, paper, money, is_fiscal, has_scores, has_targets)
    found: dict[str, list[Row]] = {name: [] for name in _TABLES}
    for _, group in groupby(sentences, key=lambda sentence: sentence.paragraph):
        own = list(group)
        with failures.limited_to(Part.PARAGRAPH, own[0].page_number):
            for name, read in reader.read(own).items():
                found[name] += read
    for name, read in found.items():
        without_impossible(name, read, context)
    return {name: read for name, read in found.items() if read}


def _is_fiscal(sentences: Iterable[Sentence], paper: Paper) -> bool:
    """Is it the budget or the accounts of a government or a department, by its kind, title or headings?"""
    if paper.document_type in _ACCOUNTS or pattern("fiscal_titles").search(match_key(paper.title)):
        return True
    headings = {heading for sentence in sentences for heading in sentence.section}
    return (
        sum(pattern("fiscal_headings").search(match_key(text)) is not None for text in headings)
        >= _FISCAL_HEADINGS
    )


@dataclass(slots=True)
class _Reader:
    """Reads one paragraph after the other; a list may divide an amount of the paragraph before."""

    rows: Rows
    paper: Paper
    money: Money
    is_fiscal: bool
    has_scores: bool
    has_targets: bool
    before: list[Said] = field(default_factory=list)
    section: tuple[str, ...] = ()  # of the paragraph before
    opened: tuple[tuple[str, ...], int] = (
        (),
        0,
    )  # the section that a paragraph opened with a year, and the year

    def read(self, sentences: list[Sentence]) -> dict[str, list[Row]]:
        year = self._year(sentences[0]) if self.is_fiscal else None
        if section_kind(sentences[0].section) in NOT_OF_PROGRAMME:
            return {}
        if not any(map(_DIGIT.search, (sentence.text for sentence in sentences))):
            return {}
        paragraph = Paragraph(
            sentences,
            self.rows.context,
            self.before,
            inherits=not self.is_fiscal,
            title=self.paper.title,
            year=year,
        )
        self.before = paragraph.said or self.before
        if not paragraph.said:
            return {}
        found = self.money.build(paragraph)
        found["indicators"] = []
        if not self.has_targets and not self.is_fiscal:
            found["indicators"] += target_rows(self.rows, paragraph)
        for name, points in score_rows(self.rows, paragraph, has_table=self.has_scores).items():
            found.setdefault(name, []).extend(points)
        found["metrics"] += metric_rows(
            self.rows, paragraph, self.paper.document_type, is_fiscal=self.is_fiscal
        )
        found["figures"] = figure_rows(self.rows, paragraph.said)
        return found

    def _year(self, first: Sentence) -> int | None:
        """The year that the section opened with and no nearer heading names: 2026年，…. （一）失业保险基金 …."""
        section = first.section
        opening = _OPENING.match(match_key(first.text))
        if section != self.section and opening is not None:
            self.opened = (section, int(opening[1]))
        if not first.is_heading:
            self.section = section
        over, year = self.opened
        if not year or section[: len(over)] != over or of_headings(section[len(over) :]).fiscal_year:
            return None
        return year
