"""Rows of `subsidy_terms` from tables of numbers: shares and amounts by payer, standards, caps and tiers."""

from __future__ import annotations

import re
from dataclasses import dataclass

from extractors.addresses import Line
from normalizers.facets import Facets, read_label
from normalizers.numbers import Unit
from normalizers.terms import cap_scope, instrument_of, is_generic, lexicon
from normalizers.text import match_key
from pipeline.context import Row, TableRows
from pipeline.facts.own_shares import last_payers, own_share_columns, payers_beside, payers_of_lines
from pipeline.facts.payer_shares import shares_of_standard
from pipeline.facts.scales import is_band, is_given_in_band, is_scale, names_award
from pipeline.facts.term_labels import (
    each_of,
    money_beside,
    names_payer,
    own_level,
    payer_of,
    rates_of,
    says_no_fact,
    unit_of,
)
from pipeline.facts.tiers import with_tiers
from pipeline.facts.times import year_of
from pipeline.meaning import Figure, PartMeaning, main_label, plain_name

_AT_MOST = re.compile(r"不高于|不超过|最高|上限|以内")
_AT_LEAST = re.compile(r"不低于|最低|下限")
_MONEY = frozenset({"money", "money_rate"})


Payers = dict[int, str | None]
"""Who pays, by row."""


@dataclass(frozen=True, slots=True)
class _Sheet:
    """What all terms of a part share: its words, what its amounts are paid for each, and what its rows are."""

    words: str
    supports: bool
    has_standards: bool
    named: frozenset[str]
    heads: tuple[Facets, ...]
    is_scale: bool
    payers: Payers  # by row, where its lines are payers or name them
    are_payers: bool  # its lines are
    is_across: bool  # its columns are what they pay for


def term_rows(view: TableRows, meaning: PartMeaning) -> list[Row]:
    """The terms of a part in reading order; each number takes its figure. Empty for parts that state none."""
    own = own_share_columns(meaning)
    of_lines = payers_of_lines(meaning.part)
    payers = of_lines or payers_beside(meaning.part)
    last = last_payers(meaning.part)
    for figure in meaning.figures:
        if figure.column.index in own or "own" in (last.get(figure.row), payers.get(figure.row)):
            figure.facets = figure.facets.changed(payer_level="own")
    sheet = _sheet(view, meaning, own, payers, of_lines)
    if not sheet.supports:
        return []
    by_line: dict[int, list[Figure]] = {}
    for figure in meaning.figures:
        by_line.setdefault(id(figure.line), []).append(figure)
    rows: list[Row] = []
    seen: set[tuple[object, ...]] = set()
    for line in meaning.part.lines:
        for row in _line_rows(view, meaning, sheet, line, by_line.get(id(line), [])):
            said = tuple(row[name] for name in ("item", "gov_level", "standard_yuan", "standard_per"))
            # Beside recipients the same standard stands in every row.
            if "recipient" not in sheet.named or said not in seen:
                seen.add(said)
                rows.append(row)
    return rows


def _sheet(
    view: TableRows, meaning: PartMeaning, own: frozenset[int], payers: Payers, of_lines: Payers
) -> _Sheet:
    heads = [meaning.heads[c.index] for c in meaning.columns]
    named = frozenset(
        kind for index, head in meaning.heads.items() if index not in own for kind in head.names[:1]
    )
    shared = any(head.measure == "ratio" and (head.payer_level or payers) for head in heads)
    if payers or (shared and not any(head.measure == "amount" for head in heads)):
        # 负担主体 over 中央财政 and 农户; 补助对象 in front of what each payer bears, which is no list of who got what
        named -= {"recipient"}
    words = [view.table.caption, *(text for c in meaning.part.columns for text in c.path)]
    words += [label.text for line in meaning.part.lines for label in line.labels]
    beside = (unit.kind for figure in meaning.figures if (unit := money_beside(figure)))
    has_standards = any(head.measure == "standard" for head in heads) or bool(rates_of(view))
    has_standards = has_standards or "money_rate" in beside
    said = match_key("/".join(words))
    return _Sheet(
        said,
        shared or bool(lexicon().support.search(said)),
        has_standards,
        named,
        tuple(heads),
        is_scale(meaning),
        payers,
        bool(of_lines),
        bool(of_lines) and len({figure.item for figure in meaning.figures}) > 1,
    )


def _line_rows(
    view: TableRows, meaning: PartMeaning, sheet: _Sheet, line: Line, figures: list[Figure]
) -> list[Row]:
    label = main_label(line, meaning.heads)
    if label is not None and read_label(label.text).is_total:
        return []
    rows: list[Row] = []
    shares = shares_of_standard(view, figures, sheet.payers)
    for figure in figures:
        row = _ratio_row(view, sheet, figure) or _standard_row(view, sheet, figure, shares.get(figure.place))
        if row is not None:
            rows.append(row)
    if "recipient" not in sheet.named:
        _with_caps(view, sheet, rows, figures)
        with_tiers(meaning, rows, line, figures)
    return rows


def _payer(sheet: _Sheet, figure: Figure) -> str | None:
    return sheet.payers.get(figure.row) or payer_of(figure)


