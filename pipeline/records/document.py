"""Facts about a whole document: title, type, region, year, programme, department, score and grade."""

from __future__ import annotations

import re
from collections.abc import Callable

from extractors.kinds import ClassifiedTable
from extractors.whole import Body, FrontMatter, document_words, read_front_matter, starts_numbered
from normalizers.numbers import parse_number
from normalizers.text import clean, is_blank, match_key
from pipeline.context import Row
from pipeline.records.issuer import department_of, filling_offices, offices_of, ranked_offices
from pipeline.records.kind_of_paper import ACCOUNTS, FORMS, is_of_government, kind_of_paper
from pipeline.records.outcome import GRADES, outcome
from pipeline.records.places import Place, place_of, place_of_filler
from pipeline.records.programme import programme
from pipeline.records.years import Year, year_of, year_of_policy

_HEAD_PAGES = 3
_FEW_LETTERS = 120  # on a page that holds a table and its title
_UNDER_TITLE = re.compile(r"^[(（【]?[^（）()]{0,12}(?:19|20)\d\d[^。；]{0,28}[)）】]?$")
_PERIOD_LABEL = re.compile(r"期限|周期|时段|期间|起止|年度")


NOTHING_STATED: Row = dict.fromkeys(
    (
        "title",
        "region_code",
        "region_name",
        "province_name",
        "admin_level",
        "fiscal_year",
        "program_name",
        "department",
    )
) | {"document_type": "other"}
"""The facts of a document that says nothing of itself."""

Finding = Callable[..., None]


def document_facts(
    title: str, body: Body, tables: list[ClassifiedTable], finding: Finding | None = None
) -> Row:
    """Values for the columns of `documents` that the text gives; what it does not say is None.

    `finding` is told where a region is not stated in the title or the office, and where region or year stay open.
    """
    front = read_front_matter(body.prose, [t.table for t in tables])
    captions = [t.table.caption for t in tables if t.table.caption]
    lines = [line for _, line in body.prose]
    head = [line for page, line in body.prose if page <= _HEAD_PAGES]
    title = title or _first_caption(body, tables)
    kind = kind_of_paper(title, captions, head, bool(ranked_offices(front)))
    if kind == "other" and is_of_government(title):  # the forms and tables in it speak of others
        front = FrontMatter([], front.signatures)
    department = department_of(kind, title, front, head)
    year = year_of(title, _years_stated(front, head), captions, lines)
    if year.year is None and kind == "policy":
        year = Year(year_of_policy(lines))
    place = place_of([title, *offices_of(front, department)], captions, lines, year.year)
    if kind in FORMS:
        place = place_of_filler(place, filling_offices(front), year.year)
    if finding is not None:
        _tell(finding, place, year)
    region = place.region
    program = None if kind in ACCOUNTS else _program_stated(front)
    if program is None and kind not in ACCOUNTS:
        program = programme(kind, title, captions, region.region_name if region else "")
    return {
        "title": title or None,
        "document_type": kind,
        "region_code": region.region_code if region else None,
        "region_name": region.region_name if region else None,
        "province_name": region.province_name if region else None,
        "admin_level": region.level if region else None,
        "fiscal_year": year.year,
        "program_name": program or None,
        "department": department or None,
    }


def score_facts(body: Body, tables: list[ClassifiedTable], indicators: list[Row], facts: Row) -> Row:
    """`total_score` and `grade` of the document whose other `facts` are known."""
    if facts["document_type"] == "other" and is_of_government(facts["title"] or ""):
        return {"total_score": None, "grade": None}
    front = read_front_matter(body.prose, [t.table for t in tables])
    lines = [*(line for _, line in body.prose), *_conclusions(front)]
    kind, about = facts["document_type"], f"{facts['title'] or ''} {facts['program_name'] or ''}"
    return outcome(
        lines,
        indicators,
        kind,
        facts["fiscal_year"],
        _grade_stated(front),
        _score_stated(front, kind),
        about,
    )


