"""Money that a document prints in many tables, and in several files, counts once."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from pipeline.answers.catalog import Catalog
from tests import factories
from tests.asking import ask, money, pick, publish, yuan

OFFICE = {
    "document_type": "department_budget",
    "department": "宁波市海事局",
    "title": "宁波市海事局2023年部门预算",
    "program_name": None,
}
ACCOUNT = OFFICE | {
    "document_type": "department_final_account",
    "title": "宁波市海事局2023年部门决算",
}
GOVERNMENT = {"document_type": "other", "program_name": None, "department": None, "title": "宁波市2023年预算"}
SPENT: Mapping[str, Any] = {"flow": "expenditure", "statement": "expenditure"}
TOTAL: Mapping[str, Any] = {"is_total": True, "line_item": "合计"}
Row = dict[str, Any]


def table(
    amounts: Mapping[str, int],
    statement: str,
    table_id: str,
    *,
    seed: str = "a",
    phase: str = "initial",
    total: int | None = None,
    **changes: Any,
) -> list[Row]:
    """Lines by code of function, and their total."""
    common = {
        "statement": statement,
        "table_id": table_id,
        "flow": "expenditure",
        "amount_text": "1",
    } | changes
    lines = [
        money(
            seed,
            phase,
            amount,
            line_item=code or "设备购置",
            function_code=code or None,
            row_index=row,
            **common,
        )
        for row, (code, amount) in enumerate(amounts.items())
    ]
    printed = sum(amounts.values()) if total is None else total
    return [*lines, money(seed, phase, printed, row_index=99, **common | TOTAL)]


FUNDS = {
    "一般公共预算支出": "general_public",
    "政府性基金预算支出": "gov_fund",
    "国有资本经营预算支出": "state_capital",
}


@pytest.mark.parametrize(
    ("about", "total", "spent", "adds_up"),
    [
        (GOVERNMENT, None, 100, None),
        (GOVERNMENT, 155, 155, True),
        (GOVERNMENT, 100, 100, None),
        (OFFICE, None, 155, None),
    ],
)
def test_the_budgets_of_a_government_are_one_sum_only_where_it_is_printed(
    tmp_path: Path, about: Row, total: int | None, spent: int, adds_up: bool | None
) -> None:
    million = 1_000_000
    rows = [
        money("a", "initial", amount * million, line_item=name, fund_type=fund, row_index=row)
        for row, ((name, fund), amount) in enumerate(zip(FUNDS.items(), (100, 50, 5), strict=True))
    ]
    rows += [money("a", "initial", total * million, row_index=9) | TOTAL] if total else []
    for row in rows:
        row |= {"flow": "expenditure", "statement": "general_public", "table_id": "t1", "amount_text": "1"}
    tables = [factories.table("a", table_id="t1")]
    with publish(tmp_path, {"a": {"budget": rows, "tables": tables}}, a=about) as catalog:
        [found] = ask(catalog, "spending_totals")
        lines = catalog.select("SELECT sum(amount_yuan) AS yuan FROM budget_once WHERE question = 'spending'")
    assert (found["amount_yuan"], found["adds_up"]) == (yuan(spent * million), adds_up)
    assert lines.to_pylist() == [{"yuan": yuan(spent * million)}]


def test_what_a_government_hands_on_is_no_spending_where_its_total_is_printed(tmp_path: Path) -> None:
    million = 1_000_000
    amounts = {"201": 70 * million, "205": 30 * million, "231": 20 * million, "230": 40 * million}
    *lines, whole = table(amounts, "general_public", "t1", total=185 * million)
    left = lines[0] | {
        "line_item": "结转下年",
        "function_code": None,
        "amount_yuan": yuan(25 * million),
        "row_index": 50,
    }
    own = whole | {"amount_yuan": yuan(100 * million), "row_index": 40}
    columns = ("amount_yuan", "total_printed_yuan", "adds_up")
    rows = [*lines, left, whole]
    with publish(tmp_path / "both", {"a": {"budget": [*rows, own]}}, a=GOVERNMENT) as catalog:
        amount = yuan(100 * million)
        assert pick(ask(catalog, "spending_totals"), *columns) == [(amount, amount, True)]
        found = pick(ask(catalog, "spending_by_function"), "function_code", "share_pct")
        assert found == [("201", 70.0), ("205", 30.0)]
    with publish(tmp_path / "one", {"a": {"budget": rows}}, a=GOVERNMENT) as catalog:
        amount = yuan(185 * million)
        assert pick(ask(catalog, "spending_totals"), *columns) == [(amount, amount, True)]


def test_money_that_stands_in_many_tables_counts_once(tmp_path: Path) -> None:
    rows = [
        *table({"2010101": 70, "2050101": 30}, "general_public", "t2"),
        *table({"2010101": 70, "2050101": 50}, "expenditure", "t1"),
        *table({"2010101": 70, "2050101": 50}, "overview", "t0"),
        *table({"": 4}, "programme", "t3"),
        money("a", "initial", 900, table_id=None, source_kind="prose"),
    ]
    with publish(tmp_path, {"a": {"budget": rows}}, a=OFFICE) as catalog:
        [row] = ask(catalog, "spending_totals")
        shares = ask(catalog, "spending_by_function")
    assert (row["amount_yuan"], row["total_printed_yuan"], row["adds_up"]) == (yuan(120), yuan(120), True)
    assert row["statement"] == "expenditure"
    assert pick(shares, "function_code", "amount_yuan", "share_pct") == [
        ("201", yuan(70), 58.33),
        ("205", yuan(50), 41.67),
    ]


def test_of_tables_of_the_same_money_the_one_that_adds_up_is_taken(tmp_path: Path) -> None:
    rows = [
        *table({"2010101": 70, "2050101": 5_000_000}, "expenditure", "t1", total=120),
        *table({"2010101": 70, "2050101": 50}, "overview", "t0"),
        *table({"2010101": 70}, "general_public", "t2"),
    ]
    with publish(tmp_path, {"a": {"budget": rows}}, a=OFFICE) as catalog:
        assert pick(ask(catalog, "spending_totals"), "statement", "amount_yuan") == [("overview", yuan(120))]


def test_a_table_that_does_not_add_up_stands_with_both_numbers(tmp_path: Path) -> None:
    rows = table({"2010101": 70}, "expenditure", "t1", total=80)
    rows[-1]["amount_yuan"] = yuan(8_000_000)
    with publish(tmp_path, {"a": {"budget": rows}}, a=OFFICE) as catalog:
        [row] = ask(catalog, "spending_totals")
    assert (row["amount_yuan"], row["total_printed_yuan"], row["adds_up"]) == (
        yuan(70),
        yuan(8_000_000),
        False,
    )


def test_the_whole_region_goes_before_its_own_level(tmp_path: Path) -> None:
    rows = [*table({"205": 400}, "general_public", "t0"), *table({"205": 100}, "general_public", "t1")]
    tables = [
        factories.table(
            "a", table_id=table_id, table_index=index, row_count=100, caption=f"2023年{reach}支出表"
        )
        for index, (table_id, reach) in enumerate((("t0", "市级"), ("t1", "全市")))
    ]
    with publish(tmp_path, {"a": {"budget": rows, "tables": tables}}, a=GOVERNMENT) as catalog:
        assert pick(ask(catalog, "spending_by_function"), "amount_yuan", "reach") == [(yuan(100), "whole")]


@pytest.mark.parametrize(
    ("caption", "reach"),
    [
        ("2023年全市一般公共预算支出决算表", "whole"),
        ("2023年市级一般公共预算支出决算表", "own"),
        ("2023年市本级支出表", "own"),
        ("支出决算表", "whole"),
    ],
)
def test_the_caption_says_how_far_a_table_reaches(tmp_path: Path, caption: str, reach: str) -> None:
    with publish(tmp_path, {"a": {"budget": [money("a", "initial", 1)]}}) as catalog:
        told = catalog.select("SELECT reach_of($caption) AS reach", {"caption": caption})
    assert told.to_pylist() == [{"reach": reach}]


def test_programmes_without_a_table_for_all_are_told_apart(tmp_path: Path) -> None:
    rows = [
        *table({"": 60}, "programme", "t0", program_name="教师培训"),
        *table({"": 40}, "programme", "t1", program_name="房屋修缮"),
        *table({"": 40}, "other", "t2", program_name="房屋修缮"),
    ]
    with publish(tmp_path, {"a": {"budget": rows}}, a=GOVERNMENT) as catalog:
        found = pick(ask(catalog, "spending_totals"), "program_name", "amount_yuan")
    assert sorted(found) == [("房屋修缮", yuan(40)), ("教师培训", yuan(60))]


class TestSeveralFiles:
    """One report in two files: the fuller one counts, unless the user says otherwise."""

    @pytest.fixture
    def catalog(self, tmp_path: Path) -> Catalog:
        rows = {
            seed: {"budget": table({"2010101": amount}, "expenditure", "t1", seed=seed)}
            for seed, amount in (("a", 70), ("b", 90))
        }
        return publish(
            tmp_path,
            rows,
            a=OFFICE | {"file_name": "旧稿.pdf", "number_count": 5},
            b=OFFICE | {"file_name": "定稿.pdf", "number_count": 9},
        )

    @pytest.mark.parametrize("query", ["spending_totals", "spending_by_function"])
    @pytest.mark.parametrize(
        ("given", "amounts"),
        [({}, [90]), ({"take": "旧"}, [70]), ({"take": "无此文件"}, [90]), ({"take": "all"}, [70, 90])],
    )
    def test_one_is_taken(
        self, catalog: Catalog, query: str, given: dict[str, str], amounts: list[int]
    ) -> None:
        with catalog:
            found = [row["amount_yuan"] for row in ask(catalog, query, **given)]
        assert sorted(found) == [yuan(amount) for amount in amounts]

    def test_a_file_that_is_asked_for_is_told_of(self, catalog: Catalog) -> None:
        with catalog:
            assert pick(ask(catalog, "spending_totals", document="旧"), "amount_yuan") == [(yuan(70),)]

    def test_offices_of_one_region_are_two(self, tmp_path: Path) -> None:
        rows = {
            seed: {"budget": table({"2010101": 70}, "expenditure", "t1", seed=seed)} for seed in ("a", "b")
        }
        with publish(tmp_path, rows, a=OFFICE, b=OFFICE | {"department": "宁波市文化馆"}) as catalog:
            assert len(ask(catalog, "spending_totals")) == 2

    @pytest.mark.parametrize(
        ("amount", "title", "counted"),
        [(70, "宁波市2023年预算", 1), (71, "宁波市2023年预算", 2), (70, "宁波市资金安排", 2)],
    )
    def test_documents_that_name_nobody_are_one_by_title_and_figures(
        self, tmp_path: Path, amount: int, title: str, counted: int
    ) -> None:
        rows = {
            seed: {"budget": table({"": one}, "programme", "t1", seed=seed)}
            for seed, one in (("a", 70), ("b", amount))
        }
        with publish(tmp_path, rows, a=GOVERNMENT, b=GOVERNMENT | {"title": title}) as catalog:
            assert len(ask(catalog, "spending_totals")) == counted


def test_a_statement_that_is_asked_for_is_taken_instead_of_the_first(tmp_path: Path) -> None:
    rows = [*table({"205": 70}, "expenditure", "t0"), *table({"205": 50}, "general_public", "t1")]
    with publish(tmp_path, {"a": {"budget": rows}}, a=OFFICE) as catalog:
        assert pick(ask(catalog, "spending_by_function"), "amount_yuan") == [(yuan(70),)]
        asked = ask(catalog, "spending_by_function", statement="general_public")
        assert pick(asked, "statement", "amount_yuan") == [("general_public", yuan(50))]


def test_change_against_the_year_before_comes_from_the_same_money(tmp_path: Path) -> None:
    rows = {
        "a": {"budget": table({"205": 50, "208": 10}, "expenditure", "t1", fiscal_year=2022)},
        "b": {"budget": table({"205": 60}, "expenditure", "t1", seed="b")},
        "c": {"budget": table({"205": 1}, "expenditure", "t1", seed="c", fiscal_year=2022)},
    }
    others = {"a": OFFICE | {"fiscal_year": 2022}, "b": OFFICE}
    with publish(tmp_path, rows, c=OFFICE | {"department": "宁波市文化馆"}, **others) as catalog:
        found = ask(catalog, "spending_by_function", year="2023")
        assert pick(ask(catalog, "spending_by_function", function="20", year="2021"), "fiscal_year") == []
    assert pick(found, "amount_yuan", "before_yuan", "change_pct") == [(yuan(60), yuan(50), 20.0)]


@pytest.mark.parametrize("query", ["spending_by_function", "execution_by_function"])
def test_a_function_has_the_official_name_of_its_year(tmp_path: Path, query: str) -> None:
    rows = [
        row
        for phase in ("initial", "executed")
        for row in table({"215": 500_000, "230": 100_000}, "general_public", "t1", phase=phase)
    ]
    with publish(tmp_path, {"a": {"budget": rows}}, a=GOVERNMENT) as catalog:
        names = {row["function_code"]: row["function_name"] for row in ask(catalog, query)}
    assert names == {"215": "资源勘探工业信息等支出", "230": "转移性支出"}


class TestExecution:
    def test_budget_and_spending_of_one_table(self, tmp_path: Path) -> None:
        rows = [
            row
            for phase, amounts in {"initial": (50, 10), "adjusted": (40, 10), "executed": (30, 10)}.items()
            for row in table(
                dict(zip(("205", "208"), amounts, strict=True)), "general_public", "t1", phase=phase
            )
        ]
        rows += table({"205": 7777}, "general_public", "t0", phase="executed")
        with publish(tmp_path, {"a": {"budget": rows}}, a=GOVERNMENT) as catalog:
            found = ask(catalog, "execution_by_function", function="205")
        assert pick(found, "executed_yuan", "rate_on_initial_pct", "rate_on_adjusted_pct") == [
            (yuan(30), 60.0, 75.0)
        ]

    def test_an_office_prints_them_in_two_documents(self, tmp_path: Path) -> None:
        rows = {
            "a": {"budget": table({"205": 50}, "expenditure", "t1")},
            "b": {"budget": table({"205": 40}, "expenditure", "t1", seed="b", phase="executed")},
        }
        files = {"a": OFFICE | {"file_name": "预算.pdf"}, "b": ACCOUNT | {"file_name": "决算.pdf"}}
        with publish(tmp_path, rows, **files) as catalog:
            found = ask(catalog, "execution_by_function")
        assert pick(found, "rate_on_initial_pct", "file_name", "budget_file") == [
            (80.0, "决算.pdf", "预算.pdf")
        ]


class TestThreePublic:
    def rows(self, *lines: tuple[str, int, bool]) -> list[Row]:
        return [
            money(
                "a",
                "initial",
                amount,
                line_item=item,
                is_total=total,
                row_index=row,
                statement="three_public",
            )
            for row, (item, amount, total) in enumerate(lines)
        ]

    def test_each_expense_counts_once_and_what_stands_beside_them_not_at_all(self, tmp_path: Path) -> None:
        rows = self.rows(
            ("“三公”经费合计", 600, True),
            ("因公出国（境）费", 100, False),
            ("公务用车购置及运行维护费", 300, True),
            ("公务用车购置费", 120, False),
            ("公务用车运行维护费", 180, False),
            ("公务接待费", 200, False),
            ("机关运行经费", 9000, False),
            ("会议费", 50, False),
        )
        with publish(tmp_path, {"a": {"budget": rows}}, a=OFFICE) as catalog:
            [row] = ask(catalog, "three_public")
        amounts = ("total", "abroad", "vehicles", "purchase", "running", "reception")
        assert [row[f"{name}_yuan"] for name in amounts] == [
            yuan(amount) for amount in (600, 100, 300, 120, 180, 200)
        ]
        assert row["adds_up"] is True

    def test_what_is_divided_is_all_that_cars_cost_whatever_it_is_called(self, tmp_path: Path) -> None:
        rows = self.rows(
            ("公务用车运行维护费", 300, True),
            ("公务用车购置", 120, False),
            ("公务用车运行维护费", 180, False),
        )
        with publish(tmp_path, {"a": {"budget": rows}}, a=OFFICE) as catalog:
            found = ask(catalog, "three_public")
        assert pick(found, "total_yuan", "vehicles_yuan", "running_yuan") == [
            (yuan(300), yuan(300), yuan(180))
        ]


def test_other_questions_have_their_tables_too(tmp_path: Path) -> None:
    rows = [
        money("a", "initial", 60, statement="income", table_id="t1", flow="income", line_item="财政拨款"),
        money("a", "initial", 40, statement="income", table_id="t1", flow="balance", line_item="上年结转"),
        money("a", "initial", 100, statement="income", table_id="t1", flow="income", **TOTAL),
        money("a", "initial", 100, statement="overview", table_id="t0", flow="income", line_item="财政拨款"),
        money("a", "initial", 70, **SPENT, table_id="t2", expenditure_type="basic"),
        money("a", "initial", 30, **SPENT, table_id="t2", expenditure_type="project"),
        money(
            "a",
            "initial",
            12,
            statement="gov_fund",
            table_id="t3",
            flow="expenditure",
            line_item="彩票公益金",
        ),
    ]
    with publish(tmp_path, {"a": {"budget": rows}}, a=OFFICE) as catalog:
        told = catalog.select(
            "SELECT question, statement, sum(amount_yuan) AS amount FROM budget_once GROUP BY ALL ORDER BY ALL"
        ).to_pylist()
    assert pick(told, "question", "statement", "amount") == [
        ("basic_project", "expenditure", yuan(100)),
        ("funds", "gov_fund", yuan(12)),
        ("income", "income", yuan(100)),
        ("spending", "expenditure", yuan(100)),
    ]


def test_helpers_take_some_documents(tmp_path: Path) -> None:
    rows = {seed: {"budget": table({"205": 50}, "expenditure", "t1", seed=seed)} for seed in ("a", "b")}
    own = factories.document("b")["document_id"]
    with publish(tmp_path, rows, a=OFFICE, b=OFFICE) as catalog:
        for helper in ("statement_sums_of", "statements_once_of", "budget_once_of", "functions_told_of"):
            found = catalog.select(f"SELECT DISTINCT document_id FROM {helper}(['{own}'])").to_pylist()
            assert found == [{"document_id": own}], helper


def test_a_report_that_tells_its_money_in_sentences_alone_has_its_lines_too(tmp_path: Path) -> None:
    sentences = {"table_id": None, "statement": None, "flow": "expenditure", "program_name": "渔船更新"}
    told = [
        money("a", "executed", 31, **sentences, source_text="支出31万元", page_number=2),
        money("a", "executed", 31, **sentences, source_text="共支出31万元", page_number=4),
        money("a", "executed", 12, **sentences, source_text="其中12万元", page_number=4),
    ]
    tables = table({"205": 50, "213": 20}, "expenditure", "t1", seed="b", phase="executed")
    documents = {"a": {"budget": told}, "b": {"budget": tables}}
    with publish(tmp_path, documents, a={"program_name": "渔船更新"}, b=OFFICE) as catalog:
        by_view = [
            catalog.select(
                "SELECT question, document_id, phase, sum(amount_yuan) AS amount "
                f"FROM {view} GROUP BY ALL ORDER BY ALL"
            ).to_pylist()
            for view in ("statements_once", "budget_once")
        ]
        lines = catalog.select("SELECT page_number FROM budget_once WHERE table_id IS NULL").to_pylist()
    assert by_view[0] == by_view[1]
    assert sum(row["amount"] for row in by_view[1] if row["question"] == "spending") == yuan(101)
    assert pick(lines, "page_number") == [(2,)]
