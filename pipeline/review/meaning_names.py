"""What facets and their values are called on the page."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from pipeline.answers.facet_words import meaning_in_chinese, value_in_chinese
from pipeline.language import Message
from pipeline.review.texts import Texts


def facet_name(facet: str, say: Texts) -> str:
    return say(f"facet.{facet}")


def meaning_name(value: Any, facet: str, say: Texts) -> str:
    """A value as exports call it, else as the page does."""
    text = str(value).lower()
    if say.language == "zh":
        return value_in_chinese(facet, text)
    named = say(f"meaning.{facet}_{text}")
    return named if named != f"{facet}_{text}" else text


def meaning(means: Mapping[str, Any], say: Texts) -> str:
    """What an entry means, in one line."""
    if say.language == "zh":
        return meaning_in_chinese(means)
    parts = []
    for facet, value in means.items():
        for one in value if isinstance(value, list | tuple) else (value,):
            name = facet_name(facet, say)
            parts.append(name if one is True else f"{name}: {meaning_name(one, facet, say)}")
    return ", ".join(parts)


def reading(text: str, say: Texts) -> str:
    """What a label says (`phase=paid, item=…`) in words."""
    parts = re.split(r"(?:^|, )(\w+)=", text)
    if parts[0]:
        return text
    named = []
    for facet, value in zip(parts[1::2], parts[2::2], strict=True):
        if facet == "item":
            named.append(f"{say('meaning.item')} {value}")
        else:
            values = "/".join(meaning_name(one, facet, say) for one in value.split("/"))
            named.append(facet_name(facet, say) if value == "true" else f"{facet_name(facet, say)} {values}")
    return ("，" if say.language == "zh" else ", ").join(named)


def said(text: str, say: Texts) -> str:
    """A message of the program in the language of the page."""
    return text.in_language(say.language) if isinstance(text, Message) else text
