"""Numbers that Word prints in front of paragraphs by itself: 一、 （一） 1. 1.1, counted as it counts them."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from extractors.formats.documents.docx_names import Element, attribute, child, children, number, switch, value
from extractors.formats.documents.docx_styles import Setting, Styles

_LEVELS = 9
_LONGEST = 64  # letters of a mark, places of numbers among them
_PLACES = re.compile(r"%([1-9])")
# Behind a mark that does not end so, a blank stands between it and the text.
_ENDS_ITSELF = re.compile(r"[、．。：）】〕)]$")
_DIGITS, _UNITS = "〇一二三四五六七八九", ("", "十", "百", "千")
_FORMAL_DIGITS, _FORMAL_UNITS = "零壹贰叁肆伍陆柒捌玖", ("", "拾", "佰", "仟")
_STEMS, _BRANCHES = "甲乙丙丁戊己庚辛壬癸", "子丑寅卯辰巳午未申酉戌亥"
_ROMAN = (
    (1000, "M"),
    (900, "CM"),
    (500, "D"),
    (400, "CD"),
    (100, "C"),
    (90, "XC"),
    (50, "L"),
    (40, "XL"),
    (10, "X"),
    (9, "IX"),
    (5, "V"),
    (4, "IV"),
    (1, "I"),
)


@dataclass(frozen=True, slots=True)
class _Level:
    start: int = 1
    form: str = "decimal"
    text: str = ""
    restarts_after: int | None = (
        None  # the level, from 1, behind which it begins again; 0 for none; None for any above
    )
    is_legal: bool = False
    is_hidden: bool = False
    is_joined: bool = False
    style: str | None = None


@dataclass(slots=True)
class _List:
    """An abstract list and how far it has been counted; lists that use it go on counting together."""

    levels: dict[int, _Level]
    counts: list[int | None]


class Numbering:
    """The numbers of a file's paragraphs; `root` is None where it has none."""

    def __init__(self, root: Element | None, styles: Styles) -> None:
        self._styles = styles
        self._lists: dict[str, _List] = {}
        links: dict[str, str] = {}
        linked: dict[str, str] = {}
        for one in children(root, "w:abstractNum"):
            name = attribute(one, "abstractNumId") or ""
            self._lists[name] = _List(dict(map(_level, children(one, "w:lvl"))), [None] * _LEVELS)
            if style := value(one, "w:styleLink"):
                links[style] = name
            if style := value(one, "w:numStyleLink"):
                linked[name] = style
        self._lists |= {name: self._lists[links[s]] for name, s in linked.items() if s in links}
        self._numbers = {attribute(one, "numId") or "": one for one in children(root, "w:num")}
        self._begun: set[tuple[str, int]] = set()

    def mark(self, setting: Setting, style: str) -> str:
        """What stands in front of a paragraph of this setting and style, a blank behind it where one is due."""
        name = setting.numbering or "0"
        found = self._list(name)
        if found is None:
            return ""
        own, levels = found
        at = min(max(self._at(setting, style, levels), 0), _LEVELS - 1)
        level = levels.get(at, _Level(form="none"))
        self._count(own, levels, at, name)
        if level.form == "bullet" or level.is_hidden:
            return ""
        mark = _PLACES.sub(lambda place: _printed(own, levels, int(place[1]) - 1, level), level.text)
        gap = "" if not mark or level.is_joined or _ENDS_ITSELF.search(mark) else " "
        return mark + gap

    def _list(self, name: str) -> tuple[_List, dict[int, _Level]] | None:
        """The list that counts, and its levels as this numbering has them."""
        number_of = self._numbers.get(name)
        own = self._lists.get(value(number_of, "w:abstractNumId") or "")
        if own is None:
            return None
        changed = dict(
            _level(level) for one in children(number_of, "w:lvlOverride") for level in children(one, "w:lvl")
        )
        return own, own.levels | changed

    def _at(self, setting: Setting, style: str, levels: dict[int, _Level]) -> int:
        """The level that a paragraph is of; where it is numbered by its style, that which names the style."""
        if setting.level is not None:
            return setting.level
        return next((at for at, level in levels.items() if level.style == style), 0)

    def _count(self, own: _List, levels: dict[int, _Level], at: int, name: str) -> None:
        before = own.counts[at]
        start = self._begins_again(name, at)
        if start is not None:
            own.counts[at] = start
        else:
            own.counts[at] = levels.get(at, _Level()).start if before is None else before + 1
        for below in range(at + 1, _LEVELS):
            after = levels.get(below, _Level()).restarts_after
            if after is None or at < after:
                own.counts[below] = None

    def _begins_again(self, name: str, at: int) -> int | None:
        """The number with which a numbering begins anew at this level, when it is used for the first time."""
        if (name, at) in self._begun:
            return None
        self._begun.add((name, at))
        for one in children(self._numbers[name], "w:lvlOverride"):
            if number(attribute(one, "ilvl")) == at:
                return number(value(one, "w:startOverride"))
        return None


