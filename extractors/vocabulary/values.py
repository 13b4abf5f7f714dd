"""What the cells under a heading look like: numbers, percentages, quantities, regions, sentences."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from normalizers import labels, numbers, regions, terms
from normalizers.classifications import is_coded_name
from normalizers.numbers import quantities, units
from normalizers.periods import date_key
from normalizers.text import is_blank, match_key

_NUMERAL = re.compile(rf"[\d半{numbers.CHINESE_NUMERALS}]")  # without one there is no number of any kind
_NUMBER = re.compile(r"[-+(△▲]?\d[\d,]*(\.\d+)?\)?")
_FIGURE = re.compile(r"\d[.,·‚、]\d")
_PERCENT = re.compile(r"[-+]?\d[\d,]*(\.\d+)?[%‰]")
_QUANTITY = re.compile(r"([≥≤><=]|大于|小于|不低于|不少于|不高于|不超过|不大于|不小于)*=?\d[\d,.]*\D{0,6}")
_DATE = re.compile(r"\d{4}[年./-]\d{1,2}([月./-](\d{1,2}日?)?)?")
_TIME_OF_YEAR = re.compile(r"(\d{1,2}|[一二三四五六七八九十]{1,2})月份?|第?[一二三四1-4]季度")
# A heading or the label of a row, not an amount: 2021年, 2021年预算数, 2021年末余额; but 2021年底前 is a deadline.
_YEAR = re.compile(r"(19|20)\d{2}年度?([^\d底末前起至内]{2,}|[底末初][^\d前起止至内完实]{2,})?")
_REGION_ENDINGS = ("省", "市", "县", "区", "旗", "州", "盟", "市本级", "省本级", "区本级", "县本级")
_LONGEST_REGION = 16
_LONGEST_QUANTITY = 16
_SENTENCE = 18  # match-key characters from which a text is a sentence rather than a name


@lru_cache(maxsize=16384)
def shape(text: str) -> str:
    """One of blank, number, percent, date, quantity, name, sentence."""
    if is_blank(text):
        return "blank"
    key = match_key(text)
    if not _NUMERAL.search(key):
        return _words(key)
    if "年" in key and _YEAR.fullmatch(date_key(text)):
        return "name"
    if _NUMBER.fullmatch(key):
        return "number"
    if _FIGURE.search(key) and numbers.parse_number(numbers.without_remark(text)) is not None:
        return "number"
    if _PERCENT.fullmatch(key):
        return "percent"
    if _DATE.fullmatch(key):
        return "date"
    if _QUANTITY.fullmatch(key) or (len(key) <= _LONGEST_QUANTITY and _is_quantity(key)):
        return "name" if is_coded_name(key) else "quantity"
    return _words(key)


def _words(key: str) -> str:
    return "sentence" if len(key) > _SENTENCE and not key.endswith((")", "率")) else "name"


def _is_quantity(key: str) -> bool:
    quantity = quantities.parse_quantity(key)
    return quantity is not None and quantity.value is not None


@lru_cache(maxsize=16384)
def is_value(text: str) -> bool:
    """Is the text a printed value rather than a label?"""
    return shape(text) in ("number", "percent", "date", "quantity")


def may_head(text: str) -> bool:
    """Can a text stand in a header? No value but a date can, a month or a quarter among them."""
    return not is_value(text) or shape(text) == "date" or bool(_TIME_OF_YEAR.fullmatch(match_key(text)))


@dataclass(frozen=True, slots=True)
class Profile:
    """Shares, 0..1, of the non-blank cells of a column."""

    count: int
    number: float
    percent: float
    quantity: float
    text: float
    texts: tuple[str, ...]

    def fits(self, value_type: str) -> bool:
        """Can a column of this type hold these cells? An empty column can hold anything."""
        if not self.count:
            return True
        match value_type:
            case "money" | "count":
                return self.number + self.quantity >= 0.6 or self._repeats_words()
            case "score":  # 18.50分 is a quantity
                return self.number + self.percent + self.quantity >= 0.6
            case "percent":
                return self.percent + self.number >= 0.6
            case "ordinal":
                return all(len(match_key(t)) <= 8 for t in self.texts)
            case "region":
                return self.text >= 0.6 and all(len(match_key(t)) <= _LONGEST_REGION for t in self.texts)
            case "unit":
                return unit_share(self.texts) >= 0.5
            case "name" | "label" | "class":
                return self.text >= 0.5
            case _:
                return True

    def _repeats_words(self) -> bool:
        """Are the cells figures, but for the same words in the place of some (详见附件, ×)?"""
        rest = [text for text in self.texts if not is_value(text)]
        figures = self.count - len(rest)
        return figures > 1 and len(rest) > 1 and len({match_key(text) for text in rest}) == 1


def profile(texts: Iterable[str]) -> Profile:
    """Describe the body cells of one column."""
    kept = tuple(text for text in texts if shape(text) != "blank")
    count = len(kept)
    shapes = [shape(text) for text in kept]

    def share(*names: str) -> float:
        return sum(s in names for s in shapes) / count if count else 0.0

    return Profile(
        count, share("number"), share("percent"), share("quantity", "date"), share("name", "sentence"), kept
    )


def region_share(texts: Iterable[str]) -> float:
    """Share of texts that name a region or a functional zone; totals do not count."""
    named = [t for t in texts if not labels.is_total_label(t)]
    return sum(_names_region(t) for t in named) / len(named) if named else 0.0


def lists_regions(texts: Iterable[str], least: float) -> bool:
    """Is `region_share` at least so much? Told without looking at more texts than it takes."""
    named = [t for t in texts if not labels.is_total_label(t)]
    found = 0
    for n, text in enumerate(named):
        if (found + len(named) - n) / len(named) < least:
            return False
        found += _names_region(text)
    return bool(named) and found / len(named) >= least


@lru_cache(maxsize=16384)
def _names_region(text: str) -> bool:
    key = match_key(text)
    return len(key) <= _LONGEST_REGION and (
        key.endswith(_REGION_ENDINGS) or regions.resolve(text) is not None
    )


def class_share(texts: Iterable[str]) -> float:
    """Share of texts that name a class of enterprises."""
    named = [t for t in texts if not labels.is_total_label(t)]
    return sum(labels.enterprise_class(t) is not None for t in named) / len(named) if named else 0.0


def unit_share(texts: Iterable[str]) -> float:
    """Share of texts that are units of measure."""
    kept = list(texts)
    return sum(units.lookup(t) is not None for t in kept) / len(kept) if kept else 0.0


def term_share(texts: Iterable[str]) -> float:
    """Share of texts that state a subsidy ratio or cap; a bare number states neither."""
    kept = list(texts)
    return sum(shape(t) != "number" and bool(terms.parse_terms(t)) for t in kept) / len(kept) if kept else 0.0
