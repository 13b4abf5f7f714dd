"""What a row is that has few texts: title, unit line, note or signature round a table, or a row of the table."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from extractors.formats.blocks import GridCell
from extractors.vocabulary import (
    is_bracketed,
    is_filled_in,
    is_form_number,
    is_named_table,
    is_number,
    is_period,
    is_unit_line,
    starts_numbered,
    without_continued,
)
from normalizers.numbers import parse_quantity
from normalizers.text import match_key

_SECTION = re.compile(r"[一二三四五六七八九十]{1,3}、|\([一二三四五六七八九十]{1,3}\)|\d{1,2}[、.](?!\d)")
_LABEL = re.compile(r"[^:。；;]{1,12}:")
_NOTE = re.compile(r"\(?(注\d?|备注|说明|附注|填报说明|填表说明|填表要求)[:.、)\d]|[*※]|(数据|资料)来源")
_VALUE = re.compile(r"[≥≤><=＝±+\-－—¥￥(]{0,3}\d[\d,.]*\)?[%‰]?")
_SIGNED = re.compile(
    r"[\u4e00-\u9fff]{0,8}(人|员|领导|审核|复核|审批|制表|经办|日期|时间|电话|签字|签章|盖章)(\([^()]*\))?:"
)
_IN_BRACKETS = re.compile(r"\([^()]*\)$")
_YEAR = re.compile(r"(?:19|20)\d\d")
_LONGEST_TITLE = 60  # letters
_LONG = 18  # letters of a text that no column is meant for


def is_value(text: str) -> bool:
    """A number, but not a year as headings print them."""
    key = match_key(text)
    return bool(_VALUE.fullmatch(key)) and not _YEAR.fullmatch(key)


def is_quantity(text: str) -> bool:
    """A number, alone, with its unit or behind its label: 36.5, 120 万元, 结转：≥90%; no year, no number of a list."""
    quantity = parse_quantity(text)
    is_said = quantity is not None and quantity.value is not None
    return is_said and not _YEAR.fullmatch(match_key(text)) and not is_note(text)


def holds_number(texts: Sequence[str]) -> bool:
    """Is one of the texts a number, but none of the table itself or of those who filled it in?"""
    is_theirs = is_about(texts[0]) or _SIGNED.match(match_key(texts[0]))
    labelled = any(is_number_of(label, text) for label, text in pairwise(texts))
    return (labelled or any(map(is_quantity, texts))) and not is_theirs


def is_number_of(label: str, text: str) -> bool:
    """Is a text the number that the label beside it asks for? 2000 is one, unless the label asks for a year."""
    is_year = bool(_YEAR.fullmatch(match_key(text))) and "年" not in label and not is_quantity(label)
    return is_quantity(text) or is_year


def is_section(text: str) -> bool:
    """A text that begins with the number of a section: 一、基本情况."""
    return bool(_SECTION.match(match_key(text)))


def is_note(text: str) -> bool:
    """A note under a table, or a sentence."""
    key = match_key(text)
    return bool(_NOTE.match(key)) or "。" in key


def has_label(text: str) -> bool:
    """A text that is a label with a colon, and its value or none: 制表人：张某."""
    return bool(_LABEL.match(match_key(text)))


def names_table(text: str) -> bool:
    """The title of a table by its last word or its number, with or without （续） or （单位：万元） behind it."""
    key = match_key(text)
    bare = _IN_BRACKETS.sub("", without_continued(text))
    return is_named_table(bare) or (starts_numbered(text) and len(key) <= _LONGEST_TITLE)


def is_about(text: str) -> bool:
    """A line that says of a table in which unit it is, who filled it in, or what its number is."""
    return is_unit_line(text) or is_filled_in(text) or is_number(text) or is_form_number(text)


def _states_unit(text: str) -> bool:
    """A unit line with the word for it: a unit alone may be a heading's."""
    return is_unit_line(text) and "单位" in match_key(text)


def is_about_row(texts: Sequence[str], is_open: bool) -> bool:
    """Do all texts of a row, from left to right, say something about the table?

    Between lines (`is_open` is false) only a row with a unit or the number of the table does: others are labels of
    a form with their values.
    """
    known = False
    is_value_of_label = False
    for text in texts:
        ends_in_label = has_label(text) and match_key(text).endswith(":")
        if is_value_of_label and not has_label(text):
            is_value_of_label = False
            continue
        is_label = is_filled_in(text) or (is_open and has_label(text)) or ends_in_label
        if not (is_label or is_about(text) or names_table(text) or (known and is_period(text))):
            return False
        is_number_of_table = is_number(text) or is_form_number(text)
        known = known or _states_unit(text) or is_number_of_table or (is_open and is_label)
        is_value_of_label = ends_in_label or is_number(text)  # behind the number of a table stands its title
    return known


def is_title(text: str, *, is_across: bool, is_open: bool) -> bool:
    """May the only text of a row stand over the table? `is_across`: it takes the whole width."""
    key = match_key(text)
    if is_about(text) or is_period(text) or is_bracketed(text) or names_table(text):
        return True
    if not is_across or is_value(text) or (len(key) <= 2 and not is_open):
        return False
    return is_open or not (is_section(text) or has_label(text))


def is_foot(text: str, *, is_across: bool, is_open: bool) -> bool:
    """May the only text of a row stand below the table?"""
    if is_note(text):
        return is_across or bool(_NOTE.match(match_key(text)))
    if not is_across or is_value(text):
        return False
    return has_label(text) or len(match_key(text)) > _LONG or (is_open and is_section(text))


def signs(texts: Sequence[str], is_open: bool) -> bool:
    """A row of names and dates under a table: 制表人：… 审核人：… Between lines only what people sign with is one."""
    labels = [match_key(text) for text in texts if has_label(text)]
    if not labels or any(map(is_value, texts)):
        return False
    if all(map(_SIGNED.match, labels)):
        return len(texts) <= 2 * len(labels) and has_label(texts[0])
    return is_open and len(texts) > 1 and len(labels) == len(texts)


def begins_table(texts: Sequence[str]) -> bool:
    """Does a row of few texts name another table or state its unit?"""
    return any(names_table(text) or _states_unit(text) or is_form_number(text) for text in texts)


def heads(texts: Sequence[str]) -> bool:
    """May the texts of a row be headings of columns: several, none of them a value?"""
    return len(texts) > 1 and not any(is_value(text) or match_key(text).endswith(":") for text in texts)


def texts_of(row: Sequence[GridCell]) -> list[str]:
    return [cell.text for cell in row]
