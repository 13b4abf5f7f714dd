"""Where undrawn tables begin and end: between rules and shading, and at a page's head and foot."""

from __future__ import annotations

from extractors.grids.drawn_lines import Line
from extractors.model import RawTable
from extractors.pages.paths import Fill
from tests.written import Cell, grid_of, page_of, tables_of

LEFT, RIGHT = 50.0, 545.0
COLUMNS = (60.0, 230.0, 400.0, 480.0)
GREY = (221, 230, 240)


def row(y: float, *texts: str) -> list[Cell]:
    return [(x, y, text) for x, text in zip(COLUMNS, texts, strict=True) if text]


def level(*heights: float) -> list[Line]:
    return [Line(y, LEFT, RIGHT) for y in heights]


def shade(*tops: float) -> list[Fill]:
    return [Fill(LEFT, top, RIGHT, top + 20, GREY) for top in tops]


HEADER = ("项目名称", "年初预算数", "支出数", "执行率")


def first_column(table: RawTable) -> list[str]:
    return [line[0] for line in grid_of(table)]


def test_shaded_tables_with_a_title_between_them_are_two() -> None:
    cells = [
        *row(110, *HEADER),
        *row(130, "进口贴息", "10.00", "9.00", "90%"),
        *row(150, "展会补助", "20.00", "18.00", "90%"),
        *row(170, "海外仓", "30.00", "30.00", "100%"),
        *row(190, "合计", "60.00", "57.00", "95%"),
        (180, 250, "年度补助资金拨付情况统计表"),
        *row(270, *HEADER),
        *row(290, "参保补助", "40.00", "40.00", "100%"),
        *row(310, "培训费用", "50.00", "45.00", "90%"),
        *row(330, "合计", "90.00", "85.00", "94%"),
    ]
    first, second = tables_of(page_of(cells, fills=shade(100, 140, 260, 300)))
    assert first_column(first) == ["项目名称", "进口贴息", "展会补助", "海外仓", "合计"]
    assert first_column(second) == ["项目名称", "参保补助", "培训费用", "合计"]


def test_a_closed_table_does_not_reach_into_the_next_one() -> None:
    cells = [
        *row(70, "进口贴息", "10.00", "9.00", "90%"),
        *row(90, "合计", "10.00", "9.00", "90%"),
        (210, 120, "年度资金下达情况"),
        (50, 140, "三、项目基本情况"),
        *row(170, *HEADER),
        *row(190, "参保补助", "40.00", "40.00", "100%"),
        *row(210, "合计", "40.00", "40.00", "100%"),
    ]
    first, second = tables_of(page_of(cells), level(60, 100, 160, 180, 220))
    assert first_column(first) == ["进口贴息", "合计"]
    assert first_column(second) == ["项目名称", "参保补助", "合计"]


def test_rules_that_merged_labels_cut_short_belong_to_the_rules_below_them() -> None:
    cells = [
        *row(60, "", "10.00", "9.00", "90%"),
        *row(80, "", "20.00", "18.00", "90%"),
        *row(100, "合计", "30.00", "27.00", "90%"),
    ]
    rules = [Line(70, 220, RIGHT), *level(90, 110)]
    (before,) = tables_of(
        page_of([*row(700, *HEADER), *row(720, "展会补助", "5.00", "4.00", "80%")]), level(690, 710)
    )
    (table,) = tables_of(page_of(cells, number=2), rules, before)
    assert [line[1] for line in grid_of(table)] == ["10.00", "20.00", "30.00"]


def test_a_title_at_the_page_head_is_no_row() -> None:
    before = tables_of(
        page_of([*row(700, *HEADER), *row(720, "进口贴息", "10.00", "9.00", "90%")]), level(690, 710, 730)
    )
    cells = [
        (180, 60, "年度补助资金拨付情况统计表"),
        *row(80, *HEADER),
        *row(100, "参保补助", "40.00", "40.00", "100%"),
    ]
    (table,) = tables_of(page_of(cells, number=2), level(70, 90, 110), before[-1])
    assert first_column(table) == ["项目名称", "参保补助"]


def test_the_last_row_alone_on_the_next_page_is_found() -> None:
    (before,) = tables_of(
        page_of([*row(700, *HEADER), *row(720, "进口贴息", "10.00", "9.00", "90%")]), level(690, 710)
    )
    cells = [*row(60, "合计", "10.00", "9.00", "90%"), (50, 120, "四、评价结论")]
    (table,) = tables_of(page_of(cells, number=2), [], before)
    assert grid_of(table) == [["合计", "10.00", "9.00", "90%"]]
    assert table.xs == before.xs
    assert tables_of(page_of(cells, number=2)) == []


