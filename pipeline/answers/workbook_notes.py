"""What a workbook says of itself: the first sheet, 说明, and the last, 列说明, with the meaning of every column."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pyarrow as pa
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill

from pipeline.answers import sheet_layout as layout
from pipeline.answers.about import About
from pipeline.answers.spreadsheets import LONGEST_TEXT, is_formula, storable

FIRST, LAST = "说明", "列说明"
_FIRST_WIDTHS, _LAST_WIDTHS = (16, 104), (22, 22, 26, 44, 44, 44)
_HEADER = PatternFill("solid", fgColor="DDE6F0")
_WARNING = PatternFill("solid", fgColor="FFF2CC")
_RED = "9C0006"
_MOST_SOURCES = 30
_TALLEST = 24  # lines: a row of Excel has 409 points at most
_ATTENTION = "注意"
_WRAPPED = Alignment(vertical="top", wrap_text=True)
_OWN_STATEMENT = (
    "这是自写语句的结果，哪些列可以相加取决于语句。同一笔钱可能印在多张表里，合计与明细并列；"
    "求和前请看 jixiao schema 对所用各表的提示。"
)
_HOW_TO_READ = (
    "金额单位为元；百分数按 0～100 记，95.88 就是 95.88%。空单元格表示原文没有写，不是 0。",
    "整列为空的列，以及编号、行号列号等供程序用的列已折叠，点列标上方的“+”或左上角的“2”展开。",
    f"数字照原文抄录，请以原文为准；可信度低于 0.9 的请翻回原页核对。各列的含义见“{LAST}”。",
)


@dataclass(frozen=True, slots=True)
class Part:
    """A sheet of the workbook: the title and the headers as they stand there."""

    title: str
    table: pa.Table
    about: About
    labels: Sequence[str]


def write_first(book: Any, parts: Sequence[Part], about: About) -> None:
    """Title, warnings, the sheets, facts, sources, what may be added up, how to read the sheets."""
    page = book.create_sheet(FIRST)
    _set_up(page, _FIRST_WIDTHS, about.title, at_foot(about))
    title = cell_of(page, about.title)
    title.font = Font(bold=True, size=16)
    page.row_dimensions[1].height = layout.LINE_HEIGHT * 1.6
    page.append([title])
    number = 2
    for key, texts in _sections(parts, about).items():
        for index, text in enumerate(texts):
            value = cell_of(page, text[:LONGEST_TEXT])
            value.alignment = _WRAPPED
            if key == _ATTENTION:
                value.font, value.fill = Font(bold=True, color=_RED), _WARNING
            page.row_dimensions[number].height = _height(layout.lines_of(text, _FIRST_WIDTHS[1]))
            head = header_of(page, "" if index else key)
            head.alignment = _WRAPPED
            page.append([head, value])
            number += 1


def _sections(parts: Sequence[Part], about: About) -> dict[str, Sequence[str]]:
    """The lines by what stands before the first of them."""
    found: dict[str, Sequence[str]] = {_ATTENTION: about.warnings}
    found["工作表"] = [
        f"{one.title}：{one.table.num_rows:,} 行" + (f"。{one.about.what}" if one.about.what else "")
        for one in parts
    ]
    found |= {key: [text] for key, text in about.facts.items()}
    found["来源文件"] = _sources(about.sources)
    several = len(parts) > 1
    found["能否相加"] = [
        f"{one.title}：{text}" if several else text for one in parts for text in one.about.adding
    ] or ([] if about.scope else [_OWN_STATEMENT])
    found["怎样看"] = _HOW_TO_READ
    return found


def _sources(names: Sequence[str]) -> list[str]:
    if not names:
        return []
    shown = "、".join(names[:_MOST_SOURCES])
    return [shown if len(names) <= _MOST_SOURCES else f"{shown} 等 {len(names):,} 份"]


def write_columns(book: Any, parts: Sequence[Part]) -> None:
    """One row a column: sheet, Chinese name, name in the tables, meaning in both languages, codes."""
    page = book.create_sheet(LAST)
    _set_up(page, _LAST_WIDTHS, LAST, "")
    page.freeze_panes = "A2"
    page.print_title_rows = "1:1"
    page.append([header_of(page, text) for text in ("工作表", "列名", "字段", "含义", "English", "代码")])
    number = 2
    for one in parts:
        for label, name in zip(one.labels, one.table.column_names, strict=True):
            meanings = one.about.meaning(name), one.about.columns.get(name, ""), one.about.codes(name)
            texts = (one.title, label, name, *meanings)
            cells = [cell_of(page, text) for text in texts]
            for cell in cells:
                cell.alignment = _WRAPPED
            lines = max(map(layout.lines_of, texts, _LAST_WIDTHS))
            page.row_dimensions[number].height = _height(lines)
            page.append(cells)
            number += 1


def _height(lines: int) -> float:
    return layout.LINE_HEIGHT * min(_TALLEST, lines)


def at_foot(about: About) -> str:
    """For every printed page: where it is from, and the warnings."""
    kept = [f"{key} {about.facts[key]}" for key in ("数据版本", "程序") if key in about.facts]
    return "；".join([*(text.rstrip("。") for text in about.warnings), *kept])


def cell_of(page: Any, value: Any) -> Any:
    """A cell for a row of the page. Raises UsageError for a text that is too long."""
    value = storable(value)
    cell = WriteOnlyCell(page, value)
    if isinstance(value, str):
        cell.data_type = "s"
        cell.quotePrefix = is_formula(value)
    return cell


def header_of(page: Any, label: str) -> Any:
    """The same for a header."""
    cell = cell_of(page, label)
    cell.font, cell.fill = Font(bold=True), _HEADER
    cell.alignment = Alignment(vertical="center", wrap_text=True)
    return cell


def _set_up(page: Any, widths: Sequence[int], title: str, note: str) -> None:
    for index, width in enumerate(widths):
        page.column_dimensions[layout.letters(index)].width = width
    page.sheet_format.defaultRowHeight, page.sheet_format.customHeight = layout.LINE_HEIGHT, True
    layout.on_paper(page, sum(widths), title, note)
