"""The value that reading a policy text gives."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Term:
    """One subsidy term: a ratio, a cap, or both, for one class, tier and market.

    Percentages are 0..100 as printed (全额 is 100), caps are yuan, export bounds US dollars. None means that
    the text (and the heading given with it) does not say. `cap_scope` is one of per_enterprise,
    per_enterprise_year, per_project, per_year (the payee is not named) and total. `text` is the printed
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
