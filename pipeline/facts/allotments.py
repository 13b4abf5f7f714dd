"""Whether a part of a table allots money to regions or recipients, and why the money of others was no grant."""

from __future__ import annotations

from normalizers.facets import read_label
from pipeline.facts.grants import speaks_of
from pipeline.meaning import PartMeaning

_OF_BUDGET = frozenset({"initial", "adjusted"})  # 追加 alone adds to what was granted before
PAYERS = frozenset({"central", "province", "city", "county", "own"})


def is_disbursement_part(meaning: PartMeaning, caption: str) -> bool:
    """Does a part allot money to regions or recipients, or say by items what was due (应兑付 | 已兑付)?

    What they plan and spend of their budgets is no allotment; but a budget of grants whose columns are those of the
    grants, or of the regions, is one: its caption alone says 预算.
    """
    named = {kind for head in meaning.heads.values() for kind in head.names[:1]}
    stated = {c for column in meaning.columns for c in meaning.heads[column.index].choices[:1]}
    by_class = "paid" in stated and any(meaning.heads[c.index].recipient_class for c in meaning.columns)
    of_places = meaning.regions or bool(meaning.across)
    if not of_places and "recipient" not in named and "due" not in stated and not by_class:
        return False
    if why_no_grant(meaning, caption) is not None or _flows(meaning) == {"income"}:
        return False
    if (
        not of_places
        and not by_class
        and _phases(meaning) == {"executed"}
        and not _speaks_of_grants(meaning, caption)
    ):
        return False  # what offices spent of their own
    money = any(f.amount is not None and not f.facets.no_fact for f in meaning.figures)
    phases = printed_phases(meaning) if of_places and speaks_of("grants", caption) else _phases(meaning)
    return money and not phases & _OF_BUDGET


def printed_phases(meaning: PartMeaning) -> set[str]:
    """The phases that headings and names of rows state, whatever the caption says. 安排 is none: what is put down for
    a place is granted to it."""
    headings = (text for c in meaning.columns for text in c.path)
    labels = (label.text for line in meaning.part.lines for label in (*line.groups, *line.labels))
    said = map(read_label, (*headings, *labels))
    return {c for facets in said if ("phase", "安排") not in facets.words for c in facets.choices[:1]}


def why_no_grant(meaning: PartMeaning, caption: str) -> str | None:
    """Why the money of regions or firms is theirs and nothing was granted to them: debt, statistics; None otherwise."""
    named = {kind for head in meaning.heads.values() for kind in head.names[:1]}
    of_places = meaning.regions or bool(meaning.across)
    if not of_places and "recipient" not in named:
        return None
    grants = _speaks_of_grants(meaning, caption)
    if speaks_of("debt", caption) and not speaks_of("grants", caption):
        return "debt"
    phases = _phases(meaning)
    if not of_places and _is_public_income(meaning):
        return None  # profits that firms hand in are income of the purse
    if not grants and not phases and not (of_places and _names_payers(meaning)):
        return "statistics"  # what recipients have done or insured
    is_own = phases == {"executed"} and not grants
    return "statistics" if of_places and is_own else None


def _speaks_of_grants(meaning: PartMeaning, caption: str) -> bool:
    headings = (text for c in meaning.part.columns for text in c.path)
    return any(speaks_of("grants", text) for text in (caption, *headings))


def _names_payers(meaning: PartMeaning) -> bool:
    """Is money parted by who pays it: 中央资金, 省级资金?"""
    said = [f.facets for f in meaning.figures if f.amount is not None and not f.facets.no_fact]
    return len({payer for f in said if (payer := f.payer_level or f.funding_source) in PAYERS}) > 1


def _is_public_income(meaning: PartMeaning) -> bool:
    money = [f.facets for f in meaning.figures if f.amount is not None and not f.facets.no_fact]
    return bool(money) and all(f.flow == "income" and f.fund_type is not None for f in money)


def _phases(meaning: PartMeaning) -> set[str]:
    return {c for f in meaning.figures if f.amount is not None for c in f.facets.choices[:1]}


def _flows(meaning: PartMeaning) -> set[str | None]:
    return {f.facets.flow for f in meaning.figures if f.amount is not None and not f.facets.no_fact}