def test_a_wrapped_name_whose_values_stand_at_its_middle_ends_no_table() -> None:
    columns = (60.0, 330.0, 430.0)
    rows = [
        ("项目名称", "年初预算数", "资金来源"),
        ("第三方服务", "680,000.00", "一般预算"),
        ("规划纲要编制", "950,000.00", "一般预算"),
        ("重大项目前期工作经费包括可行性研究及\n社会稳定风险评估", "3,200,000.00", "一般预算"),
        ("价格认证", "145,600.00", "一般预算"),
    ]
    heights = (110, 130, 150, 178, 206)
    cells = [
        (x, y, text)
        for y, texts in zip(heights, rows, strict=True)
        for x, text in zip(columns, texts, strict=True)
    ]
    (table,) = tables_of(page_of(cells))
    assert [line[1] for line in grid_of(table)][1:] == [
        "680,000.00",
        "950,000.00",
        "3,200,000.00",
        "145,600.00",
    ]


def test_headings_set_close_are_parted_where_the_rows_have_as_many_cells() -> None:
    # The figures stand right of the middle of their headings, so that no white band parts the headings.
    headings = [(60.0, "地区"), (118.0, "补助企业数"), (175.0, "应拨付金额"), (232.0, "已拨付金额")]
    values = [(60.0, "涪城区"), (158.0, "21"), (200.0, "186.40"), (258.0, "160.00")]
    cells = [(x, 120.0, text) for x, text in headings]
    cells += [(x, 140.0 + 20 * n, text) for n in range(3) for x, text in values]
    (table,) = tables_of(page_of(cells), level(108, 130, 190))
    assert grid_of(table)[0] == [text for _, text in headings]


def test_a_running_head_does_not_hide_the_rest_of_a_table() -> None:
    before = tables_of(
        page_of([*row(700, *HEADER), *row(720, "进口贴息", "10.00", "9.00", "90%")]), level(690, 710)
    )
    rest = [
        (400, 35, "某项目评价报告"),
        *row(80, "展会补助", "20.00", "18.00", "90%"),
        *row(100, "海外仓", "30.00", "30.00", "100%"),
    ]
    (table,) = tables_of(page_of(rest, number=2), level(110), before[-1])
    assert first_column(table) == ["展会补助", "海外仓"]


def test_a_running_head_close_above_a_shaded_header_is_no_row() -> None:
    first = [*row(700, *HEADER), *row(720, "进口贴息", "10.00", "9.00", "90%")]
    (before,) = tables_of(page_of(first, fills=shade(690)))
    cells = [
        (480, 40, "评价报告"),
        *row(72, "", "", "2015年末", "2016年末"),
        *row(92, *HEADER),
        *row(112, "参保补助", "40.00", "40.00", "100%"),
        *row(132, "培训费用", "50.00", "45.00", "90%"),
    ]
    (table,) = tables_of(page_of(cells, fills=shade(62, 82, 122), number=2), before=before)
    assert first_column(table)[-3:] == ["项目名称", "参保补助", "培训费用"]
    assert not any("评价报告" in text for line in grid_of(table) for text in line)


def test_the_title_of_the_next_table_at_the_foot_is_no_row() -> None:
    cells = [
        *row(690, *HEADER),
        *row(710, "进口贴息", "10.00", "9.00", "90%"),
        *row(730, "合计", "10.00", "9.00", "90%"),
        (252, 760, "“三公”经费支出表"),
    ]
    (table,) = tables_of(page_of(cells), level(680, 700, 720, 740))
    assert first_column(table) == ["项目名称", "进口贴息", "合计"]


def test_a_numbered_name_in_two_lines_ends_no_shaded_table() -> None:
    cells = [
        *row(110, *HEADER),
        (60, 127, "一、一般公共预算财政"),
        *row(133, "", "10.00", "9.00", "90%"),
        (60, 139, "拨款收入"),
        *row(153, "二、事业收入", "20.00", "18.00", "90%"),
        *row(173, "三、其他收入", "30.00", "30.00", "100%"),
    ]
    fills = [Fill(LEFT, top, RIGHT, bottom, GREY) for top, bottom in ((100, 120), (146, 166))]
    (table,) = tables_of(page_of(cells, fills=fills))
    assert first_column(table) == [
        "项目名称",
        "一、一般公共预算财政拨款收入",
        "二、事业收入",
        "三、其他收入",
    ]


