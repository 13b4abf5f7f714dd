"""A part of a table as numbers with what its labels say, for the finding of sums."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from extractors.addresses import Column, Label, Line, Part
from normalizers.facets import Facets, read_label
from normalizers.numbers import parse_number, parse_quantity, without_remark
from pipeline.meaning.number_table import NumberColumn, NumberRow, NumberTable

_AMOUNTS = frozenset({"amount", "count", None})
_LEDGER = 3  # lines: a whole and two parts
_PLANS = frozenset({"adjusted", "due", "initial", "issued"})
OF_MONEY = {"actual": ("executed",), "target": ("initial",)}
"""What a result and a target are, of money."""


def number_table(
    part: Part,
    columns: list[Column],
    heads: dict[int, Facets],
    rows: dict[int, Facets],
    labels: Sequence[Label | None],
    named: dict[int, str],
    levels: dict[int, str],
) -> NumberTable:
    """`heads` by grid column; `labels`, what each line is called by; `rows`, what the labels of a line say, `named`,
    its code by its name, and `levels`, the number of an indicator that tells its level, by its id."""
    lines = []
    for line, label in zip(part.lines, labels, strict=True):
        facets = rows[id(line)]
        values = tuple(_number(line, c.index) for c in columns)
        lines.append(
            NumberRow(
                label.text if label else "",
                values,
                outer=tuple(g.text for g in line.groups),
                ordinal=facets.ordinal,
                code=line.code or code_of(facets) or levels.get(id(line), ""),
                named_code=named.get(id(line), ""),
                indent=label.indent if label else None,
                cell_width=label.cell_width if label else None,
                is_part=facets.is_part,
                is_total=facets.is_total or _heads_ledger(part, line, facets, rows),
                is_section=all(v is None for v in values),
                side=_side(label),
            )
        )
    found = [_number_column(c, heads[c.index], _is_named_sum(c, columns, heads)) for c in columns]
    return NumberTable(tuple(lines), tuple(found))


def _side(label: Label | None) -> str | None:
    """What a label says of the side of the budget on which its row stands."""
    flow = read_label(label.text).flow if label else None
    return flow if flow in ("income", "expenditure") else None


def _is_named_sum(column: Column, columns: list[Column], heads: dict[int, Facets]) -> bool:
    """Does a heading say that a column is a sum of others? 小计 beside nothing but 其中 has no whole to be summed, and
    支出合计 as the only amount of its stage adds up its own rows."""
    others = [c for c in columns if c is not column]
    beside = [c for c in others if c.path[:-1] == column.path[:-1] and len(c.path) > 1]
    only_parts = bool(beside) and all(heads[c.index].is_part for c in beside)
    stage = _stage(heads[column.index])
    is_alone = stage is not None and all(_stage(heads[c.index]) != stage for c in others)
    return heads[column.index].is_total and not (only_parts or is_alone)


def _stage(head: Facets) -> tuple[str, str] | None:
    """What columns must share to add up, whatever else their headings say; None: they add up with no other."""
    if head.measure not in _AMOUNTS or head.no_fact == "comparison":
        return None
    # Who pays what is planned adds up to the plan, though only the plan's heading says so.
    planned = not head.choices or head.choices[0] in _PLANS
    return head.measure or "amount", "plan" if planned else head.choices[0]


def _heads_ledger(part: Part, line: Line, facets: Facets, rows: dict[int, Facets]) -> bool:
    """Is a line the first of a ledger, or of a block where 其中 follows it, and called nothing but money: 年度金额 over
    财政资金 and 单位自筹, 总额 over 其中：县级财政拨款?"""
    if line is not part.lines[0]:
        return False
    is_ledger = part.is_pairs and len(part.lines) >= _LEDGER
    has_parts = not part.is_pairs and len(part.lines) > 1 and rows[id(part.lines[1])].is_part
    is_money = facets.measure == "amount" and not (facets.item or facets.funding_source or facets.fund_type)
    return is_money and (is_ledger or (has_parts and not facets.choices))


def _number(line: Line, column: int) -> Decimal | None:
    cell = line.figures.get(column)
    if cell is None:
        return None
    number = parse_number(cell.text)
    for text in (cell.text, without_remark(cell.text)):  # 120.00万元, 845.00（含结转30.00）
        if number is None and (quantity := parse_quantity(text)) is not None:
            number = quantity.value
    return number


def _number_column(column: Column, head: Facets, is_total: bool) -> NumberColumn:
    stage = _stage(head)
    # What was left from the year before is a source of this year's money, and adds up with the others.
    is_left = head.funding_source == "carryover"
    kind = (
        stage,
        head.fiscal_year,
        None if is_left else head.year_offset or None,
        head.as_of,
        None if is_left else head.flow,
    )
    runs_up = stage is not None and head.extent == "cumulative"
    return NumberColumn(
        column.path,
        (*kind, head.extent) if stage else None,
        (*kind, None) if runs_up else None,
        adds_down=stage is not None,
        is_total=is_total,
        is_part=head.is_part,
        is_difference=head.no_fact == "comparison",
    )


def as_money(heads: dict[int, Facets]) -> dict[int, Facets]:
    """Headings where no indicators are listed: 累计完成 is money there."""
    return {
        index: head.changed(measure=None, choices=head.choices or OF_MONEY[head.measure])
        if head.measure in OF_MONEY
        else head
        for index, head in heads.items()
    }


def code_of(facets: Facets) -> str:
    """Digits of the official classification."""
    return facets.function_code or facets.economic_code or ""
