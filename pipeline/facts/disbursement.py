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
from pipeline.facts.grants import counts_recipients, is_unit_of_recipients, speaks_of
from pipeline.facts.rates import rate_of
from pipeline.facts.times import year_of
from pipeline.meaning import NOTHING, Figure, PartMeaning, as_of, main_label, plain_name

_PAID = frozenset({"paid", "executed", "arrived"})
_OF_BUDGET = frozenset({"initial", "adjusted", "adjustment"})
_PAYERS = frozenset({"central", "province", "city", "county", "own"})


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
    phases = _printed_phases(meaning) if of_places and speaks_of("grants", caption) else _phases(meaning)
    return money and not phases & _OF_BUDGET


def _printed_phases(meaning: PartMeaning) -> set[str]:
    """The phases that headings and names of rows state, whatever the caption says."""
    labels = (label.text for line in meaning.part.lines for label in (*line.groups, *line.labels))
    said = (*(meaning.heads[c.index] for c in meaning.columns), *map(read_label, labels))
    return {c for facets in said for c in facets.choices[:1]}


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
    return len({payer for f in said if (payer := f.payer_level or f.funding_source) in _PAYERS}) > 1


def _is_public_income(meaning: PartMeaning) -> bool:
    money = [f.facets for f in meaning.figures if f.amount is not None and not f.facets.no_fact]
    return bool(money) and all(f.flow == "income" and f.fund_type is not None for f in money)


def _phases(meaning: PartMeaning) -> set[str]:
    return {c for f in meaning.figures if f.amount is not None for c in f.facets.choices[:1]}


def _flows(meaning: PartMeaning) -> set[str | None]:
    return {f.facets.flow for f in meaning.figures if f.amount is not None and not f.facets.no_fact}


def disbursement_rows(view: TableRows, meaning: PartMeaning) -> list[Row]:
    """The money of regions, recipients or items of a part in reading order; each number takes its figure."""
    by_row: dict[int, list[Figure]] = {}
    for figure in meaning.figures:
        if _is_claim(meaning, figure):
            figure.facets = figure.facets.changed(no_fact="statistics")
        by_row.setdefault(id(figure.line), []).append(figure)
    is_transfer = (meaning.regions or meaning.across) and speaks_of("transfers", view.table.caption)
    stated = _printed_phases(meaning) if is_transfer else _PAID
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
            items.setdefault(meaning.columns.index(figure.column), set()).add(_item(figure))
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
        item = _item(figure) or _row_item(meaning, line)
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
            _class_of_sum(meaning, figure),
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
        _attach(meaning, of_whole, [f for f in figures if _is_rate_of_whole(meaning, split, f)])
        figures = [f for f in figures if not _is_rate_of_whole(meaning, split, f)]
    _attach(meaning, rows, figures)
    for row in of_whole:
        if whole and row["paid_yuan"] is not None:
            row["execution_rate_pct"] = round(float(row["paid_yuan"] / whole * 100), 4)
    return rows


def _is_paid_of_whole(meaning: PartMeaning, split: _Split, at: int) -> bool:
    """Was it paid of all instalments together? A sum of payments goes to a sum of what was due."""
    return split.is_of_whole(at) and not meaning.sums.columns[at].total_of


def _is_rate_of_whole(meaning: PartMeaning, split: _Split, figure: Figure) -> bool:
    is_rate = figure.facets.measure == "rate" and _item(figure) is None
    return is_rate and split.is_of_whole(meaning.columns.index(figure.column))


def _is_paid(figure: Figure, stated: Collection[str]) -> bool:
    """Was the money paid? Final accounts of transfers to regions, by their caption, list what was granted."""
    phase = figure.facets.phase
    return phase == "paid" or (phase in _PAID and phase in stated)


def _class_of_sum(meaning: PartMeaning, figure: Figure) -> str | None:
    """The class of a column; a sum beside columns of classes is of all."""
    classes = {meaning.heads[c.index].recipient_class for c in meaning.columns} - {None}
    is_sum = bool(classes) and meaning.heads[figure.column.index].is_total
    return figure.facets.recipient_class or ("all" if is_sum else None)


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


