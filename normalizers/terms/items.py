"""A policy text cut at its enumeration marks: 一是…二是…, (一), (1), 1., ①."""

from __future__ import annotations

import re
from dataclasses import dataclass

from normalizers.terms.fold import Folded

_CN = "一二三四五六七八九十"
_MARK = re.compile(
    rf"(?:^|(?<=[。;,:、)]))(?:(?P<shi>[{_CN}]{{1,2}}是)|(?P<cn>[{_CN}]{{1,2}}、)|(?P<di>第[{_CN}][是,、])"
    rf"|(?P<qi>其[一二三四五][是,])|\((?P<pcn>[{_CN}]{{1,3}}|[甲乙丙丁戊])\)|\((?P<pn>\d{{1,2}})\)"
    rf"|(?P<l>[a-z](?:\.(?!\d)|、|\)))|(?P<n>\d{{1,2}}(?:\.(?!\d)|、))|(?P<np>\d{{1,2}}\)))"
)


@dataclass(frozen=True, slots=True)
class Item:
    """One enumerated item without its mark. `parent` is the item whose list it belongs to (None: none)."""

    text: Folded
    parent: int | None


def split_items(folded: Folded) -> list[Item]:
    """The items in printed order; the text in front of the first mark is the parent of the outermost list.

    A kind of mark that was not seen before opens a list inside the item before it: 2.一般企业：(1)…；(2)….
    """
    marks = list(_MARK.finditer(folded.text))
    ends = [m.start() for m in marks] + [len(folded.text)]
    items = [Item(_part(folded, 0, ends[0]), None)]
    levels: list[tuple[str, int]] = []  # kind of mark and the item that holds the list, outermost first
    for mark, end in zip(marks, ends[1:], strict=True):
        kind = mark.lastgroup or ""
        known = next((depth for depth, (seen, _) in enumerate(levels) if seen == kind), None)
        if known is None:
            levels.append((kind, len(items) - 1))
        else:
            del levels[known + 1 :]
        items.append(Item(_part(folded, mark.end(), end), levels[-1][1]))
    return items


def _part(folded: Folded, start: int, end: int) -> Folded:
    return Folded(folded.text[start:end], folded.index[start:end], folded.source)