def _level(element: Element) -> tuple[int, _Level]:
    # A form of its own (001, 002) stands beside another one for programs that do not know it: the last counts.
    forms = [one for one in element.iter() if isinstance(one.tag, str) and one.tag.endswith("}numFmt")]
    start = number(value(element, "w:start"))
    found = _Level(
        1 if start is None else start,
        (attribute(forms[-1]) if forms else None) or "decimal",
        (value(element, "w:lvlText") or "")[:_LONGEST],
        number(value(element, "w:lvlRestart")),
        bool(switch(element, "w:isLgl")),
        bool(switch(child(element, "w:rPr"), "w:vanish")),
        value(element, "w:suff") == "nothing",
        value(element, "w:pStyle"),
    )
    return number(attribute(element, "ilvl")) or 0, found


def _printed(own: _List, levels: dict[int, _Level], at: int, of: _Level) -> str:
    """The number of a level within the mark of another one."""
    level = levels.get(at, _Level())
    count = own.counts[at]
    form = "decimal" if of.is_legal and level.form != "none" else level.form
    return counted(level.start if count is None else count, form)


def counted(count: int, form: str) -> str:
    """A number as Word prints it in one of its forms; decimal in those that are not known here."""
    if form == "none":
        return ""
    printed = _FORMS[form](count) if form in _FORMS and count >= 0 else ""
    return printed or str(count)


def _chinese(count: int) -> str:
    text = _in_words(count, _DIGITS.replace("〇", "零"), _UNITS)
    return text.removeprefix("一") if 10 <= count < 20 else text


def _in_words(count: int, digits: str, units: tuple[str, ...]) -> str:
    """十二, 一百零五; "" from ten thousand."""
    if not 0 < count < 10_000:
        return digits[0] if count == 0 else ""
    text = ""
    for unit, digit in reversed(list(enumerate(map(int, reversed(str(count)))))):
        text += digits[digit] + (units[unit] if digit else "")
    zero = digits[0]
    return re.sub(f"{zero}+", zero, text).rstrip(zero)


def _letter(count: int) -> str:
    """a … z, aa, bb …"""
    return chr(ord("a") + (count - 1) % 26) * ((count - 1) // 26 + 1) if 0 < count <= 260 else ""


def _roman(count: int) -> str:
    text = ""
    for size, sign in _ROMAN:
        while count >= size and len(text) < 20:
            text, count = text + sign, count - size
    return text


def _from(first: str, most: int) -> Callable[[int], str]:
    """Signs that follow each other in Unicode, such as ① to ⑳."""
    return lambda count: chr(ord(first) + count - 1) if 0 < count <= most else ""


def _of(signs: str) -> Callable[[int], str]:
    return lambda count: signs[count - 1] if 0 < count <= len(signs) else ""


def _each_digit(digits: str) -> Callable[[int], str]:
    return lambda count: str(count).translate(str.maketrans("0123456789", digits))


_FORMS: dict[str, Callable[[int], str]] = {
    **dict.fromkeys(
        (
            "chineseCounting",
            "chineseCountingThousand",
            "taiwaneseCounting",
            "taiwaneseCountingThousand",
            "japaneseCounting",
        ),
        _chinese,
    ),
    **dict.fromkeys(
        ("ideographDigital", "taiwaneseDigital", "japaneseDigitalTenThousand"), _each_digit(_DIGITS)
    ),
    "chineseLegalSimplified": lambda count: _in_words(count, _FORMAL_DIGITS, _FORMAL_UNITS),
    "ideographLegalTraditional": lambda count: _in_words(count, _FORMAL_DIGITS, _FORMAL_UNITS),
    "ideographTraditional": _of(_STEMS),
    "ideographZodiac": _of(_BRANCHES),
    "ideographEnclosedCircle": _from("㊀", 10),
    "decimalEnclosedCircle": _from("①", 20),
    "decimalEnclosedCircleChinese": _from("①", 20),
    "decimalEnclosedFullstop": _from("⒈", 20),
    "decimalEnclosedParen": _from("⑴", 20),
    "decimalFullWidth": _each_digit("０１２３４５６７８９"),
    "decimalFullWidth2": _each_digit("０１２３４５６７８９"),
    "decimalZero": lambda count: f"{count:02}",
    "lowerLetter": _letter,
    "upperLetter": lambda count: _letter(count).upper(),
    "lowerRoman": lambda count: _roman(count).lower(),
    "upperRoman": _roman,
}