def _item(figure: Figure) -> str | None:
    """What it was paid for: the item or instalment that the headings name; a bare 金额 or 合计 names none."""
    if figure.item:
        return figure.item
    for heading in reversed(figure.column.path):
        facets = read_label(heading)
        if facets.choices and len(facets.name) > 2 and facets.choices[0] == "issued" and not facets.is_total:
            return facets.name
    return next(
        (figure.names[kind] for kind in ("item", "program", "class") if _names_item(figure, kind)), None
    )


def _row_item(meaning: PartMeaning, line: Line) -> str | None:
    """What the rows of a part name that has neither regions nor recipients: what was paid for."""
    named = {kind for head in meaning.heads.values() for kind in head.names[:1]}
    label = main_label(line, meaning.heads)
    if meaning.regions or "recipient" in named or label is None:
        return None
    facets = read_label(label.text)
    is_name = not facets.is_total and (facets.recipient_class is None or bool(facets.item))
    return plain_name(label.text) if is_name else None


def _names_item(figure: Figure, kind: str) -> bool:
    """Does the row name what was paid for under such a heading? Classes of enterprises have a column of their own."""
    facets = read_label(figure.names.get(kind, ""))
    is_class = kind == "class" and facets.recipient_class is not None
    return bool(facets.item or facets.name) and not facets.is_total and not is_class


def _payer(facets: Facets) -> str | None:
    source = facets.payer_level or facets.funding_source
    return source if source in _PAYERS else None


def _row(
    view: TableRows, meaning: PartMeaning, line: Line, figure: Figure, item: str | None, year: int | None
) -> Row:
    amount = figure.amount
    assert amount is not None
    label = main_label(line, meaning.heads)
    is_total = label is not None and read_label(label.text).is_total
    recipient, of_class = _recipient(meaning, line)
    of_class = meaning.heads[figure.column.index].recipient_class or (
        "all" if is_total else of_class or _class_of_sum(meaning, figure)
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


def _attach(meaning: PartMeaning, rows: list[Row], figures: list[Figure]) -> None:
    """Rates and counts of a table row go to its rows: to the first that has none."""
    dues = {_subject(row): row["due_yuan"] for row in reversed(rows) if row["due_yuan"]}
    for row in rows:
        due = row["due_yuan"] or dues.get(_subject(row))  # what was due is printed once beside several dates
        if row["paid_yuan"] is not None and due:
            row["execution_rate_pct"] = round(float(row["paid_yuan"] / due * 100), 4)
    for figure in figures:
        facets = figure.facets
        if figure.value is None:
            continue
        if facets.measure == "rate" and facets.rate_of in ("execution", "payment", "arrival"):
            column, value = "execution_rate_printed_pct", rate_of(meaning, figure)
        elif _counts_recipients(figure) and figure.value == figure.value.to_integral_value():
            column, value = "recipient_count", int(figure.value)
        else:
            continue
        free = [r for r in rows if r[column] is None]
        of_class = _class_of_sum(meaning, figure)
        if of_class is not None and any(r["recipient_class"] == of_class for r in rows):
            free = [r for r in free if r["recipient_class"] == of_class]
        if free:
            free[0][column] = value
            figure.taken_by("disbursement", column)


def _subject(row: Row) -> tuple[object, ...]:
    return row["item"], row["payer_level"], row["recipient_class"]


def _counts_recipients(figure: Figure) -> bool:
    """Does a number count who gets the money, rather than machines, months or places?"""
    facets = figure.facets
    if facets.measure != "count":
        return False
    if figure.unit is not None and figure.unit.name != "个":
        return is_unit_of_recipients(figure.unit.name)
    headings = reversed(figure.column.path)
    return any(counts_recipients(read_label(heading).name) for heading in headings)
