"""What the text claims of an indicator - full marks, a target - and what the score and the table say."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from normalizers.text import match_key
from pipeline.audit.figures import EXACT, Figure
from pipeline.audit.prose import Heading, Prose, find_statements, score_name
from pipeline.audit.rates import figure_of, name_of
from pipeline.audit.rules import Report, words
from pipeline.audit.text_against_tables import contradicts_target, quoted_targets
from pipeline.context import Row, TableRows

# A verdict ends its sentence; `该指标得满分,否则` is a rule of marking, as is `则该指标得满分`.
_FULL_MARKS = re.compile(r"(?<!则)(?<!可)该(?:项)?(?:三级)?指标得满分(?=[。;]|$)")
_SENTENCE = 15  # characters from which a cell is a text


def check_full_marks(prose: Prose, report: Report) -> None:
    """Report sections that give an indicator full marks in words and fewer in figures."""
    for heading in prose.headings:
        said = prose.under(heading)
        lost = len(said) == 1 and said[0].score.value < said[0].weight.value
        if lost and claims_full_marks(_section(prose, heading)):
            _say_full((None, said[0].page, None), said[0].score, heading.name, report)


def check_row_claims(view: TableRows, rows: Iterable[Row], report: Report) -> None:
    """Report rows whose explanation gives full marks and whose score is less."""
    for row in rows:
        if row["is_total"] or row["level3"] is None or row["score"] is None or row["weight"] is None:
            continue
        score = figure_of(row["score"])
        texts = [match_key(c.text) for c in view.cells(row["row_index"]) if len(c.text) >= _SENTENCE]
        if score.value < figure_of(row["weight"]).value and any(map(claims_full_marks, texts)):
            place = row["table_id"], row["page_number"], row["row_index"]
            _say_full(place, score, name_of(row), report)


def claims_full_marks(text: str) -> bool:
    """Does a text, given as match key, say that its indicator got full marks, and nothing of marks lost?"""
    return bool(_FULL_MARKS.search(text)) and not any(word in text for word in words("marks_lost"))


def _say_full(
    place: tuple[str | None, int | None, int | None], score: Figure, name: str, report: Report
) -> None:
    report.find(
        "score_differs_from_text",
        place,
        printed=score.text,
        recomputed="满分",
        tolerance=EXACT,
        label=name,
        measure="得分",
        other_place="同一段说明",
    )


def check_stated_targets(prose: Prose, rows: Iterable[Row], report: Report) -> None:
    """Report sections about one indicator that quote another target than the one row of that name has."""
    for row, start, text in sections(prose, rows):
        quoted = quoted_targets(text)
        if contradicts_target(row, quoted):
            report.find(
                "target_differs_from_text",
                (None, prose.page(start + text.index(quoted[0][0])), None),
                printed=quoted[0][0],
                recomputed=row["target_text"],
                tolerance=EXACT,
                label=name_of(row),
                other_place=f"第{row['page_number']}页的表中",
            )


def sections(prose: Prose, rows: Iterable[Row]) -> Iterator[tuple[Row, int, str]]:
    """The one row with a target that a section judges, the section's place and its text.

    The statement of marks shows that the section is about this indicator and no other.
    """
    named: dict[str, list[Row]] = {}
    for row in rows:
        if row["target_text"] and row["level3"] is not None and not row["is_total"]:
            named.setdefault(score_name(name_of(row)), []).append(row)
    for heading in prose.headings:
        about = named.get(heading.name, [])
        text = _section(prose, heading) if len(about) == 1 else ""
        if len(find_statements(text)) == 1:
            yield about[0], heading.start, text


def _section(prose: Prose, heading: Heading) -> str:
    """The text between a heading and the next one of any depth."""
    end = next((h.start for h in prose.headings if h.start > heading.start), len(prose.text))
    return prose.text[heading.start : end]