def test_labels_centred_over_rows_shaded_in_turn_cover_them() -> None:
    columns = (60.0, 150.0, 300.0, 430.0)
    texts = [("城市", "企业类别", "支持比例", "单户上限")]
    texts += [("", kind, ratio, "50万元") for ratio in ("40%", "30%") for kind in ("小微企业", "一般企业")]
    cells = [
        (x, 110.0 + 20 * n, text)
        for n, line in enumerate(texts)
        for x, text in zip(columns, line, strict=True)
        if text
    ]
    cells += [(60, 140, "甲市"), (60, 180, "乙市")]
    (table,) = tables_of(page_of(cells, fills=shade(100, 140, 180)))
    assert first_column(table) == ["城市", "甲市", "甲市", "乙市", "乙市"]
    assert len([c for c in table.cells if c.text == "甲市"]) == 1


def test_names_over_columns_that_are_all_named_cover_those_beneath_them() -> None:
    columns = (60.0, 230.0, 320.0, 480.0)
    texts = [
        ("项目", "决算数", "项目", "决算数"),
        ("一、财政拨款收入", "10.00", "一、教育支出", "8.00"),
        ("二、事业收入", "20.00", "二、科学技术支出", "22.00"),
    ]
    cells = [
        (x, 130.0 + 20 * n, text)
        for n, line in enumerate(texts)
        for x, text in zip(columns, line, strict=True)
    ]
    cells += [(165, 110, "收入"), (420, 110, "支出")]
    (table,) = tables_of(page_of(cells), level(100, 140, 180))
    assert grid_of(table)[:2] == [
        ["收入", "收入", "支出", "支出"],
        ["项目", "决算数", "项目", "决算数"],
    ]


def test_a_shaded_header_goes_on_as_long_as_its_lines_are_headings() -> None:
    columns = (60.0, 120.0, 230.0, 310.0, 400.0, 480.0)
    cells = [(60.0, 130.0, "序号"), (120.0, 130.0, "项目名称"), (335.0, 110.0, "预算及执行情况")]
    cells += [(275.0, 130.0, "预算安排"), (437.0, 130.0, "预算执行")]
    leaves = ("年初预算数", "调整后预算", "支出数", "执行率")
    cells += [(x, 150.0, text) for x, text in zip(columns[2:], leaves, strict=True)]
    for n, name in enumerate(("进口贴息", "展会补助", "海外仓")):
        values = (str(n + 1), name, "10.00", "10.00", "9.00", "90%")
        cells += [(x, 170.0 + 20 * n, text) for x, text in zip(columns, values, strict=True)]
    fills = [Fill(LEFT, 100 + 20 * n, RIGHT, 120 + 20 * n, GREY) for n in (0, 1, 2, 4)]
    (table,) = tables_of(page_of(cells, fills=fills))
    assert [line[2:] for line in grid_of(table)[:3]] == [
        ["预算及执行情况"] * 4,
        ["预算安排", "预算安排", "预算执行", "预算执行"],
        list(leaves),
    ]


def test_rows_without_a_value_stand_where_rows_of_one_height_would() -> None:
    texts = [
        ("项目", "预算数", "项目", "预算数"),
        ("一、财政拨款收入", "10.00", "一、教育支出", "4.00"),
        ("二、事业收入", "20.00", "二、卫生健康支出", "9.00"),
        ("三、经营收入", "", "三、农林水支出", "7.00"),
        ("四、其他收入", "5.00", "四、住房保障支出", "15.00"),
        ("五、上级补助收入", "", "", ""),
        ("本年收入合计", "35.00", "本年支出合计", "35.00"),
        ("上年结转", "", "结转下年", ""),
        ("收入总计", "35.00", "支出总计", "35.00"),
    ]
    cells = [
        (x, 110.0 + 17 * n, text)
        for n, line in enumerate(texts)
        for x, text in zip((60.0, 200.0, 330.0, 470.0), line, strict=True)
        if text
    ]
    (table,) = tables_of(page_of(cells), level(100, 118, 256))
    assert [tuple(line) for line in grid_of(table)] == texts


def test_a_heading_without_padding_parts_two_tables_with_lines_between_their_rows() -> None:
    cells = [
        *row(110, *HEADER),
        *row(130, "进口贴息", "10.00", "9.00", "90%"),
        *row(150, "合计", "10.00", "9.00", "90%"),
        (LEFT, 175, "部分指标完成情况"),
        *row(200, "三级指标", "目标值", "完成值", "得分"),
        *row(220, "培训人数", "90", "93", "10"),
    ]
    first, second = tables_of(page_of(cells), level(100, 120, 140, 160, 190, 210, 230))
    assert first_column(first) == ["项目名称", "进口贴息", "合计"]
    assert first_column(second) == ["三级指标", "培训人数"]


