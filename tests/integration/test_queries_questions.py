"""The named queries of the fifteen questions that no other test asks, on invented facts."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from tests.asking import ask, money, pick, publish, yuan
from tests.factories import disbursement, figure, finding, indicator, metric, table, term

PROVINCE = {"region_code": "330000", "region_name": "浙江省", "gov_level": "province", "cap_yuan": None}
END, LATER = date(2023, 12, 31), date(2024, 6, 30)


def test_bounds_stand_beside_the_floors_of_the_province(tmp_path: Path) -> None:
    terms = [
        term(ratio_pct=20.0, row_index=1),
        term(ratio_pct=20.0, row_index=2, cap_yuan=yuan(3_000_000), export_min_usd=5e6),
        term(ratio_pct=60.0, ratio_op="=", row_index=3, cap_yuan=None),
        term(ratio_pct=30.0, ratio_op="≥", row_index=4, **PROVINCE),
        term(ratio_pct=50.0, ratio_op="≥", row_index=5, market="新兴市场", **PROVINCE),
        term(ratio_pct=25.0, enterprise_class="general", row_index=6, cap_yuan=None),
    ]
    with publish(tmp_path, {"a": {"subsidy_terms": terms}}) as catalog:
        columns = (
            "bound",
            "ratio_pct",
            "lowest_cap_yuan",
            "highest_cap_yuan",
            "province_floor_pct",
            "is_below_floor",
        )
        assert pick(ask(catalog, "ceilings_and_floors", city="330200"), *columns) == [
            ("ceiling", 20.0, yuan(1_000_000), yuan(3_000_000), 30.0, True),
            ("fixed", 60.0, None, None, 30.0, False),
            ("ceiling", 25.0, None, None, None, None),
        ]
        assert pick(ask(catalog, "ceilings_and_floors", city="330000"), "bound", "ratio_pct")[:2] == [
            ("floor", 50.0),
            ("floor", 30.0),
        ]


def test_caps_also_where_there_is_no_share(tmp_path: Path) -> None:
    terms = [
        term(cap_scope="per_enterprise"),
        term(
            row_index=2, ratio_op=None, ratio_pct=None, instrument="interest_subsidy", cap_yuan=yuan(500_000)
        ),
        term(row_index=3, ratio_pct=40.0, cap_yuan=None),
    ]
    with publish(tmp_path, {"a": {"subsidy_terms": terms}}) as catalog:
        assert pick(ask(catalog, "caps_by_class"), "instrument", "ratio_pct", "cap_yuan") == [
            ("interest_subsidy", None, yuan(500_000)),
            ("premium_subsidy", 50.0, yuan(1_000_000)),
        ]
        assert len(ask(catalog, "caps_by_class", scope="per_enterprise")) == 1


def paid(row: int, name: str, first: int, last: int) -> list[dict[str, Any]]:
    """A district to which 100 were due, on two dates; only the first record prints what was due."""
    place = {"row_index": row, "region_code": None, "region_name": name}
    return [
        disbursement(due_yuan=yuan(100), paid_yuan=yuan(first), as_of=END, column_index=2, **place),
        disbursement(due_yuan=None, paid_yuan=yuan(last), as_of=LATER, column_index=3, **place),
    ]


def test_who_was_paid_when(tmp_path: Path) -> None:
    rows = [
        *paid(1, "甲区", 100, 100),
        *paid(2, "乙区", 0, 100),
        *paid(3, "丙区", 0, 30),
        *paid(4, "丁区", 0, 0),
    ]
    with publish(tmp_path, {"a": {"disbursement": rows}}) as catalog:
        found = ask(catalog, "payment_progress")
        assert pick(found, "region_name", "paid", "first_date", "last_date", "last_paid_yuan") == [
            ("丁区", "not", END, LATER, yuan(0)),
            ("丙区", "part", END, LATER, yuan(30)),
            ("乙区", "later", END, LATER, yuan(100)),
            ("甲区", "first_date", END, LATER, yuan(100)),
        ]
        assert pick(ask(catalog, "payment_progress", paid="not"), "region_name") == [("丁区",)]


def test_missed_targets_one_by_one(tmp_path: Path) -> None:
    rows = [
        indicator(level3="甲", is_met=True),
        indicator(level3="乙", row_index=2, is_met=False, actual_value=80.0, completion_rate_pct=80.0),
        indicator(
            level3="丙",
            row_index=3,
            target_text="年底前",
            target_value=None,
            completion_rate_printed_pct=60.0,
        ),
        indicator(level3="丁", row_index=4, target_text="年底前", target_value=None),
    ]
    with publish(tmp_path, {"a": {"indicators": rows}}) as catalog:
        assert pick(ask(catalog, "missed_indicators"), "indicator", "completion_pct") == [
            ("丙", 60.0),
            ("乙", 80.0),
        ]


def test_contradictions_begin_with_their_cause(tmp_path: Path) -> None:
    findings = [
        finding(check="error_carried_on", page_number=1),
        finding(check="sum_differs_down", severity="error", page_number=2),
        finding(check="region_missing", severity="info"),
        finding(check="numbers_not_understood", recomputed=None),
    ]
    with publish(tmp_path, {"a": {"findings": findings}}) as catalog:
        assert pick(ask(catalog, "contradictions"), "check") == [("sum_differs_down",), ("error_carried_on",)]
        assert pick(ask(catalog, "contradictions", severity="info"), "check") == [("region_missing",)]


def test_scores_are_ranked_by_year_and_who_gave_them(tmp_path: Path) -> None:
    told = {
        "a": {"total_score": 80.0, "grade": "良", "program_name": "甲资金"},
        "b": {"total_score": 95.0, "grade": "优", "program_name": "乙资金"},
        "c": {"total_score": 99.0, "program_name": "丙资金", "document_type": "self_evaluation_form"},
        "d": {"total_score": None, "program_name": "丁资金"},
    }
    with publish(tmp_path, {seed: {} for seed in told}, **told) as catalog:
        assert pick(ask(catalog, "scores_by_city"), "program_name", "grade", "rank") == [
            ("乙资金", "优", 1),
            ("甲资金", "良", 2),
            ("丙资金", None, 1),
        ]


def test_recipients_are_counted_in_targets_sentences_and_lists(tmp_path: Path) -> None:
    served = {"metric": "firms_served", "subject": "支持企业", "value": 118.0, "unit": "家", "page_number": 2}
    rows = {
        "indicators": [
            indicator(),
            indicator(row_index=2, level3="长度", target_unit="公里", actual_unit="公里"),
        ],
        "metrics": [metric(**served), metric()],
        "disbursement": [disbursement(recipient_count=7, page_number=3, item="保费")],
    }
    with publish(tmp_path, {"a": rows}) as catalog:
        found = ask(catalog, "recipients_counted")
        assert pick(found, "counted_as", "number", "unit") == [
            ("planned", 100.0, "家"),
            ("reached", 120.0, "家"),
            ("stated", 118.0, "家"),
            ("paid", 7.0, None),
        ]


def test_sentences_in_cells_of_other_tables_count_recipients(tmp_path: Path) -> None:
    """A table of what was planned and done in words holds no facts; those of a score table are told by its facts."""
    texts = (
        "1.申报材料于3月前报送。2.计划对审核通过的 1,204 家外贸企业给予补助，涉及资金60万元",
        "甲区已向7家企业发放补贴，乙区已向12家小微外贸企业发放补贴。",
        "共有30家企业",
    )
    own = table(kind="other", table_id="t1"), table(kind="score", table_id="t2", table_index=1)
    place = {"document_id": own[0]["document_id"], "row_span": 1, "column_span": 1, "page_number": 1}
    cells = [
        place
        | {"text": text, "table_id": of["table_id"], "row_index": n, "column_index": 1, "is_header": False}
        for of in own
        for n, text in enumerate(texts)
    ]
    with publish(tmp_path, {"a": {"tables": [*own], "cells": cells}}) as catalog:
        found = ask(catalog, "recipients_counted")
    assert pick(found, "counted", "counted_as", "number", "unit", "printed") == [
        ("企业", "stated", 7.0, "家", "甲区已向7家企业"),
        ("外贸企业", "planned", 1204.0, "家", "2.计划对审核通过的1204家外贸企业"),
        ("小微外贸企业", "stated", 12.0, "家", "乙区已向12家小微外贸企业"),
    ]


def test_a_list_says_what_it_counts_and_a_sentence_its_only_number(tmp_path: Path) -> None:
    told = ("受天气影响，仅有42户完成改造", "计划60户，完成51户", "未达到100户", "共覆盖42户次")
    listed = disbursement(
        recipient_count=9, recipient_name=None, recipient_class="all", item=None, row_index=3
    )
    header = {
        "column_path": ["拨付情况", "拨付批次（个）"],
        "unit": "个",
        "value": 9.0,
        "recipient_class": "all",
    }
    from_list = {"fact_table": "disbursement", "fact_column": "recipient_count", "row_index": 3}
    rows = {
        "indicators": [
            indicator(
                row_index=row,
                level3=f"农户{row}",
                target_unit="户",
                actual_text=text,
                actual_value=None,
                actual_unit=None,
            )
            for row, text in enumerate(told)
        ],
        "disbursement": [listed],
        "figures": [figure(table_id=listed["table_id"], **header, **from_list)],
    }
    with publish(tmp_path, {"a": rows}) as catalog:
        found = ask(catalog, "recipients_counted")
    reached = [row for row in found if row["counted_as"] == "reached"]
    assert pick(reached, "number") == [(42.0,), (None,), (None,), (None,)]
    paid = [row for row in found if row["counted_as"] == "paid"]
    assert pick(paid, "counted", "unit") == [("拨付情况 › 拨付批次（个）", "个")]


def test_a_programme_has_a_row_for_each_year_that_its_tables_tell(tmp_path: Path) -> None:
    programme = {"program_name": "茶园信保补助", "line_item": "茶园信保补助"}
    rows = [
        money("a", "executed", 50, fiscal_year=2021, table_id="t1", **programme),
        money("a", "executed", 60, fiscal_year=2022, table_id="t1", column_index=3, **programme),
        money("a", "initial", 70, fiscal_year=2023, table_id="t0", **programme),
    ]
    with publish(tmp_path, {"a": {"budget": rows}}, a={"program_name": "茶园信保补助"}) as catalog:
        columns = ("fiscal_year", "initial_yuan", "executed_yuan")
        years = [(2021, None, yuan(50)), (2022, None, yuan(60)), (2023, yuan(70), None)]
        assert pick(ask(catalog, "execution_rates"), *columns) == years
        assert pick(ask(catalog, "programme_trend"), *columns, "reports") == [(*year, 1) for year in years]


def test_execution_line_by_line(tmp_path: Path) -> None:
    def line(name: str, row: int, initial: int, spent: int, **more: Any) -> list[dict[str, Any]]:
        named = {"line_item": name, "line_path": [name], "row_index": row, "program_name": "甲资金", **more}
        return [
            money("a", "initial", initial, **named),
            money("a", "executed", spent, column_index=3, **named),
        ]

    rows = [*line("展会", 1, 40, 40), *line("保费", 2, 60, 30), *line("合计", 3, 100, 70, is_total=True)]
    with publish(tmp_path, {"a": {"budget": rows}}, a={"program_name": "甲资金"}) as catalog:
        found = ask(catalog, "execution_by_line")
        assert pick(found, "line_item", "initial_yuan", "executed_yuan", "rate_pct") == [
            ("展会", yuan(40), yuan(40), 100.0),
            ("保费", yuan(60), yuan(30), 50.0),
        ]
        assert pick(ask(catalog, "execution_by_line", below_pct="90"), "line_item") == [("保费",)]


def test_who_pays_says_what_nobody_told(tmp_path: Path) -> None:
    rows = [
        money("a", "initial", 100, program_name="甲资金", is_total=True),
        money("a", "initial", 30, program_name="甲资金", row_index=2, funding_source="city"),
    ]
    with publish(tmp_path, {"a": {"budget": rows}}, a={"program_name": "甲资金"}) as catalog:
        assert pick(ask(catalog, "who_pays"), "city_pct", "untold_pct") == [(30.0, 70.0)]
