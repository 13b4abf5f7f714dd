"""Facts about a whole document: type, region, year, programme, department, score and grade."""

from __future__ import annotations

from typing import Any

import pytest

from extractors.kinds.classifying import ClassifiedTable
from extractors.whole.assembling import Body
from pipeline.records.document import document_facts, score_facts
from tests.tables import classified


def facts(title: str, *prose: str, tables: list[ClassifiedTable] | None = None) -> dict[str, Any]:
    found = tables or []
    return document_facts(title, Body([t.table for t in found], [(1, text) for text in prose]), found)


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("2023年度外经贸发展专项资金绩效评价报告", "evaluation_report"),
        ("项目支出绩效自评表", "self_evaluation_form"),
        ("2024年度专项资金绩效目标申报表", "target_form"),
        ("某大学2023年度部门决算", "department_final_account"),
        ("某大学2023年部门预算", "department_budget"),
        ("部门预算项目绩效目标表（2022年度）", "target_form"),
        ("2023年预算绩效评价报告", "evaluation_report"),
        ("项目绩效目标完成情况表", "self_evaluation_form"),
        ("会议纪要", "other"),
    ],
)
def test_document_types(title: str, expected: str) -> None:
    assert facts(title)["document_type"] == expected


@pytest.mark.parametrize(
    ("title", "code", "name", "level"),
    [
        ("青岛市2023年度外经贸发展专项资金绩效评价报告", "370200", "青岛市", "city"),
        ("广东省湛江市2023年专项资金绩效评价报告", "440800", "湛江市", "city"),
        ("上海市普陀区规划局2024年度部门决算", "310107", "普陀区", "district"),
        ("福建省2024年外经贸专项资金绩效目标表", "350000", "福建省", "province"),
        ("寿县2023年度商务专项资金绩效评价报告", "340422", "寿县", "county"),
    ],
)
def test_region_of_the_title(title: str, code: str, name: str, level: str) -> None:
    found = facts(title)
    assert (found["region_code"], found["region_name"]) == (code, name)
    assert found["admin_level"] in (level, "county")


def test_the_region_may_be_that_of_the_department_or_of_the_prose() -> None:
    form = classified("项目名称 | 外贸专项\n主管部门 | 福建省商务厅\n实施单位 | 商务厅\n项目负责人 | 张某")
    assert facts("绩效目标表", tables=[form])["region_code"] == "350000"
    by_prose = facts("绩效评价报告", "青岛市商务局组织申报。", "青岛市财政局拨付资金，学习了宁波市的经验。")
    assert by_prose["region_code"] == "370200"


def test_a_number_alone_over_the_only_table_does_not_hide_its_title() -> None:
    alone = classified("受益人数 | 3256 人")
    whole = classified("项目 | 预算数\n堤防维修 | 120.5", caption="寿县2033年水利专项资金安排表")
    assert facts("", tables=[alone, whole])["region_code"] == "340422"


def test_a_word_that_some_district_has_for_a_name_is_no_place() -> None:
    assert facts("市区2023年度老旧小区改造资金绩效评价报告")["region_code"] is None


def test_what_nothing_says_is_not_guessed() -> None:
    found = facts("绩效评价报告", "本项目执行良好。")
    assert (found["region_code"], found["fiscal_year"], found["department"], found["program_name"]) == (
        None,
    ) * 4


@pytest.mark.parametrize(
    ("title", "prose", "year"),
    [
        ("2023年度专项资金绩效评价报告", ["2022年度预算执行情况"], 2023),
        ("专项资金绩效评价报告", ["2022年度安排资金", "2022年度支出", "2021年度结转"], 2022),
        ("专项资金绩效评价报告", ["资金已拨付"], None),
    ],
)
def test_fiscal_year(title: str, prose: list[str], year: int | None) -> None:
    assert facts(title, *prose)["fiscal_year"] == year


