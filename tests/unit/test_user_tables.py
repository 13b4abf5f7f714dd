"""Tables that a user gives to a question, and what is wrong with those that are refused."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pytest

from pipeline.answers.sandbox import packed, unpacked
from pipeline.answers.user_tables import read_user_tables
from pipeline.errors import UsageError


def given(
    folder: Path, text: str, name: str = "population.csv", encoding: str = "utf-8"
) -> dict[str, pa.Table]:
    path = folder / name
    path.write_bytes(text.encode(encoding))
    return read_user_tables([path])


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_names_get_the_codes_of_their_year(tmp_path: Path, encoding: str) -> None:
    text = '地区,年度,常住人口,note\n即墨市,2015,"1,200,300",a\n青岛市即墨区,2020,1300400,\n'
    table = given(tmp_path, text, encoding=encoding)["population"]
    assert table.to_pylist() == [
        {
            "region_code": "370282",
            "region_name": "即墨市",
            "fiscal_year": 2015,
            "population": 1200300,
            "note": "a",
        },
        {
            "region_code": "370215",
            "region_name": "即墨区",
            "fiscal_year": 2020,
            "population": 1300400,
            "note": None,
        },
    ]


def test_codes_are_taken_as_they_are(tmp_path: Path) -> None:
    text = "region_code,fiscal_year,population\n330200,2023,9697000\n\n330200,2022,9618000\n"
    rows = given(tmp_path, text)["population"].to_pylist()
    assert [(r["region_code"], r["region_name"], r["fiscal_year"]) for r in rows] == [
        ("330200", "宁波市", 2023),
        ("330200", "宁波市", 2022),
    ]


HEAD = "region_name,fiscal_year,population\n"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (HEAD + "宁波市,2023,9697000\n甲乙市,2023,5\n", "line 3: 甲乙市 is no region"),
        (HEAD + "鼓楼区,2023,5\n", "line 2: 鼓楼区 is no region with a code, or the name of several"),
        (HEAD + "宁波市,2023,969.7万\n", "line 2: population 969.7万 is no number"),
        (HEAD + "宁波市,2023,0\n", "line 2: population 0"),
        (HEAD + "宁波市,2023\n", "line 2: 2 values for 3 columns"),
        (HEAD + "宁波市,23,9697000\n", "line 2: fiscal_year 23 is no year"),
        (HEAD + "宁波市,,9697000\n", "line 2: fiscal_year is empty"),
        (HEAD + "宁波市,2023,9697000\n\n宁波,2023,9697000\n", "line 4: 宁波市 2023 stands in line 2 already"),
        (HEAD + '宁波市,2023,"9697000\n', "line 2"),
        (
            "region_code,fiscal_year,population\n370215,2016,5\n",
            "line 2: region_code 370215 was not in use in 2016",
        ),
        ("region_code,fiscal_year,population\n999999,2016,5\n", "line 2: region_code 999999 is no code"),
        ("region_name,population\n宁波市,9697000\n", "line 1: these columns"),
        ("region_name,fiscal_year,population,population\n", "line 1: population cannot name a column"),
        ("", "is empty"),
    ],
)
def test_what_is_wrong_is_said_with_its_line(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(UsageError) as caught:
        given(tmp_path, text)
    assert said in caught.value.message and "population.csv" in caught.value.message


def test_other_tables_are_typed_by_what_they_hold(tmp_path: Path) -> None:
    text = "Region_Code,fiscal_year,gdp,share,word\n330200,2023,16452,0.5,甲\n330100,2023,,1,\n"
    table = given(tmp_path, text, "Economy.csv")["economy"]
    assert [str(one.type) for one in table.schema] == ["string", "int32", "int64", "double", "string"]
    assert table.to_pylist()[1] == {
        "region_code": "330100", "fiscal_year": 2023, "gdp": None, "share": 1.0, "word": None
    }  # fmt: skip


@pytest.mark.parametrize("name", ["population.xlsx", "my table.csv", "1.csv", "x;drop.csv"])
def test_a_file_must_have_the_name_of_a_table(tmp_path: Path, name: str) -> None:
    with pytest.raises(UsageError, match="name is that of a table"):
        given(tmp_path, HEAD, name)


def test_a_file_that_is_not_there_and_one_named_twice(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="cannot read"):
        read_user_tables([tmp_path / "population.csv"])
    path = tmp_path / "economy.csv"
    path.write_text("a\n1\n", "utf-8")
    with pytest.raises(UsageError, match="two files"):
        read_user_tables([path, path])


def test_a_table_goes_to_the_other_process_whole() -> None:
    table = pa.table({"region_code": ["330200", None], "population": pa.array([1, 2], pa.int64())})
    assert unpacked(packed(table)) == table


def test_a_name_that_is_not_that_of_its_code_is_refused(tmp_path: Path) -> None:
    head = "region_code,region_name,fiscal_year,population\n"
    rows = given(tmp_path, head + "330200,宁波,2023,5\n370215,青岛市即墨区,2023,5\n370215,,2022,5\n")[
        "population"
    ]
    assert rows.num_rows == 3
    with pytest.raises(UsageError, match="line 2: region_code 330200 is not 青岛市"):
        given(tmp_path, head + "330200,青岛市,2023,5\n")


def test_digits_behind_a_leading_zero_stay_as_they_are(tmp_path: Path) -> None:
    table = given(tmp_path, "id,share,amount\n007,0.5,0\n123,-0.25,-12\n", "own.csv")["own"]
    assert table.to_pydict() == {"id": ["007", "123"], "share": [0.5, -0.25], "amount": [0, -12]}


def test_what_is_no_file_is_refused_unread(tmp_path: Path) -> None:
    (tmp_path / "endless.csv").symlink_to("/dev/zero")
    with pytest.raises(UsageError, match=r"endless\.csv is no file"):
        read_user_tables([tmp_path / "endless.csv"])
