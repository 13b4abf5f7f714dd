"""Sentences in two languages that remember what was filled into them."""

from __future__ import annotations

import gettext
from collections.abc import Iterable
from datetime import date
from functools import cache
from numbers import Number
from pathlib import Path

from pipeline.language.chosen import CHINESE, ENGLISH, chosen

DOMAIN = "jixiao"
FOLDER = Path(__file__).parent


class Message(str):
    """A sentence as text in the language of the process when it was said; `in_language` gives it in either."""

    __slots__ = ("_parts", "_template")
    _template: str
    _parts: dict[str, object]

    def __new__(cls, template: str, parts: dict[str, object]) -> Message:
        made = super().__new__(cls, _rendered(template, parts, chosen()))
        made._template = template
        made._parts = {name: _plain(part) for name, part in parts.items()}
        return made

    def __reduce__(self) -> tuple[type[Message], tuple[str, dict[str, object]]]:
        return type(self), (self._template, self._parts)

    def in_language(self, language: str) -> str:
        """The sentence in `zh` or `en`, and messages within it likewise."""
        return _rendered(self._template, self._parts, language)


class Name(Message):
    """What is called otherwise in each language, such as a column: a part of messages."""

    __slots__ = ("_chinese",)
    _chinese: str

    def __new__(cls, chinese: str, english: str) -> Name:
        made = str.__new__(cls, chinese if chosen() == CHINESE else english)
        made._template, made._parts, made._chinese = english, {}, chinese
        return made

    def __reduce__(self) -> tuple[type[Name], tuple[str, str]]:  # type: ignore[override]
        return type(self), (self._chinese, self._template)

    def in_language(self, language: str) -> str:
        """The name in `zh` or `en`."""
        return self._chinese if language == CHINESE else self._template


def tr(template: str, /, **parts: object) -> Message:
    """The English `template` in the language of the process, its `{names}` filled in; parts may be messages.

    The template is a literal, so that `make messages` finds it. In Chinese a template without translation stands as
    it is: a test sees to it that there is none."""
    return Message(template, parts)


def english(text: str) -> str:
    """A message in English, whatever the process speaks: for what is published. Other texts stay."""
    return text.in_language(ENGLISH) if isinstance(text, Message) else text


def tr_noop(template: str) -> str:
    """The template itself: for `make messages` to find one that is said elsewhere, later."""
    return template


def listed(names: Iterable[object]) -> str:
    """Names behind each other with the comma of the language."""
    return ("、" if chosen() == CHINESE else ", ").join(map(str, names))


def _rendered(template: str, parts: dict[str, object], language: str) -> str:
    text = _chinese().gettext(template) if language == CHINESE and template else template
    if not parts:
        return text
    filled = {
        name: part.in_language(language) if isinstance(part, Message) else part
        for name, part in parts.items()
    }
    return text.format(**filled)


def _plain(part: object) -> object:
    """What crosses processes and holds nothing else: numbers, times and texts as they are, all else as its text."""
    return part if isinstance(part, str | Number | date) else str(part)


@cache
def _chinese() -> gettext.NullTranslations:
    return gettext.translation(DOMAIN, FOLDER, [CHINESE])
