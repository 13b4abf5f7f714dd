"""What a share is a share of: 新增融资额 in 按新增融资额的1%."""

from __future__ import annotations

import re

from normalizers.terms.payers import find_payers
from normalizers.terms.phrases import Span, ending_in, is_cost, is_who, phrase_words
from normalizers.text import match_key

_BORDER = ",。;:!?"
_NO_BASE = re.compile(r"(?:一定|相应|同等|以下|下列|上述|最高|统一|补[贴助])*(?:比例|标准|额度|上限)")
_SHARES_OF = re.compile(r"按照?([^,。;:按]{2,20}?)(?:的?一定比例|的?以下比例|分[档级类段]|的下列比例)")
_INCURRED = re.compile(
    r"对(?:其|企业|单位|农户|农民|个人|合作社|居民|机构)?"
    r"(?P<x>(?:实际)?(?:发生|产生|支付|缴纳)的[^,。;:的]{1,6}?)(?=给予|予以|按|,)"
)
_BY = re.compile(r"按照?(?!规定)(?:不超过|不高于|不低于)?")
_OF = re.compile(
    r"(?:按照?|以|给予|予以|补贴|补助|补助额|补贴额|不得超过|不得高于|不超过|不高于|最高|承担|奖励)"
)


def base_before(text: str, start: int, head: int) -> Span | None:
    """The span of what a share is taken of: 新增融资额 in 按新增融资额的1%."""
    floor = max(start, *(text.rfind(border, start, head) + 1 for border in _BORDER))
    bracket = text.rfind("(", floor, head)
    if ")" not in text[bracket:head]:
        floor = max(floor, bracket + 1)  # 中央按(45%): not where it closes again, 报价利率(LPR)的50%
    opened = list(_BY.finditer(text, floor, head)) or list(_OF.finditer(text, floor, head))
    begin = opened[-1].end() if opened else floor
    piece = text[begin:head]
    if not piece.endswith("的") and not (opened and ending_in("cost").search(piece)):
        return None
    end = head - 1 if piece.endswith("的") else head
    lead = phrase_words("base_lead_patterns")
    while (m := lead.match(text[begin:end])) and m.end():
        begin += m.end()
    phrase = text[begin:end]
    payers = find_payers(phrase)
    if payers and phrase[payers[-1].end :].removeprefix("财政") in ("", "资金", "承担", "负担"):
        return None
    if not 2 <= len(phrase) <= 24 or is_who(phrase) or _NO_BASE.fullmatch(phrase):
        return None
    return begin, end


def cost_aimed_at(text: str, start: int, head: int) -> Span | None:
    """The span of a cost without a name that a clause before the number is about: 对其发生的费用给予补贴."""
    for m in reversed(list(_INCURRED.finditer(text, start, head))):
        if is_cost(m["x"]):
            return m.span("x")
    return None


def base_of(opening: str) -> str | None:
    """The base that the sentence over a list states for its shares: 按设备不含税购置额分档补助：."""
    found = _SHARES_OF.search(match_key(opening))
    return found[1] if found and is_cost(found[1]) else None
