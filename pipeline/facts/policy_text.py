"""Terms of a policy that sentences state: whose policy it is, since when and until when it holds, and its document."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from extractors.prose import Sentence, mark_of
from normalizers import regions
from normalizers.clauses import read_paragraph
from normalizers.region_table import Region
from normalizers.terms import Term, section_kind, sentence_terms, speaks_of_own
from normalizers.text import match_key
from normalizers.validity import find_validity, first_or_last_day
from pipeline.context import Context, Row
from pipeline.facts.term_labels import own_level

_PROVINCE_END = "0000"
# An article that opens with its title: 第五条建设补助标准。
_TITLE = re.compile(r"第[一二三四五六七八九十百]+条([^,。;:\d]{2,24})[。:]?$")
_NUMBER = re.compile(r"[\u4e00-\u9fff]{2,10}[〔\[(（]20\d\d[〕\])）]第?\d{1,4}号")
_ISSUER = re.compile(r"^.*(?:局|厅|委|政府|办公室|关于|根据|按照|依据|以|按|由)(?=.)")
_BLANK = re.compile(r"\s+")
_FROM = re.compile(r"(?:自|从)(20\d\d)年(?:(\d{1,2})月)?(?:(\d{1,2})日)?起")
# A policy that quotes another one and what that lays down: the one before it.
_QUOTED = re.compile(
    r"^(?:第[一二三四五六七八九十百]+条|[（(][一二三四五六七八九十][)）])?《[^》]*》[^,。;]{0,24}规定"
)
_OPENING = 6  # sentences that a document opens with
_LONGEST = 1500  # letters of a sentence; more is a table or a list read as text
_REVISED = re.compile(r"(20\d\d)年[^。;]{0,40}(?:修订|修改|重新制定|重新印发|废止|替代|取代)(?!前)")
_LAID_DOWN = re.compile(r"(20\d\d)年(?:\d{1,2}月)?[^。;]{0,12}(?:出台|印发|发布|制定|实施|颁布)")
_DECIMAL = re.compile(r"^\s*\d{1,2}(?:\.\d{1,2}){1,3}\s+(?=[\u4e00-\u9fff])")  # 1.1 土地流转费
_DRAFT = re.compile(r"[(（](?:征求意见稿|草案|送审稿|讨论稿)[)）]")
_ARTICLE = re.compile(r"\s*第一条")


class PolicyText:
    """Reads the sentences of one document in order; `hear` each before asking for its terms."""

    def __init__(self, context: Context, document_type: str | None, sentences: Sequence[Sentence]) -> None:
        self._context = context
        self._is_policy = document_type == "policy" or any(_ARTICLE.match(one.text) for one in sentences)
        self._validity = find_validity([match_key(one.text) for one in sentences])
        self._is_draft = any(_DRAFT.search(match_key(one.text)) for one in sentences[:_OPENING])
        self._own_number = _own_number(sentences) if self._is_policy else None
        self._paragraph = -1
        self._title = ""
        self._opening = ""
        self._labels = _labels_of(sentences)
        self._revised = _revised(sentences)
        self._cited: tuple[tuple[str, ...], str] | None = None

    def hear(self, sentence: Sentence) -> None:
        """Take up what a sentence says for those after it: the title of its article, the opening of a list."""
        key = match_key(sentence.text)
        if sentence.paragraph != self._paragraph:
            is_listed = mark_of(sentence.text) is not None
            if not is_listed or sentence.is_heading:
                self._opening = ""
            title = _TITLE.match(key)
            if not is_listed:
                self._title = title[1] if title else ""
            self._paragraph = sentence.paragraph
        if number := _numbers(sentence):
            self._cited = (sentence.section, number[-1])

    def terms(self, sentence: Sentence) -> Iterator[tuple[Row, bool]]:
        """Columns of every term of a sentence, and whether it names whose policy it is."""
        own = self._labels.get((sentence.paragraph, sentence.text), "")
        labels = [label for label in dict.fromkeys((own, self._title, self._opening)) if label]
        year = self._context.fiscal_year
        kind = section_kind(sentence.section)
        quotes = self._is_policy and _QUOTED.search(match_key(sentence.text)) is not None
        if any(year_of < self._revised.get(sentence.paragraph, 0) for year_of in _years_laid_down(sentence)):
            quotes = True
        for term in sentence_terms(sentence.text, section=sentence.section, labels=labels, year=year):
            if term.status is None:
                term = replace(term, status=self._status(quotes, term))
            for region in policy_regions(term, sentence.text, kind, self._context):
                yield term_values(term, region) | self._dates(term, sentence), bool(term.region_names)
        if sentence.text.rstrip().endswith(("：", ":")):
            self._opening = sentence.text

    def dates(self) -> Row:
        """Days and document of what the policy lays down itself; nothing for papers that are none."""
        if not self._is_policy:
            return {}
        own = {
            "valid_from": self._validity.since,
            "valid_to": self._validity.until,
            "policy_document": self._own_number,
        }
        return {name: value for name, value in own.items() if value is not None}

    def _status(self, quotes_another: bool, term: Term) -> str | None:
        """What the document says of all its terms: a draft proposes, a policy that has run out is of the past."""
        year, until = self._context.fiscal_year, self._validity.until
        is_over = until is not None and year is not None and until.year < year and not term.region_names
        return "historic" if quotes_another or is_over else "recommended" if self._is_draft else None

    def _dates(self, term: Term, sentence: Sentence) -> Row:
        """Days and document of a term: those of its policy where it is in force, else what its sentence says."""
        status = term.status or "in_force"
        stated = list(_FROM.finditer(match_key(sentence.text)))
        own_words = _FROM.search(match_key(term.text)) or (stated[0] if len(stated) == 1 else None)
        began = own_words if status != "historic" else None
        since = first_or_last_day(began[0].strip("自从起")) if began else None
        own = status == "in_force" and not term.region_names
        number = _numbers(sentence)
        if not number and status == "in_force" and not term.region_names:
            if self._own_number is not None:
                number = [self._own_number]
            elif self._cited is not None and sentence.section[: len(self._cited[0])] == self._cited[0]:
                number = [self._cited[1]]
        return {
            "valid_from": since or (self._validity.since if own else None),
            "valid_to": self._validity.until if own else None,
            "policy_document": number[-1] if number else None,
        }


def _labels_of(sentences: Sequence[Sentence]) -> dict[tuple[int, str], str]:
    """The name that heads the list entry or paragraph of a sentence (3. 红枣保险：…), by paragraph and text."""
    found: dict[tuple[int, str], str] = {}
    for paragraph, group in groupby(sentences, key=lambda sentence: sentence.paragraph):
        texts = [one.text for one in group if len(one.text) <= _LONGEST]
        for stated in read_paragraph([_DECIMAL.sub("", text) for text in texts]):
            if stated.label:
                found[paragraph, texts[stated.sentence]] = stated.label
    return found


def _revised(sentences: Sequence[Sentence]) -> dict[int, int]:
    """The year in which a paragraph says that its policy was revised, by the paragraph's number."""
    found: dict[int, int] = {}
    for sentence in sentences:
        if (revised := _REVISED.search(match_key(sentence.text))) is not None:
            found[sentence.paragraph] = int(revised[1])
    return found


