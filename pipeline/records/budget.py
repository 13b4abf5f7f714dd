"""Rows of `budget`: line items by phase, from money tables and from the money blocks of forms."""

from __future__ import annotations

import re

from extractors.blocks import Pair
from extractors.classify import Block
from extractors.column import Column
from extractors.subjects import only_qualifies, subject
from extractors.words import known_roles, stated_role, suggested_roles
from normalizers import labels, periods, regions
from normalizers.text import match_key
from pipeline.records.context import Amount, Row, TableRows, percent, prints_fractions, without_prefix
from pipeline.records.lines import Line, counts_things, label_column, read_lines, year_of
from pipeline.records.phases import settle_phases

_PHASE = {
    "amount_initial": "initial",
    "amount_total_cycle": "initial",
    "amount_adjustment": "adjustment",
    "amount_adjusted": "adjusted",
    "amount_issued": "issued",
    "amount_executed": "executed",
    "amount_paid": "executed",
}
_OTHER_ITEM = re.compile(r"其[他它](?!(财政|专项)?(资金|收入|来源|拨款|投入|补助))(?=.)")
_LEFT_OVER = re.compile("下年|年末|期末|分配")  # what is left at the end pays for nothing
_OF_YEARS = re.compile(r"[两二三四五六3-6]年(?:来|间)?(?:合计|累计|总|共)")
_MONEY_LABEL = re.compile(r"(资金|金额|总额|预算|拨款|经费|数|额)(情况)?(\([^()]*\))?:?$")
_PLAIN = frozenset({"amount_item", "amount_sum"})
_RATES = frozenset({"arrival_rate_pct", "execution_rate_pct"})
_MONEY = frozenset({*_PHASE, "amount_arrived", "amount_balance", "amount_due", "amount_part", "amount_sum"})


def block_rows(view: TableRows, block: Block) -> list[Row]:
    """One row per line item and phase of a money block."""
    phases = block.column("phase") or _column_of_phases(view, block)
    if phases is not None:
        return _rows_of_phases(view, block, phases)
    money = [(c, role) for c, role in settle_phases(view, block) if role in _PHASE]
    items = _items(money)
    rates = _rates_of(block, money)
    fractions = {c.index: prints_fractions([view.text(r, c) for r in block.rows]) for c in rates.values()}
    rows: list[Row] = []
    lines = read_lines(view, block, [c for c, _ in money])
    is_named = any(line.name for line in lines)
    for line in lines:
        if counts_things(line.name) or view.counts_things(line.row, block):
            continue
        place = _region(view, block, line.row)
        source = None if block.column("item_code") else _source_in(line.name)
        for column, role in money:
            amount = view.amount(line.row, column, block, line.name)
            if amount is None:
                continue
            rate = rates.get(column.index)
            item = items.get(column.index)
            values = _budget_values(view, item or line.name, amount, role) | place
            if is_named and not (item or line.name):
                values["line_item"] = None
                view.no_name(amount.text, line.row)
            if _spans_years(column, line.name):
                values["scope"] = "cycle"
            rows.append(
                view.fact(
                    line.row,
                    column.index,
                    amount.text,
                    **values,
                    parent_line_item=_parent(line, item, column),
                    funding_source=_source_of(column) or source,
                    is_total=line.is_total or (item is not None and is_sum(column)),
                    as_of=periods.find_as_of("".join(column.path)),
                    execution_rate_printed_pct=(
                        percent(view.text(line.row, rate), fraction=fractions[rate.index])
                        if rate is not None
                        else None
                    ),
                    fiscal_year=line.year or year_of(column.path, view.fiscal_year),
                )
            )
    return rows


def _spans_years(column: Column, name: str) -> bool:
    """Does a column or a line speak of several years together: 2021-2023年支出, 三年合计?"""
    return len(periods.find_years(column.heading)) > 1 or any(
        _OF_YEARS.search(match_key(text)) for text in (*column.path, name)
    )


