"""Meanings as people write them: facets and values in their own words, or in Chinese as exports write them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from normalizers.facets import known_meaning, read_label, teachable
from normalizers.text import match_key
from pipeline.answers.chinese_names import column_name
from pipeline.answers.facet_words import facet_in_chinese, value_in_chinese
from pipeline.errors import UsageError
from pipeline.language import listed, tr, tr_noop
from pipeline.names import harmless

_SCOPE = "figures"
_SEVERAL = ("names", "phase")
LISTED = tr_noop("`jixiao teach meanings` lists what can be said.")


def parse_meanings(texts: Iterable[str]) -> dict[str, Any]:
    """FACET=VALUE (FACET：VALUE), or a VALUE that only one facet has, each in the program's word or in
    Chinese; to values by facet.

    Raises UsageError with the possible ones when a facet or value is unknown, or one is said twice.
    """
    found: dict[str, list[Any]] = {}
    for one in (part for text in texts for part in text.replace("，", ",").split(",")):
        facet, value = _meaning(one.strip())
        found.setdefault(facet, []).append(value)
    for facet, values in found.items():
        if len(values) > 1 and facet not in _SEVERAL:
            raise UsageError(
                tr("{facet} is said {values} times", facet=facet, values=len(values)),
                tr("A label has one value of it; phase and names may have more."),
            )
    return {facet: values if len(values) > 1 else values[0] for facet, values in found.items()}


def like(label: str) -> dict[str, Any]:
    """What a label means that the program knows as a whole. Raises UsageError for one that it does not."""
    known = known_meaning(label)
    if not known:
        raise UsageError(tr("{label} is not known as a whole", label=harmless(label)), tr(LISTED))
    return {
        facet: (list(value) if len(value) > 1 else value[0]) if isinstance(value, tuple) else value
        for facet, value in known.items()
    }


def plain_label(label: str) -> str:
    """A label without what is understood of it anyway: the year, the unit, who pays (2024年落地资金（万元）)."""
    return read_label(label).item or label.strip()


def listing() -> Iterator[dict[str, str]]:
    """All that can be said: facet, value, and both in Chinese where they have a name."""
    for facet, values in teachable().items():
        for value in values:
            text = _text(value)
            chinese = value_in_chinese(facet, text)
            yield {
                "facet": facet,
                "value": text,
                "facet_zh": facet_in_chinese(facet),
                "value_zh": chinese if chinese != text else "",
            }


def _meaning(text: str) -> tuple[str, Any]:
    said, sign, value = text.replace("：", "=").partition("=")
    if sign:
        facet = _facet(said.strip())
        return facet, _value(facet, value.strip())
    for facet, values in teachable().items():
        if values == (True,) and said in (facet, facet_in_chinese(facet)):
            return facet, True
    found = [(facet, one) for facet, values in teachable().items() for one in values if _is(facet, one, said)]
    if len(found) == 1:
        return found[0]
    if found:
        raise UsageError(
            tr(
                "{said} may mean {found}",
                said=harmless(said),
                found=tr(" or ").join(f"{facet}={_text(one)}" for facet, one in found),
            ),
            tr("Say which."),
        )
    raise UsageError(
        tr("{said} is no meaning that a label can be taught", said=harmless(said)),
        tr("{possible} {listed}", possible=_possible(), listed=tr(LISTED)),
    )


def _facet(said: str) -> str:
    for facet in teachable():
        named = column_name(facet, _SCOPE)
        if said in (facet, facet_in_chinese(facet)) or (named and said == named.label):
            return facet
    raise UsageError(
        tr("{said} is no facet", said=harmless(said)),
        tr("One of {teachable}. {listed}", teachable=listed(teachable()), listed=tr(LISTED)),
    )


def _value(facet: str, said: str) -> Any:
    for one in teachable()[facet]:
        if _is(facet, one, said):
            return one
    values = listed(map(_text, teachable()[facet]))
    raise UsageError(
        tr("{said} is no {facet}", said=harmless(said), facet=facet),
        tr("One of {values}. {listed}", values=values, listed=tr(LISTED)),
    )


def _is(facet: str, value: Any, said: str) -> bool:
    text = _text(value)
    return match_key(said).lower() in (text, match_key(value_in_chinese(facet, text)).lower())


def _text(value: Any) -> str:
    return str(value).lower()


def _possible() -> str:
    known: Mapping[str, tuple[Any, ...]] = teachable()
    return tr("Facets: {facets}.", facets=listed(known))
