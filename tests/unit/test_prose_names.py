"""What money of sentences is for: names of lines, and words that belong to none. All figures are invented."""

from __future__ import annotations

import pytest

from pipeline.facts.budget import Paper
from pipeline.prose.phrases import read_phrase
from tests.sentences import NOTICE, money


def test_what_the_money_is_for_may_stand_behind_it() -> None:
    text = "全年支出30万元，其中12万元用于护坡，18万元用于清淤、疏浚。"
    assert money(text, "line_item")[1:] == [("12万元", "护坡"), ("18万元", "清淤、疏浚")]
    text = "共投入60万元，其中40万元为中央资金，20万元来自省级财政。"
    assert money(text, "funding_source")[1:] == [("40万元", "central"), ("20万元", "province")]


def test_what_stands_behind_a_number_tells_its_phase_and_purpose() -> None:
    text = "安排柳河镇12万元用于护坡，安排石桥乡9万元用于清淤。"
    assert money(text, "line_item") == [("12万元", "护坡"), ("9万元", "清淤")]
    text = "项目资金90万元于2031年4月全部到位，其中省级60万元、市级30万元。"
    assert money(text, "phase") == [("90万元", "arrived"), ("60万元", "arrived"), ("30万元", "arrived")]
    text = "现将2031年省级秧苗补助资金90万元（详见附件）下达给你们。"
    assert money(text, "phase", "funding_source", paper=NOTICE) == [("90万元", "issued", "province")]


def test_what_a_budget_became_has_the_name_in_front_of_it() -> None:
    text = "清淤经费年中调减至30万元，护坡经费根据进度压减到20万元。"
    assert money(text, "line_item", "phase") == [
        ("30万元", "清淤", "adjusted"),
        ("20万元", "护坡", "adjusted"),
    ]
    assert money("护坡预算由80万元调整为64万元。", "phase") == [("80万元", "initial"), ("64万元", "adjusted")]


def test_granted_money_is_the_programmes_whatever_it_is_for() -> None:
    text = "支付补助30万元，其中债券奖励20万元、海外资信补贴10万元。"
    assert money(text, "line_item")[1:] == [("20万元", "债券"), ("10万元", "海外资信补贴")]
    assert money("共结算贴息资金12万元，追回补贴2万元。", "phase") == [("12万元", "executed")]


def test_words_of_time_leave_no_name_behind() -> None:
    text = "市财政局于2031年6月下达第一批资金20万元。支出方面：护坡工程费2万元，监理费1万元，合计3万元。"
    items = [item for _, item in money(text, "line_item")]
    assert items == ["河堤加固项目", "护坡工程费", "监理费", "河堤加固项目"]


def test_a_year_is_taken_off_a_name_as_a_whole() -> None:
    paper = Paper("department_final_account", None, "某研究所2031年度单位决算说明")
    text = "2031年度本年收入合计90万元，其中财政拨款收入90万元。2031年末结转和结余7万元。"
    assert money(text, "line_path", paper=paper) == [
        ("90万元", ["本年收入合计"]),
        ("90万元", ["本年收入合计", "财政拨款收入"]),
        ("7万元", ["年末结转和结余"]),
    ]


def test_a_word_that_points_at_the_programme_is_no_name() -> None:
    text = "2031年该专项共安排财政资金90万元，其中省级资金60万元、市级资金30万元。"
    assert {item for _, item in money(text, "line_item")} == {"河堤加固项目"}


@pytest.mark.parametrize(
    ("words", "item", "source"),
    [
        ("现下达你县（市）2031年中央财政秧苗补助资金", "中央财政秧苗补助资金", "central"),
        ("现下达你市县2031年秧苗补助资金", "秧苗补助资金", None),
        ("下达你们省级秧苗补助资金", "省级秧苗补助资金", "province"),
        ("下达你县（市、区）秧苗补助资金", "秧苗补助资金", None),
        ("此前已提前下达", "", None),
        ("截至目前已支付", "", None),
        ("目前秧苗经费支出", "秧苗经费支出", None),
    ],
)
def test_those_a_notice_speaks_to_and_words_of_time_are_no_names(
    words: str, item: str, source: str | None
) -> None:
    phrase = read_phrase(words)
    assert (phrase.item, phrase.facets.funding_source) == (item, source)


def test_how_a_budget_was_changed_is_no_name() -> None:
    text = "年初预算90万元，年中压减后全年预算80万元，全年执行76万元，执行率95%。"
    assert money(text, "line_item", "phase") == [
        ("90万元", "河堤加固项目", "initial"),
        ("80万元", "河堤加固项目", "adjusted"),
        ("76万元", "河堤加固项目", "executed"),
    ]