def _column_of_phases(view: TableRows, block: Block) -> Column | None:
    """项目 | 中央资金 | 市级资金 | 合计 over rows such as 预算安排 and 资金支出: the column that names phases."""
    money = [c for c in block.columns if c.role in _PLAIN]
    if len(money) < 2 or any(c.role in _PHASE for c in block.columns) or not any(map(_source_of, money)):
        return None
    column = label_column(view, block, {c.index for c in money})
    stated = [next(iter(_roles_of(view.text(r, column))), None) for r in block.rows]
    told = [role for role in stated if role in _MONEY or role in _RATES]
    return column if len({*told} & {*_PHASE}) > 1 and 5 * len(told) >= 4 * len(stated) else None


def _roles_of(label: str) -> tuple[str, ...]:
    return (*known_roles(label), *suggested_roles(label))


def _rows_of_phases(view: TableRows, block: Block, phases: Column) -> list[Row]:
    """A table on its side: each row is a phase, each column an item or a source."""
    rows: list[Row] = []
    executed: dict[int, Row] = {}
    for r in block.rows:
        label = view.text(r, phases)
        roles = _roles_of(label)
        role = next((role for role in roles if role in _PHASE), None)
        for column in block.columns:
            if column is phases or not column.path:
                continue
            if "execution_rate_pct" in roles and column.index in executed:
                executed[column.index]["execution_rate_printed_pct"] = percent(view.text(r, column))
            amount = view.amount(r, column, block, label) if role else None
            if amount is None or role is None:
                continue
            values = _budget_values(view, column.heading, amount, role)
            row = view.fact(
                r,
                column.index,
                amount.text,
                **values,
                parent_line_item=None,
                funding_source=_source_in(column.heading),
                is_total=is_sum(column),
                as_of=periods.find_as_of(label),
                execution_rate_printed_pct=None,
            )
            rows.append(row)
            if values["phase"] == "executed":
                executed[column.index] = row
    return rows


def _parent(line: Line, item: str | None, column: Column) -> str | None:
    if item is None:
        return line.parent
    groups = [h for h in item_headings(column) if h != item]
    return line.name or (groups[-1] if groups else None)


def _items(money: list[tuple[Column, str]]) -> dict[int, str]:
    """Names of the items that stand in the headings (公务接待费 | 预算数), for columns of one phase that
    nothing else
    tells apart."""
    keys = [(role, subject(c.path), year_of(c.path, None)) for c, role in money]
    alike = [c for (c, _), key in zip(money, keys, strict=True) if keys.count(key) > 1]
    names = {c.index: item_headings(c)[-1] for c in alike}
    return names if len(set(names.values())) > 1 else {}


def item_headings(column: Column) -> list[str]:
    """The headings of a money column that name an item rather than a phase, a source or a date."""
    named = [
        h
        for h in column.path
        if not only_qualifies(h) and not _MONEY.intersection((*known_roles(h), *suggested_roles(h)))
    ]
    total = [h for h in column.path if labels.is_total_label(h)]
    return named or total[:1] or list(column.path[-1:])


def is_sum(column: Column) -> bool:
    return any(labels.is_total_label(h) for h in column.path)


def _region(view: TableRows, block: Block, row: int) -> Row:
    """The region that the row names where the table has a column of regions."""
    name = view.text(row, view.region_column(block))
    if not name or view.is_total(row, block):
        return {}
    found = regions.resolve(name, parent_code=view.context.region_code, year=view.context.fiscal_year)
    return {"region_code": found.region_code if found else None}


def _budget_values(view: TableRows, label: str, amount: Amount, role: str) -> Row:
    return {
        "region_code": view.context.region_code,
        "line_item": label or view.context.program_name or view.table.caption or None,
        "phase": _PHASE[role],
        "scope": "cycle" if role == "amount_total_cycle" else "annual",
        "amount_text": amount.text,
        "amount_unit": amount.unit,
        "unit_source": amount.unit_source,
        "amount_yuan": amount.yuan,
    }


def _source_of(column: Column) -> str | None:
    """Who pays, when the column's own headings say so."""
    return next((s for s in (labels.funding_source(h) for h in column.path) if s not in (None, "all")), None)


