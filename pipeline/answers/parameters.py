"""Parameters of named queries: their kinds, and what users may write for the codes that some of them take."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from pipeline.answers.code_words import code_meant
from pipeline.errors import UsageError
from pipeline.language import CHINESE, chosen, listed, tr, tr_noop
from pipeline.nearest import did_you_mean

PARSED: dict[str, Callable[[str], Any]] = {
    "text": str,
    "integer": int,
    "number": float,
    "date": date.fromisoformat,
    "topic": str,
}
KINDS = {
    "text": tr_noop("text"),
    "integer": tr_noop("integer"),
    "number": tr_noop("number"),
    "date": tr_noop("date"),
    "topic": tr_noop("topic"),
}
"""Names of the kinds, for `tr`."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """One `$name` of a query. `default` is text as in the file; None means SQL null."""

    name: str
    kind: str
    default: str | None
    description: str
    description_zh: str = ""
    words: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Where it takes some codes only: each with what else users may write for it."""

    @property
    def about(self) -> str:
        """The description in the language of the process."""
        return self.description_zh if chosen() == CHINESE and self.description_zh else self.description

    def value(self, text: str | None) -> Any:
        """The typed value, a code for its words. Raises UsageError for a text that is not of the parameter's kind."""
        text = self.default if text is None else text
        if text is not None and self.words:
            return self._code(text)
        try:
            return None if text is None else PARSED[self.kind](text)
        except ValueError as error:
            raise UsageError(
                tr(
                    "--param {name}={text}: {kind} expected",
                    name=self.name,
                    text=text,
                    kind=tr(KINDS[self.kind]),
                ),
                self.about,
            ) from error

    def _code(self, text: str) -> str:
        code = code_meant(text, self.words)
        if code is None:
            near = did_you_mean(text, [word for known, more in self.words.items() for word in (known, *more)])
            possible = listed(_in_both(code, words) for code, words in self.words.items())
            raise UsageError(
                tr("--param {name}={text}: not one of the possible values", name=self.name, text=text),
                tr("{near}Possible: {possible}.", near=near, possible=possible),
            )
        return code


def _in_both(code: str, words: Sequence[str]) -> str:
    """`small 小微企业`."""
    return code if words[0] == code else f"{code} {words[0]}"