def _conclusions(front: FrontMatter) -> list[str]:
    """Sentences in the fields of a form that ask for its result: 评价结论 | 本项目得分91分，等级为优。"""
    values = (f.value for f in front.of("grade") if match_key(f.value) not in GRADES)
    return [f"。{value}。" for value in dict.fromkeys(values)]


def _grade_stated(front: FrontMatter) -> str | None:
    """The grade of a field; None where several fields state several."""
    grades = {key for f in front.of("grade") if (key := match_key(f.value).strip("“”\"'")) in GRADES}
    return grades.pop() if len(grades) == 1 else None


def _score_stated(front: FrontMatter, kind: str) -> float | None:
    """The marks of the whole that a field states; an evaluation's own go before those that its subject gave itself."""
    words = document_words()["fields"]["scores"]
    found: list[tuple[str, float]] = []
    for field in front.of("score"):
        label, value = match_key(field.label), parse_number(match_key(field.value).removesuffix("分"))
        if value is not None and any(word in label for word in words):
            found.append((label, float(value)))
    own = [v for label, v in found if kind == "self_evaluation_form" or "自评" not in label] or [
        v for _, v in found
    ]
    return own[0] if len(set(own)) == 1 else None


def _first_caption(body: Body, tables: list[ClassifiedTable]) -> str:
    """The title of the first table, where the document is that table: on the first page with hardly a line beside.

    A row that stands alone, a label with its number, is no such table.
    """
    whole = next((one for one in tables if one.table.row_count > 1), tables[0] if tables else None)
    first = whole.table if whole is not None else None
    if whole is None or first is None or first.page_first != 1 or starts_numbered(first.caption):
        return ""
    letters = sum(len(line) for page, line in body.prose if page == 1)
    return first.caption if whole.kind == "form" or letters < _FEW_LETTERS else ""


def _program_stated(front: FrontMatter) -> str | None:
    """The programme that a field names; an empty text where several forms name several."""
    names = [clean(f.value) for f in front.of("program") if not is_blank(f.value)]
    if not names:
        return None
    return names[0] if len({match_key(name) for name in names}) == 1 else ""


def _years_stated(front: FrontMatter, head: list[str]) -> list[str]:
    """What fields and the lines under the title say of the year, the line under the title first."""
    under = [line for line in head[:6] if _UNDER_TITLE.match(line) and not _is_date(line)]
    fields = [f.value for f in front.of("year")] + [f.value for f in front.of("period")]
    spans = [line for line in head if _PERIOD_LABEL.search(line[:12]) and len(line) <= 50]
    return [*under, *fields, *spans]


def _is_date(line: str) -> bool:
    """The day of the paper, which says nothing of the year that it is about."""
    return bool(re.search(r"月\d{1,2}日|^[^(（]*年\d{1,2}月$|号|^[—–-]", match_key(line)))


def _tell(finding: Finding, place: Place, year: Year) -> None:
    if place.how == "mentioned" and place.region is not None:
        message = f"标题和单位名称均未写明地区，暂按文中提及最多的“{place.region.region_name}”归属，请核对"
        finding("region_not_stated", "info", message, page_number=1, printed=place.printed)
    if place.how == "ambiguous":
        message = f"“{place.printed}”在全国不止一处，文中未写明属于哪一处，地区留空"
        finding("region_ambiguous", "warning", message, page_number=1, printed=place.printed)
    names = "、".join(f"{y}年" for y in year.rivals)
    if year.rivals and year.year is not None:
        message = f"文件标题写明{names}，按决算（执行）年度归入{year.year}年；各表以表内年度为准"
        finding("two_years", "info", message, page_number=1, printed=names)
    elif year.rivals:
        message = f"文件同时写明{names}，无法确定所属年度，年度留空"
        finding("year_ambiguous", "warning", message, page_number=1, printed=names)