def _source_in(name: str) -> str | None:
    """Who pays, when the line's name says so; 其他 counts only before a word for money (not 其他教育支出), and
    结转下年 is no source."""
    found = labels.funding_source(name) if name else None
    if found == "carryover" and _LEFT_OVER.search(match_key(name)):
        return None
    return None if found == "other" and _OTHER_ITEM.search(match_key(name)) else found


def _rates_of(block: Block, money: list[tuple[Column, str]]) -> dict[int, Column]:
    """The printed rate that belongs to each executed column: the next one to its right that speaks of the
    same."""
    found: dict[int, Column] = {}
    executed = [c for c, role in money if _PHASE[role] == "executed"]
    planned = {year_of(c.path, None) for c, role in money if _PHASE[role] in ("initial", "adjusted")}
    of_plan = [c for c in executed if year_of(c.path, None) in planned - {None}]
    executed = of_plan or executed  # 2022年预算 | 2022年决算 | 2021年决算 | 完成预算%
    for rate in block.all("execution_rate_pct"):
        free = [c for c in executed if c.index not in found]
        left = [c for c in free if c.index < rate.index]
        alike = [c for c in free if subject(c.path)[:2] == subject(rate.path)[:2]]
        near = [c for c in left if c in alike] or left or alike or free
        if near:
            found[near[-1 if near[-1].index < rate.index else 0].index] = rate
    return found


def pair_rows(view: TableRows, pairs: list[Pair]) -> list[Row]:
    """Amounts printed as label and value, such as 预算金额 | 总金额 | 178941万元."""
    rows: list[Row] = []
    above: dict[tuple[str, int], tuple[str, str]] = {}  # role and whole by group and place of the value
    for pair in pairs:
        found = _pair_role(pair)
        place = (pair.labels[0], pair.value.column)
        label = without_prefix(pair.labels[-1])
        whole = pair.labels[-2] if len(pair.labels) > 2 else None
        if found is None and _is_part(pair.labels[-1]):  # 其中：财政拨款 under 年度资金总额
            found, whole = above.get(place) or (_role_of_group(view, pair), whole)
        elif found is not None:
            above[place] = (found, label)
        if found is None:
            continue
        headings = tuple(reversed(pair.labels))
        amount = view.read_amount(pair.value.text, headings, "", pair.value.row) if _is_money(pair) else None
        if amount is None:
            continue
        source = labels.funding_source(pair.labels[-1])
        rows.append(
            view.fact(
                pair.value.row,
                pair.value.column,
                amount.text,
                **_budget_values(view, label, amount, found),
                parent_line_item=without_prefix(whole) if whole else None,
                funding_source=source,
                is_total=source == "all" or labels.is_total_label(pair.labels[-1]),
                as_of=None,
                execution_rate_printed_pct=None,
            )
        )
    return rows


def _pair_role(pair: Pair) -> str | None:
    """The phase is what the outermost label says; a label for the whole term makes the amount one of the
    cycle."""
    names = pair.labels[1:] if len(pair.labels) > 2 else pair.labels
    roles = [_phase_of_label(name) for name in names]
    if "amount_total_cycle" in roles:
        return "amount_total_cycle"
    return next((r for r in roles if r), None)


def _phase_of_label(name: str) -> str | None:
    """The role of a form's label. One not known by name must speak of money: 市级预算资金, but not
    住房保障支出."""
    suggested = suggested_roles(name) if _MONEY_LABEL.search(match_key(name)) else ()
    return next((role for role in (*known_roles(name), *suggested) if role in _PHASE), None)


def _role_of_group(view: TableRows, pair: Pair) -> str | None:
    """The phase that the group's label states (年度预算申请); in a form of targets all money is planned."""
    role = stated_role(pair.labels[0]) if len(pair.labels) > 1 else None
    if role is None and "目标" in match_key(view.table.caption):
        role = "amount_initial"
    return role if role in _PHASE else None


def _is_part(label: str) -> bool:
    key = match_key(label)
    return (
        key.startswith("其中")
        or labels.funding_source(label) is not None
        or key.endswith(("拨款", "资金", "预算"))
    )


def _is_money(pair: Pair) -> bool:
    key = match_key(pair.value.text)
    return bool(key) and key[0] in "0123456789-△▲(¥￥" and len(key) < 24
