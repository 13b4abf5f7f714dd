"""Where a code of the classification stands in the newest edition."""

from __future__ import annotations

import duckdb
import pytest

from normalizers.classifications import all_codes
from pipeline.answers.catalog import QUERIES
from pipeline.rows import table_from_rows


@pytest.fixture(scope="module")
def now() -> dict[tuple[str, str], tuple[str, str]]:
    with duckdb.connect() as connection:
        connection.register(
            "classifications", table_from_rows("classifications", [one._asdict() for one in all_codes()])
        )
        connection.execute((QUERIES / "views" / "15_codes_now.sql").read_text("utf-8"))
        rows = connection.execute("SELECT kind, code, current_code, current_name FROM codes_now").fetchall()
    assert len(rows) == len({(kind, code) for kind, code, *_ in rows})
    return {(kind, code): (current, name) for kind, code, current, name in rows}


@pytest.mark.parametrize(
    ("code", "current", "name"),
    [
        ("2010308", "20140", "信访事务"),
        ("20822", "21372", "大中型水库移民后期扶持基金支出"),
        ("2082201", "2137201", "移民补助"),
        ("2011001", "2080101", "行政运行"),
        ("2089901", "2089999", "其他社会保障和就业支出"),
        ("21305", "21305", "巩固脱贫攻坚成果衔接乡村振兴"),
        ("20132", "20132", "组织事务"),
    ],
)
def test_a_code_has_its_place_and_name_in_the_newest_edition(
    now: dict[tuple[str, str], tuple[str, str]], code: str, current: str, name: str
) -> None:
    assert now["function", code] == (current, name)


def test_every_code_has_one(now: dict[tuple[str, str], tuple[str, str]]) -> None:
    assert set(now) == {(one.kind, one.code) for one in all_codes()}
    assert {current for current, _ in now.values()} <= {one.code for one in all_codes()}


def test_what_a_line_became_knows_what_it_was() -> None:
    codes = {one.code: one for one in all_codes() if one.kind == "function"}
    for one in codes.values():
        if one.successor_code is not None:
            assert one.code in codes[one.successor_code].predecessor_codes
    assert {"2210106", "2210107", "2210110"} == set(codes["2210111"].predecessor_codes)
    assert [codes[code].level for code in ("208", "20801", "2080101")] == [1, 2, 3]
