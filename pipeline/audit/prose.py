"""The words between the tables: running text with pages, headings, and what is said about scores."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from normalizers.text import match_key
from pipeline.audit.figures import Figure, read_figure

_NUMBER = r"(\d{1,3}(?:\.\d{1,4})?)"
_STATEMENT = re.compile(
    rf"(?:分值|满分|权重|指标)(?:为)?{_NUMBER}分[,、;]?"
    rf"(?:(?:实际|评价|最终)?(?:评价)?得分?)(?:为)?{_NUMBER}分"
    rf"(?:[,、。;]?得分率(?:为|是)?{_NUMBER}%)?"
)
_HEADINGS = (
    re.compile(r"\s*[一二三四五六七八九十]{1,3}、(.+)"),
    re.compile(r"\s*[（(][一二三四五六七八九十]{1,3}[)）]\s*(.+)"),
    re.compile(r"\s*\d{1,2}\s*[.．、]\s*(?!\d)(.+)"),
    re.compile(r"\s*(?:[①-⑳]|[（(]\d{1,2}[)）])\s*(.+)"),
)
_NAME_END = re.compile(r"[。：:；;，,（(]|该.{0,4}指标|指标分值")
_NAME_TAIL = re.compile(r"(?:绩效)?(?:指标)?(?:情况)?(?:分析|情况)?$")
_BRACKETS = re.compile(r"\([^()]*\)")
_SERIAL = re.compile(r"^(?:[一二三四五六七八九十]{1,3}、|\([一二三四五六七八九十\d]{1,3}\)|\d{1,2}[.、])")
_LONGEST_NAME = 30


@dataclass(frozen=True, slots=True)
class Statement:
    """A score as a sentence states it: full marks, marks given, their rate."""

    weight: Figure
    score: Figure
    rate: Figure | None
    page: int
    start: int


@dataclass(frozen=True, slots=True)
class Heading:
    """A numbered heading: its depth, from 0, and what it names."""

    depth: int
    name: str
    start: int


class Prose:
    """All lines outside the tables, joined in the form in which texts are compared."""

    def __init__(self, lines: Sequence[tuple[int, str]]) -> None:
        self._starts: list[int] = []
        self._pages: list[int] = []
        self.headings: list[Heading] = []
        parts: list[str] = []
        length = 0
        for page, line in lines:
            self._starts.append(length)
            self._pages.append(page)
            heading = read_heading(line, length)
            if heading is not None:
                self.headings.append(heading)
            parts.append(match_key(line))
            length += len(parts[-1])
        self.text = "".join(parts)

    def page(self, start: int) -> int:
        """The page on which a place of the text stands."""
        return self._pages[max(0, bisect_right(self._starts, start) - 1)] if self._pages else 1

    @cached_property
    def statements(self) -> list[Statement]:
        """Scores stated in sentences, in order."""
        return [
            Statement(s.weight, s.score, s.rate, self.page(s.start), s.start)
            for s in find_statements(self.text)
        ]

    def under(self, heading: Heading) -> list[Statement]:
        """The statements between a heading and the next one of any depth."""
        end = next((h.start for h in self.headings if h.start > heading.start), len(self.text))
        return [s for s in self.statements if heading.start <= s.start < end]

    def children(self, heading: Heading) -> list[Heading]:
        """The headings one step below, up to the next heading of the same depth or above."""
        behind = [h for h in self.headings if h.start > heading.start]
        end = next((i for i, h in enumerate(behind) if h.depth <= heading.depth), len(behind))
        inside = behind[:end]
        depth = min((h.depth for h in inside), default=0)
        return [h for h in inside if h.depth == depth]


def find_statements(text: str) -> list[Statement]:
    """Scores stated in a text that is given as match key; all on page 0."""
    found = []
    for hit in _STATEMENT.finditer(text):
        weight, score = read_figure(hit[1]), read_figure(hit[2])
        if weight is not None and score is not None and weight.value > 0:
            found.append(Statement(weight, score, read_figure(hit[3]), 0, hit.start()))
    return found


def read_heading(line: str, start: int) -> Heading | None:
    """The heading that begins a line, if one does."""
    for depth, pattern in enumerate(_HEADINGS):
        found = pattern.match(line)
        if found:
            name = score_name(_NAME_END.split(found[1])[0])
            return Heading(depth, name, start) if 0 < len(name) <= _LONGEST_NAME else None
    return None


@lru_cache(maxsize=4096)
def score_name(text: str) -> str:
    """The name of an indicator for comparing: no serial number, no brackets, no 分析 or 指标 behind."""
    bare = _BRACKETS.sub("", _SERIAL.sub("", match_key(text))).rstrip(":。")
    return _NAME_TAIL.sub("", bare) or bare
