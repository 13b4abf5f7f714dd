"""The style sheets within a page: which declarations hold for an element.

Selectors of tags, classes, ids and attributes, with the two common combinators and the common pseudo-classes, are
understood; a rule with another selector is left out. Sheets outside the page are never fetched.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from extractors.formats.web.tree import Element, name_of

_COMMENT = re.compile(r"/\*.*?\*/|<!--|-->", re.S)
_COMPOUND = re.compile(
    r"(\*|[^\s#.\[\]:>+~,*]+)?((?:#[^\s#.\[\]:>+~,]+|\.[^\s#.\[\]:>+~,]+|\[[^\]]*\]|:[^\s#.>+~,]+)*)"
)
_PART = re.compile(r"#[^#.\[:]+|\.[^#.\[:]+|\[[^\]]*\]|:+[\w-]+(?:\([^)]*\))?")
_ATTRIBUTE = re.compile(r"""\[\s*([\w:-]+)\s*(?:([~|^$*]?=)\s*["']?([^"'\]]*)["']?\s*)?\]""")
_COUNTED = {":first-child": 1, ":nth-child(odd)": "odd", ":nth-child(even)": "even"}
_MOST_RULES = 5000
_MOST_ELEMENTS_TO_COUNT = 200  # siblings that are counted for :nth-child

Declarations = dict[str, str]


@dataclass(frozen=True, slots=True)
class _Compound:
    tag: str = ""
    names: frozenset[str] = frozenset()
    ids: frozenset[str] = frozenset()
    attributes: tuple[tuple[str, str, str], ...] = ()
    counts: tuple[str, ...] = ()

    def matches(self, element: Element, names: frozenset[str]) -> bool:
        return (
            (not self.tag or name_of(element) == self.tag)
            and self.names <= names
            and (not self.ids or self.ids == {element.get("id")})
            and all(_has(element, *one) for one in self.attributes)
            and all(_is_counted(element, one) for one in self.counts)
        )


@dataclass(frozen=True, slots=True)
class _Rule:
    steps: tuple[_Compound, ...]
    combinators: tuple[str, ...]
    """" " or ">" between the steps."""
    weight: tuple[int, int, int, int]
    """Ids, classes, tags, place in the sheets: the heaviest rule wins."""
    declarations: Declarations
    important: Declarations


@dataclass(slots=True)
class Styles:
    """All rules of a page, by the tag, class or id of the element that they are about."""

    has_sheets_outside: bool = False
    misses_grounds: bool = False  # a rule that is not understood lays colours under elements
    _by_key: dict[str, list[_Rule]] = field(default_factory=lambda: defaultdict(list))

    @classmethod
    def of(cls, root: Element) -> Styles:
        styles = cls(any("stylesheet" in (one.get("rel") or "").lower() for one in root.iter("link")))
        for place, (selector, body) in enumerate(_rules_of(root)):
            if place >= _MOST_RULES:
                break
            normal, important = _declared(body)
            for one in selector.split(",") if normal or important else ():
                rule = _rule(one.strip(), place, normal, important)
                if rule is None:
                    styles.misses_grounds |= "background" in body
                else:
                    styles._by_key[_key(rule.steps[-1])].append(rule)
        return styles

    def declared(self, element: Element) -> Declarations:
        """What the sheets and the element itself say, the heaviest last."""
        names = class_names(element)
        keys = [f".{name}" for name in names] + [f"#{element.get('id')}", name_of(element), "*"]
        rules = [rule for key in keys for rule in self._by_key.get(key, ()) if _holds(rule, element, names)]
        rules.sort(key=lambda rule: rule.weight)
        own, own_important = _declared(element.get("style") or "")
        found: Declarations = {}
        for rule in rules:
            found |= rule.declarations
        found |= own
        for rule in rules:
            found |= rule.important
        return found | own_important


def class_names(element: Element) -> frozenset[str]:
    return frozenset((element.get("class") or "").split())


def _rules_of(root: Element) -> Iterator[tuple[str, str]]:
    for style in root.iter("style"):
        media = (style.get("media") or "").lower()
        if not media or "screen" in media or "all" in media:
            yield from _split(_COMMENT.sub(" ", style.text_content()))


def _split(sheet: str) -> Iterator[tuple[str, str]]:
    """Selectors with what stands in their braces; of rules about media those for the screen of a computer."""
    at = 0
    while (opened := sheet.find("{", at)) >= 0:
        prelude = sheet[at:opened].rpartition(";")[2].strip()
        closed = sheet.find("}", opened)
        if closed < 0:
            return
        if prelude.startswith("@"):
            end = _end_of_block(sheet, opened)
            if prelude.lower().startswith("@media") and not re.search(
                r"print|max-(device-)?width", prelude, re.I
            ):
                yield from _split(sheet[opened + 1 : end])
            at = end + 1
        else:
            yield prelude, sheet[opened + 1 : closed]
            at = closed + 1


def _end_of_block(sheet: str, opened: int) -> int:
    depth = 0
    for brace in re.compile(r"[{}]").finditer(sheet, opened):
        depth += 1 if brace.group() == "{" else -1
        if depth == 0:
            return brace.start()
    return len(sheet)


def _declared(body: str) -> tuple[Declarations, Declarations]:
    """Declarations, and those marked as important; names and values in lower case."""
    normal: Declarations = {}
    important: Declarations = {}
    for one in body.lower().split(";"):
        name, colon, value = one.partition(":")
        if colon:
            plain, mark, _ = value.partition("!")
            (important if mark else normal)[name.strip()] = plain.strip()
    return normal, important


def _rule(selector: str, place: int, normal: Declarations, important: Declarations) -> _Rule | None:
    parts = re.sub(r"\s*([>+]|~(?!=))\s*", r" \1 ", selector.replace("\\", "")).split()
    steps: list[_Compound] = []
    combinators: list[str] = []
    was_combinator = True
    for part in parts:
        if part in ("+", "~"):
            return None
        if part == ">":
            combinators.append(">")
            was_combinator = True
            continue
        step = _compound(part)
        if step is None:
            return None
        if not was_combinator:
            combinators.append(" ")
        steps.append(step)
        was_combinator = False
    if not steps or len(combinators) != len(steps) - 1:
        return None
    weight = (
        sum(len(step.ids) for step in steps),
        sum(len(step.names) + len(step.attributes) + len(step.counts) for step in steps),
        sum(bool(step.tag) for step in steps),
        place,
    )
    return _Rule(tuple(steps), tuple(combinators), weight, normal, important)


def _compound(text: str) -> _Compound | None:
    match = _COMPOUND.fullmatch(text)
    if match is None:
        return None
    names, ids, counts = set(), set(), []
    attributes: list[tuple[str, str, str]] = []
    for part in _PART.findall(match.group(2)):
        if part.startswith("."):
            names.add(part[1:])
        elif part.startswith("#"):
            ids.add(part[1:])
        elif part.startswith("["):
            one = _ATTRIBUTE.fullmatch(part)
            if one is None:
                return None
            attributes.append((one.group(1).lower(), one.group(2) or "", one.group(3) or ""))
        elif _is_count(part.lower()):
            counts.append(part.lower())
        else:
            return None
    tag = (match.group(1) or "").lower()
    return _Compound(
        "" if tag == "*" else tag, frozenset(names), frozenset(ids), tuple(attributes), tuple(counts)
    )


def _key(step: _Compound) -> str:
    if step.ids:
        return f"#{min(step.ids)}"
    return f".{min(step.names)}" if step.names else step.tag or "*"


def _holds(rule: _Rule, element: Element, names: frozenset[str]) -> bool:
    """Every step from the element outwards finds its ancestor; the nearest one that fits is taken."""
    if not rule.steps[-1].matches(element, names):
        return False
    at: Element | None = element
    for step, combinator in zip(reversed(rule.steps[:-1]), reversed(rule.combinators), strict=True):
        at = at.getparent() if at is not None else None
        while at is not None and not step.matches(at, class_names(at)):
            at = at.getparent() if combinator == " " else None
        if at is None:
            return False
    return True


def _has(element: Element, name: str, sign: str, wanted: str) -> bool:
    value: str | None = element.get(name)
    if value is None:
        return False
    tests = {
        "": True,
        "=": value == wanted,
        "~=": wanted in value.split(),
        "|=": value == wanted or value.startswith(f"{wanted}-"),
        "^=": bool(wanted) and value.startswith(wanted),
        "$=": bool(wanted) and value.endswith(wanted),
        "*=": bool(wanted) and wanted in value,
    }
    return tests[sign]


def _is_count(part: str) -> bool:
    return part in _COUNTED or part == ":last-child" or bool(re.fullmatch(r":nth-child\(\d+\)", part))


def _is_counted(element: Element, count: str) -> bool:
    """Is the element the child of this number of its parent?"""
    if count == ":last-child":
        return element.getnext() is None
    number, before = 1, element.getprevious()
    while before is not None and number <= _MOST_ELEMENTS_TO_COUNT:
        number, before = number + 1, before.getprevious()
    wanted = _COUNTED.get(count) or int(re.sub(r"\D", "", count))
    return number % 2 == (wanted == "odd") if isinstance(wanted, str) else number == wanted
