"""One topic or none: the strongest words of a name, then codes of functions; two with equal claims are none.

Where equal claims stand below one topic, that one holds both and is no guess.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from normalizers.topics.claims import Claim, claims
from normalizers.topics.table import is_under, narrowed, shared, topic_of_code


def topic_of(name: str | None, function_codes: Iterable[str] = ()) -> str | None:
    """The topic of a programme by its name and by the codes of its money (digits, as printed); None where open.

    The name decides. Codes decide between equal claims of the name, make its topic narrower, and stand in for a name
    that says nothing.
    """
    return topic_of_first([name], function_codes)


def topic_of_first(names: Iterable[str | None], function_codes: Iterable[str] = ()) -> str | None:
    """The topic by the first of the names that says anything: a document's programme, then its title."""
    strongest = next((found for name in names if name and (found := _strongest(claims(name)))), frozenset())
    coded = _by_codes(function_codes)
    if not strongest:
        return coded
    if coded and any(is_under(coded, topic) for topic in strongest):
        return coded
    agreeing = [topic for topic in strongest if coded and is_under(topic, coded)]
    return agreeing[0] if len(agreeing) == 1 else shared(strongest)


def named_topic(texts: Iterable[str | None]) -> str | None:
    """The topic by the first of the texts that names a support (贷款贴息); None where two are named as strongly."""
    for text in texts:
        if text and (named := [claim for claim in claims(text) if claim.names_support]):
            return _decided(named)
    return None


def term_topic(
    own: Sequence[str | None], said: str | None, instrument: str | None, document_topic: str | None
) -> str | None:
    """The topic of one term: by its `own` words (item, base), else by its document.

    Own words that name a support may say something else than the document. All others only make its topic narrower, for
    a crop or a kind of recipient (小麦, 小微企业) is no programme: other own words, what is `said` around the term
    (the `named_topic` of its sentence, heading or caption), and its instrument.
    """
    named = named_topic(own)
    if document_topic is None:
        return named or said or next((t for words in own if words and (t := topic_of(words))), None)
    if named and not is_under(document_topic, named):
        return named
    for topic in (*(topic_of(words) for words in own), said):
        if topic and topic != document_topic and is_under(topic, document_topic):
            return topic
    return narrowed(document_topic, instrument)


def _strongest(found: Sequence[Claim]) -> frozenset[str]:
    """The topics with the strongest claim in each part of a name; where a part names a support, in such parts."""
    is_named = any(claim.names_support for claim in found)
    parts: dict[int, list[Claim]] = {}
    for claim in found:
        if claim.names_support or not is_named:
            parts.setdefault(claim.part, []).append(claim)
    return frozenset(
        claim.topic
        for part in parts.values()
        for claim in part
        if claim.strength == max(one.strength for one in part)
    )


def _decided(found: Sequence[Claim]) -> str | None:
    return shared(_strongest(found))


def _by_codes(codes: Iterable[str]) -> str | None:
    """The topic that holds all the codes, sums above others left out; None where one of them has none."""
    codes = set(codes)
    lines = [code for code in codes if not any(other != code and other.startswith(code) for other in codes)]
    found = {topic_of_code(code) for code in lines}
    return None if None in found else shared(topic for topic in found if topic is not None)
