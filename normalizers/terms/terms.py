"""Subsidy terms in policy sentences and table cells: who gets which share of what, or so much for each, up to how much.

`parse_terms` reads one Chinese sentence, paragraph or cell. A cell may hold several policies (一是…二是…),
tiers and markets; every ratio becomes one `Term` with the cap that belongs to it. A cap without a ratio (its
ratio stands in the neighbouring cell) is a term of its own. Premium, growth and execution rates are no terms.

The reading goes one way: fold (`fold`), items (`items`), numbers (`scan`), ratios and caps (`tokens`), standards
(`standards`, `per_unit`), tiers (`exports`, `bounds`), subjects (`scope`, `payers`, `supported`, `bases`, `drafts`),
caps to their ratios (`caps`), terms (`build`). The words are data: ``data/terms.toml``, for enterprise classes
``data/labels.toml``.
"""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

from normalizers.terms.bases import base_of
from normalizers.terms.build import item_terms
from normalizers.terms.context import read_context, subject_of, with_unit
from normalizers.terms.fold import fold
from normalizers.terms.items import split_items
from normalizers.terms.model import Term
from normalizers.terms.phrases import named_by
from normalizers.terms.scope import Subject, instrument_of, only_instrument
from normalizers.text import is_blank, match_key

__all__ = ["Term", "parse_terms"]


def parse_terms(text: str, *, context: str = "", lead: tuple[str, ...] = ()) -> list[Term]:
    """Subsidy terms of one sentence, paragraph or cell, in printed order; [] when it states none.

    `context` is the heading and row label of a cell. It fills in class, instrument, tier, market, payer and
    status where the text itself is silent, and gives a bare number its unit (60 under 补贴比例（%）). `lead` holds
    the headings over a sentence, the nearest first: they name the item and the instrument of terms that do not.
    """
    return [_under(term, lead) for term in _parse(text, context, tuple(lead))]


def _under(term: Term, lead: tuple[str, ...]) -> Term:
    """A term with what its headings say: the nearest that names something is its item."""
    if not lead:
        return term
    item = term.item or next((name for heading in lead if (name := named_by(heading))), None)
    instrument = term.instrument
    if instrument is None and (term.ratio_pct is not None or term.cap_yuan is not None):
        instrument = next((found for heading in lead if (found := instrument_of(match_key(heading)))), None)
    base = term.base_text
    if base is None and term.ratio_pct is not None and term.gov_level is None:
        base = next((found for heading in lead if (found := base_of(heading))), None)
        if base and instrument in (None, "other"):
            instrument = "cost_share"
    return replace(term, item=item, instrument=instrument, base_text=base)


@lru_cache(maxsize=4096)
def _parse(text: str, context: str, lead: tuple[str, ...]) -> tuple[Term, ...]:
    # Classifying a table, looking for its terms and reading them ask for the same cells.
    if is_blank(text):
        return ()
    heading = fold(context).text
    folded = with_unit(fold(text), heading)
    given = read_context(heading, folded.text, [match_key(one) for one in lead])
    terms: list[Term] = []
    leads: list[Subject] = []  # what each item says for the items listed under it
    instrument = only_instrument(folded.text)
    for item in split_items(folded):
        start = leads[item.parent] if item.parent is not None else Subject()
        found = item_terms(item.text, start, given)
        leads.append(Subject() if found else subject_of(item.text.text).over(start))
        found = [replace(term, instrument=term.instrument or instrument) for term in found]
        instrument = found[-1].instrument if found else instrument
        terms += found
    return tuple(_merged(terms))


def _merged(terms: list[Term]) -> list[Term]:
    """One term for what is said twice (按保费的100%给予全额补贴)."""
    out: list[Term] = []
    for term in terms:
        twin = next((i for i, other in enumerate(out) if _twins(other, term)), None)
        if twin is None:
            out.append(term)
        elif out[twin].cap_yuan is None and term.cap_yuan is not None:
            out[twin] = replace(out[twin], cap_yuan=term.cap_yuan, cap_scope=term.cap_scope)
    return out


def _twins(a: Term, b: Term) -> bool:
    if a.cap_yuan is not None and b.cap_yuan is not None and a.cap_yuan != b.cap_yuan:
        return False
    if (a.ratio_pct is None and a.cap_yuan is None) or a.standard_yuan is not None:
        return False
    return _without_cap(a) == _without_cap(b)


def _without_cap(term: Term) -> Term:
    """The term reduced to what must be equal in something said twice."""
    return replace(
        term, cap_yuan=None, cap_scope=None, region_names=(), condition_text=None, text="",
        item=None, beneficiary=None, base_text=None,
    )  # fmt: skip
