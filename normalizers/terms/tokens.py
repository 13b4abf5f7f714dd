"""What the numbers of a policy text are: support ratios, caps in yuan, export tiers in dollars.

Every function works on the folded text of one item (一是…, (1)…) and returns tokens in order of position.
A percentage or sum of money that is something else (premium rate, growth, premium paid) gives no token.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from normalizers.terms.fold import clause_start, next_border
from normalizers.terms.payers import find_payers
from normalizers.terms.scan import Number, Op, last_noun, op_after, op_before
from normalizers.terms.vocabulary import lexicon, raw, words

_SYMBOL = {"le": "≤", "lt": "≤", "ge": "≥", "gt": "≥", "reach": "="}


@dataclass(frozen=True, slots=True)
class Ratio:
    """A support ratio: `head` is where its comparison word starts, `op` is ≤, = or ≥."""

    head: int
    start: int
    end: int
    op: str
    op_printed: bool
    pct: Decimal


@dataclass(frozen=True, slots=True)
class Cap:
    """A limit of support. `yuan` is None when it is printed in foreign money."""

    head: int
    start: int
    end: int
    yuan: Decimal | None


@dataclass(frozen=True, slots=True)
class Tier:
    """A band that tells tiers apart: of exports in US dollars, or of another measure with its unit. An open side is
    None; the flags say whether a bound is inside."""

    start: int
    end: int
    low: Decimal | None
    high: Decimal | None
    low_inclusive: bool | None = None
    high_inclusive: bool | None = None
    measure: str | None = None
    unit: str | None = None  # as printed; None for exports in US dollars


def floor_of(text: str, numbers: list[Number], i: int) -> int:
    """Left border of what can belong to number i: the clause start or the end of the number before."""
    start = clause_start(text, numbers[i].start)
    return max(start, numbers[i - 1].end) if i else start


def find_ratios(text: str, numbers: list[Number], supported: bool) -> list[Ratio]:
    """Support ratios of the text. `supported`: the text or its heading speaks of support at all."""
    found: list[Ratio] = []
    if not supported:
        return found
    # End and op of the percentage before, for lists (不超过50%、30%); op "" when that one is no ratio.
    previous: tuple[int, str] | None = None
    for i, number in enumerate(numbers):
        if number.kind != "percent":
            continue
        floor = floor_of(text, numbers, i)
        gap = text[previous[0] : number.start] if previous else ""
        refused = previous is not None and not previous[1] and goes_on(gap)
        if refused or _blocked_ratio(text, floor, number):
            previous = (number.end, "")
            continue
        ratios = _ratios_of(text, floor, number, previous)
        found += ratios
        previous = (number.end, ratios[-1].op)
    found += _said_in_words(text)
    return sorted(found, key=lambda r: r.start)


def goes_on(gap: str) -> bool:
    """The next number continues what the one before says: a list, a change, an equation."""
    return bool(
        _LIST_GAP.fullmatch(gap)
        or lexicon().to_words.fullmatch(gap)
        or gap in ("=", "-", "~", ":", "∶", "比")
    )


def _blocked_ratio(text: str, floor: int, number: Number) -> bool:
    lex = lexicon()
    if not 0 < number.value <= (number.high or number.value) <= 100:
        return True
    before, after = text[floor : number.start], text[number.end : number.end + 24]
    if not before and text[floor - 1 : floor] == "(":
        before = text[clause_start(text, floor - 1) : floor - 1]  # 增长(10.5%)
    if text[floor - 1 : floor] == ")" and (opened := text.rfind("(", 0, floor)) >= 0:
        before = text[clause_start(text, opened) : opened] + before  # 为调整预算(以下简称预算)的96%
    if lex.ratio_block_before.search(before) or lex.ratio_block_after.search(after):
        return True
    if lex.at_least_after.search(after) and not lex.support_before.search(before):
        return True
    if lex.private.search(before) and find_payers(text[clause_start(text, floor - 1) : floor]):
        return True  # 省20%,县30%,农户50%
    noun = last_noun(lex.ratio_nouns, before)
    if noun is None or not noun.startswith("!"):
        return False
    return not (noun[1:] in lex.share_of and before.endswith(f"{noun[1:]}的"))


_LIST_GAP = re.compile(r"(?:[、和与及或]|以及)")


def _ratios_of(text: str, floor: int, number: Number, previous: tuple[int, str] | None) -> list[Ratio]:
    span = (number.start, number.end)
    if number.high is not None:
        return [Ratio(span[0], *span, "≥", True, number.value), Ratio(span[0], *span, "≤", True, number.high)]
    op = op_before(text, floor, number.start)
    behind = op_after(text, number.end)
    end = behind[1] if behind else number.end
    if op is None and behind is not None:
        op = Op(behind[0].kind, number.start)
    if (
        op is None
        and previous is not None
        and previous[1]
        and _LIST_GAP.fullmatch(text[previous[0] : number.start])
    ):
        return [Ratio(number.start, number.start, end, previous[1], True, number.value)]
    if op is None:
        return [Ratio(number.start, number.start, end, "=", False, number.value)]
    return [Ratio(op.start, number.start, end, _SYMBOL[op.kind], op.kind != "reach", number.value)]


def _said_in_words(text: str) -> list[Ratio]:
    """全额支持, 免收保费 and the like are 100 %, 保费减半 is 50 %."""
    lex = lexicon()
    if lex.bare_full.fullmatch(text.rstrip("。;,")):
        return [Ratio(0, 0, len(text), "=", True, Decimal(100))]
    spans = [m.span() for m in lex.full.finditer(text)]
    for m in lex.whole.finditer(text):
        border = next_border(text, m.end())
        is_free = m.group() == "免费" and border > m.end() + 1
        if is_free and "保" not in text[clause_start(text, m.start()) : border]:
            continue  # 免费学前教育
        if lex.whole_not_after.search(text[m.end() : border]):
            continue
        if lex.whole_not_before.search(text[max(0, m.start() - 8) : m.start()]):
            continue
        if not any(a <= m.start() < b for a, b in spans):
            spans.append(m.span())
    found = [Ratio(a, a, b, "=", True, Decimal(100)) for a, b in spans]
    return found + [Ratio(*m.span()[:1], *m.span(), "=", True, Decimal(50)) for m in lex.half.finditer(text)]


# 6%补助比例和200万元上限; in 50万元上限为… the limit is another number.
_LIMIT_BEHIND = re.compile(r"的?(?:上限|封顶线)(?![\d为是:由从提调不])")


def find_caps(text: str, numbers: list[Number], cap_heading: bool) -> list[Cap]:
    """Limits of support. `cap_heading`: a heading says that the text states a limit."""
    found: list[Cap] = []
    for i, number in enumerate(numbers):
        if number.kind not in ("yuan", "bare", "other", "usd") or number.high is not None:
            continue
        if number.value <= 0:
            continue
        floor = floor_of(text, numbers, i)
        head = _cap_head(text, floor, number, cap_heading)
        if head is None and found and goes_on(text[found[-1].end : number.start]):
            head = number.start  # 上限由200万元提高到300万元, 不超过20万元、50万元
        if head is None and i and number.kind == "yuan" and _limits(text, numbers[i - 1], number):
            head = number.start
        if head is not None and number.kind == "yuan" and _per_size().search(text[floor : number.start]):
            continue  # 每亩补助不超过8.5元
        if head is not None:
            yuan = number.value if number.kind in ("yuan", "bare") else None
            found.append(Cap(head, number.start, number.end, yuan))
    return found


@cache
def _per_size() -> re.Pattern[str]:
    return re.compile(f"每(?:{words(raw()['each']['sizes']).pattern})")


def _limits(text: str, before: Number, number: Number) -> bool:
    """60%/100万元: the amount behind the stroke limits the ratio before it."""
    return before.kind == "percent" and text[before.end : number.start] == "/"


def _cap_head(text: str, floor: int, number: Number, cap_heading: bool) -> int | None:
    lex = lexicon()
    before, after = text[floor : number.start], text[number.end : number.end + 20]
    op = op_before(text, floor, number.start)
    behind = op_after(text, number.end)
    if op is None and behind is not None and behind[0].kind == "le":
        op = Op("le", number.start)
    if op is None and _LIMIT_BEHIND.match(after):
        op = Op("le", number.start)
    if op is None and cap_heading and len(text) - (number.end - number.start) <= 8:
        op = Op("le", number.start)
    if op is None or op.kind != "le" or lex.cap_block_after.search(after):
        return None
    noun = last_noun(lex.cap_nouns, before)
    if noun is not None and noun.startswith("!"):
        return None
    if number.kind in ("usd", "other") and noun is None:
        return None
    return op.start
