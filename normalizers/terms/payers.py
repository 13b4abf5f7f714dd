"""Levels of government that a policy names as payers, alone or several together (中央、省、县三级财政, 市县).

Everything here matches folded text (see ``terms_fold``). A value is one level or several joined by +, from the
highest: central, province, city, county.
"""

from __future__ import annotations

import re

from normalizers.terms.vocabulary import Mention, lexicon

LEVELS = ("central", "province", "city", "county")
_COUNTIES = (
    r"县\((?:市、区|区、市|市区|区市|市|区)\)|[区市]\((?:县、市|市、县|县市|市|县)\)"
    r"|区县|县区|县|区|旗|乡镇|镇街|乡|镇"
)
_ONE = rf"(?:中央|国家|省|自治区|地区|市县|市区|市|州|盟|各?(?:{_COUNTIES}))"
_PURSE = r"(?:本?级)?(?:财政|资金)?"
_BEHIND = r"(?=各?级|[两二三四]级|各?财政|分别|按|共同|各|分担|负担|承担|配套|比例|分摊|出资)"
_JOINT = re.compile(
    rf"(?:{_ONE}{_PURSE}(?:[、和与及]|以及))+{_ONE}{_PURSE}{_BEHIND}|(?:中央)?(?:省市县|省市|省县|市县|市区|省市区){_BEHIND}"
)
# 德城区负担25%: a place that pays.
_PLACE = re.compile(
    r"(?:^|[,。;、:由和])(?!地区)([\u4e00-\u9fff]{1,5}[^各省市两三四](?<!自治)[区县旗](?:财政)?)(?=负担|承担|分担|配套)"
)
_PAYS = re.compile(
    r"财政|各?级|[两二三四]级|以奖代补|补[贴助]|奖[补励]|承担|负担|分担|配套|对|按|各|分别|比例|再|给予|优势|扶持|支持|资助|安排|共|合计|最高|不超过|不高于|不低于|不少于|至少|为|的|"
    r"出资|资金(?=按|每|补|承|负|对|各|\d|$)|叠加|累加|解决|保障|拿出|出(?=\d|百分|[一二三四五六七八九]成)|可|应|每|从|由|全额|统一|\d|[,。;、:()+/]|$"
)
# 中央30%、省20%、县50%: one character and its share.
_BARE = re.compile(
    r"(?<![\u4e00-\u9fff])((?:省|自治区|地区|盟市|州市|市|州|盟|旗县|县|区|旗)(?:财政)?)(?=\d|承担|负担|以奖代补|补[贴助]|奖补|配套|每|按|给予|再|(?:补[贴助])?比例|$)"
)
_LOCAL = re.compile(r"地方(?:各级)?(?:财政)?(?=承担|负担|分担|配套|[^\u4e00-\u9fff])")
_LEVEL_END = re.compile(r"^各?级")  # 国家级、省、市级示范社: ranks
_ROW = re.compile(r"(?:[、和与及](?:国家|省|自治区|市|州|县|区)级)+")
_LEVEL_OF = ((r"中央|国家", "central"), (r"省|自治区", "province"), (r"市|州|盟|地区", "city"))


def find_payers(text: str) -> list[Mention]:
    """Every level or group of levels that the text names as a purse, in order of position."""
    lex = lexicon().levels
    joint = [
        Mention(m.start(), m.end(), "+".join(_levels(m.group())), m.group())
        for m in _JOINT.finditer(text)
        if _descends(m.group()) and not lex.not_after.search(_LEVEL_END.sub("", text[m.end() : m.end() + 20]))
    ]
    joint += [
        Mention(m.start(1), m.end(1), "county", m[1])
        for m in _PLACE.finditer(text)
        if not any(j.start < m.end(1) and m.start(1) < j.end for j in joint)
    ]
    joint += [
        Mention(m.start(1), m.end(1), _levels(m[1])[0], m[1])
        for m in _BARE.finditer(text)
        if not any(j.start < m.end(1) and m.start(1) < j.end for j in joint)
    ]
    joint += [Mention(m.start(), m.end(), "province+city+county", m.group()) for m in _LOCAL.finditer(text)]
    alone = [m for m in lex.find(text) if not any(j.start < m.end and m.start < j.end for j in joint)]
    return sorted([*joint, *alone], key=lambda m: m.start)


def purses(text: str) -> list[Mention]:
    """Payers that the text names as such: 省级财政, 市级承担; 省级数字化车间 and 县级公立医院 name none."""
    return [
        m
        for m in find_payers(text)
        if m.word.endswith(("财政", "资金")) or (_PAYS.match(text, m.end) and not _is_rank(text, m))
    ]


def _is_rank(text: str, payer: Mention) -> bool:
    """国家级、省级、市级示范社: ranks in a row."""
    row = _ROW.match(text, payer.end)
    return bool(row and lexicon().levels.not_after.search(text[row.end() : row.end() + 20]))


def levels_in_row(payer: Mention) -> list[str]:
    """The levels of a group as its words part them: 省与市县 are two."""
    parts = re.split("[、和与及]|以及", _counties(payer.word))
    return ["+".join(_levels(part)) for part in parts]


def _descends(text: str) -> bool:
    """Several levels from the highest to the lowest; 景区、国家级 are none."""
    parts = [_levels(part) for part in re.split("[、和与及]|以及", _counties(text))]
    order = [LEVELS.index(part[0]) for part in parts if part]
    return len(_levels(text)) > 1 and order == sorted(order)


def _levels(text: str) -> list[str]:
    """The levels of a group, from the highest: 县(市、区) is one."""
    rest = _counties(text) if re.search("[、和及与]", text) else text
    rest = rest.replace("自治区", "省").replace("地区", "市")
    found = {level for pattern, level in _LEVEL_OF if re.search(pattern, rest)}
    if re.search("[县区旗]", rest):
        found.add("county")
    return [level for level in LEVELS if level in found]


def _counties(text: str) -> str:
    """县(市、区) is one level, and 自治区 and 地区 are others."""
    return re.sub(rf"自治区|地区|({_COUNTIES})", lambda m: "县" if m[1] else m[0], text)
