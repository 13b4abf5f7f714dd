"""The title of a document: the largest text near its head that reads like one."""

from __future__ import annotations

import pytest

from extractors.model import PageContent, TextLine
from extractors.whole.title import find_title
from tests.tables import page, raw


def head(*lines: tuple[str, float], width: float = 595.0) -> PageContent:
    """A first page of lines (text, size of the letters) set closely one under the other, each in the middle."""
    top, found = 100.0, []
    for text, size in lines:
        half = size * sum(1 if char >= "\u2e80" else 0.5 for char in text) / 2
        found.append(TextLine(text, width / 2 - half, top, width / 2 + half, top + size))
        top += size * 1.5
    content = page(1, *found)
    content.width = width
    return content


TEXT = ("某市财政局按照有关规定组织开展了这一项工作，现将有关情况报告如下。", 12.0)


@pytest.mark.parametrize(
    ("lines", "title"),
    [
        (
            [("2023年度外经贸发展专项资金绩效评价报告", 20), ("一、项目概况", 16), TEXT],
            "2023年度外经贸发展专项资金绩效评价报告",
        ),
        (
            [("烟台市2022年度促进外贸", 20), ("发展专项资金绩效评价报告", 20), TEXT],
            "烟台市2022年度促进外贸发展专项资金绩效评价报告",
        ),
        ([("附件1", 14), ("项目支出绩效自评表", 20), ("（2023年度）", 12)], "项目支出绩效自评表"),
        # 目 alone heads a list of contents, but not below a full line that it belongs to.
        (
            [("丙市水利局2022年度重点山塘除险加固项", 20), ("目", 20), ("绩效自评报告", 20), TEXT],
            "丙市水利局2022年度重点山塘除险加固项目绩效自评报告",
        ),
        ([("绩效评价报告", 12), ("某市2022年专项资金绩效评价报告", 24)], "某市2022年专项资金绩效评价报告"),
        ([("表1-2 市级资金预算安排及执行情况", 16), TEXT], ""),
        (
            [("某市2025年预算及执行情况", 22), ("表1 一般公共预算执行情况", 16), TEXT],
            "某市2025年预算及执行情况",
        ),
        ([("目录", 22), ("一、绩效评价报告……………3", 22)], ""),
        ([("本项目由市商务局实施，财政局开展绩效评价并形成评价报告。", 14)], ""),
        ([("某大学2023年度部门决算", 26), ("2024年8月", 16)], "某大学2023年度部门决算"),
        # Whatever its last word.
        ([("甲县山塘清淤2022年度花钱账本", 20), TEXT], "甲县山塘清淤2022年度花钱账本"),
        # Two lines of different sizes, a year alone in the first.
        (
            [("2023年度", 22), ("甲县人民法院部门决算", 28), ("2024年9月", 16), TEXT],
            "2023年度甲县人民法院部门决算",
        ),
        # The heading of a web page, and the title of the form below it.
        (
            [("甲县2031年度项目支出绩效自评公示", 24), ("甲县2031年度项目支出绩效自评表", 22), TEXT],
            "甲县2031年度项目支出绩效自评表",
        ),
        # Both lines begin with the place and the year, and are one title.
        (
            [("甲县2031年预算执行情况与", 24), ("甲县2032年预算草案的报告", 24), TEXT],
            "甲县2031年预算执行情况与甲县2032年预算草案的报告",
        ),
        # A web page prints its title over the article, and the article prints it again.
        (
            [
                ("甲县2024年二季度山塘管护补助发放名单", 18),
                ("甲县2024年二季度山塘管护补助发放名单", 21),
                TEXT,
            ],
            "甲县2024年二季度山塘管护补助发放名单",
        ),
        # On a cover the place may be set larger than the rest.
        (
            [("甲市", 34), ("公交补贴资金使用绩效评价报告", 26), ("2024年5月", 14)],
            "甲市公交补贴资金使用绩效评价报告",
        ),
        # The letterhead is larger than the title; the number of the document parts them.
        (
            [("甲省财政厅文件", 36), ("甲财农〔2024〕7号", 13), ("关于下达山塘清淤补助资金的通知", 20), TEXT],
            "关于下达山塘清淤补助资金的通知",
        ),
        # Below the title the number parts nothing.
        # A title in the letters of the text, in two lines, below the letterhead.
        (
            [
                ("乙市财政局", 24),
                ("乙财农〔2024〕11号", 12),
                ("乙市财政局关于提前下达2025年", 12),
                ("山塘清淤补助资金的通知", 12),
                TEXT,
            ],
            "乙市财政局关于提前下达2025年山塘清淤补助资金的通知",
        ),
        ([("甲市养老补助管理办法", 20), ("（甲民规〔2024〕3号）", 12), TEXT], "甲市养老补助管理办法"),
        ([("填报单位：甲县水利局", 20), TEXT], ""),
    ],
)
def test_titles(lines: list[tuple[str, float]], title: str) -> None:
    assert find_title([head(*lines)]) == title


