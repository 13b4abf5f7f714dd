"""The data dictionary in both languages."""

from __future__ import annotations

import json
import re

import pytest

from pipeline.answers.chinese_names import column_name
from pipeline.answers.dictionary import as_markdown, heading, rows_in_both, rows_in_chinese
from pipeline.answers.usage import usage_of_tables, usage_of_views, view_columns
from pipeline.cli import main
from pipeline.language import CHINESE, in_use
from pipeline.schemas import SCHEMAS

CHINESE_TEXT = re.compile("[\u4e00-\u9fff]")
USAGE = {**usage_of_tables(), **usage_of_views()}


@pytest.mark.parametrize("name", USAGE)
def test_what_a_row_is_and_what_to_mind_stands_in_both_languages(name: str) -> None:
    usage = USAGE[name]
    assert CHINESE_TEXT.search(usage.about_zh), name
    assert set(usage.mind) == set(usage.mind_zh), f"{name}: mind and mind_zh"
    assert set(usage.mind) <= {"", *SCHEMAS[name].names} if name in SCHEMAS else set(usage.mind) <= {""}


@pytest.mark.parametrize("name", usage_of_views())
def test_every_column_of_a_view_has_a_chinese_name(name: str) -> None:
    for column, _, _ in view_columns(name):
        known = column_name(column, name)
        assert known and CHINESE_TEXT.search(known.label + known.description), f"{name}.{column}"


def test_people_read_one_language_and_programs_both(capsys: pytest.CaptureFixture[str]) -> None:
    [row] = [row for row in rows_in_chinese(["budget"]) if row["列"] == "flow"]
    assert row["取值"] == "income 收入、expenditure 支出、balance 结余" and row["注意"]
    [row] = [row for row in rows_in_both(["budget"]) if row["column"] == "flow"]
    assert (row["description"], row["label_zh"]) == ("money that comes, goes, or is left", "收支")
    assert main(["schema", "budget", "--json", "--lang", "zh"]) == 0
    assert json.loads(capsys.readouterr().out) == rows_in_both(["budget"])
    assert main(["schema", "budget_once", "--lang", "zh"]) == 0
    assert capsys.readouterr().out.startswith("statements_once 背后的每一行。\n主键：question, ")


def test_the_heading_of_a_table() -> None:
    assert heading("topics").splitlines()[1] == "key: topic"
    with in_use(CHINESE):
        assert heading("topics").splitlines()[1] == "主键：topic"


def test_a_page_in_each_language() -> None:
    assert as_markdown(["topics"]).startswith("# Data dictionary\n")
    with in_use(CHINESE):
        page = as_markdown(["budget", "population"])
    lines = page.splitlines()
    assert lines[0] == "# 数据字典" and "# 视图" in lines and "## budget 预算" in lines
    assert not [line for line in lines if line.startswith("| `") and not CHINESE_TEXT.search(line)]
    [line] = [line for line in lines if line.startswith("| `flow`")]
    assert line == (
        "| `flow` | 收支 | string |  | 收入、支出或结余：`income` 收入、`expenditure` 支出、`balance` 结余。"
        "**收入、支出、结余是三个合计** |"
    )
