"""Terms in sentences of many wordings: what is supported, who pays, for whom, since when."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from extractors.prose.prose import Sentence, mark_of
from normalizers.terms.prose_terms import sentence_terms
from pipeline.context.context import Context
from pipeline.prose.policies import ProseRows

Told = list[tuple[Any, ...]]


def told(text: str, *columns: str, section: tuple[str, ...] = (), labels: tuple[str, ...] = ()) -> Told:
    found = sentence_terms(text, section=section, labels=labels, year=2033)
    return [tuple(getattr(term, column) for column in columns) for term in found]


@pytest.mark.parametrize(
    "text",
    [
        "在此之前，脱贫户贷款贴息比例为50%。",
        "过去每座沼气池补助1500元。",
        "2028年之前县级财政承担25%，调整后由市级补足。",
        "“十三五”期间，水稻良种补贴每亩15元。",
        "2028年以前村医补助每人每月300元。",
    ],
)
def test_a_time_that_is_over_opens_what_held_then(text: str) -> None:
    assert told(text, "status") == [("historic",)]


def test_the_old_rule_that_still_holds_is_in_force() -> None:
    text = "补助办法仍按原规定执行：对投保地震险的企业，按年度保费的70%补助。"
    assert told(text, "ratio_pct", "status") == [(70.0, "in_force")]


def test_payers_of_an_autonomous_region_and_private_ones() -> None:
    text = "甜菜种植保险，自治区30%、盟市10%、旗县20%，农户40%。"
    assert told(text, "ratio_pct", "gov_level", labels=("保费补贴",)) == [
        (30.0, "province"),
        (10.0, "city"),
        (20.0, "county"),
    ]
    assert told("甜菜种植保险，盟30%、旗20%。", "ratio_pct", "gov_level", labels=("保费补贴",)) == [
        (30.0, "city"),
        (20.0, "county"),
    ]
    text = "自治区、地区、县三级财政各按25%、10%、25%给予补贴。"
    assert [level for (level,) in told(text, "gov_level")] == ["province", "city", "county"]
    assert told("保费由自治区财政承担65%。", "gov_level") == [("province",)]


def test_shares_in_words_and_other_verbs() -> None:
    assert told("省财政承担百分之三十，县财政承担七成。", "ratio_pct", "gov_level") == [
        (30.0, "province"),
        (70.0, "county"),
    ]
    assert told("省级财政解决60%，余下40%由县级财政解决。", "ratio_pct", "gov_level") == [
        (60.0, "province"),
        (40.0, "county"),
    ]
    assert told("保费由市级财政承担四成。", "ratio_pct") == [(40.0,)]


def test_a_limit_under_a_heading_of_support_needs_no_word_of_its_own() -> None:
    assert told("单个合作社不超过60万元。", "cap_yuan", "cap_scope", labels=("冷库建设补贴",)) == [
        (Decimal(600000), "per_enterprise")
    ]
    assert told("单个合作社不超过60万元。", "cap_yuan") == []


def test_each_limit_stays_with_those_that_it_names() -> None:
    text = "特困家庭每户补助上限8000元，其他家庭按改造费用的30%补助，每户不超过2000元。"
    assert told(text, "ratio_pct", "cap_yuan", "cap_scope") == [
        (None, Decimal(8000), "per_household"),
        (30.0, Decimal(2000), "per_household"),
    ]


@pytest.mark.parametrize(
    ("text", "yuan", "item"),
    [
        ("将驰名商标奖励统一为50万元。", [500000], ["驰名商标奖励"]),
        ("新品种选育奖励由10万元提高到15万元。", [100000, 150000], ["新品种选育奖励"] * 2),
        ("博士、硕士的安家补贴依次为15万元、8万元。", [150000, 80000], ["博士", "硕士"]),
        ("申报材料获受理的再给7万元。", [70000], ["申报材料获受理"]),
        ("境外参展的企业，一次性奖励3万元。", [30000], ["境外参展"]),
        ("2030年前把外销上市奖励统一为9万元。", [90000], ["外销上市奖励"]),
    ],
)
def test_awards(text: str, yuan: list[int], item: list[str]) -> None:
    found = told(text, "standard_yuan", "item", labels=("奖励政策",))
    assert [amount for amount, _ in found] == yuan
    assert [name for _, name in found] == item


def test_named_awards_are_terms_where_a_policy_is_told_and_money_where_it_was_spent() -> None:
    text = "创新层挂牌奖励75万元、基础层挂牌奖励40万元。"
    assert told(text, "standard_yuan", section=("政策沿革",)) == [(Decimal(750000),), (Decimal(400000),)]
    assert told(text, "standard_yuan", section=("资金使用情况",)) == []


@pytest.mark.parametrize(
    "text",
    [
        "2031年、2032年市财政分别结算奖补资金320万元、415万元。",
        "各县可从中计提2%的工作经费用于补贴发放。",
        "用于奖励考核优秀的县，每个县200万元。",
        "养老机构按每张床位每年90元投保责任险，由市财政补贴。",
        "甲、乙两个县奖励资金依次为1742万元、1365万元。",
    ],
)
def test_money_that_is_no_standard(text: str) -> None:
    assert told(text, "standard_yuan") == []


@pytest.mark.parametrize(
    ("text", "item"),
    [
        ("企业建设5G全连接矿山，以项目实际投资额的20%补助。", "企业建设5G全连接矿山"),
        ("对通过验收的智能化技改项目，按软硬件投入的18%给予后补助。", "智能化技改项目"),
        ("脱贫人员参加集中培训的，每人每天补贴伙食费40元。", "伙食费"),
        ("县财政承担枸杞保险15%。", "枸杞保险"),
        ("企业发行债券按实际融资额的0.2%奖励。", "企业发行债券"),
    ],
)
def test_what_is_supported(text: str, item: str) -> None:
    assert told(text, "item") == [(item,)]


def test_grades_are_names() -> None:
    text = "管护补助标准为一级760元/亩、二级540元/亩、三级390元/亩。"
    assert told(text, "item", "standard_yuan") == [("一级", 760), ("二级", 540), ("三级", 390)]


def test_bands_of_hours_and_parts() -> None:
    text = "培训40学时以上、不足80学时的，每人补贴400元；80学时以上的，每人补贴900元。"
    assert told(text, "tier_min", "tier_max", "tier_unit") == [(40, 80, "学时"), (80, None, "学时")]
    text = "车价10万元至20万元的，每辆补贴3000元；20万元以上至30万元的，每辆补贴5000元。"
    assert told(text, "tier_min", "tier_max") == [(10, 20), (20, 30)]


def test_a_standard_as_a_mean_and_for_a_time() -> None:
    assert told("人均财政补助标准为640元。", "standard_per") == [("人",)]
    assert told("生活补贴每月800元。", "standard_per", "item") == [("月", "生活补贴")]


def test_the_name_of_a_list_entry_is_the_item_of_its_sentences() -> None:
    context = Context("d0", region_code="440100", region_name="广州市", fiscal_year=2033)
    sentences = [
        Sentence("1.1 土地租赁费。", 1, ("政策标准",), 3),
        Sentence("按每亩每年900元补贴，市级财政补60%。", 1, ("政策标准",), 3),
    ]
    found = ProseRows(context).build(sentences)["subsidy_terms"]
    assert [row["item"] for row in found] == ["土地租赁费", "土地租赁费"]


def test_a_policy_that_was_revised_later_is_of_the_past() -> None:
    context = Context("d0", region_code="440100", region_name="广州市", fiscal_year=2033)
    sentences = [
        Sentence("2027年，市政府出台《意见》，规定新设研发机构一次性奖励20万元。", 1, (), 3),
        Sentence("2030年11月，市政府对政策作了修订。", 1, (), 3),
    ]
    (row,) = ProseRows(context).build(sentences)["subsidy_terms"]
    assert row["status"] == "historic"


def test_another_place_and_a_year_without_support() -> None:
    text = "深圳市补助比例为50%，东莞市为45%。"
    assert told(text, "ratio_pct", "region_names") == [(50.0, ("深圳市",)), (45.0, ("东莞市",))]


def test_what_was_before_may_stand_in_brackets() -> None:
    text = "老人服务补贴每人每月提高至220元（原为150元）。"
    assert told(text, "standard_yuan", "status") == [(220, "in_force"), (150, "historic")]


def test_a_list_says_at_its_end_what_its_shares_are() -> None:
    text = "A类企业按30%，B类企业按20%，C类企业按10%给予研发补助。"
    assert told(text, "ratio_pct") == [(30.0,), (20.0,), (10.0,)]


def test_a_ratio_of_two_payers_one_of_them_of_two_levels() -> None:
    assert told("资金由省与市县按8∶2的比例分担。", "ratio_pct", "gov_level") == [
        (80.0, "province"),
        (20.0, "city+county"),
    ]


def test_a_proposal_names_a_rule_without_a_word_of_support() -> None:
    text = "建议下调市级比例至30%，并把单个企业年度上限降至60万元。"
    assert told(text, "ratio_pct", "cap_yuan", "status") == [(30.0, Decimal(600000), "recommended")]
    assert told("公务接待费标准为每人每餐不超过50元。", "cap_yuan") == []


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("1 项目概况", 3),
        ("1.1 政策沿革", 4),
        ("2.1.3 资金拨付", 5),
        ("3 个县", None),
        ("1.5 万元补助", None),
        ("2 家企业获奖", None),
    ],
)
def test_decimal_headings(text: str, level: int | None) -> None:
    mark = mark_of(text)
    assert (mark.level if mark else None) == level


@pytest.mark.parametrize(
    ("text", "scope"),
    [
        ("对荔枝种植保险按保费的60%给予补贴，每户每年最高不超过3000元。", "per_household"),
        ("对肉羊养殖贷款按利息的40%贴息，每户不超过8000元。", "per_household"),
        ("对种植企业按投资额的15%补助，每户每年最高不超过30万元。", "per_enterprise_year"),
        ("对外贸企业按保费的45%补贴，每户每年最高不超过30万元。", "per_enterprise_year"),
        ("对烘干设备按购置费的45%补助，同一经营主体补助总额不超过30万元。", "per_enterprise"),
        ("对烘干设备按购置费的45%补助，单一种植大户年度补助总额不超过9万元。", "per_household"),
    ],
)
def test_who_the_households_of_a_limit_are(text: str, scope: str) -> None:
    assert told(text, "cap_scope", section=("补助标准",)) == [(scope,)]


def test_a_mean_standard_that_is_changed_is_for_each_of_its_unit() -> None:
    text = "2031年起改厕户均补助标准由700元提高到950元。"
    assert told(text, "standard_yuan", "standard_per", "item", "status", section=("补助标准",)) == [
        (700, "户", "改厕", "historic"),
        (950, "户", "改厕", "in_force"),
    ]
    text = "建议将老旧院落户均补助标准由0.6万元提高到0.9万元。"
    assert told(text, "standard_yuan", "standard_per", "status") == [(9000, "户", "recommended")]


def test_a_mean_of_a_size_is_a_standard_where_nothing_was_paid() -> None:
    text = "梯田建设亩均补助1800元，其中中央1300元、省级500元。"
    assert told(text, "standard_yuan", "standard_per", "gov_level", section=("补助标准",)) == [
        (1800, "亩", None),
        (1300, "亩", "central"),
        (500, "亩", "province"),
    ]
    for paid in ("全县亩均补助1800元。", "实际亩均补助1800元。", "共兑付资金90万元，亩均补助1800元。"):
        assert told(paid, "standard_yuan", section=("补助标准",)) == []


def test_a_limit_may_be_called_so_behind_its_amount() -> None:
    text = "现行办法规定的7%补助比例和90万元上限继续执行。"
    assert told(text, "ratio_pct", "cap_yuan") == [(7.0, Decimal(900000))]


@pytest.mark.parametrize(
    ("text", "conditions"),
    [
        ("新建钢架大棚连片20亩以上的，每亩补助900元。", ["新建钢架大棚连片20亩以上的"]),
        ("对新建烘干中心，按设备购置费用的35%给予补助。", ["新建烘干中心"]),
        ("第九条 对首次评为老字号的企业一次性奖励8万元。", ["首次评为老字号的企业"]),
        ("贷款额在200万元以下的，贴息比例提高至45%。", ["贷款额在200万元以下的"]),
        ("秸秆还田作业，每亩补助18元，其中县财政承担6元。", ["秸秆还田作业", None]),
        ("3个村涉及资金46万元；农户反映秧苗补助标准（每亩150元）偏低。", ["农户反映秧苗补助标准"]),
        ("建议将早稻秧苗补助标准提高到每亩220元。", ["早稻秧苗补助标准"]),
    ],
)
def test_a_condition_is_told_in_whole_clauses(text: str, conditions: list[str | None]) -> None:
    assert told(text, "condition_text", section=("补助标准",)) == [(one,) for one in conditions]


def test_what_somebody_does_is_supported_and_not_who_does_it() -> None:
    text = "对企业实施的节能改造项目，按设备投入的15%给予补助。"
    assert told(text, "beneficiary", "item", "base_text") == [("企业", "节能改造项目", "设备投入")]
    text = "对农户实际发生的检疫费用按50%给予补贴。"
    assert told(text, "beneficiary", "item", "base_text") == [("农户", None, "实际发生的检疫费用")]


def test_on_duty_is_part_of_a_name() -> None:
    assert told("对在岗护林员每人每月补助900元。", "item", "standard_per") == [("在岗护林员", "人·月")]


def test_means_of_a_standard_that_a_sentence_lays_down() -> None:
    text = "补助标准为旧房拆除户均2万元，修缮加固户均1.5万元。"
    assert told(text, "item", "standard_yuan", "standard_per") == [
        ("旧房拆除", Decimal(20000), "户"),
        ("修缮加固", Decimal(15000), "户"),
    ]
    assert told("全年旧房拆除户均补助2万元。", "standard_yuan") == []


def test_grades_of_what_was_attained_are_no_payers() -> None:
    text = "对认定为国家级、省级、市级示范社的，分别一次性奖励30万元、20万元、5万元。"
    assert told(text, "item", "gov_level", "standard_yuan") == [
        ("国家级", None, Decimal(300000)),
        ("省级", None, Decimal(200000)),
        ("市级示范社", None, Decimal(50000)),
    ]
    text = "保费由省级、市级财政分别承担30%、20%。"
    assert told(text, "gov_level", "ratio_pct") == [("province", 30.0), ("city", 20.0)]
