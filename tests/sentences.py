"""Sentences of invented papers, and the rows that they give."""

from __future__ import annotations

from typing import Any

from extractors.prose.prose import Sentence
from extractors.prose.prose_marks import split_sentences
from pipeline.context.context import Context, Row
from pipeline.facts.budget import Paper
from pipeline.prose.document import prose_rows
from tests.tables import columns_of

REPORT = Paper("evaluation_report", "河堤加固项目", "某市2031年河堤加固项目绩效评价报告")
ACCOUNTS = Paper("department_budget", None, "某市2031年预算执行情况和2032年预算草案的报告")
NOTICE = Paper("other", None, "关于下达2031年秧苗补助资金的通知")


def read(
    text: str, paper: Paper = REPORT, section: tuple[str, ...] = (), **known: bool
) -> dict[str, list[Row]]:
    context = Context(
        "d0", region_code="411500", region_name="信阳市", fiscal_year=2031, program_name="河堤加固项目"
    )
    sentences = [
        Sentence(sentence, 2, section, number)
        for number, paragraph in enumerate(text.split("\n"))
        for sentence in split_sentences(paragraph)
    ]
    return prose_rows(context, sentences, paper, **known)


def read_sections(paragraphs: list[tuple[str, tuple[str, ...]]], paper: Paper) -> dict[str, list[Row]]:
    """Paragraphs, each with the headings over it."""
    context = Context("d0", region_code="411500", region_name="信阳市", fiscal_year=2031)
    sentences = [
        Sentence(sentence, 2, section, number)
        for number, (paragraph, section) in enumerate(paragraphs)
        for sentence in split_sentences(paragraph)
    ]
    return prose_rows(context, sentences, paper)


def money(
    text: str, *columns: str, paper: Paper = REPORT, section: tuple[str, ...] = ()
) -> list[tuple[Any, ...]]:
    return columns_of(read(text, paper, section).get("budget", []), "amount_text", *columns)
