"""Numbers of sentences: their words, and what they depend on. All wordings and figures are invented."""

from __future__ import annotations

from decimal import Decimal

import pytest

from normalizers.clauses.model import Stated
from normalizers.clauses.reading import read_paragraph, read_sentence


def addresses(text: str, *lead: str) -> list[tuple[str, ...]]:
    return [(*stated.address, stated.text) for stated in read_sentence(text, lead)]


def owns(text: str) -> list[str]:
    return [stated.own for stated in read_sentence(text)]


def only(text: str) -> Stated:
    (stated,) = read_sentence(text)
    return stated


def test_words_in_front_of_a_number_and_of_its_sentence_lead_to_it():
    assert addresses("截至2031年末，全区到位资金120万元。", "资金情况") == [
        ("资金情况", "截至2031年末", "全区到位资金", "120万元")
    ]


def test_of_which_depends_on_the_number_that_its_parts_add_up_to():
    found = read_sentence("应付80万元，实付75万元，其中中央50万元、区级25万元，执行率93.75%。")
    assert [stated.parent for stated in found] == [None, None, 1, 1, None]
    assert found[2].address == ("实付", "中央")
    assert all(found[n].is_proved for n in (1, 2, 3))


def test_parts_that_do_not_add_up_are_those_joined_to_the_first():
    found = read_sentence("支出90万元，其中甲20万元、乙30万元，结转10万元。")
    assert [stated.parent for stated in found] == [None, 0, 0, None]
    assert not found[1].is_proved


def test_of_which_may_begin_the_next_sentence():
    found = read_paragraph(["全年收入9亿元，同比增长4%。", "其中：甲收入6亿元，乙收入3亿元。"])
    assert [stated.parent for stated in found] == [None, None, 0, 0]


def test_values_follow_in_the_order_of_the_names_and_share_a_unit():
    found = read_sentence("玉米、大豆和花生分别安排12、8和5万元。")
    assert [(s.own, s.value, s.unit.name if s.unit else None) for s in found] == [
        ("玉米", Decimal(12), "万元"),
        ("大豆", Decimal(8), "万元"),
        ("花生", Decimal(5), "万元"),
    ]
    assert {stated.outer for stated in found} == {("安排",)}


def test_payers_with_words_around_them_and_a_second_list_of_values():
    text = "保费由中央、省、县三级财政分别负担50%、20%、10%，对应补贴5万元、2万元和1万元。"
    assert owns(text) == ["中央", "省", "县", "中央", "省", "县"]


def test_brackets_hold_parts_or_another_measure():
    found = read_sentence("中央40%（80万元）、省级120万元（上年结转30万元、当年下达90万元）。")
    assert found[1].same_as == 0
    assert found[1].own == "中央"
    assert [stated.parent for stated in found] == [None, None, None, 2, 2]


def test_a_sum_behind_its_parts():
    found = read_sentence("资金来源：中央下达30万元，省级拨付20万元，共计50万元。")
    assert found[2].parts == (0, 1)
    assert found[0].outer == ("资金来源",)


def test_what_is_due_paid_and_left_adds_up_and_is_no_list_of_parts():
    assert [s.parent for s in read_sentence("应兑现50万元，实际兑现42万元，尚余8万元。")] == [None] * 3


def test_from_one_value_to_another_and_changes():
    found = read_sentence("参保率由61%提高到70%，比上年增加5万人，增长3%；新增参保2万人。")
    assert [stated.role for stated in found] == ["former", "latter", "change", "change", ""]
    assert found[1].own == "参保率"


@pytest.mark.parametrize(
    ("text", "op"),
    [
        ("补助不超过30万元。", "≤"),
        ("面积80亩以上的农户。", "≥"),
        ("年限不足3年。", "<"),
        ("补助30万元。", None),
    ],
)
def test_bounds_stand_before_or_behind(text: str, op: str | None):
    assert only(text).op == op


@pytest.mark.parametrize(
    "text",
    [
        "2031年5月至7月开展评价。",
        "依据《补助办法》（某财〔2031〕15号）第12条执行。",
        "1．总则。",
        "见表3和附件2。",
        "2029-2031年度。",
    ],
)
def test_dates_ordinals_and_numbers_of_documents_are_no_numbers(text: str):
    assert read_sentence(text) == []


def test_a_name_alone_heads_its_paragraph_until_the_next_entry():
    found = read_paragraph(["3、能繁母猪。", "承保2万头。", "4、奶牛：承保1万头。"])
    assert [stated.address for stated in found] == [("能繁母猪", "承保"), ("奶牛", "承保")]


def test_conditions_hold_for_their_part_of_the_sentence():
    found = read_sentence("新建的，每张床位补助8000元；改建的，每张床位补助5000元。")
    assert [stated.outer for stated in found] == [("新建的",), ("改建的",)]


def test_a_comma_between_thousands_parts_no_clauses():
    assert [s.value for s in read_sentence("安排1,200,300.5元,其中甲200元")] == [
        Decimal("1200300.5"),
        Decimal(200),
    ]


def test_ranges_are_one_number():
    found = only("每亩补助100至120元。")
    assert (found.value, found.high) == (100, 120)


def test_what_all_names_of_a_list_share_may_stand_at_the_last():
    found = read_sentence("甲项目、乙项目的预算分别为12万元、8万元。")
    assert [(stated.own, stated.shared) for stated in found] == [
        ("甲项目", "的预算为"),
        ("乙项目", "的预算为"),
    ]
    found = read_sentence("2030年、2031年实际支出分别为12万元、8万元。")
    assert [stated.own for stated in found] == ["2030年", "2031年"]


