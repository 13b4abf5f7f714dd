"""Facts about a whole document: title, type, region, year, programme, department, score and grade."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Callable

from extractors.assemble import Body
from extractors.classify import ClassifiedTable
from extractors.title import document_words
from extractors.words import known_roles
from normalizers import labels, periods, regions
from normalizers.regions import Region
from normalizers.text import clean, match_key
from pipeline.records.context import Row
from pipeline.records.outcome import outcome

_OFFICE = re.compile(r"[\u4e00-\u9fff]{2,14}?(?:委员会|管理局|局|厅|办公室|管委会|大学|学院|中心|街道办事处)")
_OFFICE_OF_REGION = re.compile(r"[\u4e00-\u9fff]{1,8}?(?:局|厅|委员会)")
_FILLED_BY = re.compile(
    r"(?:填报|编制|预算|申报|实施)(?:主管)?(?:单位|部门)(?:\([^()]*\))?[:：]([^：:，。；]{4,30})"
)
_CODE = re.compile(r"^[\[(（【]?\d{3,}[\])）】]?[-—\s]*|[-—\s]*[\[(（【]?\d{3,}[\])）】]?$")
# A budget or final account is a department's; the programmes in it are those of its target forms.
_ACCOUNTS = frozenset({"department_budget", "department_final_account"})
_PROGRAM_WORDS = re.compile("专项|奖励|政策|经费|补助|补贴|资金|项目")
_NOTE_AT_END = re.compile(r"\([^()]*\)$")
_SHORT_COUNTY = re.compile(r"[\u4e00-\u9fff]县")  # 市区 and 新区 are names, too, and words
_YEAR_WORDS = re.compile(r"[（(]?\d{4}(-\d{4})?年度?[）)]?")
# What a notice does with the money stands before its name: 关于提前下达…预算的通知.
_DONE_WITH_IT = re.compile(
    r"^(?:.{0,20}?(?:局|厅|委))?关于(?:提前|清算|追加|调整)?(?:下达|拨付|预拨|分配|安排|下拨)?|^市?本级(?=.{4})"
)
_KIND_OF_PAPER = re.compile(
    r"(?:预算|计划)?(?:的(?:通知|报告|公告|公示|函)|分配结果公示)$|(?<=资金|补贴|补助|经费)财政$|(?<=项目)绩效$"
)
_UNCLOSED = re.compile(r"[（(][^（()）]*$")
_CAPTION_NUMBER = re.compile(r"^(附表|附件|表)[\d一二三四五六七八九十]*([-－—.][\d]+)?[:：]?")
_REPORT_WORDS = re.compile(
    r"(?:重点|项目|支出|整体|部门|财政|预算|资金(?=项目绩效)|中期|事前|事后){0,5}绩效(自评|评价|目标)?.{0,6}(报告|表|情况)$|评价报告.*$|自评报告.*$"
)


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


def document_facts(
    title: str, body: Body, tables: list[ClassifiedTable], finding: Callable[..., None] | None = None
) -> Row:
    """Values for the columns of `documents` that the text gives; what it does not say is None.

    `finding` is told where a region is not stated in the title or the office, only mentioned.
    """
    pairs = _pairs(tables)
    captions = [t.table.caption for t in tables if t.table.caption]
    head = [line for page, line in body.prose if page <= 3]
    kind = _type(title, captions, head)
    is_account = kind in _ACCOUNTS
    program = None if is_account else pairs.get("program_name") or _program(kind, title, captions)
    of_form = _without_code(pairs.get("department") or pairs.get("recipient") or "")
    of_title = _department(title, head)
    department = (of_title or of_form) if is_account else (of_form or of_title)
    year = _year(title, captions, [line for _, line in body.prose])
    offices = [department or "", pairs.get("implementing_unit", ""), *_filled_by(head)]
    region = _stated_region([title, *offices], year)
    if region is None:
        region = _mentioned_region(captions, body, year)
        if region is not None and finding is not None:
            message = f"标题和单位名称均未写明地区，暂按文中提及最多的“{region.region_name}”归属，请核对"
            finding("region_not_stated", "info", message, page_number=1, printed=region.region_name)
    return {
        "title": title or (captions[0] if captions and tables[0].kind == "form" else None),
        "document_type": kind,
        "region_code": region.region_code if region else None,
        "region_name": region.region_name if region else None,
        "province_name": region.province_name if region else None,
        "admin_level": region.level if region else None,
        "fiscal_year": year,
        "program_name": program or None,
        "department": department or None,
    }


def score_facts(body: Body, tables: list[ClassifiedTable], indicators: list[Row], facts: Row) -> Row:
    """`total_score` and `grade` of the document whose other `facts` are known."""
    lines = [line for _, line in body.prose]
    grade = _pairs(tables).get("grade")
    return outcome(lines, indicators, facts["document_type"], facts["fiscal_year"], grade)


def _pairs(tables: list[ClassifiedTable]) -> dict[str, str]:
    """The first value of each known label in the forms of the document; no program when the forms name
    several."""
    found: dict[str, str] = {}
    programs: set[str] = set()
    for table in tables:
        for pair in table.pairs:
            value = clean(pair.value.text)
            for role in (role for label in pair.labels for role in known_roles(label)):
                if value and role not in found:
                    found[role] = value
                if value and role == "program_name":
                    programs.add(value)
    if len(programs) > 1:
        del found["program_name"]
    return found


def _type(title: str, captions: list[str], head: list[str]) -> str:
    """By the last word in the title that tells a type, else by the captions, else by what the text speaks of."""
    key = _NOTE_AT_END.sub("", match_key(title))
    types = document_words()["type"]
    places = [
        (key.rfind(word) + len(word), entry["name"])
        for entry in types
        for word in entry["title"]
        if word in key
    ]
    if places:
        return str(max(places, key=lambda place: place[0])[1])
    for entry in types:
        if any(word in match_key(caption) for caption in captions for word in entry["caption"]):
            return str(entry["name"])
    return "evaluation_report" if sum("绩效评价" in match_key(line) for line in head) >= 2 else "other"


def _year(title: str, captions: list[str], prose: list[str]) -> int | None:
    """The year of the title; else the one that most captions name, else the one most often called 年度."""
    year = periods.fiscal_year_of_title(title) if title else None
    if year is not None:
        return year
    votes = Counter(y for y in map(periods.fiscal_year_of_title, captions) if y)
    if not votes:
        votes = Counter(int(y) for line in prose for y in re.findall(r"(20\d\d)年度", match_key(line)))
    return votes.most_common(1)[0][0] if votes else None


def _stated_region(texts: list[str], year: int | None) -> Region | None:
    """The region of the first text that names one: the title, else the offices."""
    return next((found for text in texts if text and (found := _deepest(text, year)) is not None), None)


def _mentioned_region(captions: list[str], body: Body, year: int | None) -> Region | None:
    """The region that captions and prose name most."""
    votes: Counter[str] = Counter()
    by_code: dict[str, Region] = {}
    for weight, text in [*((3, c) for c in captions), *((1, line) for _, line in body.prose)]:
        for _, region in regions.find_in_text(text, year=year):
            if region.region_code:
                votes[region.region_code] += weight
                by_code[region.region_code] = region
    return by_code[votes.most_common(1)[0][0]] if votes else None


def _deepest(text: str, year: int | None) -> Region | None:
    """The last region of the first chain (省 → 市 → 区) that a text names."""
    chain: Region | None = None
    for _, region in regions.find_in_text(text, year=year):
        if region.region_code is None:
            continue
        if chain is None or region.parent_code == chain.region_code or _within(region, chain):
            chain = region
        else:
            break
    short = _SHORT_COUNTY.match(text) if chain is None else None
    # In running text two characters are too few to be sure of a place; a paper or an office begins with its own.
    return regions.resolve(short[0], year=year) if short else chain


def _within(inner: Region, outer: Region) -> bool:
    code = outer.region_code or ""
    return (
        bool(inner.region_code)
        and code.endswith("00")
        and str(inner.region_code).startswith(code.rstrip("0") or "x")
    )


def _filled_by(lines: list[str]) -> list[str]:
    return [m[1] for m in (_FILLED_BY.search(match_key(line)) for line in lines) if m]


def _without_code(name: str) -> str:
    """A department without the code that budgets print beside it: 教育部 105, [105]教育部."""
    return _CODE.sub("", name).strip()


def _program(kind: str, title: str, captions: list[str]) -> str:
    """The programme that the titles name; those of some other paper have to speak of money or a project."""
    named = _program_of(title) or _program_of_captions(captions)
    return named if kind != "other" or _PROGRAM_WORDS.search(named) else ""


def _program_of(title: str) -> str:
    """The title without year, region, department and the words for a report."""
    text = _YEAR_WORDS.sub("", clean(title).replace(" ", ""))
    for _, region in regions.find_in_text(text):
        text = text.replace(region.region_name, "", 1)
    office = _OFFICE.match(text)
    if office and len(office[0]) < len(text) - 8 and labels.is_total_label(office[0]) is False:
        text = text[len(office[0]) :]
    text = _KIND_OF_PAPER.sub("", _DONE_WITH_IT.sub("", _REPORT_WORDS.sub("", text)))
    text = _UNCLOSED.sub("", text)  # of 项目（2020—2022年） the years are gone
    return _without_loose_brackets(text.strip("-—《》“”的 ")) if 4 <= len(text) <= 60 else ""


def _without_loose_brackets(text: str) -> str:
    """The text without brackets at its ends that have no partner, or that hold all of it."""
    inner = text.strip("（）() ")
    opened, closed = (sum(inner.count(mark) for mark in marks) for marks in ("（(", "）)"))
    return inner + "）" if opened == closed + 1 and text.endswith(("）", ")")) else inner


def _common_start(a: str, b: str) -> str:
    """What two texts begin with alike."""
    size = next((k for k, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))
    return a[:size]


def _program_of_captions(captions: list[str]) -> str:
    """What the titles of several tables begin with, when the report itself has no title."""
    heads = sorted(
        {_CAPTION_NUMBER.sub("", _YEAR_WORDS.sub("", clean(c).replace(" ", ""))) for c in captions}
    )
    common = [_common_start(a, b) for a, b in itertools.pairwise(heads)]
    best = max(common, key=len, default="")
    for _, region in regions.find_in_text(best[:12]):
        best = best.replace(region.region_name, "", 1)
    best = best[: -len("项目")] if best.endswith("项目项目") else best
    return best if len(best) >= 8 else ""


def _department(title: str, head: list[str]) -> str | None:
    """The office that the title names, else the one that the first pages name most, finance offices last."""
    for text in [title, *_filled_by(head)]:
        found = _OFFICE.search(_YEAR_WORDS.sub("", clean(text).replace(" ", "")))
        if found:
            return found[0]
    votes: Counter[str] = Counter()
    for line in head:
        key = match_key(line)
        for position, region in regions.find_in_text(key):
            end = position + len(region.region_name)
            office = (
                _OFFICE_OF_REGION.match(key, end) if key.startswith(region.region_name, position) else None
            )
            if office and "财政" not in office[0]:
                votes[region.region_name + office[0]] += 1
    return votes.most_common(1)[0][0] if votes else None
