"""Which topics the words of a name claim, and how strongly."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import NamedTuple

from normalizers.text import match_key
from normalizers.topics.table import all_topics, path_of

_GAP = "…"
_BETWEEN = r"[^,。;:、]{0,4}?"


class Claim(NamedTuple):
    """A topic that a name speaks of. Of two, the one that names a support is stronger, then the longer word."""

    names_support: bool
    letters: int
    topic: str

    @property
    def strength(self) -> tuple[bool, int]:
        return self.names_support, self.letters


@lru_cache(maxsize=65536)
def claims(name: str) -> tuple[Claim, ...]:
    """The strongest claim of each topic in a name.

    A word within a longer one claims nothing (保险 in 出口信用保险), nor does a topic above another that is named: the
    narrower one says the same and more.
    """
    found = _matches(match_key(name).lower())
    strongest: dict[str, Claim] = {}
    for start, end, claim in found:
        if not any(a <= start and end <= b and (a, b) != (start, end) for a, b, _ in found):
            strongest[claim.topic] = max(claim, strongest.get(claim.topic, claim))
    above = {over for topic in strongest for over in path_of(topic)[:-1]}
    return tuple(claim for topic, claim in strongest.items() if topic not in above)


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
    words: dict[str, Claim] = {}
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
