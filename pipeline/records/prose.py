"""Rows from sentences: terms of `subsidy_terms`, and the figures of `metrics`.

Confidence says how much of a row the sentence itself states: 0.85 where it names the region, 0.75 where the region is
the report's own, 0.6 where the page had to be recognised. Cells of drawn tables stand above that.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from extractors.failures import UNLIMITED, Failures, Part
from extractors.prose import Sentence
from extractors.prose_marks import mark_of
from normalizers import metrics, periods, regions
from normalizers.metrics import Metric
from normalizers.prose_terms import section_kind
from normalizers.text import match_key
from pipeline.facts.policy_text import PolicyText
from pipeline.records.context import Context, Row
from pipeline.records.sizes import without_impossible

NAMED, IMPLIED, RECOGNISED = 0.85, 0.75, 0.6
_LONGEST = 1500  # letters of a sentence; more is a table or a list read as text
_PROGRAMME = frozenset({"budget", "budget_adjusted", "spent", "execution_rate_pct"})
_POINTS = frozenset({"points_possible", "points_awarded", "score_rate_pct"})
_ACCOUNTS = frozenset({"department_budget", "department_final_account"})
_INDICATOR = re.compile(r"[(（,，]?(?:该|本|此)?(?:[一二三]级)?指标(?:满分|分值|权重)?$")
# Years that a figure is compared with: 从2021年的23.86%提高至, 与2021年度相比.
_JUDGED = re.compile(r"(20\d\d)年度")
_COMPARED = re.compile(r"(?:从|由)[^,。;]*$|(?:与|较|比|同)20\d\d年度?(?:[^,。;]{0,6}?相?比)?")
_PERIOD = re.compile(r"20\d\d年?[-—–~至](20\d\d)年?(?:期间|间)")
_THIS_YEAR = re.compile(r"全年|本年|当年|年内|年度")
_LABEL = re.compile(r"([^，。：:]{2,15})[：:]")
_SAME = re.compile(r"[(（]?(?:综上|因此|以上)?[,，]?(?:[该本此]项)?$")


@dataclass(slots=True)
class _Said:
    """What the sentences of a paragraph say for the ones after them."""

    paragraph: int = -1
    year: int | None = None
    label: str = ""

    def hear(self, sentence: Sentence) -> None:
        """Begin anew at a new paragraph, and take up its label."""
        if sentence.paragraph == self.paragraph:
            return
        mark = mark_of(sentence.text)
        label = _LABEL.match(sentence.text, mark.end) if mark is not None else None
        self.paragraph, self.year, self.label = sentence.paragraph, None, label[1] if label else ""

    def end(self, sentence: Sentence) -> None:
        """Keep the year of a sentence that has been read."""
        years = periods.find_years(_COMPARED.sub("", match_key(sentence.text)))
        self.year = years[-1] if years else self.year


@dataclass(slots=True)
class ProseRows:
    """Builds the rows of one document's sentences."""

    context: Context
    document_type: str | None = None
    recognised: frozenset[int] = field(default_factory=frozenset)  # pages read by OCR
    _policy: PolicyText = field(init=False)

    def build(self, sentences: Iterable[Sentence], failures: Failures = UNLIMITED) -> dict[str, list[Row]]:
        """Rows by the name of the published table."""
        found: dict[str, list[Row]] = {"subsidy_terms": [], "metrics": []}
        said = _Said()
        sentences = list(sentences)
        self._policy = PolicyText(self.context, self.document_type, sentences)
        for sentence in (one for one in sentences if len(one.text) <= _LONGEST):
            with failures.limited_to(Part.PARAGRAPH, sentence.page_number):
                said.hear(sentence)
                self._policy.hear(sentence)
                if not sentence.is_heading:
                    found["subsidy_terms"] += self._terms(sentence)
                if section_kind(sentence.section) not in ("proposal", "elsewhere", "goals"):
                    found["metrics"] += self._metrics(sentence, said)
                said.end(sentence)
        for name, rows in found.items():
            without_impossible(name, rows, self.context)
        return {name: rows for name, rows in found.items() if rows}

    def _terms(self, sentence: Sentence) -> list[Row]:
        return [
            self._row(
                sentence, NAMED if is_named else IMPLIED, fiscal_year=self.context.fiscal_year, **values
            )
            for values, is_named in self._policy.terms(sentence)
        ]

    def _metrics(self, sentence: Sentence, said: _Said) -> list[Row]:
        rows = []
        for metric in metrics.find_metrics(sentence.text):
            if metric.name in _PROGRAMME and self.document_type in _ACCOUNTS:
                continue  # a department's accounts are no programme
            named = _named_region(metric, self.context)
            if named is not None and len(named) > 1:
                continue  # which of several regions it speaks of is not said
            code, name = named[0] if named else (self.context.region_code, self.context.region_name)
            rows.append(
                self._row(
                    sentence,
                    NAMED if named else IMPLIED,
                    region_code=code,
                    region_name=name,
                    fiscal_year=_year(metric, said, self.context),
                    metric=metric.name,
                    subject=_subject(metric, sentence, said),
                    value_text=metric.value_text,
                    value=float(metric.value),
                    unit=metric.unit.name,
                    amount_yuan=metric.yuan,
                    as_of=_as_of(metric),
                )
            )
        return rows

    def _row(self, sentence: Sentence, confidence: float, **values: object) -> Row:
        return {
            "document_id": self.context.document_id,
            "table_id": None,
            "page_number": sentence.page_number,
            "row_index": None,
            "column_index": None,
            "source_kind": "prose",
            "source_text": sentence.text,
            "confidence": RECOGNISED if sentence.page_number in self.recognised else confidence,
            **values,
        }


def _as_of(metric: Metric) -> date | None:
    """The date of the last 截至 before the figure."""
    _, stated, behind = metric.before.rpartition("截至")
    return periods.find_as_of(stated + behind) if stated else None


def _named_region(metric: Metric, context: Context) -> list[tuple[str | None, str | None]] | None:
    found = regions.find_in_text(metric.clause, year=context.fiscal_year, parent_code=context.region_code)
    return list(dict.fromkeys((r.region_code, r.region_name) for _, r in found)) or None


def _year(metric: Metric, said: _Said, context: Context) -> int | None:
    """The last year named before the figure, in its sentence or paragraph. The report's own for what the report is
    about; for other figures only where the sentence speaks of a year."""
    if metric.name == "total_score":
        judged = _JUDGED.findall(metric.before)
        return int(judged[-1]) if judged else context.fiscal_year
    if metric.name in _POINTS or "截至" in metric.before:
        return context.fiscal_year
    before = _COMPARED.sub("", metric.before)
    years = periods.find_years(before) or [int(year) for year in _PERIOD.findall(before)]
    if years:
        return years[-1]
    if metric.name in _PROGRAMME:
        return context.fiscal_year
    return said.year or (context.fiscal_year if _THIS_YEAR.search(metric.before) else None)


def _subject(metric: Metric, sentence: Sentence, said: _Said) -> str | None:
    """The printed name, behind the label of its paragraph (小微企业：…); 该指标 is the indicator that the sentence
    or the nearest heading names."""
    text = metric.subject
    mark = mark_of(text)
    if mark is not None:
        text = text[mark.end :]
    if metric.name not in _POINTS:
        if said.label and not text.startswith(said.label):
            return f"{said.label}：{text}"
        return text or None
    own = _INDICATOR.sub("", text).strip()
    if own and not _SAME.fullmatch(own):
        return own
    return sentence.section[-1] if sentence.section else None
