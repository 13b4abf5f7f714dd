"""Numbers beside money that no fact holds: areas, lengths, heads of cattle, what is printed beside its growth, and
what those pay themselves who get a subsidy."""

from __future__ import annotations

from normalizers.facets import Facets
from pipeline.facts.grants import speaks_of
from pipeline.meaning import Figure, PartMeaning

_OF_FACTS = frozenset({"money", "money_fx", "money_rate", "percent", "permille", "scale", "score"})
_OPEN = frozenset({None, "actual", "other"})


def note_non_monetary(meaning: PartMeaning, caption: str) -> None:
    """Say of the numbers of a part that no fact took which are statistics, and which are borrowed money that no label
    says to be planned or spent."""
    of_debt = speaks_of("debt", caption)
    is_compared = any(meaning.heads[c.index].no_fact == "comparison" for c in meaning.columns)
    states_terms = any(figure.fact_table == "subsidy_terms" for figure in meaning.figures)
    for figure in meaning.figures:
        facets = figure.facets
        if figure.fact_table is not None or facets.no_fact is not None:
            continue
        is_open = facets.measure in _OPEN
        is_counted = _counts_things(figure) or (is_compared and not _is_about_money(figure))
        is_own_share = states_terms and facets.payer_level == "own"
        if (is_open and is_counted) or _is_bare_rate(facets) or is_own_share:
            figure.facets = facets.changed(no_fact="statistics")
        elif of_debt and facets.measure == "amount" and not facets.choices:
            figure.facets = facets.changed(no_fact="debt")


def _is_bare_rate(facets: Facets) -> bool:
    """Is it a share of which no label says what it is of what was planned or done: 上交利润比例?"""
    return facets.measure == "rate" and facets.rate_of in (None, "other")


def _counts_things(figure: Figure) -> bool:
    """Is a number in a unit of things: 48.60 万亩, or 31.5 below 里程（万公里）?"""
    unit = figure.unit or figure.facets.unit
    return unit is not None and unit.kind not in _OF_FACTS


def _is_about_money(figure: Figure) -> bool:
    """Do the labels of a number speak of money, though no unit says so?"""
    facets = figure.facets
    said = facets.choices or facets.flow or facets.fund_type or facets.funding_source
    return figure.amount is not None and (figure.amount.yuan is not None or bool(said))
