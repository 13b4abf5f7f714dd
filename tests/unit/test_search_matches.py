"""The words of a search are marked where the database finds them."""

from __future__ import annotations

import duckdb
import pytest

from pipeline.answers.catalog import QUERIES
from pipeline.answers.search_matches import marks


@pytest.fixture(scope="module")
def connection() -> duckdb.DuckDBPyConnection:
    made = duckdb.connect()
    made.execute((QUERIES / "views" / "16_folded.sql").read_text("utf-8"))
    return made


@pytest.mark.parametrize(
    ("text", "wanted", "marked"),
    [
        ("合计3,292.22万元", "3292.22", ["3,292.22"]),
        ("合计３，２９２．２２万元", "3292.22", ["３，２９２．２２"]),
        ("合计3,292.22万元", "３２９２．２２", ["3,292.22"]),
        ("1,234,567,890.5元", "1234567890.5", ["1,234,567,890.5"]),
        ("3,292.22", "3292", ["3,292"]),
        ("小微、企业（含“小微 企业”）", "小微企业", ["小微、企业", "小微 企业"]),
        ("小微及一般企业", "企业 小微", ["小微", "企业"]),
        ("占 80%", "80％", ["80"]),
        ("湛商〔2021〕1号", "2021 1号", ["2021", "1号"]),
        ("⻓期出口", "长期", ["⻓期"]),
        ("SinoSure", "SINOSURE", ["SinoSure"]),
        ("2023.10.31前", "2023.10.31", ["2023.10.31"]),
    ],
)
def test_what_is_found_is_marked(
    connection: duckdb.DuckDBPyConnection, text: str, wanted: str, marked: list[str]
) -> None:
    assert _holds(connection, text, wanted)
    assert [text[start:end] for start, end in marks(text, wanted)] == marked


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("3,292.22", "292.22"),
        ("3,292.22", "3292.2"),
        ("2021，300家", "2021300"),
        ("〔2021〕1号", "20211"),
        ("小企业，微企业", "小微企业"),
        ("小微", "小微 企业"),
        ("合计", "，。"),
    ],
)
def test_what_is_not_there_is_not_found(
    connection: duckdb.DuckDBPyConnection, text: str, wanted: str
) -> None:
    assert not _holds(connection, text, wanted)


def test_words_that_touch_have_one_mark() -> None:
    assert marks("小微企业", "小微 企业") == [(0, 4)]
    assert marks("3,292.22", "92.22") == [] == marks("甲乙", "、")


def _holds(connection: duckdb.DuckDBPyConnection, text: str, wanted: str) -> bool:
    found = connection.execute("SELECT holds(folded($1), words_of($2))", [text, wanted]).fetchone()
    assert found is not None
    return bool(found[0])
