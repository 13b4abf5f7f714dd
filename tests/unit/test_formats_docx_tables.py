"""Tables of Word as grids, and numbers that Word prints by itself."""

from __future__ import annotations

from pathlib import Path

import pytest

from extractors.formats import Grid, GridCell
from extractors.formats.documents.docx_numbering import counted
from extractors.formats.nested import fills, set_into
from tests.word_files import cell, grids, paragraph, row, run, shown, table, texts, write


def _span(count: int) -> str:
    return f'<w:gridSpan w:val="{count}"/>'


def _wide(text: str, width: int) -> str:
    return cell(text, f'<w:tcW w:w="{width}" w:type="dxa"/>')


def test_spans_and_merges(tmp_path: Path) -> None:
    path = write(
        tmp_path / "a.docx",
        table(
            [1000, 1000, 1000],
            row(cell("科目", '<w:vMerge w:val="restart"/>'), cell("金额", _span(2))),
            row(cell("不见", "<w:vMerge/>"), "预算", "决算"),
            row("甲", cell("小计", '<w:hMerge w:val="restart"/>'), cell("", '<w:hMerge w:val="continue"/>')),
        ),
    )
    assert grids(path) == [[["科目", "金额", "金额"], ["科目", "预算", "决算"], ["甲", "小计", "小计"]]]
    assert "不见" not in str(shown(path))


def test_places_are_counted_as_a_reader_counts_them(tmp_path: Path) -> None:
    tables = [table([1000, 1000], row("甲", "1"), row("乙", "2")) for _ in range(2)]
    path = write(tmp_path / "a.docx", tables[0], paragraph("文"), tables[1])
    last = [one for one in shown(path) if isinstance(one, Grid)][1].cells[-1]
    assert last.place == "第2个表 第2行第2列"


def test_rows_that_begin_further_right_or_end_before_the_others(tmp_path: Path) -> None:
    path = write(
        tmp_path / "a.docx",
        table(
            [1000, 1000, 1000],
            row("县", "一", "二"),
            row("7", "8", properties='<w:gridBefore w:val="1"/>'),
            row("乙", properties='<w:gridAfter w:val="2"/>'),
        ),
    )
    assert grids(path) == [[["县", "一", "二"], ["", "7", "8"], ["乙", "", ""]]]


def test_rows_without_spans_stand_by_the_widths_of_their_cells(tmp_path: Path) -> None:
    path = write(
        tmp_path / "a.docx",
        table(
            [1000] * 3,
            row(_wide("单位", 1000), _wide("资金", 2000)),
            row(_wide("甲", 1000), _wide("1", 1000), _wide("2", 1000)),
        ),
    )
    assert grids(path) == [[["单位", "资金", "资金"], ["甲", "1", "2"]]]


def test_edges_drawn_by_hand_a_little_apart_are_one(tmp_path: Path) -> None:
    path = write(
        tmp_path / "a.docx",
        table([1000, 30, 970], row(cell("甲", _span(2)), "1"), row("乙", cell("2", _span(2)))),
    )
    assert grids(path) == [[["甲", "1"], ["乙", "2"]]]


def test_tables_with_nothing_between_them_are_one(tmp_path: Path) -> None:
    parts = [table([1000, 1000], row(name, "1")) for name in "甲乙"]
    assert len(grids(write(tmp_path / "a.docx", *parts))) == 1
    assert len(grids(write(tmp_path / "b.docx", parts[0], paragraph("文"), parts[1]))) == 2


def test_a_table_of_one_cell_is_a_frame(tmp_path: Path) -> None:
    inner = table([1000, 1000], row("甲", "1"))
    path = write(tmp_path / "a.docx", table([9000], row(cell(paragraph("表一") + inner + paragraph("注")))))
    assert texts(path) == ["表一", "注"]
    assert grids(path) == [[["甲", "1"]]]


def test_a_table_that_fills_its_cell_divides_it(tmp_path: Path) -> None:
    inner = table([1000, 1000], row("预算", "执行"), row("5", "4"))
    path = write(
        tmp_path / "a.docx",
        table([1000, 1000, 1000], row("资金（万元）", cell(inner, _span(2))), row("县", "甲", "乙")),
    )
    assert grids(path) == [[["资金（万元）", "预算", "执行"], ["资金（万元）", "5", "4"], ["县", "甲", "乙"]]]


def test_a_table_beside_text_in_its_cell_follows(tmp_path: Path) -> None:
    inner = table([1000, 1000], row("中央", "5"))
    path = write(
        tmp_path / "a.docx",
        table([1000, 2000], row("来源", cell(paragraph("其中") + inner)), row("县", "甲")),
    )
    assert grids(path) == [[["来源", "其中"], ["县", "甲"]], [["中央", "5"]]]


