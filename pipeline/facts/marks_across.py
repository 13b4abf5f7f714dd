"""Marks of several projects: one row a project, its marks by dimension across (决策 | 过程 | 产出 | 效益 | 总分)."""

from __future__ import annotations

from extractors.addresses import Line
from normalizers.facets import Facets, read_label
from pipeline.context import Row, TableRows, percent
from pipeline.facts.indicators import indicator_fact
from pipeline.facts.levels import LEVELS, MARKS, level_codes, level_of, without_marks
from pipeline.facts.quantity_columns import as_float
from pipeline.meaning import Figure, PartMeaning, main_label, plain_name

_FEWEST = 2  # dimensions across
_OF_PROJECTS = frozenset({"program", "item"})
_DEEPEST = len(LEVELS)

Names = tuple[str, ...]


def marks_across(view: TableRows, meaning: PartMeaning) -> list[Row]:
    """Rows of `indicators`, one for each dimension of each project and one for its total; each number takes its
    figure. Nothing where the columns of marks are neither of dimensions nor beside the money of several projects."""
    columns = _columns_of_marks(meaning)
    if not columns:
        return []
    sets: dict[tuple[int, Names, Names], list[Figure]] = {}
    for figure in meaning.figures:
        if figure.column.index in columns and figure.value is not None:
            names = columns[figure.column.index]
            # Totals have no name to hold them together: 自评得分 | 评价得分 are two, 总分: 分值 | 得分 is one.
            key = id(figure.line), names, () if names else _headings_of_total(figure.column.path)
            sets.setdefault(key, []).append(figure)
    full: dict[tuple[Names, Names], float | None] = {}
    for (_, names, total), own in sets.items():
        if _is_full_marks(meaning, own[0].line):
            full[names, total] = as_float(own[0].value)
            own[0].taken_by("indicators", "weight")
    return [
        _row(view, meaning, names, own, full.get((names, total)))
        for (_, names, total), own in sets.items()
        if not _is_full_marks(meaning, own[0].line)
    ]


def _is_full_marks(meaning: PartMeaning, line: Line) -> bool:
    """Does a row print the points that can be reached: 分值 | 20 | 30 | 50 over the rows of the projects?"""
    label = main_label(line, meaning.heads)
    said = read_label(label.text) if label is not None else Facets()
    return (
        said.measure == "weight" and not said.item and any(other is not line for other in meaning.part.lines)
    )


def _headings_of_total(path: tuple[str, ...]) -> Names:
    said = [read_label(text) for text in path]
    return path[:-1] if said[-1].measure in MARKS and any(one.is_total for one in said[:-1]) else path


def _columns_of_marks(meaning: PartMeaning) -> dict[int, Names]:
    """By grid column of marks the names of the dimension that its headings give, outermost first; () is all of them."""
    if any(level_of(meaning, c.index) is not None for c in meaning.part.of_kind("stub")):
        return {}
    found = {
        c.index: _names(c.path)
        for c in meaning.columns
        if (head := meaning.heads[c.index]).no_fact is None and _mark(head) is not None
    }
    coded = {names for names in found.values() if any(_is_dimension(name) for name in names)}
    return found if len(coded) >= _FEWEST or _lists_projects(meaning, found) else {}


def _lists_projects(meaning: PartMeaning, marks: dict[int, Names]) -> bool:
    """Do rows with money of their own have marks of their own, too, as projects have? In a form marks stand beside its
    sum of money alone."""
    if meaning.part.side or meaning.part.is_pairs:
        return False
    lines = {id(f.line): f.line for f in meaning.figures if f.column.index in marks and f.value is not None}
    with_money = {id(f.line) for f in meaning.figures if f.amount is not None}
    labels = [
        label
        for key, line in lines.items()
        if key in with_money and (label := main_label(line, meaning.heads))
    ]
    said = [read_label(label.text) for label in labels]
    return sum(bool(one.item) and not (one.is_total or one.funding_source) for one in said) >= _FEWEST


def _names(path: tuple[str, ...]) -> Names:
    """What of the headings over a column names a dimension or an indicator of it."""
    names = [without_marks(plain_name(text)) for text in path]
    first = next((n for n, name in enumerate(names) if _is_dimension(name)), None)
    if first is not None:
        said = ((name, read_label(name)) for name in names[first:])
        return tuple(name for name, one in said if one.item or _is_dimension(name))[-_DEEPEST:]
    said = ((name, read_label(text)) for name, text in zip(names, path, strict=True))
    return tuple(name for name, one in said if one.item)[-1:]  # 加分项 beside the dimensions


def _is_dimension(name: str) -> bool:
    codes = level_codes({"level1": name})
    return codes["level1_code"] is not None or codes["level2_code"] is not None


def _mark(head: Facets) -> str | None:
    """The column of `indicators` for a mark; None for other numbers."""
    if head.measure == "rate":
        return "score_rate_printed_pct" if head.rate_of == "score" else None
    return head.measure if head.measure in MARKS else None


def _row(
    view: TableRows, meaning: PartMeaning, names: Names, figures: list[Figure], full: float | None
) -> Row:
    place = figures[0]
    is_whole = not names or meaning.heads[place.column.index].is_total
    own = names or (plain_name(place.column.path[-1]),)
    label = main_label(place.line, meaning.heads)
    is_of_all = label is not None and read_label(label.text).is_total
    outer, said = (
        ((), {}) if label is None or is_of_all else _subject(meaning, place, label.text, label.column)
    )
    path = (*outer, *own)[:_DEEPEST]
    levels: dict[str, str | None] = dict.fromkeys(LEVELS) | dict(zip(LEVELS, path, strict=False))
    values: Row = {**levels, **level_codes(levels), "is_total": is_whole or is_of_all, **said}
    points = next((p for f in figures for t in f.column.path if (p := read_label(t).points)), None)
    if full is not None or (points is not None and not is_whole):
        values["weight"] = points if full is None else full
    for figure in figures:
        column = _mark(meaning.heads[figure.column.index]) or ""
        is_rate = column == "score_rate_printed_pct"
        values[column] = percent(figure.text) if is_rate else as_float(figure.value)
        figure.taken_by("indicators", column)
    return indicator_fact(view, place.row, place.column.index, values)


def _subject(meaning: PartMeaning, figure: Figure, text: str, column: int) -> tuple[Names, Row]:
    """What a row of marks is about: a region or a project in columns of their own, else an outer level."""
    named: Row = {"program_name": program} if (program := figure.names.get("program")) else {}
    if figure.names.get("region") or meaning.regions:
        return (), {"region_code": figure.region_code, "region_name": figure.region_name, **named}
    kinds = meaning.heads[column].names if column in meaning.heads else ()
    if named or not kinds or not _OF_PROJECTS.isdisjoint(kinds):
        return (), named or {"program_name": plain_name(text)}
    return (plain_name(text),), {}
