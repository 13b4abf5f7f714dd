"""What a line of text beside a table is: its number, its title, its unit, a note, the mark that it goes on."""

from __future__ import annotations

import re
import tomllib
from functools import cache, lru_cache
from importlib import resources

from extractors.model import TextLine
from normalizers.numbers import units
from normalizers.text import match_key

_DIGITS = r"[\d一二三四五六七八九十百]+"
_NUMBERED = re.compile(rf"^(附件|附表|续表|表|图表|附|Table|TABLE)\(?{_DIGITS}")
_NUMBER = re.compile(
    rf"(附件|附表|续表|表|图表|附|Table|TABLE)\(?{_DIGITS}\)?([-—–.之]\(?{_DIGITS}\)?)*[:.、]?"
)
# The number of a printed form: 公开01表, 社预01表.
_FORM_NUMBER = re.compile(
    r"[\u4e00-\u9fff]{0,4}公开表?\d{1,3}(-\d+)?表?|[\u4e00-\u9fff]{1,6}\d{1,3}(-\d+)?表"
)
# Lines over a table that say who filled it in, and the number of the form: no titles.
_FILLED_IN = re.compile(
    r"^(填报|编制|编报|填表|公开|部门|单位|主管|预算|实施|项目实施|申报|制表)?(单位|部门|机构|日期|时间|人|名称)"
    r"(名称|\([^()]*\))*:|^(预算)?公开表?\d{1,2}(-\d+)?表?(?=$|部门|单位|编制|金额)|^(财|预|决)[^，。]{0,4}\d{1,2}表$"
)
_SENTENCE_END = tuple("。；，,;.")
_CONTINUED = re.compile(r"^\(?(续表?|接上表|续上表)\)?")
_GOES_ON = re.compile(rf"\(续表?(?:{_DIGITS})?\)|^续(?=表)|(?<=[\d表])续(?:{_DIGITS})?$")
_PERIOD_LINE = re.compile(r"^[(]?\s*\d{4}\s*年(度)?\s*[)]?$")
_DAY = r"(?:19|20)\d\d年\d{1,2}月(?:\d{1,2}日|底|末)?"
_DAY_LINE = re.compile(rf"^(?:\(?(?:截至|截止|截止到|统计至|时点:){_DAY}\)?|\({_DAY}\))$")
_BARE_DAY = re.compile(rf"^{_DAY}$")
_BRACKETED = re.compile(r"\([^()]+\)")
# Applied to the printed text: a match key has lost its note marks.
_FOOTNOTE = re.compile(
    r"([\[［〔]?\d{1,2}[\]］〕]|[①-⑳]|注\s*[:：\d]|备注\s*[:：]|说明\s*[:：]|数据来源|资料来源|[*＊])"
)
_MONEY = re.compile(r"(?:人民币)?[十百千万萬亿億佰仟]{0,2}(?:[美欧港日]元|元)(?:人民币)?")
# What may stand behind a unit of money: %, (保留两位小数), 第1页. Behind 元 alone there may be anything: 元氏县.
_REMARK = r"(?:[%‰]|\([^()]{1,12}\)|币种.*|第\d+页.*|[至/]?角[至/]?分)"
_WITH_REMARK = re.compile(rf"({_MONEY.pattern}){_REMARK}+")
_MONEY_LINE = re.compile(
    rf"[(\[]?(?:[\u4e00-\u9fff]{{0,4}}[单單]位[:;∶.·]?|金额[:;∶]?)?[(\[]?({_MONEY.pattern})[)\]]?{_REMARK}*[)\]]?"
    rf"|\(?以({_MONEY.pattern})为单位\)?"
)
_LETTER = re.compile(r"[A-Za-z\u4e00-\u9fff]")
MAX_TITLE = 90


@cache
def caption_words() -> dict[str, list[str]]:
    """The words of captions.toml."""
    source = resources.files("extractors").joinpath("vocabulary/captions.toml")
    return tomllib.loads(source.read_text(encoding="utf-8"))


@cache
def _unit() -> re.Pattern[str]:
    """Applied to match keys. What a unit line states ends where the next 单位: on the same line begins, or at a bracket
    that is none of a unit's own: 户、台(套)、万元."""
    office = "|".join(caption_words()["offices"])
    return re.compile(
        r"[(\[]?(?:计量|金额|货币)?单位(?:名称)?:"
        rf"((?:(?!(?:{office}|计量|金额|货币)?单位(?:名称)?:)(?:[^()\[\]]|\([^()]{{1,3}}\)(?=[、,/])))+)[)\]]?"
    )