def _ratio_row(view: TableRows, sheet: _Sheet, figure: Figure) -> Row | None:
    """A share that a payer takes, or that is paid of a cost; not what single recipients got."""
    facets = figure.facets
    is_share = figure.unit is not None and figure.unit.kind == "percent" and _payer(sheet, figure) is not None
    is_ratio = facets.measure == "ratio" and facets.rate_of in (None, "ratio")
    if not (is_ratio or (is_share and facets.measure is None)) or figure.value is None:
        return None
    if _payer(sheet, figure) == "own" or "recipient" in sheet.named or figure.quantity is None:
        return None
    if figure.unit is not None and figure.unit.kind == "money":
        return None  # 最高5万元 beside 不高于60% under one heading
    if not sheet.is_scale and any(head.measure == "amount" and head.choices for head in sheet.heads):
        return None  # beside what was paid it tells what they got
    words = "/".join(figure.column.path)
    stated = "≤" if _AT_MOST.search(words) else "≥" if _AT_LEAST.search(words) else figure.quantity.op
    figure.taken_by("subsidy_terms", "ratio_pct")
    base = None if sheet.is_across else figure.item or None
    return _row(view, sheet, figure, ratio_op=stated, ratio_pct=float(figure.value), base_text=base)


def _standard_row(view: TableRows, sheet: _Sheet, figure: Figure, share: Unit | None = None) -> Row | None:
    """So much for each, or so much once; None where no unit says how much money it is. `share`: the unit of the
    standard that it is a share of."""
    facets = figure.facets
    is_open = sheet.has_standards and facets.measure is None
    is_payer = share is not None or (is_open and _payer(sheet, figure) is not None)
    is_standard = facets.measure == "standard" or is_payer or (sheet.is_scale and is_given_in_band(figure))
    if not is_standard or figure.value is None or _payer(sheet, figure) == "own":
        return None
    if says_no_fact(figure.column.path):
        return None
    unit = share or unit_of(view, figure)
    if unit is None or unit.kind not in _MONEY or unit.currency not in (None, "CNY"):
        return None
    per = unit.name.partition("/")[2] or each_of(figure)
    figure.taken_by("subsidy_terms", "standard_yuan")
    return _row(
        view,
        sheet,
        figure,
        ratio_op="=",
        standard_yuan=figure.value * unit.factor,
        standard_per=per or None,
        instrument="unit_standard" if per else "award",
    )


def _with_caps(view: TableRows, sheet: _Sheet, rows: list[Row], figures: list[Figure]) -> None:
    """A limit belongs to the first term of its row that has none; alone it is a term."""
    for figure in figures:
        if figure.facets.measure != "cap" or figure.value is None:
            continue
        unit = unit_of(view, figure)
        if unit is None or unit.kind != "money":
            continue
        words = match_key("".join(figure.column.path))
        cap = {"cap_yuan": figure.value * unit.factor, "cap_scope": cap_scope(words, words, "")}
        free = next((row for row in rows if row["cap_yuan"] is None), None)
        if free is None:
            rows.append(_row(view, sheet, figure, **cap))
        else:
            free |= cap
        figure.taken_by("subsidy_terms", "cap_yuan")


def _row(view: TableRows, sheet: _Sheet, figure: Figure, **values: object) -> Row:
    names = figure.names
    label = main_label(figure.line, {})
    item = next((names[kind] for kind in ("item", "program") if names.get(kind)), None)
    if sheet.are_payers:
        item = None  # 中央财政 pays for what the heading names
    elif item is None and "recipient" not in sheet.named and not names.get("region"):
        item = names.get("class") or (label.text if label else None)
    item_class = read_label(item).recipient_class if item else None
    if item and (
        is_generic(match_key(item))
        or is_band(item)
        or (
            item_class and not read_label(item).item and (item == names.get("class") or not names_award(item))
        )
    ):
        item = None  # 一般企业, 500万美元以下, 一档: for whom, and within which bounds
    rest = figure.item if figure.item and figure.item != values.get("base_text") else None
    if rest and is_band(rest):
        rest = None
    is_shared = any(names_payer(path) for path in (c.path for c in figure.part.columns))
    blank: Row = {
        "region_code": figure.region_code,
        "region_name": figure.region_name,
        "fiscal_year": year_of(view, figure.facets),
        "gov_level": _payer(sheet, figure) or (None if is_shared else own_level(figure.region_code)),
        "enterprise_class": figure.facets.recipient_class or item_class,
        "beneficiary_text": None,
        "item": plain_name(item) if item else rest,
        "instrument": instrument_of(sheet.words) if "ratio_pct" in values or "cap_yuan" in values else None,
        "base_text": None,
        "ratio_op": None,
        "ratio_pct": None,
        "standard_yuan": None,
        "standard_per": None,
        "cap_yuan": None,
        "cap_scope": None,
        "tier_measure": None,
        "tier_min": None,
        "tier_max": None,
        "tier_unit": None,
        "export_min_usd": None,
        "export_max_usd": None,
        "market": None,
        "condition_text": rest if item else None,
        "status": "in_force",
    }
    return view.fact(figure.row, figure.cell.column, view.row_text(figure.row), **(blank | values))


def together(stated: list[Row], numbers: list[Row]) -> list[Row]:
    """Terms that texts of cells state, completed by what the numbers of the same row say; else those of the numbers."""
    if not stated:
        return numbers
    for row in stated:
        same = [n for n in numbers if n["row_index"] == row["row_index"] and _agree(n, row)]
        if len(same) == 1:
            row |= {name: value for name, value in same[0].items() if row.get(name) is None}
            row["ratio_op"] = same[0]["ratio_op"] or row["ratio_op"]
    return stated


def _agree(a: Row, b: Row) -> bool:
    """Do two terms state the same share, or the same limit where they state none?"""
    name = "ratio_pct" if b["ratio_pct"] is not None else "cap_yuan"
    return a[name] is not None and a[name] == b[name]
