"""Subsidy ratios by city: what is promised exactly, at most, or at least, told apart by form and colour."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pipeline.charts import bars, canvas
from pipeline.charts.amounts import percent
from pipeline.language import tr, tr_noop

_ORDER = ("small", "general", "all", "other")
# A ceiling is only an outline, since less may be paid; a floor goes on to the right.
_KINDS = {
    "fixed_pct": ("", bars.Key(tr_noop("= fixed share"), canvas.BLUE)),
    "ceiling_pct": (
        "≤ ",
        bars.Key(tr_noop("≤ at most, may be less"), canvas.ORANGE, hatch="////", outline=True),
    ),
    "floor_pct": ("≥ ", bars.Key(tr_noop("≥ at least, may be more"), canvas.GREEN)),
}
# What makes a term another term; two reports that state the same one share a bar.
_TERM = (
    *("region_code", "region_name", "fiscal_year", "enterprise_class", "instrument", "market", "status"),
    *("export_min_usd", "export_max_usd"),
)
_STATUS = {"historic": tr_noop("historic"), "recommended": tr_noop("only recommended")}


def term_of(row: Mapping[str, Any]) -> tuple[Any, ...]:
    """What rows agree in that are drawn as one bar."""
    return tuple(row[name] for name in (*_TERM, *_KINDS))


def bars_of(rows: Sequence[Mapping[str, Any]]) -> list[bars.Bar]:
    """One bar a ratio that differs from the others in what it says; several reports may state it."""
    found: dict[tuple[Any, ...], tuple[tuple[Any, ...], bars.Bar]] = {}
    payers: dict[tuple[Any, ...], set[str]] = {}
    for row in rows:
        if row.get("gov_level"):
            payers.setdefault(tuple(row[name] for name in _TERM), set()).add(row["gov_level"])
    for row in rows:
        term = tuple(row[name] for name in _TERM)
        # Shares of several levels of government look alike but for who pays.
        payer = row.get("gov_level") if len(payers.get(term, ())) > 1 else None
        for column in _KINDS:
            if row[column] is not None:
                key = (*term, payer, column, row[column])
                bar = _bar(row, column, payer)
                found.setdefault(key, ((*_place(row), bar.label, row[column], column), bar))
    return [bar for _, bar in sorted(found.values(), key=lambda pair: pair[0])]


def draw(rows: Sequence[Mapping[str, Any]], title: str, source: str) -> Any:
    """One panel a class of enterprise, on one scale from 0 to 100 %."""
    keys = [key for _, key in _KINDS.values()]
    if any(row["status"] in _STATUS for row in rows):
        keys.append(
            bars.Key(tr_noop("pale: historic or only recommended"), canvas.faded(canvas.GREY), note=True)
        )
    return bars.draw(bars_of(rows), [bars.Column("", "percent")], keys, title, source)


def _bar(row: Mapping[str, Any], column: str, payer: str | None) -> bars.Bar:
    sign, key = _KINDS[column]
    name = row["enterprise_class"]
    panel = canvas.word("enterprise_class", name) if name else tr("class of enterprise not stated")
    part = bars.Part(0.0, row[column], key, faded=row["status"] in _STATUS)
    onward = column == "floor_pct" and row[column] < 100
    return bars.Bar(panel, _label(row, payer), (bars.Mark((part,), f"{sign}{percent(row[column])}", onward),))


def _label(row: Mapping[str, Any], payer: str | None) -> str:
    """Region, year and what sets the term apart; each cut by itself, so that none pushes another out."""
    parts = [
        canvas.place(row),
        canvas.year(row),
        canvas.word("gov_level", payer) if payer else "",
        ""
        if row["instrument"] in (None, "premium_subsidy")
        else canvas.word("instrument", row["instrument"]),
        _tier(row["export_min_usd"], row["export_max_usd"]),
        canvas.short(row["market"], 16),
        canvas.bracketed(tr(_STATUS[row["status"]])).strip() if row["status"] in _STATUS else "",
    ]
    return " ".join(filter(None, parts))


def _tier(low: float | None, high: float | None) -> str:
    least, most = (canvas.number(value / 10_000) if value is not None else "" for value in (low, high))
    if not least and not most:
        return ""
    tier = f"{least}–{most}" if least and most else f"≥{least}" if least else f"≤{most}"
    return tr("exports {tier}×10,000 USD", tier=tier)


def _place(row: Mapping[str, Any]) -> tuple[Any, ...]:
    kind = row["enterprise_class"]
    order = _ORDER.index(kind) if kind in _ORDER else len(_ORDER)
    tier = row["export_min_usd"] or 0.0, row["export_max_usd"] or 0.0
    return order, row["region_code"] or "~", row["fiscal_year"] or 0, *tier
