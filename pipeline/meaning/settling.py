"""From addresses to meanings: the facets of both paths, the caption and the document, the nearer before the farther."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from extractors.addresses import Addressed, Column, Label, Part
from normalizers.facets import Facets, read_label
from normalizers.text import match_key
from pipeline.context import TableRows
from pipeline.meaning import debts
from pipeline.meaning.borne import borne_as_money
from pipeline.meaning.days import with_same_period
from pipeline.meaning.dimensions import with_marks
from pipeline.meaning.figure import Figure
from pipeline.meaning.income_columns import rest_of_sources
from pipeline.meaning.labels import (
    NOTHING,
    caption_facets,
    fold,
    plain_name,
    printed_name,
    row_facets,
    title_facets,
    with_year,
)
from pipeline.meaning.line_sums import Sums
from pipeline.meaning.main_labels import main_label
from pipeline.meaning.named_codes import named_codes
from pipeline.meaning.nested import level_codes_of, names_all_levels, nested_names
from pipeline.meaning.number_table import NumberTable
from pipeline.meaning.part_figures import figures_of
from pipeline.meaning.part_numbers import as_money, code_of, number_table
from pipeline.meaning.places import are_regions, region_of, regions_across, without_corner
from pipeline.meaning.printed_codes import printed_codes
from pipeline.meaning.red_figures import settle_red
from pipeline.meaning.sums import find_sums
from pipeline.meaning.targets_across import with_targets

_LEVEL_NAMES = frozenset({"level1", "level2", "level3"})


@dataclass(slots=True)
class PartMeaning:
    """The numbers of one part, and who is the sum of whom among its rows and figure columns."""

    part: Part
    columns: list[Column]  # those of figures; `sums.columns` are numbered like them
    figures: list[Figure]
    sums: Sums
    heads: dict[int, Facets]  # by grid column: what the headings say
    regions: bool  # its rows are regions
    labels: list[Label | None]  # by line: what it is called by
    across: dict[int, str] = field(default_factory=dict)  # by grid column: the region that its heading names
    in_fractions: dict[int, bool] = field(
        default_factory=dict
    )  # by grid column of rates: 0.95 stands for 95 %
    # Of indicators of all levels in one column: the names that lead to a line, its own last, by the line's id.
    nested: dict[int, tuple[str, ...]] = field(default_factory=dict)
    levels: dict[int, int] | None = (
        None  # by grid column: the level of the indicators that it names, once asked for
    )


def settle(view: TableRows, table: Addressed, title: str = "") -> list[PartMeaning]:
    """The meanings of all numbers of a table, part by part; `title` is that of the document."""
    caption = caption_facets(view.table.caption).merged(title_facets(title))
    return [_settle_part(view, part, caption) for part in table.parts if part.of_kind("figures")]


def _settle_part(view: TableRows, part: Part, caption: Facets) -> PartMeaning:
    side = read_label(part.side)
    if side.funding_source == "all":  # 资金总额 beside the block names it; its lines are of one source each
        side = side.changed(funding_source=None)
    around = side.merged(caption) if part.side else caption
    heads = {c.index: fold(c.path) for c in part.columns}
    if part.is_pairs:  # the label at the head of a ledger is a sum, its column is none
        heads = {index: head.changed(is_total=False) for index, head in heads.items()}
    else:
        heads = with_marks(part, heads, view.table.caption)
    heads = rest_of_sources(part.of_kind("figures"), with_same_period(heads))
    columns = part.of_kind("figures")
    heads = borne_as_money(view, part, columns, heads)
    names = next((heads[c.index] for c in part.of_kind("stub") if heads[c.index].flow), NOTHING)
    around = around.merged(NOTHING.changed(flow=names.flow))  # 收入项目 | 累计完成
    across = regions_across(view, columns, heads)
    heads = without_corner(part.of_kind("stub"), heads, across)
    heads = with_targets(part, columns, heads, across, read_label(view.table.caption))
    years = {index for index, head in heads.items() if "year" in head.names[:1]}
    rows = {id(line): with_year(line, row_facets(line, heads), years) for line in part.lines}
    if side.choices:
        rows = {key: _of_side(row) for key, row in rows.items()}
    lists_indicators = any(
        set(head.names[:1]) & _LEVEL_NAMES or head.measure in ("score", "weight") for head in heads.values()
    )
    labels = [main_label(line, heads) for line in part.lines]
    named = _named_codes(view, part, labels, rows)
    adding = heads if lists_indicators else as_money(heads)
    of_levels = names_all_levels(part, heads)
    levels = level_codes_of(part, heads, of_levels) if of_levels is not None else {}

    def as_numbers() -> NumberTable:
        return number_table(part, columns, adding, rows, labels, named, levels)

    settle_red(view, part, columns, heads, as_numbers)
    figures = figures_of(view, part, columns, heads, rows, around, lists_indicators)
    numbers = as_numbers()
    sums = find_sums(numbers)
    are_places = _rows_are_regions(view, part, heads, labels)
    meaning = PartMeaning(part, columns, figures, sums, heads, are_places, labels, across)
    if of_levels is not None:
        marks = [n for n, c in enumerate(columns) if heads[c.index].measure in ("score", "weight")]
        nested = nested_names(numbers, sums, labels, of_levels, marks)
        meaning.nested = {id(line): path for line, path in zip(part.lines, nested, strict=False)}
    _without_differences(meaning)
    debts.count_as_spending(part, heads, sums, figures)
    _with_periods(meaning, rows)
    _with_sums(meaning)
    printed = _printed_codes(part, labels, rows)
    for figure in figures:
        line = id(figure.line)
        figure.codes = printed[line] or tuple(filter(None, [named.get(line)]))
        figure.are_printed = bool(printed[line])
    _give_regions(view, meaning)
    return meaning


def _of_side(row: Facets) -> Facets:
    """A source of money beside a label with a phase (实际支出 | 市级预算资金) says from where, and not when."""
    is_open = len(row.choices) > 1 and row.funding_source is not None
    return row.changed(choices=()) if is_open else row


def _rows_are_regions(
    view: TableRows, part: Part, heads: dict[int, Facets], labels: Sequence[Label | None]
) -> bool:
    """Are the rows of a part regions: by their heading, or because nearly all their names are places?"""
    if any("region" in heads[c.index].names[:1] for c in part.of_kind("stub")):
        return True
    return are_regions(view, (label.text for label in labels if label is not None))


def _give_regions(view: TableRows, meaning: PartMeaning) -> None:
    """The region of every number, looked up once for what a line says."""
    known: dict[tuple[int, str | None, bool], tuple[str | None, str | None]] = {}
    places = _places_named(meaning)
    for figure in meaning.figures:
        named = figure.names.get("region") or meaning.across.get(figure.column.index)
        named = named or _place_of_total(figure, places)
        text = named or figure.facets.region
        if not text and meaning.regions and figure.line.labels:
            text = figure.line.labels[-1].text
        key = (id(figure.line), text, named is not None)
        if key not in known:
            around = (*figure.row_path, *(label.text for label in figure.line.labels))
            known[key] = region_of(view, around, text, named is not None)
        figure.region_code, figure.region_name = known[key]


def _places_named(meaning: PartMeaning) -> dict[str, str]:
    """Texts below headings of places, by their keys: of towns as well as of the villages beside them."""
    labels = (label for line in meaning.part.lines for label in (*line.groups, *line.labels))
    return {
        match_key(label.text): label.text
        for label in labels
        if "region" in meaning.heads.get(label.column, NOTHING).names[:1]
    }


def _place_of_total(figure: Figure, places: Mapping[str, str]) -> str | None:
    """The place of the lines that a total names to be theirs: 城关镇小计 below rows of 城关镇."""
    said = read_label(figure.line.labels[-1].text) if figure.line.labels else None
    if said is None or not said.is_total:
        return None
    return places.get(match_key(said.region or said.name or ""))


def _named_codes(
    view: TableRows, part: Part, labels: Sequence[Label | None], rows: dict[int, Facets]
) -> dict[int, str]:
    """The codes that the names of the rows have in the official classification, where the part prints none."""
    if any(line.code or code_of(rows[id(line)]) for line in part.lines):
        return {}
    ends = [n for n, (a, b) in enumerate(itertools.pairwise(part.lines), 1) if b.row < a.row]
    names = _names(part, labels, rows)
    halves = [names[start:end] for start, end in itertools.pairwise((0, *ends, len(names)))]
    codes = named_codes(halves, view.fiscal_year)
    return {id(line): code for line, code in zip(part.lines, codes, strict=True)}


def _printed_codes(
    part: Part, labels: Sequence[Label | None], rows: dict[int, Facets]
) -> dict[int, tuple[str, ...]]:
    """The codes of the official classification that the rows print, by the id of the line."""
    codes = []
    for line in part.lines:
        said = rows[id(line)]
        own = dict.fromkeys((line.code, *line.other_codes, code_of(said), said.code or ""))
        codes.append([code for code in own if code.isdigit()])
    found = printed_codes(codes, _names(part, labels, rows))
    return {id(line): own for line, own in zip(part.lines, found, strict=True)}


def _names(part: Part, labels: Sequence[Label | None], rows: dict[int, Facets]) -> list[str]:
    """What each line is called, '' for lines that are sums by their label."""
    return [
        plain_name(label.text) if label and not rows[id(line)].is_total else ""
        for label, line in zip(labels, part.lines, strict=True)
    ]


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
                figure.facets = figure.facets.changed(no_fact="comparison")


def _with_periods(meaning: PartMeaning, rows: dict[int, Facets]) -> None:
    """Parts are of the time of their whole: 其中：财政拨款 below 实施期资金总额."""
    lines, found = meaning.part.lines, meaning.sums.rows
    periods: dict[int, str] = {}
    for line, one in zip(lines, found, strict=True):
        above = one.parent
        while above is not None and rows[id(line)].period is None:
            if (period := rows[id(lines[above])].period) in ("annual", "cycle"):
                periods[id(line)] = period
                break
            above = found[above].parent
    for figure in meaning.figures if periods else ():
        if figure.facets.period is None and id(figure.line) in periods:
            figure.facets = figure.facets.changed(period=periods[id(figure.line)])


def _with_sums(meaning: PartMeaning) -> None:
    """Totals and paths of the figures from the sums of their part."""
    place = {id(line): n for n, line in enumerate(meaning.part.lines)}
    column_place = {c.index: n for n, c in enumerate(meaning.columns)}
    lines = meaning.part.lines
    paths = [_path(meaning, n) for n in range(len(lines))]
    around = [(*(g.text for g in line.groups), *path) for line, path in zip(lines, paths, strict=True)]
    for figure in meaning.figures:
        n, c = place[id(figure.line)], column_place[figure.column.index]
        figure.is_total = meaning.sums.is_total(n, c) or meaning.sums.is_repeated(n, c)
        figure.line_path, figure.row_path, figure.column_path = paths[n], around[n], figure.column.path


def _path(meaning: PartMeaning, n: int) -> tuple[str, ...]:
    found: list[str] = []
    at: int | None = n
    while at is not None and len(found) < 12:
        label = meaning.labels[at]
        if label is not None:
            found.insert(0, printed_name(label.text))
        at = meaning.sums.rows[at].parent
    return tuple(found)
