"""From the segments of a paragraph to its numbers with the words that lead to them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from normalizers.clauses.cutting import Segment, cut
from normalizers.clauses.dependence import find_dependence
from normalizers.clauses.model import Stated
from normalizers.clauses.scanning import Found, Printed
from normalizers.clauses.sharing import lists_of, share_values
from normalizers.clauses.words import any_of, bound_before, bound_behind, load

_LONGEST_LEAD = 30  # letters of a sentence without figures that heads its paragraph
_LONGEST_FRAME = 60
_LONGEST_LABEL = 16  # letters of a name before a colon that heads a list entry
_FRAMES = 4
_STOPS = "。!?;:，"
_LEADING = re.compile(r"^[，、;:。\s]+")


@dataclass(slots=True)
class Draft:
    """A number on its way: spans of the key, and what the clause says before dependence is known."""

    stated: Stated
    segment: Segment
    own: tuple[int, int]
    opens_part: bool = False
    link: str = ""  # all words before it, connectives too
    is_bare: bool = False  # nothing but a connective before it
    anchor: int | None = None  # the number in front of its bracket, or of its colon
    names: list[str] = field(default_factory=list)  # of the list that its words end with
    lists: list[list[str]] = field(default_factory=list)  # the other ways to read that list


def read_paragraph(sentences: Sequence[str], lead: Sequence[str] = ()) -> list[Stated]:
    """The numbers of the sentences of one paragraph, in reading order.

    `lead` are labels around the paragraph, outermost first: its headings. A first sentence that is a name alone
    (2、能繁母猪。…) is a label of those behind it.
    """
    drafts: list[Draft] = []
    label = ""
    for number, text in enumerate(sentences):
        printed = Printed(text)
        is_first = number == 0 or any_of("entry_patterns").match(printed.key) is not None
        reader = _Sentence(printed, number, tuple(lead), "" if is_first else label, drafts)
        found = reader.read()
        if is_first:
            label = reader.label or ("" if found else _name(printed))
        drafts += found
    share_values(drafts)
    find_dependence(drafts)
    return [draft.stated for draft in drafts]


def read_sentence(text: str, lead: Sequence[str] = ()) -> list[Stated]:
    """The numbers of one sentence; see `read_paragraph`."""
    return read_paragraph([text], lead)


def _name(printed: Printed) -> str:
    """A sentence that only names what follows."""
    start, end = without_leads(printed.key, 0, len(printed.key.rstrip(_STOPS)))
    body = printed.key[start:end]
    return printed.text(start, end) if 2 <= len(body) <= _LONGEST_LEAD and "，" not in body else ""


def without_leads(key: str, start: int, end: int) -> tuple[int, int]:
    """A span without the connectives and numbering at its beginning."""
    while start < end:
        match = _LEADING.match(key[start:end]) or any_of("leading_patterns").match(key, start, end)
        if match is None or not match[0]:
            break
        start += len(match[0])
    return start, end


class _Sentence:
    """Reads one sentence; `before` are the numbers of the paragraph so far."""

    def __init__(
        self, printed: Printed, number: int, lead: tuple[str, ...], label: str, before: Sequence[Draft]
    ) -> None:
        self.printed, self.key, self.number, self.label = printed, printed.key, number, label
        self.outer = (*lead, label) if label else lead
        self.first = len(before)
        self.drafts: list[Draft] = []
        self.frames: list[str] = []  # in front of the first number of the sentence
        self.local: list[str] = []  # since the last number
        self.pending: list[Segment] = []  # names joined by 、 that wait for their number
        self.lists: list[
            list[list[str]]
        ] = []  # of names that wait for their values, each in all its readings
        self.opens_part = False
        self.brackets: dict[int, tuple[int | None, str]] = {}  # number and words in front of a bracket
        self.colon: int | None = None
        self.mark = ""  # the last one
        self.tail: int | None = None  # words behind the last number that go on behind a 、
        self.split: Segment | None = None  # words in front of a bracket that go on behind it

    def read(self) -> list[Draft]:
        segments = cut(self.printed)
        for n, segment in enumerate(segments):
            if segment.numbers:
                self._with_numbers(segment, _end_of_clause(segments, n))
                self.drafts[-1].stated.after = self._after(segments, n)
            else:
                self._without_numbers(segment)
            self.mark = segment.mark
            if segment.mark == "(" and n + 1 < len(segments):
                self._open(segment, segments[n + 1].bracket)
            elif segment.mark == ":" and segment.numbers and not segment.bracket:
                self.colon = self.first + len(self.drafts) - 1
        return self.drafts

    def _after(self, segments: Sequence[Segment], n: int) -> str:
        """The clause without numbers behind the comma that ends a segment."""
        clause = [one for one in segments[n + 1 :] if one.comma == segments[n].comma + 1]
        if segments[n].mark != "，" or not clause or any(one.numbers for one in clause):
            return ""
        return self._text(clause[0].start, clause[-1].end)

    def _open(self, segment: Segment, bracket: int) -> None:
        last = self.drafts[-1] if segment.numbers else None
        anchor = self.first + len(self.drafts) - 1 if last is not None else None
        words = "" if segment.numbers else self._text(segment.start, segment.end)
        self.brackets[bracket] = (anchor, words)
        if not segment.numbers and words:
            self.split = segment

    def _text(self, start: int, end: int) -> str:
        return self.printed.text(*without_leads(self.key, start, end))

    def _without_numbers(self, segment: Segment) -> None:
        words = self.key[segment.start : segment.end]
        if any_of("part").fullmatch(words):
            self.opens_part = True
            return
        if segment.mark == "、" and words:
            self.pending.append(segment)
            return
        if self.pending and words:
            first = self.pending[0].start if self.tail is None else self.tail
            if lists := lists_of(self.printed, first, segment.end):
                self.lists.append(lists)
        elif (
            self.tail is not None
            and segment.mark == "，"
            and (lists := lists_of(self.printed, self.tail, segment.end))
        ):
            self.lists.append(lists)
        elif words and segment.mark == "，" and any_of("years_patterns").fullmatch(words):
            self.lists.append(lists_of(self.printed, segment.start, segment.end))
        start = self.pending[0].start if self.pending else segment.start
        self.pending, self.tail = [], None
        if words and segment.mark in "，:" and segment.end - start <= _LONGEST_FRAME:
            part = any_of("part").match(words)
            self.opens_part = self.opens_part or (part is not None and len(part[0]) > 1)
            name = self._text(start, segment.end)
            if (
                segment.mark == ":"
                and not (self.drafts or self.frames or self.label)
                and len(name) <= _LONGEST_LABEL
            ):
                self.label, self.outer = name, (*self.outer, name)
            elif name:
                _add_frame(self.local if self.drafts else self.frames, name)
        elif segment.mark and segment.mark in ";。!?" and words:
            self._end_part()

    def _with_numbers(self, segment: Segment, end_of_clause: int) -> None:
        position = self.pending[0].start if self.pending else segment.start
        if self.split is not None and self.mark == ")" and segment.bracket == self.split.bracket:
            position = self.split.start
        if not segment.bracket:
            self.split = None
        for n, found in enumerate(segment.numbers):
            end = segment.numbers[n + 1].start if n + 1 < len(segment.numbers) else end_of_clause
            self.drafts.append(self._draft(segment, found, position, end, n))
            position = found.end
        self.pending, self.opens_part = [], False
        # 分配90万元甲县、乙县两县，依次为: what stands behind a number may begin a list
        self.tail = position if segment.mark == "、" and position < segment.end else None
        if segment.mark and segment.mark in ";。!?":
            self._end_part()

    def _end_part(self) -> None:
        """What holds for one part of a sentence holds for it alone: …的，奖励10万元；…的，奖励20万元."""
        conditions = tuple(load()["condition_end"])
        self.frames = [frame for frame in self.frames if not frame.endswith(conditions)]
        self.local = []

    def _draft(self, segment: Segment, found: Found, position: int, end: int, n: int) -> Draft:
        words = self.key[position : found.start]
        opens = self.opens_part or any_of("part").match(words.lstrip("，、")) is not None
        start, stop = without_leads(self.key, position, found.start)
        anchor, around = self.brackets.get(segment.bracket, (None, ""))
        outer = [*self.outer, *self.frames, *self.local, *([around] if around else [])]
        clause = self.key[segment.start : segment.end]
        stated = Stated(
            self.number,
            self.printed.text(found.start, found.end),
            *self.printed.span(found.start, found.end),
            found.value,
            found.unit,
            found.high,
            own=self.printed.text(start, stop),
            behind=self.printed.text(found.end, end),
            outer=tuple(outer),
            label=self.label,
            clause=self.printed.text(segment.start, segment.end),
            clause_index=segment.comma,
            part=segment.part,
            depth=segment.bracket,
            op=_bound(self.key[position : found.start], self.key[found.end : end]),
            is_condition=segment.mark == "，" and clause.endswith(tuple(load()["condition_end"])),
        )
        is_bare = not self.key[start:stop] or any_of("joining").fullmatch(self.key[start:stop]) is not None
        draft = Draft(stated, segment, (start, stop), opens and n == 0, words.strip("，、;:"), is_bare)
        draft.anchor = anchor if segment.bracket else self.colon
        lists = lists_of(self.printed, start, stop) or (self.lists[-1] if self.lists else [])
        draft.names, draft.lists = (lists[0], lists[1:]) if lists else ([], [])
        return draft


def _end_of_clause(segments: Sequence[Segment], n: int) -> int:
    """Where the clause of a segment ends: names joined by 、 behind its last number belong to it where no number
    follows them (用于新建、改建幼儿园)."""
    rest = [one for one in segments[n + 1 :] if one.comma == segments[n].comma]
    return rest[-1].end if rest and not any(one.numbers for one in rest) else segments[n].end


def _add_frame(frames: list[str], text: str) -> None:
    """Words in front of a comma, in the place of those that they are parallel to: 对甲…，…，对乙…."""
    for n, other in enumerate(frames):
        if text and (other[0] == text[0] or other[-1] == text[-1]):
            del frames[n:]
            break
    frames.append(text)
    del frames[:-_FRAMES]


def _bound(before: str, behind: str) -> str | None:
    match = bound_before().search(before)
    if match is not None:
        return str(load()["bounds_before"][match[1]])
    match = bound_behind().match(behind)
    return str(load()["bounds_behind"][match[1]]) if match is not None else None
