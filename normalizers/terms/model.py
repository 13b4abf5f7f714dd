"""The value that reading a policy text gives."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Term:
    """One subsidy term: a ratio or a standard, a cap, or both, for one class, item, tier, market and payer.

    Percentages are 0..100 as printed (全额 is 100), caps are yuan, export bounds US dollars. None means that
    the text (and the heading given with it) does not say. `cap_scope` is one of per_enterprise,
    per_enterprise_year, per_project, per_person, per_person_year, per_household, per_year (the payee is not named)
    and total. `standard_yuan` is paid for each `standard_per`, once where that is None; bounds of tiers that are no
    exports are as printed, in `tier_unit`. `is_change`: the old figure of a change (由A提高至B). `text` is the printed
    clause the term came from, `condition_text` the printed part that says whom and what it is for.
    """

    ratio_op: str | None
    ratio_pct: float | None
    cap_yuan: Decimal | None
    cap_scope: str | None
    export_min_usd: Decimal | None
    export_max_usd: Decimal | None
    export_min_inclusive: bool | None
    export_max_inclusive: bool | None
    enterprise_class: str | None
    instrument: str | None
    market: str | None
    gov_level: str | None
    status: str | None
    region_names: tuple[str, ...]
    condition_text: str | None
    text: str
    item: str | None = None
    beneficiary: str | None = None
    base_text: str | None = None
    standard_yuan: Decimal | None = None
    standard_per: str | None = None
    tier_measure: str | None = None
    tier_min: Decimal | None = None
    tier_max: Decimal | None = None
    tier_unit: str | None = None
    is_change: bool = False
