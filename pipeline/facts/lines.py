"""What the line of a budget is called that a number belongs to."""

from __future__ import annotations

from extractors.addresses import Part
from normalizers.facets import read_label
from pipeline.meaning import Figure, plain_name


def line_path(figure: Figure) -> tuple[str, ...]:
    """The lines that a number belongs to, outermost first: those of its row, or the item that its column names."""
    row = figure.line_path
    if is_unnamed(figure):
        return ()
    if "program" in figure.names and "level3" in figure.names:
        return (figure.names["program"],)  # 项目名称 | 预算金额 beside the indicators of the programme
    own = figure.line.labels[-1].text if figure.line.labels else ""
    said = read_label(own)
    says_own = bool(said.item or said.funding_source or said.fund_type or said.expenditure_type)
    says_nothing = not own or (not says_own and bool(said.choices))
    is_plain = not own or says_nothing or (said.is_total and not _names_lines(figure.part))
    states_time = not says_own and not said.is_total and (said.fiscal_year or said.as_of or said.quarter)
    if states_time and not figure.item:
        return ()  # 2021年 over 年初预算 and 支出: rows of the programme itself
    if is_plain and figure.item:
        return (*(() if says_nothing else row[:-1]), figure.item)
    heading = figure.column.path[-1] if figure.column.path else ""
    if not own and figure.part.side and read_label(heading).choices:
        return (plain_name(figure.part.side),)
    if says_nothing and heading and not (own and read_label(heading).choices) and not _states_time(heading):
        return (plain_name(heading),)
    return row


def is_unnamed(figure: Figure) -> bool:
    """Does its row print no name where most rows of the part do, and no heading name the item instead?"""
    if figure.item or figure.line.labels or figure.line.groups or figure.part.is_pairs:
        return False
    named = sum(bool(line.labels) for line in figure.part.lines)
    return 2 * named >= len(figure.part.lines)


def _states_time(text: str) -> bool:
    """Does a label say when, and neither what nor which phase?"""
    said = read_label(text)
    is_name = said.item or said.choices or said.flow or said.funding_source or said.fund_type
    return not is_name and bool(said.fiscal_year or said.as_of or said.quarter)


def _names_lines(part: Part) -> bool:
    """Do rows of a part have names of their own? Then its total has one, too, whatever its columns are called."""
    own = (read_label(line.labels[-1].text) for line in part.lines if line.labels)
    return any((f.item or f.flow or f.function_code) and not (f.is_total or f.choices) for f in own)
