"""The band of a row of a policy table: it holds for all terms of the row."""

from __future__ import annotations

import re

from extractors.addresses import Column, Line
from normalizers.numbers import Band, read_band, units
from pipeline.context import Row
from pipeline.meaning import Figure, PartMeaning, plain_name

_COSTS = re.compile(r"投资|成本|费|造价|价款|购置")
_STATED = frozenset({"cap_yuan", "ratio_pct", "standard_yuan"})


def with_tiers(meaning: PartMeaning, rows: list[Row], line: Line, figures: list[Figure]) -> None:
    """The band of a row holds for all its terms."""
    if not rows:
        return
    paths = {c.index: c for c in meaning.part.columns}
    cells = [(paths[index], cell.text) for index, cell in {**line.texts, **line.figures}.items()]
    cells += [(paths[label.column], label.text) for label in line.labels if label.column in paths]
    stated = {f.column.index for f in figures if f.fact_column in _STATED}
    for column, text in cells:
        # 不超过40% under a city or under 扶持比例 is the term itself, no band that it holds for.
        if column.index in stated or meaning.heads[column.index].measure in ("cap", "ratio", "standard"):
            continue
        band = read_band(text)
        if band is None:
            continue
        for row in rows:
            row |= _tier(column, band)
            name = plain_name(column.path[-1]) if column.path else ""
            if row["base_text"] is None and row["ratio_pct"] is not None and _COSTS.search(name):
                row["base_text"] = name
                row["instrument"] = row["instrument"] or "cost_share"
        for figure in figures:
            if figure.column is column:
                figure.taken_by("subsidy_terms", "tier_min")
        return


def _tier(column: Column, band: Band) -> dict[str, object]:
    """Bounds as printed; those of exports in US dollars have columns of their own."""
    heading = column.path[-1] if column.path else ""
    stated = units.header_unit(heading)
    unit = units.lookup(band.unit) or stated
    if unit is not None and unit.currency == "USD":
        low, high = (float(n * unit.factor) if n is not None else None for n in (band.low, band.high))
        return {"export_min_usd": low, "export_max_usd": high}
    return {
        "tier_measure": plain_name(heading) or None,
        "tier_min": None if band.low is None else float(band.low),
        "tier_max": None if band.high is None else float(band.high),
        "tier_unit": band.unit or (stated.name if stated else None),
    }
