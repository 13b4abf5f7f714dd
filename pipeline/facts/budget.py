"""Rows of `budget`: amounts with a phase, one for each line and phase."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from normalizers.classifications import kind_of_code, official_name
from normalizers.facets import Facets
from pipeline.confidence import ASSUMED
from pipeline.context import Row, TableRows
from pipeline.facts.lines import is_unnamed, line_path
from pipeline.facts.rates import attach_rates
from pipeline.facts.sources import columns_of_one_source, inherit_sources, name_the_rest
from pipeline.facts.statements import flow_of, is_plan, statement_of, statement_of_lines
from pipeline.facts.times import states_day, year_of
from pipeline.meaning import Figure, PartMeaning, as_of, flows_of_sums, plain_name
from pipeline.records import is_of_government, phase_of_table

_PHASES = frozenset({"initial", "adjustment", "adjusted", "issued", "arrived", "executed"})
_KINDS = {
    "function": ("function",),
    "economic": ("economic_department", "economic_government"),
    "income": ("income",),
}
"""Classifications by the column of `budget` that holds their codes."""
_REPORTS = ("self_evaluation_form", "evaluation_report")
_OF_DOCUMENT = {
    "department_budget": "initial",
    "department_final_account": "executed",
    "target_form": "initial",
}


@dataclass(frozen=True, slots=True)
class Paper:
    """What the rows of a document inherit from it."""

    document_type: str | None = None
    program_name: str | None = None
    title: str = ""
    phases: Mapping[int, str] = field(default_factory=dict)  # by year: what all tables that state one state
    is_after_changes: Callable[[Decimal], bool] = lambda _: False
    """Do the sentences say that so many yuan are a budget after its changes?"""


def budget_rows(view: TableRows, meaning: PartMeaning, paper: Paper) -> list[Row]:
    """The amounts of a part that are a budget, in reading order; each takes its figure."""
    statement = statement_of(view.table.caption, paper.document_type)
    plain = _plan_beside_result(meaning)
    unknown = _unknown_beside_plan(meaning)
    flow = flow_of(view.table.caption)
    past = {id(f) for f in meaning.figures if _is_past(f, view.context.fiscal_year)}
    spent = {f.column.index for f in meaning.figures if "executed" in f.facets.choices[:1]}
    rated = not spent and any(f.facets.rate_of == "execution" for f in meaning.figures)
    planned = {
        id(f.line)
        for f in meaning.figures
        if f.facets.measure == "amount" and _stated(f) not in (None, "executed")
    }
    of_sources = _states_sources(meaning)
    of_one = columns_of_one_source(meaning)
    sides = flows_of_sums(meaning, flow)
    rows: list[Row] = []
    executed: dict[int, list[tuple[int, Row]]] = {}
    for figure in meaning.figures:
        phase = None
        if figure.facets.measure == "amount" and figure.column.index in unknown:
            phase = _stated(figure)
        elif figure.facets.measure == "amount":
            phase = (
                _stated(figure)
                or _paid_of_budget(figure, planned)
                or _done(view, figure, flow, bool(spent))
                or _of_document(figure, paper, view.table.caption)
                or _of_balance(meaning, figure, spent)
                or (_of_rates(meaning, figure) if rated else None)
                or (None if figure.facets.choices else plain)
                or _spent(figure, flow, past, paper)
                or _of_fellows(view, figure, paper)
                or _of_caption(view, figure, paper)
            )
        if phase is None or figure.amount is None or figure.facets.no_fact:
            continue
        row = _row(view, meaning, figure, phase, statement, sides.get(id(figure), figure.facets.flow or flow))
        if phase not in figure.facets.choices:
            row["confidence"] = min(row["confidence"], ASSUMED)
        is_of_several = figure.is_total and of_sources and figure.column.index not in of_one
        if row["funding_source"] is None and is_of_several:
            row["funding_source"] = "all"  # a total over numbers of several sources
        rows.append(row)
        figure.taken_by("budget", "amount_yuan")
        if phase == "executed" and meaning.heads[figure.column.index].flow != "balance":
            executed.setdefault(id(figure.line), []).append((figure.column.index, row))
    attach_rates(view, meaning, executed)
    name_the_rest(rows)
    inherit_sources(rows)
    if statement is None and (shown := statement_of_lines(rows, paper.document_type)):
        for row in rows:
            row["statement"] = shown
    return rows


def _stated(figure: Figure) -> str | None:
    """The phase that the labels state."""
    return next((c for c in figure.facets.choices if c in _PHASES), None)


def _paid_of_budget(figure: Figure, planned: set[int]) -> str | None:
    """What was paid out beside the budget it comes from was spent: 预算安排 | 实际发放."""
    is_paid = figure.facets.choices[:1] == ("paid",) and id(figure.line) in planned
    return "executed" if is_paid else None


def _of_document(figure: Figure, paper: Paper, caption: str) -> str | None:
    """The phase of the document's kind, where the labels state none; a government's tables say it in their titles,
    for its reports hold the account of one year and the budget of the next."""
    if figure.facets.choices:
        return None
    if paper.document_type == "other" and is_of_government(paper.title):
        return phase_of_table(caption, paper.title)
    return _OF_DOCUMENT.get(paper.document_type or "")


def _of_fellows(view: TableRows, figure: Figure, paper: Paper) -> str | None:
    """The phase that all other tables of the document give to money of this year, where the labels state none."""
    year = year_of(view, figure.facets)
    return None if figure.facets.choices or year is None else paper.phases.get(year)


def _of_caption(view: TableRows, figure: Figure, paper: Paper) -> str | None:
    """The plan, where the caption is that of a published budget and the document is no report on what was done."""
    is_open = not figure.facets.choices and paper.document_type not in _REPORTS
    return "initial" if is_open and is_plan(view.table.caption) else None


def _done(view: TableRows, figure: Figure, flow: str | None, is_spent_beside: bool) -> str | None:
    """What came in or was spent until a day, or in a year past beside what was spent since, was no plan."""
    facets = figure.facets
    if facets.choices or facets.flow == "balance":
        return None
    if (facets.as_of or facets.month) and (facets.flow or flow) is not None:
        return "executed"
    base, year = view.fiscal_year, year_of(view, facets)
    is_past = year is not None and base is not None and year < base
    return "executed" if is_past and is_spent_beside else None


def _of_balance(meaning: PartMeaning, figure: Figure, spent: set[int]) -> str | None:
    """What was left over before the year is there at its beginning; what is left of it when it was spent."""
    if figure.facets.flow != "balance":
        return None
    if figure.facets.funding_source == "carryover" and not any(at < figure.column.index for at in spent):
        return "initial"
    return "executed" if spent or meaning.part.is_pairs else None


def _spent(figure: Figure, flow: str | None, past: set[int], paper: Paper) -> str | None:
    """Expenditure without a phase was made where it is of a year past, stands beside that of years past, or is told
    by a report on what was done; so was public income of years past."""
    if id(figure) in past:
        return "executed"
    if (figure.facets.flow or flow) != "expenditure":
        return None
    return "executed" if past or paper.document_type in _REPORTS else None


def _is_past(figure: Figure, year: int | None) -> bool:
    facets = figure.facets
    is_before = year is not None and facets.fiscal_year is not None and facets.fiscal_year < year
    is_public = facets.flow == "expenditure" or (facets.flow == "income" and facets.fund_type is not None)
    return is_before and facets.measure == "amount" and is_public and not facets.choices


def _of_rates(meaning: PartMeaning, figure: Figure) -> str | None:
    """Expenditure without a phase in a part that prints rates of execution, and nothing else that was spent, is what
    they are rates of."""
    head = meaning.heads[figure.column.index]
    is_open = not figure.facets.choices and head.flow == "expenditure" and head.expenditure_type is None
    return "executed" if is_open else None


def _plan_beside_result(meaning: PartMeaning) -> str | None:
    """Amounts without a phase beside what arrived or was spent of them are what was planned."""
    stated = {c for f in meaning.figures if f.facets.measure == "amount" for c in f.facets.choices[:1]}
    return "initial" if stated & {"arrived", "executed"} else None


def _unknown_beside_plan(meaning: PartMeaning) -> frozenset[int]:
    """Columns whose heading says no more than that they are money, beside one that is headed as the budget: they
    hold something else than the budget, and nobody knows what."""
    planned = {at for at, head in meaning.heads.items() if head.choices[:1] in (("initial",), ("adjusted",))}
    if not planned:
        return frozenset()
    plain = {at for at, head in meaning.heads.items() if all(facet == "measure" for facet, _ in head.words)}
    return frozenset(plain - planned)


def _row(
    view: TableRows, meaning: PartMeaning, figure: Figure, phase: str, statement: str | None, flow: str | None
) -> Row:
    facets, amount = figure.facets, figure.amount
    assert amount is not None
    path = line_path(figure)
    if path and path[-1] == figure.names.get("program") and not figure.is_total:
        view.context.programme_lines.add((view.table_id, figure.row))
    year = year_of(view, facets)
    return view.fact(
        figure.row,
        figure.cell.column,
        amount.text,
        region_code=figure.region_code,
        fiscal_year=year,
        program_name=_program(figure, path) or view.context.program_name,
        line_item=path[-1] if path else None if is_unnamed(figure) else view.context.program_name,
        parent_line_item=path[-2] if len(path) > 1 else None,
        line_path=[plain_name(name) for name in path],
        line_level=len(path) or None,
        flow=flow,
        statement=statement or "other",
        **_codes(figure, view.fiscal_year),
        fund_type=facets.fund_type,
        expenditure_type=facets.expenditure_type,
        funding_source=facets.funding_source or _own_level(view, facets),
        phase=phase,
        scope=facets.scope or ("cycle" if _is_of_years(meaning, figure) else "annual"),
        is_total=figure.is_total,
        amount_text=amount.text,
        amount_unit=amount.unit,
        unit_source=amount.unit_source,
        amount_yuan=amount.yuan,
        **_time(figure, phase, year),
        execution_rate_printed_pct=None,
    )


def _time(figure: Figure, phase: str, year: int | None) -> Row:
    """Day and quarter of an amount. The first budget stands from the beginning of its year: a date that only the
    caption or the title states is that of what was spent since."""
    if phase == "initial" and not states_day(figure):
        return {"as_of": None, "quarter": None}
    return {"as_of": as_of(figure.facets, year), "quarter": figure.facets.quarter}


def _codes(figure: Figure, year: int | None) -> Row:
    """Codes of the official classification with the names that they have in the year of the table."""
    found: Row = {}
    for column, kinds in _KINDS.items():
        code = next((code for code in figure.codes if kind_of_code(code) in kinds), None)
        found[f"{column}_code"] = code
        found[f"{column}_name"] = official_name(code, year) if code else None
    found["code_source"] = ("printed" if figure.are_printed else "name") if figure.codes else None
    return found


def _program(figure: Figure, path: tuple[str, ...]) -> str | None:
    """The programme that a row names beside its line or its indicators; names of programmes alone are the lines."""
    program = figure.names.get("program")
    is_line = figure.is_total or (bool(path) and program == path[-1])
    return None if is_line and "level3" not in figure.names else program


def _states_sources(meaning: PartMeaning) -> bool:
    """Do headings or numbers of a part say where the money comes from?"""
    named = any("source" in head.names for head in meaning.heads.values())
    return named or any(f.facets.funding_source for f in meaning.figures)


def _is_of_years(meaning: PartMeaning, figure: Figure) -> bool:
    """Is a number in a column of totals beside columns of several years?"""
    head = meaning.heads[figure.column.index]
    years = {meaning.heads[c.index].fiscal_year for c in meaning.columns} - {None}
    return head.is_total and head.fiscal_year is None and len(years) > 1


def _own_level(view: TableRows, facets: Facets) -> str | None:
    """The level of whoever files the paper, where a label says 本级."""
    code = view.context.region_code
    if not facets.own_level or code is None:
        return None
    return "province" if code.endswith("0000") else "city" if code.endswith("00") else "county"
