"""Rows of `disbursement`: what was due and paid, one row for each region or recipient, item, payer and date."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal

from extractors.addresses import Line
from normalizers import regions
from normalizers.facets import Facets, read_label
from normalizers.numbers import to_yuan
from pipeline.context import Row, TableRows
from pipeline.facts.allotments import PAYERS, printed_phases
from pipeline.facts.disbursement_counts import attach, class_of_sum
from pipeline.facts.grants import speaks_of
from pipeline.facts.times import year_of
from pipeline.meaning import NOTHING, Figure, PartMeaning, as_of, main_label, plain_name

_PAID = frozenset({"paid", "executed", "arrived"})


def disbursement_rows(view: TableRows, meaning: PartMeaning) -> list[Row]:
    """The money of regions, recipients or items of a part in reading order; each number takes its figure."""
    by_row: dict[int, list[Figure]] = {}
    for figure in meaning.figures:
        if _is_claim(meaning, figure):
            figure.facets = figure.facets.changed(no_fact="statistics")
        by_row.setdefault(id(figure.line), []).append(figure)
    is_transfer = (meaning.regions or meaning.across) and speaks_of("transfers", view.table.caption)
    stated = printed_phases(meaning) if is_transfer else _PAID
    split = _split_due(meaning, stated)
    return [
        row
        for line in meaning.part.lines
        for row in _line_rows(view, meaning, line, by_row.get(id(line), []), stated, split)
    ]


@dataclass(frozen=True, slots=True)
class _Split:
    """A column of what was due in all, and those of its instalments: positions among the columns of a part."""

    whole: int
    parts: tuple[int, ...]

    def is_of_whole(self, at: int) -> bool:
        """Does a column stand where it says something of all instalments, not between two of them?"""
        return not min(self.parts) < at < max(self.parts)


def _split_due(meaning: PartMeaning, stated: Collection[str]) -> _Split | None:
    """The one column that sums the instalments of what was due, each with a name of its own: 累计下达 of 第一批 …."""
    items: dict[int, set[str | None]] = {}
    for figure in meaning.figures:
        if figure.amount is not None and not figure.facets.no_fact and not _is_paid(figure, stated):
            items.setdefault(meaning.columns.index(figure.column), set()).add(_item(meaning, figure))
    found = []
    for at, column in enumerate(meaning.sums.columns):
        named = {item for part in column.total_of for item in items.get(part, {None})}
        if at in items and column.summed_in is None and None not in named and len(named) > 1:
            found.append(_Split(at, column.total_of))
    return found[0] if len(found) == 1 else None


def _line_rows(
    view: TableRows,
    meaning: PartMeaning,
    line: Line,
    figures: list[Figure],
    stated: Collection[str],
    split: _Split | None,
) -> list[Row]:
    groups: list[tuple[tuple[object, ...], Row]] = []
    filled: set[tuple[int, str]] = set()
    of_whole: list[Row] = []
    whole: Decimal | None = None
    for figure in figures:
        facets = figure.facets
        yuan, unit = _money(meaning, figure)
        if figure.amount is None or facets.no_fact or facets.measure != "amount":
            continue
        column = "paid_yuan" if _is_paid(figure, stated) else "due_yuan"
        item = _item(meaning, figure) or _row_item(meaning, line) or _name_beside_place(meaning, figure)
        year = year_of(view, facets)
        place = meaning.across.get(figure.column.index, "") if meaning.across else None
        at = meaning.columns.index(figure.column)
        is_apart = (
            split is not None
            and column == "paid_yuan"
            and item is None
            and _is_paid_of_whole(meaning, split, at)
        )
        if split is not None and column == "due_yuan" and at == split.whole:
            whole = yuan
        key = (
            item,
            _payer(facets),
            class_of_sum(meaning, figure),
            year,
            as_of(facets, year),
            place,
            is_apart,
        )
        row = next((r for k, r in groups if _fits(k, key) and (id(r), column) not in filled), None)
        if row is None:
            row = _row(view, meaning, line, figure, item, year)
            groups.append((key, row))
            if is_apart:
                of_whole.append(row)
        filled.add((id(row), column))
        row[column] = yuan
        row["amount_unit"] = row["amount_unit"] or unit
        row["confidence"] = min(row["confidence"], view.confidence(figure.row, figure.column.index))
        row["as_of"] = row["as_of"] or as_of(facets, year)
        figure.taken_by("disbursement", column)
    rows = [row for _, row in groups]
    if split is not None and of_whole:
        attach(meaning, of_whole, [f for f in figures if _is_rate_of_whole(meaning, split, f)])
        figures = [f for f in figures if not _is_rate_of_whole(meaning, split, f)]
    attach(meaning, rows, figures)
    for row in of_whole:
        if whole and row["paid_yuan"] is not None:
            row["execution_rate_pct"] = round(float(row["paid_yuan"] / whole * 100), 4)
    return rows


def _is_paid_of_whole(meaning: PartMeaning, split: _Split, at: int) -> bool:
    """Was it paid of all instalments together? A sum of payments goes to a sum of what was due."""
    return split.is_of_whole(at) and not meaning.sums.columns[at].total_of


def _is_rate_of_whole(meaning: PartMeaning, split: _Split, figure: Figure) -> bool:
    is_rate = figure.facets.measure == "rate" and _item(meaning, figure) is None
    return is_rate and split.is_of_whole(meaning.columns.index(figure.column))


def _is_paid(figure: Figure, stated: Collection[str]) -> bool:
    """Was the money paid? Final accounts of transfers to regions, by their caption, list what was granted."""
    phase = figure.facets.phase
    return phase == "paid" or (phase in _PAID and phase in stated)


def _money(meaning: PartMeaning, figure: Figure) -> tuple[Decimal | None, str | None]:
    """The money of a number, and its unit; where its own labels name none, the one that a sum beside it names alone."""
    amount = figure.amount
    if amount is None or amount.unit is not None:
        return (amount.yuan, amount.unit) if amount else (None, None)
    heads = [meaning.heads[c.index] for c in meaning.columns]
    stated = {h.unit for h in heads if h.unit is not None and h.unit.kind == "money" and h.is_total}
    if len(stated) != 1:
        return None, None
    [unit] = stated
    return to_yuan(amount.value, unit), unit.name


def _is_claim(meaning: PartMeaning, figure: Figure) -> bool:
    """Is it an amount beside what was found due, and none of its parts, that no heading calls due: 申报金额, 总成本?"""
    heads = [meaning.heads[c.index] for c in meaning.columns]
    at = meaning.columns.index(figure.column)
    head, sums = heads[at], meaning.sums.columns[at]
    if head.choices or head.is_total or head.is_part or head.payer_level or head.funding_source:
        return False
    is_alone = not sums.total_of and sums.summed_in is None and figure.facets.measure == "amount"
    return is_alone and any("due" in other.choices[:1] for other in heads)


def _is_total(meaning: PartMeaning, figure: Figure) -> bool:
    """Is a number the sum of others? Payers and batches that split one sum each are both no sums."""
    sums, at = meaning.sums, meaning.columns.index(figure.column)
    column = sums.columns[at]
    if column.is_partial_part and column.parent is not None and sums.columns[column.parent].total_of:
        return sums.is_total(next(n for n, line in enumerate(meaning.part.lines) if line is figure.line), at)
    return figure.is_total


def _fits(a: tuple[object, ...], b: tuple[object, ...]) -> bool:
    """One group of a row: nothing that both state differs."""
    return all(x == y or x is None or y is None for x, y in zip(a, b, strict=True))


def _item(meaning: PartMeaning, figure: Figure) -> str | None:
    """What it was paid for: the item or instalment that the headings name; a bare 金额 or 合计 names none."""
    if figure.item and not (_rows_name_items(figure) and _is_shared(meaning, figure.item)):
        return figure.item
    for heading in reversed(figure.column.path):
        facets = read_label(heading)
        if facets.choices and len(facets.name) > 2 and facets.choices[0] == "issued" and not facets.is_total:
            return facets.name
    return next(
        (figure.names[kind] for kind in ("item", "program", "class") if _names_item(figure, kind)),
        figure.item or None,
    )


def _rows_name_items(figure: Figure) -> bool:
    return any(_names_item(figure, kind) for kind in ("item", "program"))


def _is_shared(meaning: PartMeaning, item: str) -> bool:
    """Do all columns of money that is due or paid leave the same name? Then it is that of the table (保费补贴), and
    what the rows name (险种) tells them apart."""
    heads = [meaning.heads[column.index] for column in meaning.columns]
    stated = [head for head in heads if head.choices]
    return bool(stated) and all(head.item == item for head in stated)


def _row_item(meaning: PartMeaning, line: Line) -> str | None:
    """What the rows of a part name that has neither regions nor recipients: what was paid for."""
    named = {kind for head in meaning.heads.values() for kind in head.names[:1]}
    label = main_label(line, meaning.heads)
    if meaning.regions or "recipient" in named or label is None:
        return None
    facets = read_label(label.text)
    is_name = not facets.is_total and (facets.recipient_class is None or bool(facets.item))
    return plain_name(label.text) if is_name else None


def _name_beside_place(meaning: PartMeaning, figure: Figure) -> str | None:
    """The name of a row, below a heading that says nothing of it, where its place stands in a column of its own."""
    label = figure.line.labels[-1] if figure.line.labels else None
    place = figure.names.get("region")
    if label is None or not place or label.text == place or meaning.heads.get(label.column, NOTHING).names:
        return None
    said = read_label(label.text)
    is_name = bool(said.item) and not (said.is_total or said.region or said.recipient_class)
    return label.text if is_name and _recipient(meaning, figure.line) == (None, None) else None


def _names_item(figure: Figure, kind: str) -> bool:
    """Does the row name what was paid for under such a heading? Classes of enterprises have a column of their own."""
    text = figure.names.get(kind, "")
    facets = read_label(text)
    is_class = kind == "class" and facets.recipient_class is not None
    is_place = text == figure.region_name  # 项目 over names of places
    return bool(facets.item or facets.name) and not (facets.is_total or is_class or is_place)


def _payer(facets: Facets) -> str | None:
    source = facets.payer_level or facets.funding_source
    return source if source in PAYERS else None


def _row(
    view: TableRows, meaning: PartMeaning, line: Line, figure: Figure, item: str | None, year: int | None
) -> Row:
    amount = figure.amount
    assert amount is not None
    label = main_label(line, meaning.heads)
    is_total = label is not None and read_label(label.text).is_total
    recipient, of_class = _recipient(meaning, line)
    of_class = meaning.heads[figure.column.index].recipient_class or (
        "all" if is_total else of_class or class_of_sum(meaning, figure)
    )
    return view.fact(
        figure.row,
        figure.cell.column,
        view.row_text(figure.row),
        region_code=figure.region_code,
        region_name=figure.region_name,
        is_functional_zone=_is_zone(view, figure),
        fiscal_year=year,
        item=item,
        payer_level=_payer(figure.facets),
        recipient_name=None if is_total else recipient,
        recipient_class=of_class,
        recipient_count=None,
        due_yuan=None,
        paid_yuan=None,
        amount_unit=amount.unit,
        as_of=None,
        execution_rate_printed_pct=None,
        execution_rate_pct=None,
        is_total=_is_total(meaning, figure),
    )


def _is_zone(view: TableRows, figure: Figure) -> bool:
    """Does the row name a zone that has no code of its own or is one by its name?"""
    context, name = view.context, figure.region_name
    if not name or name == context.region_name:
        return False
    found = regions.resolve(plain_name(name), parent_code=context.region_code, year=context.fiscal_year)
    return found is not None and found.is_functional_zone


def _recipient(meaning: PartMeaning, line: Line) -> tuple[str | None, str | None]:
    """Who gets the money of a row, and of which class; a label that names nothing but a class is no recipient."""
    name = of_class = None
    for label in (*line.groups, *line.labels):
        if "recipient" not in meaning.heads.get(label.column, NOTHING).names[:1]:
            continue
        facets = read_label(label.text)
        if facets.recipient_class is not None and not facets.item:
            of_class = of_class or facets.recipient_class
        elif name is None and not facets.is_total:
            name = label.text
    return name, of_class
