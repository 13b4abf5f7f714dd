"""One topic or none: the strongest words of a name, then codes of functions; two with equal claims are none.

Where equal claims stand below one topic, that one holds both and is no guess.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from normalizers.topics.claims import Claim, claims
from normalizers.topics.table import is_under, path_of, shared, topic_of_code


def topic_of(name: str | None, function_codes: Iterable[str] = ()) -> str | None:
    """The topic of a programme by its name and by the codes of its money (digits, as printed); None where open.

    The name decides. Codes decide between equal claims of the name, make its topic narrower, and stand in for a name
    that says nothing.
    """
    return topic_of_first([name], function_codes)


def topic_of_first(names: Iterable[str | None], function_codes: Iterable[str] = ()) -> str | None:
    """The topic by the first of the names that says anything: a document's programme, then its title."""
    strongest = next((found for name in names if name and (found := _strongest(claims(name)))), ())
    coded = _by_codes(function_codes)
    if not strongest:
        return coded
    agreeing = [topic for topic in strongest if coded and (is_under(coded, topic) or is_under(topic, coded))]
    if len(agreeing) == 1 and coded:
        return max(agreeing[0], coded, key=lambda topic: len(path_of(topic)))
    return shared(strongest)


def term_topic(own: Sequence[str | None], sentence: str | None, document_topic: str | None) -> str | None:
    """The topic of one term: by its `own` words (item, base), else by its document, else by its `sentence`.

    Own words that name a support (贷款贴息) may say something else than the document; others only make its topic
    narrower, for a crop or a kind of recipient (小麦, 小微企业) is no programme. A sentence is asked where the document
    says nothing.
    """
    found = [claims(words) for words in own if words]
    named = [topic for one in found if (topic := _decided([c for c in one if c.names_support]))]
    if document_topic is None:
        said = [c for c in claims(sentence) if c.names_support] if sentence else []
        named += [topic for topic in (_decided(said), *map(_decided, found)) if topic]
        return named[0] if named else None
    if named and not is_under(document_topic, named[0]):
        return named[0]
    return next((t for one in found if (t := _decided(one)) and is_under(t, document_topic)), document_topic)


def _strongest(found: Sequence[Claim]) -> tuple[str, ...]:
    most = max((claim.strength for claim in found), default=None)
    return tuple(claim.topic for claim in found if claim.strength == most)


def _decided(found: Sequence[Claim]) -> str | None:
    return shared(_strongest(found))


def _by_codes(codes: Iterable[str]) -> str | None:
    """The topic that holds all the codes, sums above others left out; None where one of them has none."""
    codes = set(codes)
    lines = [code for code in codes if not any(other != code and other.startswith(code) for other in codes)]
    found = {topic_of_code(code) for code in lines}
    return None if None in found else shared(topic for topic in found if topic is not None)
