"""The offices that a document names for itself, and the one whose paper it is."""

from __future__ import annotations

import re
from collections import Counter

from extractors.whole import Field, FrontMatter, document_words
from normalizers import regions
from normalizers.offices import ends_like_office, find_office
from normalizers.text import clean, match_key
from pipeline.records.kind_of_paper import ACCOUNTS

_CODE = re.compile(r"^[\[(（【]?\d{3,}[\])）】]?[-—\s]*|[-—\s]*[\[(（【]?\d{3,}[\])）】]?$")
_SEAL = re.compile(r"[（(](?:[^（()）]{0,6}(?:盖章|公章|签章|章))[）)]|[（(]盖章")
_OFFICE_OF_REGION = re.compile(r"[\u4e00-\u9fff]{1,8}?(?:局|厅|委员会)")
_DOMINANT = 2  # sentences that name an office, at least
_LOWEST = 9


def department_of(kind: str, title: str, front: FrontMatter, head: list[str]) -> str | None:
    """The office whose paper it is. A budget or account has it in its title, a form in a field, a notice below."""
    of_title = find_office(title)
    of_field = next((name for f in ranked_offices(front) if (name := office_name(f.value))), None)
    if kind in ACCOUNTS:
        return of_title or of_field
    signed = next(
        (name for name in front.signatures if kind != "evaluation_report" or "财政" not in name), None
    )
    return of_field or of_title or signed or (_most_named(head) if kind == "evaluation_report" else None)


def ranked_offices(front: FrontMatter) -> list[Field]:
    """The fields that name offices, those first whose paper it is; those that only tell the place are left out."""
    fields = [f for f in front.fields if _is_office_field(f) and not _tells_place(f.label)]
    return sorted(fields, key=lambda f: (_rank(f.label), _level(f.label)))


def filling_offices(front: FrontMatter) -> list[str]:
    """The offices of the fields that tell best whose paper it is: of one form one, of several forms several."""
    ranked = ranked_offices(front)
    return [f.value for f in ranked if _rank(f.label) == _rank(ranked[0].label)]


def offices_of(front: FrontMatter, department: str | None) -> list[str]:
    """Every office that may tell the place of the document, the nearest to it first."""
    places = [f.value for f in front.of("region")]
    lesser = sorted(
        (f for f in front.fields if _is_office_field(f) and _tells_place(f.label)),
        key=lambda f: _level(f.label),
    )
    return [
        department or "",
        *(f.value for f in ranked_offices(front)),
        *(f.value for f in lesser),
        *front.signatures,
        *places,
    ]


def office_name(text: str) -> str:
    """A name without the code or the seal that forms print beside it: 教育部 105, [105]教育部."""
    name = clean(_SEAL.sub("", text))
    return _CODE.sub("", name).strip()


def _is_office_field(field: Field) -> bool:
    asks = bool(field.kinds & {"department", "office", "recipient"}) and "person" not in field.kinds
    return asks and ends_like_office(office_name(field.value))


def _tells_place(label: str) -> bool:
    key = match_key(label)
    return any(word in key for word in document_words()["fields"]["only_place"])


def _rank(label: str) -> int:
    key = match_key(label)
    groups: list[list[str]] = document_words()["fields"]["offices"]
    return next((k for k, words in enumerate(groups) if any(w in key for w in words)), _LOWEST)


def _level(label: str) -> int:
    """How near the level of government is that a label begins with; none is nearest of all."""
    key = match_key(label)
    levels: list[str] = document_words()["fields"]["levels"]
    return next((k + 1 for k, word in enumerate(levels) if key.startswith(word)), 0)


def _most_named(head: list[str]) -> str | None:
    """The office of a place that the first pages name most, finance offices left out."""
    votes: Counter[str] = Counter()
    for line in head:
        key = match_key(line)
        for position, region in regions.find_in_text(key):
            end = position + len(region.region_name)
            is_printed = key.startswith(region.region_name, position)
            office = _OFFICE_OF_REGION.match(key, end) if is_printed else None
            if office and "财政" not in office[0]:
                votes[region.region_name + office[0]] += 1
    first = votes.most_common(2)
    if not first or first[0][1] < _DOMINANT or (len(first) > 1 and first[1][1] == first[0][1]):
        return None
    return first[0][0]
