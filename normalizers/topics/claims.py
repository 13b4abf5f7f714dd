"""Which topics the words of a name claim, and how strongly."""

from __future__ import annotations

import re
from bisect import bisect
from functools import cache, lru_cache
from typing import NamedTuple

from normalizers.text import match_key
from normalizers.topics.table import all_topics, path_of, words_of_no_topic

_GAP = "…"
_BETWEEN = r"[^,。;:、]{0,8}?"
_AND = re.compile(r"以及|[和与及暨、,;]")


class Claim(NamedTuple):
    """A topic that a name speaks of. Of two, the one that names a support is stronger, then the longer word.

    `part` counts what is joined by 和 and the like: 动物防疫和农机购置 has two parts, of which neither is stronger.
    """

    names_support: bool
    letters: int
    topic: str
    part: int = 0

    @property
    def strength(self) -> tuple[bool, int]:
        return self.names_support, self.letters


@lru_cache(maxsize=4096)
def claims(name: str) -> tuple[Claim, ...]:
    """The claims of the words in a name, in its order.

    A word within a longer one claims nothing (保险 in 出口信用保险), nor does, within a part, a topic above another
    that is named: the narrower one says the same and more.
    """
    text = match_key(name).lower()
    found = _matches(text)
    outer = [
        (start, end, claim)
        for start, end, claim in found
        if claim.topic and not any(a <= start and end <= b and (a, b) != (start, end) for a, b, _ in found)
    ]
    joints = [m.start() for m in _AND.finditer(text) if not any(a < m.start() < b for a, b, _ in outer)]
    parted = [claim._replace(part=bisect(joints, start)) for start, _, claim in sorted(outer)]
    above = {(one.part, over) for one in parted for over in path_of(one.topic)[:-1]}
    return tuple(one for one in parted if (one.part, one.topic) not in above)


def _matches(text: str) -> list[tuple[int, int, Claim]]:
    """Start, end and claim of every word in a text; of those that begin at one place the longest."""
    words, sizes, patterns = _words()
    found: list[tuple[int, int, Claim]] = []
    for start in range(len(text)):
        for size in sizes:
            claim = words.get(text[start : start + size])
            if claim is not None:
                found.append((start, start + claim.letters, claim))
                break
    for pattern, claim in patterns:
        found += [(*match.span(), claim) for match in pattern.finditer(text)]
    return found


@cache
def _words() -> tuple[dict[str, Claim], tuple[int, ...], list[tuple[re.Pattern[str], Claim]]]:
    """Claims by word, the lengths of words from the longest, and patterns of words with a gap."""
    words = {word: Claim(False, len(word), "") for word in words_of_no_topic()}
    patterns: list[tuple[re.Pattern[str], Claim]] = []
    for one in all_topics():
        for is_name, listed in ((True, one.support_names), (False, one.words)):
            for word in listed:
                claim = Claim(is_name, len(word.replace(_GAP, "")), one.topic)
                if _GAP in word:
                    patterns.append((re.compile(_BETWEEN.join(map(re.escape, word.split(_GAP)))), claim))
                else:
                    words[word] = claim
    return words, tuple(sorted({len(word) for word in words}, reverse=True)), patterns
