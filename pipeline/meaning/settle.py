"""From addresses to meanings: the facets of both paths, the caption and the document, the nearer before the farther."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import lru_cache

from extractors.addresses import Addressed, Column, Line, Part
from normalizers.facets import Facets, read_label
from normalizers.quantities import parse_quantity
from normalizers.text import match_key
from normalizers.units import Unit
from pipeline.meaning.figure import Figure
from pipeline.meaning.line_sums import Sums
from pipeline.meaning.main_labels import main_label
from pipeline.meaning.named_codes import named_codes
from pipeline.meaning.part_numbers import OF_MONEY, as_money, code_of, number_table
from pipeline.meaning.places import are_regions, give_region, regions_across
from pipeline.meaning.sums import find_sums
from pipeline.records.context import TableRows, without_prefix

NOTHING = Facets()
# What a caption says of all numbers below it.
_OF_CAPTION = (
    "choices", "fiscal_year", "as_of", "quarter", "month", "period", "extent", "flow", "fund_type",
    "expenditure_type", "recipient_class", "no_fact",
)  # fmt: skip
# What the title of a document says of all numbers in it.
_OF_TITLE = ("as_of", "quarter", "month")
# What a label that names something still says.
_OF_NAME = (
    "is_part",
    "is_total",
    "unit",
    "ordinal",
    "function_code",
    "economic_code",
    "code",
    "points",
    "item",
    "name",
)
_MONEY = frozenset({"money", "money_fx"})
_AMOUNTS = frozenset({"amount", "count", None})
_MARKS = frozenset({"score", "weight"})
NO_MONEY = frozenset({"code", "date", "period", "row_no", "year"})  # what headings name that is no amount
_OF_INDICATORS = frozenset({"actual", "score", "target", "weight"})
_LEVEL_NAMES = frozenset({"level1", "level2", "level3"})
_YEAR = re.compile(r"((?:19|20)\d\d)年?度?")


@dataclass(slots=True)
class PartMeaning:
    """The numbers of one part, and who is the sum of whom among its rows and figure columns."""

    part: Part
    columns: list[Column]  # those of figures; `sums.columns` are numbered like them
    figures: list[Figure]
    sums: Sums
    heads: dict[int, Facets]  # by grid column: what the headings say
    regions: bool  # its rows are regions
    across: dict[int, str] = field(default_factory=dict)  # by grid column: the region that its heading names
    in_fractions: dict[int, bool] = field(
        default_factory=dict
    )  # by grid column of rates: 0.95 stands for 95 %


def caption_facets(caption: str) -> Facets:
    """What a caption says of all numbers below it."""
    found = _only(read_label(caption), _OF_CAPTION)
    # A table that compares years holds the numbers of each of them.
    return replace(found, no_fact=None) if found.no_fact == "comparison" else found


def settle(view: TableRows, table: Addressed, title: str = "") -> list[PartMeaning]:
    """The meanings of all numbers of a table, part by part; `title` is that of the document."""
    caption = caption_facets(view.table.caption).merged(_only(read_label(title), _OF_TITLE))
    return [_settle_part(view, part, caption) for part in table.parts if part.of_kind("figures")]


def _settle_part(view: TableRows, part: Part, caption: Facets) -> PartMeaning:
    side = read_label(part.side)
    if side.funding_source == "all":  # 资金总额 beside the block names it; its lines are of one source each
        side = replace(side, funding_source=None)
    around = side.merged(caption) if part.side else caption
    heads = {c.index: fold(c.path) for c in part.columns}
    if part.is_pairs:  # the label at the head of a ledger is a sum, its column is none
        heads = {index: replace(head, is_total=False) for index, head in heads.items()}
    columns = part.of_kind("figures")
    names = next((heads[c.index] for c in part.of_kind("stub") if heads[c.index].flow), NOTHING)
    around = around.merged(replace(NOTHING, flow=names.flow))  # 收入项目 | 累计完成
    years = {index for index, head in heads.items() if "year" in head.names[:1]}
    rows = {id(line): _with_year(line, _row_facets(line, heads), years) for line in part.lines}
    across = regions_across(view, columns, heads)
    if side.choices:
        rows = {key: _of_side(row) for key, row in rows.items()}
    lists_indicators = any(
        set(head.names[:1]) & _LEVEL_NAMES or head.measure in ("score", "weight") for head in heads.values()
    )
    figures = _figures(view, part, columns, heads, rows, around, lists_indicators)
    named = _named_codes(view, part, heads, rows)
    adding = heads if lists_indicators else as_money(heads)
    sums = find_sums(number_table(part, columns, adding, rows, named))
    meaning = PartMeaning(part, columns, figures, sums, heads, _rows_are_regions(view, part, heads), across)
    _without_differences(meaning)
    _with_sums(meaning, rows, named)
    for figure in figures:
        _give_region(view, meaning, figure)
    return meaning


def _of_side(row: Facets) -> Facets:
    """A source of money beside a label with a phase (实际支出 | 市级预算资金) says from where, and not when."""
    is_open = len(row.choices) > 1 and row.funding_source is not None
    return replace(row, choices=()) if is_open else row


def _rows_are_regions(view: TableRows, part: Part, heads: dict[int, Facets]) -> bool:
    """Are the rows of a part regions: by their heading, or because nearly all their names are places?"""
    if any("region" in heads[c.index].names[:1] for c in part.of_kind("stub")):
        return True
    labels = (main_label(line, heads) for line in part.lines)
    return are_regions(view, (label.text for label in labels if label is not None))


def _give_region(view: TableRows, meaning: PartMeaning, figure: Figure) -> None:
    named = figure.names.get("region") or meaning.across.get(figure.column.index)
    text = named or figure.facets.region
    if not text and meaning.regions and figure.line.labels:
        text = figure.line.labels[-1].text
    give_region(view, figure, text, named is not None)


def fold(path: Iterable[str]) -> Facets:
    """What headings one over the other say together; its item is that of the lowest that leaves one."""
    labels = [read_label(text) for text in path]
    if not labels:
        return NOTHING
    found = labels[-1]
    for outer in reversed(labels[:-1]):
        found = found.merged(outer)
    item = next((one.item for one in reversed(labels) if one.item), "")
    return replace(found, item=item)


def _row_facets(line: Line, heads: dict[int, Facets]) -> Facets:
    """What the labels of a row say, the innermost first; a label that names something says little else."""
    found = NOTHING
    for label in reversed((*line.groups, *line.labels)):
        facets = read_label(label.text)
        head = heads.get(label.column, NOTHING)
        is_name = bool(facets.item) or bool(
            head.names and head.names[0] in ("region", "recipient", "program", "level3")
        )
        own = _as_name(label.text) if is_name else facets
        if is_name and facets.no_fact == "debt":
            own = replace(own, no_fact="debt")  # 一般债务余额 is a name, and what is below it is owed
        found = own if found is NOTHING else found.merged(own)
    return found


def _with_year(line: Line, found: Facets, years: set[int]) -> Facets:
    """The year that a row is of, where a column of years stands beside its numbers."""
    if not years:
        return found
    cells = [(label.column, label.text) for label in line.labels]
    cells += [(index, cell.text) for index, cell in (*line.texts.items(), *line.figures.items())]
    for index, text in cells:
        if index in years and (year := _YEAR.fullmatch(match_key(text))) is not None:
            return replace(found, fiscal_year=int(year[1]))
    return found


def _named_codes(
    view: TableRows, part: Part, heads: dict[int, Facets], rows: dict[int, Facets]
) -> dict[int, str]:
    """The codes that the names of the rows have in the official classification, where the part prints none."""
    if any(line.code or code_of(rows[id(line)]) for line in part.lines):
        return {}
    labels = [main_label(line, heads) for line in part.lines]
    names = [
        plain_name(label.text) if label and not rows[id(line)].is_total else ""
        for label, line in zip(labels, part.lines, strict=True)
    ]
    codes = named_codes(names, view.fiscal_year)
    return {id(line): code for line, code in zip(part.lines, codes, strict=True)}


@lru_cache(maxsize=16384)
def _as_name(text: str) -> Facets:
    """What a label that names something still says."""
    return _only(read_label(text), _OF_NAME)


def _only(facets: Facets, names: tuple[str, ...]) -> Facets:
    return replace(NOTHING, **{name: getattr(facets, name) for name in names})


def _figures(
    view: TableRows,
    part: Part,
    columns: list[Column],
    heads: dict[int, Facets],
    rows: dict[int, Facets],
    around: Facets,
    lists_indicators: bool,
) -> list[Figure]:
    """The numbers of a part in reading order; rows whose labels say the same are settled once."""
    figures: list[Figure] = []
    settled: dict[tuple[object, ...], Facets] = {}
    of_programs = _lists_programs(part)
    may_be_money = not part.is_pairs or any(
        _says_money(read_label(label.text)) for line in part.lines for label in line.labels
    )
    # What may say the unit of a number: 收支情况（万元） over the names does, too.
    corner = tuple(text for c in part.of_kind("stub") for text in c.path)
    headings = {c.index: (*reversed(c.path), part.side, *corner) for c in columns}
    for line in part.lines:
        row, names = rows[id(line)], _names(line, heads)
        own = read_label(line.labels[-1].text).measure if line.labels else None
        for column in columns:
            if column.index not in line.figures:
                continue
            said = (column.index, own, row.handed_on())
            if said not in settled:
                settled[said] = _settled(heads[column.index], row, around, own, of_programs)
            head = heads[column.index]
            figure = Figure(
                line.figures[column.index], line.row, part, line, column, settled[said], names, head.item
            )
            _read(figure, lists_indicators)
            # In a ledger that is about no money only its own labels and its unit can say that a number is some.
            if may_be_money or _says_money(figure.facets) or _is_money(figure.unit):
                _add_amount(view, figure, headings[column.index])
            if figure.amount is None or figure.amount.yuan is None:
                figure.facets = settled[said]
            figures.append(figure)
    return figures


def _settled(head: Facets, row: Facets, around: Facets, own: str | None, of_programs: bool) -> Facets:
    """What heading, row and all around say together; `own` is the measure that the last label of the row names."""
    if (head.fiscal_year, head.year_offset) != (None, None) and head.period is None:
        around = replace(around, period=None)  # 2026年 beside 实施周期
    of_program = bool(head.choices) and of_programs
    if around.no_fact == "debt" and of_program:
        around = replace(around, no_fact=None)  # 总投资 and 已使用资金 of projects that bonds pay for
    if head.flow == "balance" and around.choices:
        around = replace(around, choices=())  # what is left is no part of the budget that the block is about
    if head.measure in _OF_INDICATORS:  # 出口额增长率 names the indicator whose score this is
        row = replace(row, measure=None, rate_of=None, no_fact=None)
    if row.no_fact == "debt" and (head.flow or around.flow or of_program):
        row = replace(row, no_fact=None)  # 债务付息 among the lines of expenditure
    facets = head.merged(row).merged(around)
    if own in _MARKS and (head.measure in (None, "amount") or head.rate_of == "execution"):
        facets = replace(facets, measure=own)  # 得分 as the label of a row under headings of money
    return facets


def _read(figure: Figure, lists_indicators: bool) -> None:
    """Value and unit of a number; what it would be as money."""
    facets = figure.facets
    figure.quantity = parse_quantity(
        figure.text, facets.unit.name if facets.unit and facets.unit.kind not in _MONEY else None
    )
    figure.value = figure.quantity.value if figure.quantity else None
    figure.unit = figure.quantity.unit_obj if figure.quantity else None
    if facets.measure in OF_MONEY and not lists_indicators:  # 累计完成 of money
        figure.facets = replace(facets, measure=None, choices=facets.choices or OF_MONEY[facets.measure])


def _lists_programs(part: Part) -> bool:
    return any("program" in read_label(c.path[-1]).names[:1] for c in part.columns if c.path)


def _names(line: Line, heads: dict[int, Facets]) -> dict[str, str]:
    """Texts of the row by what their headings say that they name."""
    found: dict[str, str] = {}
    for text, column in (
        *((label.text, label.column) for label in (*line.groups, *line.labels)),
        *((cell.text, index) for index, cell in line.texts.items()),
    ):
        kinds = heads.get(column, NOTHING).names
        if kinds:
            found[kinds[0]] = text
    return found


def _add_amount(view: TableRows, figure: Figure, headings: tuple[str, ...]) -> None:
    """Unit and yuan of a number that may be money."""
    facets = figure.facets
    if facets.measure not in _AMOUNTS or facets.measure == "count" or figure.value is None:
        return
    if figure.unit is not None and figure.unit.kind not in (*_MONEY, "scale"):
        return
    if facets.measure is None and set(facets.names[:1]) & NO_MONEY:
        return
    name = figure.line.labels[-1].text if figure.line.labels else ""
    amount = view.read_amount(figure.text, headings, name, figure.row)
    if amount is not None:
        figure.amount = amount
        if amount.yuan is not None and facets.measure is None:
            figure.facets = replace(facets, measure="amount")


def _says_money(facets: Facets) -> bool:
    return bool(facets.measure == "amount" or facets.choices or facets.funding_source or facets.fund_type)


def _is_money(unit: Unit | None) -> bool:
    return unit is not None and unit.kind in _MONEY


def _without_differences(meaning: PartMeaning) -> None:
    """A column that states no phase and is the difference of two that differ in phase or year compares them."""
    heads = [meaning.heads[column.index] for column in meaning.columns]
    for column, found in zip(meaning.columns, meaning.sums.columns, strict=True):
        head = meaning.heads[column.index]
        if found.difference_of is None or head.choices or head.flow:
            continue
        a, b = (
            (h.choices[:1], h.fiscal_year, h.year_offset) for h in (heads[n] for n in found.difference_of)
        )
        if a == b:
            continue
        for figure in meaning.figures:
            if figure.column.index == column.index and figure.facets.no_fact is None:
                figure.facets = replace(figure.facets, no_fact="comparison")


def _with_sums(meaning: PartMeaning, rows: dict[int, Facets], named: dict[int, str]) -> None:
    """Totals, paths and codes of the figures from the sums of their part."""
    place = {id(line): n for n, line in enumerate(meaning.part.lines)}
    column_place = {c.index: n for n, c in enumerate(meaning.columns)}
    paths = [_path(meaning, n) for n in range(len(meaning.part.lines))]
    for figure in meaning.figures:
        n, c = place[id(figure.line)], column_place[figure.column.index]
        figure.is_total = meaning.sums.is_total(n, c) or meaning.sums.is_repeated(n, c)
        figure.line_path = paths[n]
        figure.row_path = (*(g.text for g in figure.line.groups), *paths[n])
        figure.column_path = figure.column.path
        facets = rows[id(figure.line)]
        figure.code = figure.line.code or code_of(facets) or named.get(id(figure.line), "")


def _path(meaning: PartMeaning, n: int) -> tuple[str, ...]:
    found: list[str] = []
    at: int | None = n
    while at is not None and len(found) < 12:
        label = main_label(meaning.part.lines[at], meaning.heads)
        if label is not None:
            found.insert(0, printed_name(label.text))
        at = meaning.sums.rows[at].parent
    return tuple(found)


def printed_name(text: str) -> str:
    """A label as printed, without 其中 and without the code of its line."""
    facets = read_label(text)
    return (
        facets.name if facets.function_code or facets.economic_code or facets.code else without_prefix(text)
    )


def plain_name(text: str) -> str:
    """The name in a label, without its number, 其中 and code."""
    return read_label(text).name or text