def test_a_title_may_stand_on_the_second_page_but_not_on_the_fourth() -> None:
    cover, inside = page(1), head(("2023年度专项资金绩效评价报告", 22))
    assert find_title([cover, inside]) == "2023年度专项资金绩效评价报告"
    assert find_title([cover, cover, cover, inside]) == ""


def test_a_line_at_the_side_is_no_title() -> None:
    content = head(("会议文件之三", 22), ("甲市2024年财政收支情况", 20), TEXT)
    first = content.lines[0]
    content.lines[0] = first._replace(x0=40.0, x1=40.0 + first.x1 - first.x0)
    assert find_title([content]) == "甲市2024年财政收支情况"


def test_digits_with_tall_boxes_make_no_title() -> None:
    content = head(
        ("甲市2023年决算说明", 18), ("收入预算1667272万元和调整预算1665323万元的完成情况", 12), TEXT
    )
    content.lines[1] = content.lines[1]._replace(
        top=content.lines[1].top + 20, bottom=content.lines[1].top + 42
    )
    assert find_title([content]) == "甲市2023年决算说明"


def test_a_document_without_text_has_no_title() -> None:
    assert find_title([]) == "" == find_title([page(1)])


def test_a_large_first_line_at_the_left_is_the_title_of_a_page_of_the_web() -> None:
    content = head(("甲市2025年上半年财政运行通报", 22), TEXT, TEXT)
    first = content.lines[0]
    content.lines[0] = first._replace(x0=50.0, x1=50.0 + first.x1 - first.x0)
    assert find_title([content]) == "甲市2025年上半年财政运行通报"


def test_over_the_title_of_a_table_the_head_of_the_page_names_the_paper() -> None:
    content = head(("公开03表", 9), ("支出决算表", 15), ("单位：元", 9))
    content.lines.insert(0, TextLine("甲市林业局2024年度部门决算", 300.0, 24.0, 430.0, 33.0))
    assert find_title([content]) == "甲市林业局2024年度部门决算"


def test_what_is_printed_large_across_a_table_or_below_text_is_no_title() -> None:
    content = head(("甲市公路养护资金绩效评价报告", 17), TEXT, ("送审稿20230901", 32))
    assert find_title([content]) == "甲市公路养护资金绩效评价报告"
    stamped = head(("甲市公路养护资金绩效评价报告", 17), ("送审稿20230901", 32), ("单位：元", 9))
    mark = stamped.lines[1]
    table = raw("项目 | 金额\n养护 | 30", top=mark.top - 5)
    assert table.bottom > mark.bottom
    stamped.tables = [table]
    assert find_title([stamped]) == "甲市公路养护资金绩效评价报告"


def test_a_page_that_prints_all_alike_has_its_title_over_that_of_the_table() -> None:
    content = head(("甲市公路养护资金绩效评价报告", 11), ("表1 预算执行情况", 11), ("单位：元", 11))
    content.lines = [o._replace(x0=50.0, x1=50.0 + o.x1 - o.x0) for o in content.lines]
    assert find_title([content]) == "甲市公路养护资金绩效评价报告"


def test_a_title_in_the_letters_of_the_text_stands_alone_in_the_middle() -> None:
    content = head(("甲县菜篮子补助绩效自评报告", 12), TEXT, TEXT)
    assert find_title([content]) == "甲县菜篮子补助绩效自评报告"
    assert find_title([head(TEXT, ("甲县菜篮子补助绩效自评报告", 12), TEXT)]) == ""


@pytest.mark.parametrize(
    ("text", "title"),
    [
        (
            "某市水务局2031年渠道清淤项目绩效评价报告为检验资金的使用效益，市财政局开展了评价。",
            "某市水务局2031年渠道清淤项目绩效评价报告",
        ),
        ("某市水务局2031年渠道清淤项目绩效评价报告为市财政局所编，共三章。", ""),
        ("为检验资金的使用效益，市财政局编写某市渠道清淤项目评价报告根据有关规定公开。", ""),
    ],
    ids=["run in", "a sentence about it", "not at the beginning"],
)
def test_a_title_may_be_run_into_the_first_sentence(text: str, title: str) -> None:
    rows = [text[at : at + 26] for at in range(0, len(text), 26)]
    lines = [TextLine(row, 90, 140 + 20 * n, 90 + 16 * len(row), 152 + 20 * n) for n, row in enumerate(rows)]
    first = head(("附件4", 17))
    assert find_title([page(1, *first.lines, *lines)]) == title


def test_a_title_over_the_first_of_two_columns() -> None:
    def column(lines: list[tuple[str, float]], left: float) -> list[TextLine]:
        content = head(*lines, width=250.0)
        return [o._replace(x0=o.x0 + left, x1=o.x1 + left) for o in content.lines]

    text = [("各镇按规定组织实施，县水利局负责检查。", 12.0)] * 6
    content = page(1)
    content.width = 595.0
    content.lines = sorted(
        [*column([("甲县山塘清淤补助", 16), ("绩效自评报告", 16), *text], 40.0), *column(text, 310.0)],
        key=lambda line: line.top,
    )
    assert find_title([content]) == "甲县山塘清淤补助绩效自评报告"