def test_words_with_the_letters_of_and_are_one_word():
    assert owns("惠及群众1.8万户、5.2万人。") == ["惠及群众", "惠及群众"]


def test_names_are_as_coarse_as_their_values_are_many():
    text = "教育、文化旅游和体育、农林水支出分别完成3万元、4万元、5万元。"
    assert owns(text) == ["教育支出", "文化旅游和体育支出", "农林水支出"]
    assert owns("护坡、清淤和监理分别安排3万元、4万元、5万元。") == ["护坡", "清淤", "监理"]


def test_years_and_counted_periods_have_a_value_each():
    assert owns("2030年和2031年，护坡资金分别支出12万元、15万元。") == ["2030年", "2031年"]
    assert owns("三个季度拨付额依次为1万元、2万元、3万元。") == ["第一季度", "第二季度", "第三季度"]


def test_instalments_name_nobody_for_each():
    found = read_sentence("甲局、乙局分两批下达资金30万元和20万元。")
    assert len({stated.own for stated in found}) == 1


def test_a_list_of_names_may_begin_behind_a_number():
    text = "护坡补助90万元甲县、乙县两县，补助依次为50万元、40万元。"
    assert owns(text)[1:] == ["甲县", "乙县"]


def test_a_second_list_divides_an_amount_that_is_already_divided():
    text = ["全年支出80万元。", "按来源分：中央50万元，省级30万元。", "按用途分：护坡45万元，清淤35万元。"]
    assert [stated.parent for stated in read_paragraph(text)] == [None, 0, 0, 0, 0]
    text = ["拨付80万元，按来源看，中央50万元、省级30万元；按用途看，护坡45万元、清淤35万元。"]
    assert [stated.parent for stated in read_paragraph(text)] == [None, 0, 0, 0, 0]


@pytest.mark.parametrize("number", ["2.1", "3.2.1", "12.4"])
def test_numbering_of_several_levels_is_no_number(number: str):
    assert owns(f"{number}护坡项目预算120万元。") == ["护坡项目预算"]
    assert [s.text for s in read_sentence("2.1万元用于护坡。")] == ["2.1万元"]


def test_connectives_are_no_part_of_longer_words():
    assert owns("并购奖励9万元，再就业补助5万元，还款3万元。") == ["并购奖励", "再就业补助", "还款"]
    assert owns("资金来源主要包括省级补助12万元、市级配套8万元。") == ["省级补助", "市级配套"]


def test_the_last_of_several_places_ends_where_its_name_ends():
    text = "本次下达甲县、乙县、开发区补助资金分别为20万元、30万元、40万元。"
    assert owns(text) == ["甲县", "乙县", "开发区"]


@pytest.mark.parametrize(
    "text",
    [
        "全县地方级收入8.4亿元，同比下降3.1%（其中：税收5.1亿元，下降2%；非税收入3.3亿元）。",
        "全县地方级收入8.4亿元，完成年初预算的96%（税收5.1亿元、非税收入3.3亿元）。",
        "全县地方级收入8.4亿元，比预算短收0.2亿元（税收5.1亿元，非税收入3.3亿元）。",
    ],
)
def test_parts_in_a_bracket_are_of_the_amount_before_its_rate(text: str):
    money = [one for one in read_sentence(text) if one.kind == "money" and one.value != Decimal("0.2")]
    assert [one.parent for one in money] == [None, 0, 0]
    assert money[0].is_proved


def test_parts_in_a_bracket_that_do_not_add_up_leave_the_rate_alone():
    found = read_sentence("收入8.4亿元，增长3%（车购税9.9亿元，资源税3.3亿元）。")
    assert [one.parent for one in found] == [None, None, None, None]


def test_a_part_below_zero_may_follow_one_that_exceeds_the_whole():
    found = read_sentence("收入总计41万元，其中：基金收入56万元，上级补助收入-20万元，上年结余5万元。")
    assert [one.parent for one in found] == [None, 0, 0, 0]
    assert found[0].is_proved


def test_a_sum_may_take_in_the_sentence_before_it_to_the_digit():
    first = "地方级收入安排7亿元，增长4%。"
    found = read_paragraph([first, "加上补助收入6亿元、调入资金3亿元，收入合计16亿元。"])
    assert [one.parent for one in found] == [4, None, 4, 4, None]
    assert found[4].parts == (0, 2, 3)
    found = read_paragraph([first, "加上补助收入6亿元、调入资金3亿元，收入合计17亿元。"])
    assert [one.parent for one in found] == [None, None, None, None, None]
    found = read_paragraph([first, "补助收入5亿元，收入合计12亿元。"])
    assert [one.parent for one in found][:1] == [None]  # two alone may add up by chance
    # Expenditure of the same amount is no sum of the income before it.
    first = "总收入9亿元，其构成是：①税收收入2亿元；②非税收入3亿元；③补助收入4亿元。"
    found = read_paragraph([first, "总支出9亿元，用于教育。"])
    assert [one.parent for one in found] == [None, 0, 0, 0, None]


def test_parts_may_have_parts_of_their_own():
    found = read_sentence(
        "总收入20亿元，其构成是：①本级收入4亿元；②补助收入13亿元，其中返还3亿元，专项10亿元；③上年结转3亿元。"
    )
    assert [one.parent for one in found] == [None, 0, 0, 2, 2, 0]
    assert all(one.is_proved for one in found)


def test_words_that_add_or_take_off_are_no_part_of_a_name():
    text = "收入9亿元，加上级补助收入3亿元，加上上年结余2亿元，加上解收入1亿元，扣除调出资金4亿元，加快建设支出2亿元。"
    assert owns(text)[1:] == ["上级补助收入", "上年结余", "上解收入", "调出资金", "加快建设支出"]