@pytest.mark.parametrize(
    ("prose", "year"),
    [
        (["乐政规〔2033〕7号", "本措施自2034年3月1日起施行，有效期至", "2036年12月31日。"], 2034),
        (["乐政规〔2033〕7号", "2029年起原办法与2031年补充通知同时废止。"], 2033),
        (["原《暂行办法》（乐政发〔2027〕7号）同时废止。"], None),
    ],
)
def test_a_policy_is_of_the_year_since_which_it_holds_else_of_its_number(
    prose: list[str], year: int | None
) -> None:
    found = facts("乐昌市支持竹产业发展若干措施", *prose)
    assert (found["document_type"], found["fiscal_year"]) == ("policy", year)


def test_programme_and_department_of_a_form_and_of_a_title() -> None:
    form = classified(
        "项目名称 | 保费补助项目\n主管部门 | 洛阳市商务局\n实施单位 | 商务局\n项目负责人 | 张某"
    )
    found = facts("项目支出绩效自评表", tables=[form])
    assert (found["program_name"], found["department"]) == ("保费补助项目", "洛阳市商务局")
    titled = facts("青岛市商务局2023年度外经贸发展专项资金绩效评价报告")
    assert titled["department"] == "青岛市商务局"
    assert "外经贸发展专项资金" in titled["program_name"]
    assert "2023" not in titled["program_name"] and "报告" not in titled["program_name"]


def test_a_budget_is_that_of_a_department_and_not_of_a_programme() -> None:
    form = classified(
        "项目名称 | 教师工作专项\n主管部门及代码 | 教育部 105\n实施单位 | 西南大学\n项目负责人 | 张某"
    )
    budget = facts("西南大学2023年度部门预算", tables=[form])
    assert (budget["department"], budget["program_name"]) == ("西南大学", None)
    target = facts("项目支出绩效目标表", tables=[form])
    assert (target["department"], target["program_name"]) == ("教育部", "教师工作专项")


def test_the_department_on_the_cover_of_a_budget() -> None:
    found = facts("上海市普陀区2025年区级部门预算", "预算主管部门：上海市普陀区人民政府办公室", "主要职能")
    assert found["department"] == "上海市普陀区人民政府办公室"


@pytest.mark.parametrize(
    ("title", "program"),
    [
        ("淮安市人民政府2024年政府信息公开工作年度报告", None),
        ("淮安市2024年外贸专项资金情况说明", "外贸专项资金"),
    ],
)
def test_the_title_of_another_paper_names_a_programme_when_it_speaks_of_one(
    title: str, program: str | None
) -> None:
    found = facts(title)["program_name"]
    assert (program in found) if program else (found is None)


@pytest.mark.parametrize(
    ("title", "checks"),
    [
        ("某大学2023年度部门决算", ["region_not_stated"]),
        ("烟台市2023年度外经贸发展专项资金绩效评价报告", []),
    ],
)
def test_a_region_that_is_only_mentioned_is_a_finding(title: str, checks: list[str]) -> None:
    found: list[str] = []
    prose = Body([], [(1, "学校位于南通市，南通市财政拨款为主要来源。")])
    row = document_facts(title, prose, [], lambda check, *_, **__: found.append(check))
    assert found == checks
    assert row["region_name"] == ("南通市" if checks else "烟台市")


@pytest.mark.parametrize(
    ("title", "program"),
    [
        ("新能源汽车推广应用补助资金重点绩效评价报告", "新能源汽车推广应用补助资金"),
        ("县域商业体系建设专项资金中期绩效评价报告", "县域商业体系建设专项资金"),
        ("商务发展专项资金（国际市场开拓）绩效评价报告", "商务发展专项资金（国际市场开拓）"),
        ("（出口信用保险补贴）绩效评价报告", "出口信用保险补贴"),
        ("2020年度财政支出项目绩效自评表", None),
        ("2020年度部门（单位）整体支出绩效自评表", None),
        ("关于2024年青岛市消费品以旧换新补贴资金绩效评价情况的报告", "消费品以旧换新补贴资金"),
        ("青岛市财政局关于提前下达2024年农村危房改造补助资金预算的通知", "农村危房改造补助资金"),
        ("青岛市老旧小区改造项目（2020—2022年）绩效评价报告", "老旧小区改造项目"),
        ("青岛市本级2018年度农业保险保费补贴资金财政评价报告", "农业保险保费补贴资金"),
    ],
)
def test_the_programme_of_a_title(title: str, program: str | None) -> None:
    assert facts(title)["program_name"] == program


