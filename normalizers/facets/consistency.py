"""What the facets of one label say of each other."""

from __future__ import annotations

from typing import Any

LEVELS = frozenset({"central", "province", "city", "county"})
_PURSES = frozenset({"general_public", "gov_fund", "social_insurance", "state_capital"})
_WITH_PHASE = frozenset({None, "amount", "target", "actual"})
_PHASES_OF_RESULTS = frozenset({"initial", "adjusted", "executed"})
# Kinds of units: what they say is measured, and which measures of words yield to it.
_BY_UNIT = {
    "money": ("amount", frozenset({None})),
    "money_fx": ("amount", frozenset({None})),
    "money_rate": ("standard", frozenset({None, "amount"})),
    "percent": ("rate", frozenset({None, "amount"})),
    "permille": ("rate", frozenset({None, "amount"})),
    "count": ("count", frozenset({None, "amount"})),
}
# What a comparison has no use for.
_OF_FACTS = ("choices", "year_offset", "same_period", "names", "extent", "expenditure_type", "fund_type")
_NO_MEASURE = frozenset({"score", "scale", "time_calendar"})


def make_consistent(found: dict[str, Any]) -> dict[str, Any]:
    """The facets without those that the others rule out, and with those that follow from them."""
    if found.get("no_fact") == "comparison":
        for facet in _OF_FACTS:
            found.pop(facet, None)
        if found.get("flow") != "balance":
            found.pop("flow", None)
    if found.get("no_fact") == "debt":
        _of_debt(found)
    if found.get("choices") and found.get("measure") is None:
        found["measure"] = "amount"
    _by_unit(found)
    measure = found.get("measure")
    if measure not in _WITH_PHASE or (
        measure in ("target", "actual") and not set(found.get("choices", ())) <= _PHASES_OF_RESULTS
    ):
        found.pop("choices", None)
    if measure not in ("rate", "ratio"):
        found.pop("rate_of", None)
    says_whose = [found.get("fund_type") in _PURSES, found.get("region"), found.get("flow")]
    if sum(map(bool, says_whose)) > 1 and found.get("funding_source") in (*LEVELS, "other"):
        del found["funding_source"]  # 市本级一般公共预算: whose purse it is, not who pays
        found.pop("payer_level", None)
    if found.get("region"):
        found.pop("own_level", None)  # 宜良县本级
    if "fiscal_year" in found:
        found.pop("year_offset", None)
    if found.get("is_total"):
        found.pop("names", None)
        if found.get("funding_source") == "other" and "measure" not in found:
            del found["funding_source"]  # 市县合计: of places, not of payers
    if "points" in found and "level1_code" not in found and _is_execution(found):
        found["level1_code"] = "execution"
    return found


def _of_debt(found: dict[str, Any]) -> None:
    """债务还本支出 is a line of the budget; limits and balances of debt have no phase."""
    if found.get("flow") in ("income", "expenditure"):
        del found["no_fact"]
        return
    for facet in ("choices", "flow"):
        found.pop(facet, None)
    if found.get("measure") != "rate":
        found["measure"] = "amount"


def _is_execution(found: dict[str, Any]) -> bool:
    """预算执行（10分）: the money row of a form is one of its indicators."""
    return found.get("rate_of") == "execution" or found.get("choices") == ("executed",)


def _by_unit(found: dict[str, Any]) -> None:
    """A unit says what is measured where words do not, and that a standard or cap in per cent is a ratio."""
    unit = found.get("unit")
    if unit is None:
        return
    if found.get("names") and found.get("measure") is None:
        found.pop("names" if unit.kind in _BY_UNIT else "unit")  # 惠及企业（家）; 发行时间（年/月）
    measure = found.get("measure")
    if unit.kind in ("percent", "permille") and measure in ("cap", "standard"):
        found |= {"measure": "ratio", "rate_of": "ratio"}
    elif unit.kind in _BY_UNIT:
        wanted, displaced = _BY_UNIT[unit.kind]
        if measure in displaced:
            found["measure"] = wanted
    elif measure in (None, "amount") and unit.kind not in _NO_MEASURE and "unit" in found:
        found["measure"] = "other"
