"""The words of subsidy policies, read once from ``data/terms.toml`` and compiled to matchers.

Everything here matches folded text (see ``terms_scan.fold``): NFKC, no white space, ASCII brackets.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

from normalizers import labels

_NEVER = re.compile(r"(?!)")


@dataclass(frozen=True, slots=True)
class Mention:
    """A word of one vocabulary found in the text: half-open span and what the word stands for."""

    start: int
    end: int
    value: str
    word: str


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Words that stand for values, e.g. 非小微 -> general. The longest word at a place wins."""

    pattern: re.Pattern[str]
    values: Mapping[str, str]
    not_after: re.Pattern[str]

    def find(self, text: str) -> list[Mention]:
        """All mentions in order of position."""
        return [
            Mention(m.start(), m.end(), self.values[m.group()], m.group())
            for m in self.pattern.finditer(text)
            if not self.not_after.search(text[m.end() : m.end() + 20])
        ]


def words(items: Iterable[str]) -> re.Pattern[str]:
    """Matcher for literal words; the longest one at a place wins."""
    ordered = sorted(set(items), key=lambda w: (-len(w), w))
    return re.compile("|".join(re.escape(w) for w in ordered)) if ordered else _NEVER


def patterns(items: Iterable[str]) -> re.Pattern[str]:
    """Matcher for any of several regular expressions."""
    joined = "|".join(f"(?:{p})" for p in items)
    return re.compile(joined) if joined else _NEVER


def vocabulary(groups: Mapping[str, Iterable[str]], not_after: Iterable[str] = ()) -> Vocabulary:
    """Vocabulary from value -> words."""
    values = {word: value for value, group in groups.items() for word in group}
    return Vocabulary(words(values), values, patterns(not_after))


@lru_cache(maxsize=1)
def raw() -> dict[str, Any]:
    """The parsed data file."""
    return tomllib.loads((files("normalizers") / "data" / "terms.toml").read_text(encoding="utf-8"))


def _groups(table: Mapping[str, Any], skip: Iterable[str] = ()) -> dict[str, list[str]]:
    return {key: list(value) for key, value in table.items() if key not in set(skip)}


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Every compiled matcher the term reader uses."""

    ops: Vocabulary
    far_ops: frozenset[str]
    after_ops: re.Pattern[str]
    ge_after: frozenset[str]
    support: re.Pattern[str]
    ratio_nouns: Vocabulary
    share_of: frozenset[str]
    private: re.Pattern[str]
    ratio_block_before: re.Pattern[str]
    ratio_block_after: re.Pattern[str]
    at_least_after: re.Pattern[str]
    support_before: re.Pattern[str]
    full: re.Pattern[str]
    half: re.Pattern[str]
    bare_full: re.Pattern[str]
    whole: re.Pattern[str]
    whole_not_after: re.Pattern[str]
    whole_not_before: re.Pattern[str]
    cap_nouns: Vocabulary
    cap_block_after: re.Pattern[str]
    cap_context: re.Pattern[str]
    scopes: Vocabulary
    one_of: Mapping[str, re.Pattern[str]]
    project: re.Pattern[str]
    households: re.Pattern[str]
    standard: re.Pattern[str]
    laid_down: re.Pattern[str]
    told: re.Pattern[str]
    year: re.Pattern[str]
    tier_nouns: Vocabulary
    classes: Vocabulary
    rest: re.Pattern[str]
    bare_general: re.Pattern[str]
    instruments: Vocabulary
    weak_instruments: Vocabulary
    markets: Vocabulary
    levels: Vocabulary
    statuses: Vocabulary
    from_words: re.Pattern[str]
    to_words: re.Pattern[str]
    formula: re.Pattern[str]
    lead: re.Pattern[str]
    how_much: re.Pattern[str]
    exclusion: re.Pattern[str]


def _classes(own: Mapping[str, Any]) -> Vocabulary:
    """Class words of the labels, without short ones that hide in sentences (中国企业), and some more."""
    groups = labels.load()["enterprise_class"]
    other = [word for word in groups["other"] if len(word) > 2]
    return vocabulary({**groups, "other": [*other, *own["other"]], "rest": own["rest"]})


def _heads_and_blockers(table: Mapping[str, Any]) -> Vocabulary:
    return vocabulary({"head": table["heads"], "block": table["blockers"]})


@lru_cache(maxsize=1)
def lexicon() -> Lexicon:
    """The compiled lexicon (built once)."""
    t = raw()
    ops, ratio, full, cap = t["ops"], t["ratio"], t["full"], t["cap"]
    scope, level, status, condition = t["scope"], t["level"], t["status"], t["condition"]
    return Lexicon(
        ops=vocabulary({k: ops[k] for k in ("le", "ge", "lt", "gt", "reach")}),
        far_ops=frozenset(ops["far"]),
        after_ops=words([*ops["le_after"], *ops["ge_after"]]),
        ge_after=frozenset(ops["ge_after"]),
        support=words(ratio["support"]),
        ratio_nouns=_heads_and_blockers(ratio),
        share_of=frozenset(ratio["share_of"]),
        private=patterns(ratio["private_patterns"]),
        ratio_block_before=patterns(ratio["block_before_patterns"]),
        ratio_block_after=patterns(ratio["block_after_patterns"]),
        at_least_after=patterns(ratio["at_least_after_patterns"]),
        support_before=patterns(ratio["support_before_patterns"]),
        full=patterns([words(full["words"]).pattern, *full["patterns"]]),
        half=words(full["half"]),
        bare_full=words(full["bare"]),
        whole=words(full["whole"]),
        whole_not_after=patterns(full["not_after_patterns"]),
        whole_not_before=patterns(full["not_before_patterns"]),
        cap_nouns=_heads_and_blockers(cap),
        cap_block_after=patterns(cap["block_after_patterns"]),
        cap_context=words(cap["context"]),
        scopes=vocabulary({k: scope[k] for k in ("enterprise", "household", "person", "project", "total")}),
        households=re.compile(
            f"(?P<household>{words(scope['households']).pattern})|(?P<firm>{words(scope['firms']).pattern})"
        ),
        one_of={
            "enterprise": patterns(scope["enterprise_patterns"]),
            "household": patterns(scope["household_patterns"]),
        },
        project=patterns(scope["project_patterns"]),
        laid_down=patterns(t["laid_down"]["patterns"]),
        told=words(t["laid_down"]["reported"]),
        standard=patterns(t["each"]["standard_patterns"]),
        year=patterns(scope["year_patterns"]),
        tier_nouns=_heads_and_blockers(t["tier"]),
        classes=_classes(t["class"]),
        rest=patterns(t["class"]["rest_patterns"]),
        bare_general=patterns(t["class"]["bare_general_patterns"]),
        instruments=vocabulary(_groups(t["instrument"])),
        weak_instruments=vocabulary(_groups(t["instrument_weak"])),
        markets=vocabulary(_groups(t["market"])),
        levels=vocabulary(_groups(level, ["not_after_patterns"]), level["not_after_patterns"]),
        statuses=vocabulary({k: status[k] for k in ("recommended", "historic", "in_force")}),
        from_words=words(status["from_words"]),
        to_words=words(status["to_words"]),
        formula=re.compile(f"(?:{words(condition['formula']).pattern})+$"),
        lead=patterns(condition["lead_patterns"]),
        how_much=patterns(condition["how_much_patterns"]),
        exclusion=words(condition["exclusion"]),
    )
