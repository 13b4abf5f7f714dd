"""Which points of a paragraph belong together: full marks, marks given and their rate of one indicator, in whatever
order and wording they stand."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from normalizers.facets import read_label
from normalizers.text import match_key
from pipeline.prose.paragraph import Paragraph
from pipeline.prose.settled_number import Said
from pipeline.prose.words import pattern

_IN_BRACKETS = re.compile(r"[(][^()]*[)]")
_QUOTES = re.compile(r"[“”\"‘’「」『』]")
_WEIGHT = re.compile(r"权重(?:分别|依次)?(?:为|是|:)?$")
_LETTER = re.compile(r"[\u4e00-\u9fff]")
_ALL = "总分"  # the name of all indicators together
_SLOTS = ("possible", "awarded")


@dataclass(slots=True)
class Points:
    """Full marks, marks given and their rate of one indicator; `bare` does not say which of the two it is."""

    name: str = ""
    possible: Said | None = None
    awarded: Said | None = None
    rate: Said | None = None
    bare: Said | None = None
    frame: str = ""  # an indicator of the first level that the words around name
    outer: str = ""  # which of the two the words around a list say: 满分为:决策20分、…

    @property
    def of(self) -> list[tuple[str, str, Said]]:
        """Column of `indicators`, name in `metrics`, and the number."""
        found = [
            ("weight", "points_possible", self.possible),
            ("score", "points_awarded", self.awarded),
            ("score_rate_printed_pct", "score_rate_pct", self.rate),
        ]
        return [(column, metric, said) for column, metric, said in found if said is not None]

    def take(self, said: Said, slot: str, outer: str) -> bool:
        """Add a number; False where it has no place here. Of two numbers without a word the larger is the full
        marks."""
        if slot and getattr(self, slot) is None and self._fits(said, slot):
            setattr(self, slot, said)
        elif not slot and self.bare is None and (self.possible is None or self.awarded is None):
            self.bare, self.outer = said, outer
        elif not slot and self.bare is not None and self.possible is None and self.awarded is None:
            self.possible, self.awarded = sorted((self.bare, said), key=_value, reverse=True)
            self.bare = None
        else:
            return False
        if self.bare is not None and (self.possible is None) != (self.awarded is None):
            other = "possible" if self.possible is None else "awarded"
            if not self._fits(self.bare, other):
                return False
            setattr(self, other, self.bare)
            self.bare = None
        return True

    def _fits(self, said: Said, slot: str) -> bool:
        """Nobody gets more than the full marks."""
        if slot == "possible":
            return self.awarded is None or _value(self.awarded) <= _value(said)
        return self.possible is None or _value(said) <= _value(self.possible)

    def close(self) -> None:
        """A number alone is what the words around say."""
        if self.bare is not None and self.outer and getattr(self, self.outer) is None:
            setattr(self, self.outer, self.bare)
            self.bare = None


def find_points(paragraph: Paragraph) -> list[Points]:
    """The points of the indicators of a paragraph that tell marks given; those of the whole are none."""
    found: list[Points] = [Points()]
    for said in paragraph.said:
        _place(found, said)
    _take_sum(found)
    for points in found:
        points.close()
    merged = _merged(found)
    return [points for points in merged if points.awarded is not None and _is_whole(points)]


def _take_sum(found: Sequence[Points]) -> None:
    """Numbers without a word that add up to the marks of the whole are marks given: 决策18分、过程21分，总得分39分."""
    alone = [one for one in found if one.bare is not None and one.possible is None and one.awarded is None]
    total = sum((one.bare.stated.value for one in alone if one.bare is not None), Decimal(0))
    wholes = [one.awarded for one in found if one.name == _ALL and one.awarded is not None]
    if len(alone) > 1 and any(whole.stated.value == total for whole in wholes):
        for one in alone:
            one.awarded, one.bare = one.bare, None


def _place(found: list[Points], said: Said) -> None:
    stated, key = said.stated, _key(said)
    shared = match_key(stated.shared)
    if stated.kind == "percent" and not _WEIGHT.search(shared or key):
        if found[-1].rate is None and pattern("points.rate").search(key):
            found[-1].rate = said
        return
    if stated.kind not in ("score", "percent") or pattern("points.lost").search(f"{shared or key}"):
        return
    if stated.op is not None or stated.high is not None or pattern("points.grades").match(_behind(said)):
        return  # 90分以上为优
    if not shared and pattern("points.whole").search(key):
        found.append(Points(_ALL, awarded=said))
        return
    name, slot = _name_and_slot(said, key, shared)
    outer = _outer_slot(said)
    now, frame = found[-1], _frame(said)
    if not name and not said.stated.depth and not _goes_on(now, said):
        name = frame  # 决策方面，满分20分，得18分
    if _begins(now, name, said) or (not slot and not name and _is_later(now, said)):
        now = Points(name)
        found.append(now)
    if not now.take(said, slot, outer):
        found.append(Points(name))
        found[-1].take(said, slot, outer)
    found[-1].name = found[-1].name or name
    found[-1].frame = frame


def _goes_on(now: Points, said: Said) -> bool:
    """Does a number without a name speak of the indicator that its part of the sentence just named, rather than of
    the one that frames it: 过程情况。…预算执行率指标满分6分，得4分?"""
    last = next((one for one in (now.bare, now.awarded, now.possible) if one is not None), None)
    same = last is not None and (last.stated.sentence, last.stated.part) == (
        said.stated.sentence,
        said.stated.part,
    )
    return same and bool(now.name) and now.name != now.frame


def _key(said: Said) -> str:
    """The words in front of a number, those in front of its bracket where it has none of its own."""
    key = _IN_BRACKETS.sub("", _QUOTES.sub("", match_key(said.stated.own)))
    return pattern("points.leads").sub("", key)


def _name_and_slot(said: Said, key: str, shared: str) -> tuple[str, str]:
    slot = ""
    words = shared or key
    for one in _SLOTS:
        match = pattern(f"points.{one}").search(words)
        if match is not None:
            slot, words = one, words[: match.start()]
            break
    if not slot and (behind := _slot_behind(said)):
        slot = behind
    if shared:
        return key, slot
    name = pattern("points.joins").sub("", pattern("points.links").sub("", words))
    if not name and said.stated.depth and said.parent is None:  # 决策情况(15分,得13分)
        around = _in_front_of_bracket(said)
        name = "" if _slot_of(around) else pattern("points.leads").sub("", around)
    return ("" if pattern("points.same").fullmatch(name) else name), slot


def _in_front_of_bracket(said: Said) -> str:
    """The words right in front of the bracket that a number stands in."""
    before = match_key(said.sentence.text[: said.stated.start]).rpartition("(")[0]
    around = match_key(said.stated.outer[-1]) if said.stated.outer else ""
    return _QUOTES.sub("", around) if around and before.endswith(around) else ""


def _frame(said: Said) -> str:
    """The name of an indicator of the first level in front of a comma or a colon."""
    for text in reversed(said.stated.outer):
        bare = pattern("points.leads").sub("", _QUOTES.sub("", match_key(text)))
        if read_label(pattern("points.kinds").sub("", bare)).level1_code:
            return bare
    return ""


def _slot_behind(said: Said) -> str:
    """20分为满分; 20分的满分."""
    return "possible" if pattern("points.possible_behind").match(_behind(said)) else ""


def _behind(said: Said) -> str:
    return match_key(said.stated.behind)


def _slot_of(text: str) -> str:
    return next((one for one in _SLOTS if pattern(f"points.{one}").search(text)), "")


def _outer_slot(said: Said) -> str:
    """Which of the two the words around a number say: those of what it is part of, or of the frame."""
    words = [match_key(said.parent.stated.own)] if said.parent is not None else []
    words += [match_key(text) for text in reversed(said.stated.outer)]
    return next(filter(None, (_outer_of(text) for text in words)), "")


def _outer_of(text: str) -> str:
    match = pattern("points.around").search(text)
    return "" if match is None else "possible" if match["possible"] else "awarded"


def _is_later(now: Points, said: Said) -> bool:
    """Does a number that says nothing of itself stand in a later sentence?"""
    last = next((one for one in (now.bare, now.awarded, now.possible) if one is not None), None)
    return last is not None and last.stated.sentence != said.stated.sentence


def _begins(now: Points, name: str, said: Said) -> bool:
    """Does a number begin the points of the next indicator?"""
    if not name or name == now.name:
        return False
    if now.name:
        return True
    has_any = now.bare is not None or now.possible is not None or now.awarded is not None
    own = match_key(said.stated.own)
    return has_any and pattern("points.joins").match(own) is None  # 满分20分的决策指标得18分


def _merged(found: Iterable[Points]) -> list[Points]:
    """Points of one name whose full marks and marks given stand in lists of their own."""
    merged: list[Points] = []
    for points in found:
        same = next((one for one in merged if one.name and one.name == points.name), None)
        if same is not None and all(
            getattr(same, slot) is None or getattr(points, slot) is None for slot in (*_SLOTS, "rate")
        ):
            for slot in (*_SLOTS, "rate"):
                setattr(same, slot, getattr(same, slot) or getattr(points, slot))
        else:
            merged.append(points)
    return merged


def _is_whole(points: Points) -> bool:
    """With full marks, or the marks of an indicator of the first level alone; not the marks of all together."""
    if pattern("points.all").search(points.name) or (points.name and not _LETTER.search(points.name)):
        return False
    bare = pattern("points.kinds").sub("", points.name)
    return points.possible is not None or read_label(bare).level1_code is not None


def _value(said: Said) -> float:
    return float(said.stated.value)