def test_edges_of_a_nested_table_that_meet_none_of_the_outer() -> None:
    outer = Grid(
        [GridCell(0, 0, "项"), GridCell(0, 1, "", row_span=2), GridCell(1, 0, "目")], 2, 2, [50.0, 90.0]
    )
    inner = Grid([GridCell(0, k, str(k)) for k in range(3)], 1, 3, [30.0, 30.0, 30.0])
    assert fills(outer, outer.cells[1], inner)
    found = set_into(outer, outer.cells[1], inner)
    assert found.widths == [50.0, 30.0, 30.0, 30.0]
    assert [(c.row, c.column, c.row_span) for c in found.cells] == [
        (0, 0, 1),
        (0, 1, 2),
        (0, 2, 2),
        (0, 3, 2),
        (1, 0, 1),
    ]


def test_indents_and_red_figures_of_cells(tmp_path: Path) -> None:
    indented = paragraph("其中", '<w:ind w:firstLine="420"/>')
    red = paragraph(run("5.1", '<w:color w:val="FF0000"/>'))
    path = write(tmp_path / "a.docx", table([1000, 1000], row("合计", "9"), row(cell(indented), cell(red))))
    found = next(one for one in shown(path) if isinstance(one, Grid)).cells
    assert [round(one.indent, 1) for one in found] == [0, 0, 2.1, 0]
    assert [one.is_red for one in found] == [False, False, False, True]


def _level(at: int, form: str, text: str, more: str = "") -> str:
    return (
        f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>{more}'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
    )


_NUMBERING = (
    '<w:abstractNum w:abstractNumId="7">'
    + _level(0, "chineseCounting", "%1、")
    + _level(1, "chineseCounting", "（%2）")
    + _level(2, "decimal", "%1.%3", "<w:isLgl/>")
    + _level(3, "bullet", "—")
    + '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>'
    '<w:num w:numId="2"><w:abstractNumId w:val="7"/><w:lvlOverride w:ilvl="1"><w:startOverride w:val="5"/>'
    "</w:lvlOverride></w:num>"
)


def _numbered(text: str, level: int, of: int = 1, more: str = "") -> str:
    return paragraph(text, f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{of}"/></w:numPr>{more}')


def test_numbers_are_printed_and_begin_again_below_a_new_heading(tmp_path: Path) -> None:
    path = write(
        tmp_path / "a.docx",
        *(_numbered(text, level) for text, level in (("甲", 0), ("乙", 1), ("丙", 1), ("丁", 0), ("戊", 1))),
        _numbered("己", 2),
        _numbered("庚", 3),
        _numbered("辛", 1, of=2),
        _numbered("壬", 0, of=0),
        numbering=_NUMBERING,
    )
    assert texts(path) == [
        *("一、甲", "（一）乙", "（二）丙", "二、丁", "（一）戊"),
        *("2.1 己", "庚", "（五）辛", "壬"),
    ]


def test_deleted_paragraphs_are_not_counted_and_those_joined_get_one_number(tmp_path: Path) -> None:
    mark = '<w:rPr><w:del w:id="1"/></w:rPr>'
    path = write(
        tmp_path / "a.docx",
        _numbered("甲", 0),
        _numbered("乙", 0, more=mark),
        _numbered("丙", 0),
        _numbered("丁", 0),
        numbering=_NUMBERING,
    )
    assert texts(path) == ["一、甲", "二、乙丙", "三、丁"]


def test_cells_that_hold_a_number_alone(tmp_path: Path) -> None:
    number = _numbered("<w:r/>", 0)
    path = write(
        tmp_path / "a.docx",
        table([1000, 1000], row(cell(number), "甲"), row(cell(number), "乙")),
        numbering=_NUMBERING,
    )
    assert grids(path) == [[["一、", "甲"], ["二、", "乙"]]]


@pytest.mark.parametrize(
    ("form", "count", "printed"),
    [
        ("chineseCountingThousand", 10, "十"),
        ("chineseCounting", 21, "二十一"),
        ("chineseCountingThousand", 105, "一百零五"),
        ("ideographDigital", 20, "二〇"),
        ("chineseLegalSimplified", 12, "壹拾贰"),
        ("decimalEnclosedCircleChinese", 3, "③"),
        ("ideographTraditional", 2, "乙"),
        ("upperRoman", 14, "XIV"),
        ("lowerLetter", 28, "bb"),
        ("decimalZero", 4, "04"),
        ("none", 4, ""),
        ("something", 4, "4"),
    ],
)
def test_forms_of_numbers(form: str, count: int, printed: str) -> None:
    assert counted(count, form) == printed


def test_a_mark_cannot_grow_without_bounds(tmp_path: Path) -> None:
    numbering = (
        '<w:abstractNum w:abstractNumId="0">'
        + _level(0, "decimal", "%1" * 9000)
        + '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    )
    path = write(tmp_path / "a.docx", _numbered("文", 0), numbering=numbering)
    assert len(texts(path)[0]) < 100