def _years_laid_down(sentence: Sentence) -> list[int]:
    """Years in which a sentence says that a policy was made: 2017年,市政府出台…."""
    return [int(year) for year in _LAID_DOWN.findall(match_key(sentence.text))]


def _numbers(sentence: Sentence) -> list[str]:
    """Numbers of documents as printed."""
    return [_code(found) for found in _NUMBER.findall(_BLANK.sub("", sentence.text))]


def _code(number: str) -> str:
    """A number without the end of its issuer's name: …社会保障局衢人社发〔2024〕18号."""
    return _ISSUER.sub("", number)


def _own_number(sentences: Sequence[Sentence]) -> str | None:
    """The number of a policy, which stands over its first article and quotes no other."""
    for sentence in sentences[:_OPENING]:
        key = _BLANK.sub("", sentence.text)
        found = [m for m in _NUMBER.finditer(key) if "《" not in key[: m.start()]]
        if found:
            return _code(found[0][0])
    return None


def term_values(term: Term, region: tuple[str | None, str | None]) -> Row:
    """The columns of `subsidy_terms` that a term fills."""
    code, name = region
    return {
        "region_code": code,
        "region_name": name,
        "gov_level": term.gov_level or own_level(code) or ("city" if name else None),
        "enterprise_class": term.enterprise_class,
        "beneficiary_text": term.beneficiary,
        "item": term.item,
        "instrument": term.instrument,
        "base_text": term.base_text,
        "ratio_op": term.ratio_op or ("=" if term.ratio_pct is not None else None),
        "ratio_pct": term.ratio_pct,
        "standard_yuan": term.standard_yuan,
        "standard_per": term.standard_per,
        "cap_yuan": term.cap_yuan,
        "cap_scope": term.cap_scope,
        "tier_measure": term.tier_measure,
        "tier_min": float(term.tier_min) if term.tier_min is not None else None,
        "tier_max": float(term.tier_max) if term.tier_max is not None else None,
        "tier_unit": term.tier_unit,
        "export_min_usd": float(term.export_min_usd) if term.export_min_usd is not None else None,
        "export_max_usd": float(term.export_max_usd) if term.export_max_usd is not None else None,
        "market": term.market,
        "condition_text": term.condition_text,
        "status": term.status or "in_force",
    }


def policy_regions(
    term: Term, text: str, kind: str | None, context: Context
) -> list[tuple[str | None, str | None]]:
    """The regions whose policy a term is: those it names, else the report's own where the sentence speaks of it or
    the section is about what the programme grants.

    What the province pays is the province's policy. Empty when no region is said.
    """
    named = [regions.resolve(name, year=context.fiscal_year) for name in term.region_names]
    found = [_payer(region, term.gov_level, context) for region in named if region is not None]
    own_code = context.region_code or ""
    if len(found) > 1 and own_code.endswith("00") and all(_is_below(code, own_code) for code, _ in found):
        found = [(context.region_code, context.region_name)]  # firms of its districts: the policy is its own
    if term.region_names or kind == "elsewhere":
        return list(dict.fromkeys(found))
    if context.region_code is None:
        return [(None, context.region_name)] if kind not in ("goals", "results") else []
    if kind not in ("goals", "results") or speaks_of_own(text) or term.gov_level is not None:
        own = regions.resolve(context.region_name or "", year=context.fiscal_year)
        return [_payer(own, term.gov_level, context) if own else (context.region_code, context.region_name)]
    return []


def _payer(region: Region, level: str | None, context: Context) -> tuple[str | None, str | None]:
    """The region itself, or its province where the province pays alone."""
    code = region.region_code or ""
    if level == "province" and not code.endswith(_PROVINCE_END):
        province = regions.province_of(code, year=context.fiscal_year)
        if province is not None:
            return province.region_code, province.region_name
    if level in ("city", "province+city") and code.endswith(_PROVINCE_END):
        own = context.region_code or ""
        if own[:2] == code[:2]:
            return context.region_code, context.region_name
    return region.region_code, region.region_name


def _is_below(code: str | None, own: str) -> bool:
    """Is a place a county of a city, or the city itself?"""
    return code is not None and code[:4] == own[:4] and not own.endswith(_PROVINCE_END)