def test_a_sentence_right_below_a_shaded_table_is_no_row() -> None:
    cells = [
        *row(110, *HEADER),
        *row(130, "进口贴息", "10.00", "9.00", "90%"),
        *row(150, "展会补助", "20.00", "18.00", "90%"),
        *row(170, "合计", "30.00", "27.00", "90%"),
        (LEFT, 192, "综上，该项目执行较好。"),
    ]
    (table,) = tables_of(page_of(cells, fills=shade(100, 140)))
    assert first_column(table) == ["项目名称", "进口贴息", "展会补助", "合计"]


def test_a_shaded_total_at_the_foot_belongs_to_the_table() -> None:
    cells = [
        *row(110, *HEADER),
        *row(130, "进口贴息", "10.00", "9.00", "90%"),
        *row(150, "展会补助", "20.00", "18.00", "90%"),
        (60, 182, "海外仓建设与\n运营补助项目"),
        *row(182, "", "30.00", "30.00", "100%"),
        *row(218, "合计", "60.00", "57.00", "95%"),
    ]
    (table,) = tables_of(page_of(cells, fills=[*shade(100), Fill(LEFT, 208, 390, 228, GREY)]))
    assert first_column(table) == ["项目名称", "进口贴息", "展会补助", "海外仓建设与运营补助项目", "合计"]


def test_a_rule_with_a_hole_does_not_part_the_label_in_it() -> None:
    cells = [
        *row(110, "序号", "主管部门", "专项", "金额"),
        *row(130, "1", "", "引导", "18.00"),
        (230, 140, "发展和改革局"),
        *row(150, "2", "", "保供", "96.50"),
        *row(170, "3", "文化局", "改造", "22.00"),
    ]
    holed = [Line(140, LEFT, 220), Line(140, 390, RIGHT)]
    (table,) = tables_of(page_of(cells), [*level(100, 120, 160, 180), *holed])
    assert [line[1] for line in grid_of(table)] == ["主管部门", "发展和改革局", "发展和改革局", "文化局"]


def test_the_first_line_of_a_heading_in_two_belongs_to_an_undrawn_table() -> None:
    cells = [
        (60.0, 110.0, "项目名称"),
        (230.0, 110.0, "年初预算数"),
        (400.0, 110.0, "实际支出\n金额合计"),
        (480.0, 110.0, "执行率"),
        *row(140, "进口贴息", "10.00", "9.00", "90%"),
        *row(160, "展会补助", "20.00", "18.00", "90%"),
        *row(180, "海外仓", "30.00", "30.00", "100%"),
    ]
    (table,) = tables_of(page_of(cells))
    assert grid_of(table)[0] == ["项目名称", "年初预算数", "实际支出金额合计", "执行率"]


def test_the_first_row_begins_with_the_first_line_of_its_texts() -> None:
    cells = [
        *row(110, "主管部门", "金额", "主要用途", "备注"),
        (60.0, 148.0, "商务局"),
        (230.0, 148.0, "18.00"),
        (400.0, 148.0, "培育企业对\n首次入库的\n给予奖励"),
        *row(186, "粮食局", "96.50", "网点改造", "新增"),
        *row(206, "农业局", "14.20", "防疫设施", "延续"),
    ]
    (table,) = tables_of(page_of(cells))
    assert grid_of(table)[0] == ["主管部门", "金额", "主要用途", "备注"]
    assert grid_of(table)[1][2] == "培育企业对首次入库的给予奖励"


def test_a_lone_rule_stands_under_a_header_or_closes_a_table() -> None:
    rows = [
        *row(130, "一、本期进项", "510.5", "489.5", "95%"),
        *row(150, "运费收入", "310.5", "300.5", "96%"),
        *row(170, "二、本期开支", "420.5", "399.5", "95%"),
        *row(190, "其余开支", "120.5", "111.5", "92%"),
    ]
    headed = page_of([*row(110, "栏目", "上港", "下港", "占比"), *rows], fills=shade(120, 160))
    [table] = tables_of(headed, level(120))
    assert grid_of(table)[0] == ["栏目", "上港", "下港", "占比"]
    assert len(grid_of(table)) == 5
    closed = page_of([*row(110, *HEADER), *rows], fills=shade(100, 140, 180))
    [table] = tables_of(closed, level(200))
    assert grid_of(table)[0] == list(HEADER)
    assert len(grid_of(table)) == 5
