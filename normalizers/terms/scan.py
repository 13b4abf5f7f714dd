"""Numbers in policy text: percentages, money, and the comparison words around them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from normalizers.terms.vocabulary import Vocabulary, lexicon


@dataclass(frozen=True, slots=True)
class Number:
    """A number of the text. `kind` is percent (0..100), yuan, usd, other (foreign money) or bare (no unit).

    `high` and `high_inclusive` are set for a range; `inclusive` is None where nothing is printed.
    """

    start: int
    end: int
    kind: str
    value: Decimal
    inclusive: bool | None = None
    high: Decimal | None = None
    high_inclusive: bool | None = None


# Lengths are bounded so that a long run of digits costs no more than its length.
_N = r"(?<![\d.])\d{1,15}(?:'\d{3}){0,5}(?:\.\d{1,9})?"
_CN_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {
    "〇": 0, "两": 2, "壹": 1, "贰": 2, "叁": 3, "肆": 4, "伍": 5, "陆": 6, "柒": 7, "捌": 8, "玖": 9,
}  # fmt: skip
_CN_UNITS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_CN_BIG = {"万": 10**4, "亿": 10**8}
_CN_FIRST = "一二两三四五六七八九十壹贰叁肆伍陆柒捌玖拾"
_CN = rf"(?<![{_CN_FIRST}零〇百千万亿佰仟])[{_CN_FIRST}][{_CN_FIRST}零〇百千万亿佰仟]{{0,20}}"
_MULTIPLES = {
    "": 1, "百": 10**2, "千": 10**3, "万": 10**4, "十万": 10**5, "百万": 10**6, "千万": 10**7, "亿": 10**8,
    "百亿": 10**10, "万亿": 10**12,
}  # fmt: skip
_MULT = "|".join(sorted((m for m in _MULTIPLES if m), key=len, reverse=True))
_CURRENCIES = {
    "yuan": ["元人民币", "人民币元", "人民币", "元", "RMB", "CNY"],
    "usd": ["美元", "美金", "USD"],
    "other": ["欧元", "英镑", "日元", "港元", "港币", "澳元", "卢布", "新元", "加元", "外币"],
}
_KINDS = {word: kind for kind, group in _CURRENCIES.items() for word in group}
_CUR = "|".join(sorted(_KINDS, key=len, reverse=True))
_PREFIX = {"人民币": "yuan", "¥": "yuan", "US$": "usd", "$": "usd", "USD": "usd", "": ""}
_MARK = r"〈不?(?:含|包含|包括)(?:本数)?〉"
_DASH = r"(?:[-~—–―]+|至|到)"
_PERCENT = re.compile(
    rf"(?:(?P<a>{_N})(?:%?{_DASH}(?P<b>{_N}))?(?P<u>[%‰])|百分之(?P<cn>{_CN}|{_N}))(?:{_MARK})?"
)
_CHENG = re.compile(
    r"(?<![一二三四五六七八九十第])(?P<d>[一二两三四五六七八九])成(?P<h>半?)(?=[,。;、)的给予补资扶支以之左]|$)"
)
_FRACTION = re.compile(r"(?P<d>[二三四五六七八九十])分之(?P<n>[一二三四五六七八九])")
_HALF = re.compile(r"(?<=[的按担])(?:一半|半数)(?=[,。;、)的给予补资扶支]|$)")
# 省、市、县按4:3:3的比例分担.
_SHARES = re.compile(
    r"按照?(\d{1,3}(?:\.\d)?(?:[:∶比]\d{1,3}(?:\.\d)?){1,3})(?=的?比例|分担|承担|负担|配套|共同|分摊)"
)
_ONE = rf"(?P<n_>{_N}|{_CN})(?P<m_>{_MULT})?(?P<i_>{_MARK})?(?P<c_>{_CUR})?(?P<j_>{_MARK})?"
_LOW, _HIGH = _ONE.replace("_>", "1>"), _ONE.replace("_>", "2>")
_MONEY = re.compile(rf"(?P<p>人民币|¥|US\$|\$|USD)?{_LOW}(?:(?:以上)?{_DASH}{_HIGH})?")
# 万 followed by one of these counts things, not money.
_COUNTED = re.compile(r"[吨人家户箱辆台件平公里次亩个标只头棵场瓦克米升伏株座架名]")


def chinese_number(text: str) -> Decimal | None:
    """Value of a Chinese or Arabic numeral (六十, 三百万, 12.5), or None."""
    plain = text.replace("'", "")
    if re.fullmatch(r"\d+(?:\.\d+)?", plain):
        return Decimal(plain)
    total, section, digit = 0, 0, 0
    for char in plain:
        if char in _CN_DIGITS:
            digit = _CN_DIGITS[char]
        elif char in _CN_UNITS:
            section, digit = section + (digit or 1) * _CN_UNITS[char], 0
        elif char in _CN_BIG:
            total, section, digit = (total + (section + digit or 1)) * _CN_BIG[char], 0, 0
        else:
            return None
    return Decimal(total + section + digit)


def _percents(text: str) -> list[Number]:
    found = []
    for m in _PERCENT.finditer(text):
        if m["cn"]:
            value = chinese_number(m["cn"])
            if value is not None:
                found.append(Number(m.start(), m.end(), "percent", value))
            continue
        scale = Decimal(1) if m["u"] == "%" else Decimal("0.1")
        low = Decimal(m["a"].replace("'", "")) * scale
        high = Decimal(m["b"].replace("'", "")) * scale if m["b"] else None
        found.append(Number(m.start(), m.end(), "percent", low, high=high))
    for m in _CHENG.finditer(text):
        value = Decimal(_CN_DIGITS[m["d"]] * 10 + (5 if m["h"] else 0))
        found.append(Number(m.start(), m.end(), "percent", value))
    for m in _FRACTION.finditer(text):
        parts = (chinese_number(m["n"]), chinese_number(m["d"]))
        if parts[0] and parts[1]:
            found.append(Number(m.start(), m.end(), "percent", round(parts[0] * 100 / parts[1], 2)))
    found += [Number(m.start(), m.end(), "percent", Decimal(50)) for m in _HALF.finditer(text)]
    for m in _SHARES.finditer(text):
        shares = list(re.finditer(r"\d{1,3}(?:\.\d)?", m[1]))
        whole = sum(Decimal(part.group()) for part in shares)
        found += [
            Number(
                m.start(1) + part.start(),
                m.start(1) + part.end(),
                "percent",
                round(Decimal(part.group()) * 100 / whole, 2),
            )
            for part in shares
            if whole
        ]
    return found


def _mark(*marks: str | None) -> bool | None:
    printed = [m for m in marks if m]
    return None if not printed else not any("不" in m for m in printed)


def _money(text: str, percents: list[Number]) -> list[Number]:
    chars, usd_known = list(text), "美元" in text
    for number in percents:
        chars[number.start : number.end] = "\0" * (number.end - number.start)
    matches = _MONEY.finditer("".join(chars))
    found = (_money_number(m, text, usd_known) for m in matches)
    return [number for number in found if number is not None]


def _money_number(m: re.Match[str], text: str, usd_known: bool) -> Number | None:
    prefix = _PREFIX[m["p"] or ""]
    currency = _KINDS.get(m["c2"] or "", "") or _KINDS.get(m["c1"] or "", "") or prefix
    multiple = m["m2"] or m["m1"]
    if not currency:
        # 300万 without a currency: dollars only where the text around speaks of dollars alone (see callers).
        if not multiple or _COUNTED.match(text, m.end()) or not re.match(r"\d", m["n1"]):
            return None
        currency = "bare_usd" if usd_known else "bare"
    value = chinese_number(m["n1"])
    if value is None:
        return None
    value = _plain(value * _MULTIPLES[m["m1"] or (m["m2"] if m["n2"] and not m["c1"] else "") or ""])
    if not m["n2"]:
        return Number(m.start(), m.end(), currency, value, _mark(m["i1"], m["j1"]))
    high = chinese_number(m["n2"])
    if high is None:
        return None
    high = _plain(high * _MULTIPLES[m["m2"] or ""])
    return Number(m.start(), m.end(), currency, value, _mark(m["i1"], m["j1"]), high, _mark(m["i2"], m["j2"]))


def _plain(value: Decimal) -> Decimal:
    """0.5 times 10 000 is 5000, not 5000.0."""
    return value.to_integral_value() if value == value.to_integral_value() else value


def find_numbers(text: str) -> list[Number]:
    """Percentages and sums of money of a folded text, in order of position."""
    percents = _percents(text)
    return sorted([*percents, *_money(text, percents)], key=lambda n: n.start)


# Characters that may stand between a comparison word and its number ("不高于实际保费支出的60%").
_PLAIN_GAP = re.compile(r"(?!.*(?:的企业|按|给予|的小微|予以))[^,。;()]{0,18}")
_SHORT_GAP = re.compile(r"(?:人民币|其?实际|实缴|保费|支出|缴纳|的|了|年){0,5}")
_FAR_GAP = re.compile(r"[^,。;()]{0,24}")


@dataclass(frozen=True, slots=True)
class Op:
    """A comparison at a number: kind (le, ge, lt, gt, reach), and where the words start."""

    kind: str
    start: int


def op_before(text: str, floor: int, position: int) -> Op | None:
    """The comparison word that governs the number at `position`; words left of `floor` belong to others."""
    lex = lexicon()
    region = text[floor:position]
    reached: Op | None = None
    for mention in reversed(lex.ops.find(region)):
        gap = region[mention.end :]
        if mention.word in lex.far_ops:
            pattern = _FAR_GAP
        elif mention.value in ("le", "ge"):
            pattern = _PLAIN_GAP
        else:
            pattern = _SHORT_GAP
        if not pattern.fullmatch(gap):
            continue
        op = Op(mention.value, floor + _op_chain_start(region, mention.start))
        if mention.value != "reach":
            return op
        reached = op  # 最高可达80%: a word further left may say more
    return reached


def _op_chain_start(region: str, start: int) -> int:
    """最高不超过 is one comparison: step over words that directly precede."""
    ops = lexicon().ops
    while True:
        before = next((m for m in ops.find(region[:start]) if m.end == start), None)
        if before is None:
            return start
        start = before.start


_AFTER_MARK = re.compile(rf"(?:{_MARK})?")


def op_after(text: str, position: int) -> tuple[Op, int, bool | None] | None:
    """The comparison behind a number (60%以内), with its end and the inclusive mark printed after it."""
    lex = lexicon()
    m = lex.after_ops.match(text, position)
    if m is None:
        return None
    mark = _AFTER_MARK.match(text, m.end())
    printed = mark.group() if mark else ""
    kind = "ge" if m.group() in lex.ge_after else "le"
    return Op(kind, m.start()), m.end() + len(printed), _mark(printed or None)


def last_noun(vocab: Vocabulary, region: str) -> str | None:
    """The right-most noun of the vocabulary in the region: its word, prefixed '!' when it blocks."""
    best = max(vocab.find(region), key=lambda m: (m.end, m.start), default=None)
    if best is None:
        return None
    return f"!{best.word}" if best.value == "block" else best.word