def test_the_titles_of_other_papers() -> None:
    assert facts("甲县山塘清淤项目支出绩效评价报告")["program_name"] == "甲县山塘清淤项目"
    assert facts("湘西州2021年重点林区转型扶持资金绩效评价报告")["program_name"] == "重点林区转型扶持资金"
    assert facts("关于印发《甲县小额信贷贴息实施方案》的通知")["program_name"] == "甲县小额信贷贴息"
    assert facts("关于做好2024年预算绩效评价工作的通知")["program_name"] is None
    assert facts("部门整体支出绩效自评报告")["program_name"] is None


def test_who_signs_a_notice_is_its_department_and_tells_its_place() -> None:
    found = facts("关于下达2024年水利补助资金的通知", "各乡镇：", "牡丹江市财政局", "2023年12月19日")
    assert (found["department"], found["region_code"]) == ("牡丹江市财政局", "231000")


def test_the_supervisor_nearest_to_the_place_is_the_department() -> None:
    form = classified(
        "项目名称 | 老旧小区改造 | 中央主管部门 | 住房和城乡建设部\n"
        "省级财政部门 | 云南省财政厅 | 省级主管部门 | 云南省住房和城乡建设厅\n"
        "州级财政部门 | 红河州财政局 | 州级主管部门 | 红河州住房和城乡建设局"
    )
    found = facts("区域绩效目标表", tables=[form])
    assert (found["department"], found["region_code"]) == ("红河州住房和城乡建设局", "532500")


def test_forms_and_tables_in_a_governments_report_speak_of_others() -> None:
    form = classified("项目名称 | 山塘清淤\n主管部门 | 福建省水利厅\n自评得分 | 95\n项目负责人 | 张某")
    found = facts("甲省2021年全省和省本级财政决算", tables=[form])
    assert (found["document_type"], found["program_name"], found["department"]) == ("other", None, None)


@pytest.mark.parametrize(
    ("title", "check"),
    [
        ("鼓楼区民政局2024年度部门预算", "region_ambiguous"),
        ("福建省2023年预算执行情况和2024年预算草案的报告", "two_years"),
    ],
)
def test_what_two_candidates_say_alike_is_a_finding(title: str, check: str) -> None:
    found: list[str] = []
    document_facts(title, Body([], [(1, "内设科室五个。")]), [], lambda name, *_, **__: found.append(name))
    assert found == [check]


@pytest.mark.parametrize(
    ("conclusion", "score", "grade"),
    [
        ("本项目自评得分91.3分，等级为优。主要问题：一是巡护不足；二是台账不全。", 91.3, "优"),
        ("优", None, "优"),
        ("项目实施较好，绩效等级为“良”；" + "各项任务按期完成，" * 12, None, "良"),
        ("项目未达到等级为优的标准。", None, None),
    ],
)
def test_the_conclusion_of_a_form_may_be_a_sentence(
    conclusion: str, score: float | None, grade: str | None
) -> None:
    form = classified(f"项目名称 | 护林项目\n预算单位 | 某县林业局\n评价结论 | {conclusion}")
    body = Body([form.table], [])
    known = document_facts("项目支出绩效自评表", body, [form])
    found = score_facts(body, [form], [], known)
    assert (found["total_score"], found["grade"]) == (score, grade)