@lru_cache(maxsize=4096)
def unit_of(text: str) -> str:
    """The unit a line states (``单位：万元`` gives 万元); empty when it states none."""
    key = match_key(text)
    office = re.compile(rf"({'|'.join(caption_words()['offices'])})$")
    stated = [
        _unit_before(found[1])
        for found in _unit().finditer(key)
        if not office.search(key[: found.start()]) or _MONEY.fullmatch(found[1])
    ]
    # 单位名称：某某局　单位：万元 names an organisation and then the unit.
    known = next((name for name in stated if units.header_unit(f"单位:{name}") is not None), "")
    endings = tuple(caption_words()["office_endings"])
    return known or next((name for name in stated if not name.endswith(endings)), "") or bare_unit(text)


def _unit_before(stated: str) -> str:
    """万元 of 万元第1页: a unit of money with remarks behind it."""
    found = _WITH_REMARK.fullmatch(stated)
    return found[1] if found else stated


def is_unit_line(text: str) -> bool:
    """Does the whole line state a unit, and nothing else?"""
    return bool(_unit().fullmatch(match_key(text)) and unit_of(text)) or bool(bare_unit(text))


def bare_unit(text: str) -> str:
    """The unit of money that is all a line prints: （万元）, 单位 亿元, 以元为单位."""
    found = _MONEY_LINE.fullmatch(match_key(text))
    return next((name for name in found.groups() if name), "") if found else ""


def starts_numbered(text: str) -> bool:
    """Does a line begin with the number of a table: 表2 资金拨付情况?"""
    return bool(_NUMBERED.match(match_key(text)))


def is_number(text: str) -> bool:
    """Is a line nothing but the number of a table: 表6-1, 附表三："""
    return bool(_NUMBER.fullmatch(match_key(text)))


def is_form_number(text: str) -> bool:
    """Is a line nothing but the number of a printed form: 预算公开07表?"""
    return bool(_FORM_NUMBER.fullmatch(match_key(text)))


def is_filled_in(text: str) -> bool:
    """A line that says who filled in the table, or when: 编制单位：某某局."""
    return bool(_FILLED_IN.match(match_key(text)))


def is_period(text: str) -> bool:
    """A line that holds nothing but a year: (2023年度)."""
    return bool(_PERIOD_LINE.match(match_key(text)))


def is_day(text: str, *, is_beside: bool) -> bool:
    """A line that says nothing but the day or the month of a table: 截至2024年6月30日. A day without a word more may be
    that of a signature, unless it stands beside an office or a unit."""
    key = match_key(text)
    return bool(_DAY_LINE.match(key)) or (is_beside and bool(_BARE_DAY.match(key)))


def is_bracketed(text: str) -> bool:
    """A line in brackets below a title: （按功能分类）."""
    return bool(_BRACKETED.fullmatch(match_key(text)))


def is_footnote(line: TextLine) -> bool:
    """A note under a table does not end it."""
    return bool(_FOOTNOTE.match(line.text.strip()))


def is_continuation_mark(text: str) -> bool:
    """续表 and the like, or a unit line that is printed again on the next page."""
    return bool(_CONTINUED.match(match_key(text))) or is_unit_line(text)


def without_continued(text: str) -> str:
    """The match key of a title that is printed again over the next part of a table, without its （续）."""
    return _GOES_ON.sub("", match_key(text))


def has_letters(text: str) -> bool:
    """Page numbers and dashes have none, and name nothing."""
    return bool(_LETTER.search(match_key(text)))


def may_be_title(text: str, *, lower_part_known: bool) -> bool:
    """Can a line over a table be its title? No sentence and nothing longer than a title is."""
    key = match_key(text)
    if _NUMBERED.match(key) and len(key) <= MAX_TITLE:
        return True
    limit = MAX_TITLE if lower_part_known else 60
    return len(key) <= limit and not key.endswith(_SENTENCE_END) and not key.endswith(":")


def is_named_table(text: str) -> bool:
    """A line that names a table by its last word: 收支预算总表."""
    key = match_key(text)
    return key.endswith("表") and len(key) <= MAX_TITLE and not re.search("[，。；：,;:]|[如见]下?表$", key)


def is_caption(text: str) -> bool:
    """A numbered caption or a unit line: text that belongs to a table even where no table was found."""
    key = match_key(text)
    if _unit().fullmatch(key):
        return True
    return (
        bool(_NUMBERED.match(key))
        and len(key) <= MAX_TITLE
        and not key.endswith(_SENTENCE_END)
        and ":" not in key
    )
