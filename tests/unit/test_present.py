"""Tables for people and for programs."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from pathlib import Path

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from rich.cells import cell_len

from pipeline.answers import present
from pipeline.answers.about import About
from pipeline.answers.present import write
from pipeline.answers.spreadsheets import as_csv
from pipeline.answers.streamed import as_json
from pipeline.answers.text_table import as_text
from pipeline.answers.words import rows_in_words
from pipeline.cli import findings_text
from pipeline.errors import EnvironmentProblem, UsageError
from pipeline.language import CHINESE, in_use, width

TABLE = pa.table(
    {
        "region_name": ["宁波市", "Ürümqi 乌鲁木齐", None],
        "ratio_pct": [50.0, 33.333333, None],
        "amount_yuan": pa.array([Decimal("38797700.00"), None, Decimal("-1.50")], pa.decimal128(20, 2)),
        "as_of": [date(2024, 6, 30), None, None],
        "is_total": [True, False, None],
        "target": ["=300.00(场)", "两行\n文字", "a\x0bb"],
    }
)


def test_columns_line_up_with_wide_characters() -> None:
    header, _rule, *rows, count = as_text(TABLE).splitlines()
    starts = [header.index(name) for name in ("ratio_pct", "amount_yuan", "as_of")]
    for line in rows:
        for start in starts:
            left = line
            while cell_len(left) > start:
                left = left[:-1]
            assert cell_len(left) == start, "a character stands across a column's edge"
    assert rows[0].split() == ["宁波市", "50", "38,797,700.00", "2024-06-30", "yes", "=300.00(场)"]
    assert "33.33" in rows[1] and "两行 文字" in rows[1]
    assert count == "(3 rows)"


def test_long_text_is_cut_and_empty_columns_are_named() -> None:
    text = as_text(pa.table({"words": ["补贴" * 40], "nothing": pa.array([None], pa.string())}))
    assert "…" in text and "nothing in nothing" in text
    assert max(cell_len(line) for line in text.splitlines()) <= 44


def test_a_table_without_rows_shows_its_columns() -> None:
    assert as_text(TABLE.slice(0, 0)).startswith("region_name  ratio_pct")


def test_in_chinese_columns_and_codes_have_words_and_line_up() -> None:
    table = pa.table(
        {
            "status": ["in_force", "recommended"],
            "enterprise_class": ["general", "个体"],
            "ratio_pct": [50.0, None],
            "is_met": [True, False],
            "cap_yuan": pa.array([None, None], pa.float64()),
        }
    )
    about = About("标题", "subsidy_ratios")
    with in_use(CHINESE):
        assert as_text(table, about=about).splitlines() == [
            "条款状态  企业类别  补贴比例（%）  是否达标",
            "────────  ────────  ─────────────  ────────",
            "现行      一般企业             50  是",
            "建议      个体                     否",
            "（共 2 行；以下各列全为空：补贴限额（元））",
        ]
        assert as_text(table, 30, 9, about).splitlines()[-1] == (
            "（共 9 行，这里是前 2 行；全部结果请用 --output 文件名；以下各列全为空：补贴限额（元）；"
            "另有 2 列放不下，请用 --format csv 或加宽窗口）"
        )
    assert as_text(table, about=about).splitlines()[2].split() == ["in_force", "general", "50", "yes"]


def test_in_chinese_a_statement_keeps_its_names_and_values() -> None:
    table = pa.table({"status": ["in_force"], "n": [1]})
    with in_use(CHINESE):
        assert as_text(table, about=About(facts={"语句": "…"})).splitlines()[::2] == [
            "status    n",
            "in_force  1",
        ]


def test_in_chinese_programs_read_codes(tmp_path: Path) -> None:
    table, about = pa.table({"status": ["in_force"]}), About("标题", "subsidy_ratios")
    with in_use(CHINESE):
        assert write(table, "csv", None, about) == "status\nin_force"
        assert json.loads(write(table, "json", None, about)) == [{"status": "in_force"}]
        write(table, "parquet", tmp_path / "x.parquet", about)
    assert pq.read_table(tmp_path / "x.parquet").to_pylist() == [{"status": "in_force"}]


def test_workbooks_have_words_in_any_language(tmp_path: Path) -> None:
    table = pa.table({"status": ["in_force", None], "cap_scope": ["per_enterprise_year", "total"]})
    table = table.append_column("is_total", pa.array([True, None]))
    write(table, "xlsx", tmp_path / "x.xlsx", About("标题", "subsidy_terms"))
    sheet = openpyxl.load_workbook(tmp_path / "x.xlsx").worksheets[1]
    assert [[cell.value for cell in row] for row in sheet][:3] == [
        ["条款状态", "限额范围", "是否合计"],
        ["现行", "每家企业每年", "是"],
        [None, "总额", None],
    ]


def test_a_topic_is_told_by_name_and_codes_within_a_text_by_words() -> None:
    terms = pa.table({"topic": ["export_credit_insurance"], "ratios": ["small city ≤80.0%; award"]})
    about = About("标题", "topic_by_city")
    assert list(rows_in_words(terms, about)) == [["出口信用保险", "小微企业 市级 ≤80.0%; 奖励"]]
    both = terms.append_column("topic_name", pa.array(["出口信用保险"]))
    assert next(rows_in_words(both, about))[0] == "export_credit_insurance"


def test_paths_are_one_text_for_people_and_lists_for_programs() -> None:
    table = pa.table({"row_path": [["甲市", "乙县"], [], None], "names": [["a", "b"], [], None]})
    assert as_text(table).splitlines()[2].startswith("甲市 > 乙县  ['a', 'b']")
    assert as_csv(table).splitlines()[1:] == ['甲市 > 乙县,"[""a"", ""b""]"', ",[]", ","]
    assert json.loads(as_json(table.to_pylist()))[0] == {"row_path": ["甲市", "乙县"], "names": ["a", "b"]}


def test_a_path_is_one_text_in_a_workbook(tmp_path: Path) -> None:
    write(pa.table({"row_path": [["=甲", "乙"], None]}), "xlsx", tmp_path / "x.xlsx", About())
    [cell] = openpyxl.load_workbook(tmp_path / "x.xlsx").worksheets[1][2]
    assert (cell.value, cell.data_type, cell.quotePrefix) == ("=甲 > 乙", "s", True)


def test_csv_keeps_full_values() -> None:
    lines = as_csv(TABLE).splitlines()
    assert lines[1] == "宁波市,50.0,38797700.00,2024-06-30,True,'=300.00(场)"


def test_json_keeps_numbers_and_nulls() -> None:
    first, second, _ = json.loads(write(TABLE, "json", None))
    assert (first["amount_yuan"], first["as_of"]) == (38797700.0, "2024-06-30")
    assert second["amount_yuan"] is None


def test_parquet_keeps_types(tmp_path: Path) -> None:
    assert write(TABLE, "parquet", tmp_path / "x.parquet") == ""
    assert pq.read_table(tmp_path / "x.parquet").equals(TABLE)


def test_excel_gets_text_as_text_and_numbers_as_numbers(tmp_path: Path) -> None:
    write(TABLE, "xlsx", tmp_path / "x.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "x.xlsx").worksheets[1]
    assert [cell.value for cell in sheet[1]] == [
        *("地区", "补贴比例（%）", "金额（元）", "截至日期", "是否合计", "target")
    ]
    assert sheet["F2"].data_type == "s" and sheet["F2"].value == "=300.00(场)"
    assert sheet["C2"].value == 38797700 and sheet["F4"].value == "ab"


def test_csv_files_open_in_excel(tmp_path: Path) -> None:
    write(TABLE, "csv", tmp_path / "x.csv")
    assert (tmp_path / "x.csv").read_bytes().startswith(b"\xef\xbb\xbfregion_name")


def test_csv_files_in_other_encodings(tmp_path: Path) -> None:
    for encoding in ("utf-8", "gb18030"):
        write(TABLE, "csv", tmp_path / "x.csv", encoding=encoding)
        assert (tmp_path / "x.csv").read_bytes() == as_csv(TABLE).encode(encoding)


def test_parquet_says_what_it_is_about(tmp_path: Path) -> None:
    about = About("标题", "subsidy_ratios", {"ratio_pct": "share"}, {"数据版本": "7"})
    write(TABLE, "parquet", tmp_path / "x.parquet", about)
    schema = pq.read_schema(tmp_path / "x.parquet")
    assert schema.metadata["数据版本".encode()] == b"7" and schema.metadata[b"title"].decode() == "标题"
    notes = schema.field("ratio_pct").metadata
    assert (notes[b"label_zh"].decode(), notes[b"description"]) == ("补贴比例（%）", b"share")


def test_json_can_explain_its_columns() -> None:
    about = About("标题", columns={"ratio_pct": "share"}, facts={"数据版本": "7"})
    text = write(TABLE, "json", None, about, with_schema=True)
    body = json.loads(text)
    assert body["about"] == {"数据版本": "7"} and body["data"] == json.loads(write(TABLE, "json", None))
    fields = body["schema"]["fields"]
    assert [field["type"] for field in fields] == ["string", "number", "number", "date", "boolean", "string"]
    assert (fields[1]["title"], fields[1]["description_en"]) == ("补贴比例（%）", "share")
    with pytest.raises(UsageError, match="--with-schema"):
        write(TABLE, "csv", None, about, with_schema=True)


@pytest.mark.parametrize("form", ["parquet", "xlsx"])
def test_binary_forms_are_not_printed(form: str) -> None:
    with pytest.raises(UsageError, match="--output"):
        write(TABLE, form, None)


def test_a_place_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    with pytest.raises(EnvironmentProblem, match="missing"):
        write(TABLE, "csv", tmp_path / "missing" / "x.csv")


def test_what_a_terminal_would_obey_is_shown() -> None:
    table = pa.table({"\x1b[2Jname": ["\x1b[31mred\x9b0m", "a\u202eb"]})
    assert as_text(table).splitlines() == [
        "\\x1b[2Jname",
        "─" * 21,
        r"\x1b[31mred\xc2\x9b0m",
        r"a\xe2\x80\xaeb",
        "(2 rows)",
    ]
    text = as_json(["\x1b[31m", "\x9b", "\u202e", "\udcff"])
    assert text.isascii() and json.loads(text) == ["\x1b[31m", "\x9b", "\u202e", "\udcff"]


def test_a_finding_is_one_line_whatever_the_document_says() -> None:
    row = {"file_name": "a.pdf", "severity": "error", "page": 1, "check": "sum", "message": "1\n\x1b[2K2"}
    assert findings_text.as_groups([row]).splitlines() == [
        "a.pdf  (1 error)",
        r"  error    p.1    sum                       1\x0a\x1b[2K2",
    ]


def test_findings_of_a_workbook_name_the_cell_or_the_sheet() -> None:
    row = {"file_name": "a.xlsx", "severity": "error", "page": 2, "check": "sum", "message": "m"}
    rows = [row | {"place_text": "收入!C7"}, row | {"place_text": "收入"}, row | {"place_text": None}]
    lines = findings_text.as_groups(rows).splitlines()[1:]
    assert [line.split()[1] for line in lines] == ["收入!C7", "收入", "p.2"]
    assert len({width(line) for line in lines}) == 1


def test_more_rows_than_anybody_reads_are_not_printed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(present, "_MOST_ROWS_PIPED", 2)
    with pytest.raises(UsageError, match="3 rows are too many") as caught:
        write(TABLE, "table", None)
    assert "--output" in caught.value.hint
    assert write(TABLE, "csv", None)


def test_a_narrow_window_shows_what_tells_rows_apart_and_keeps_amounts_and_pages() -> None:
    table = pa.table(
        {
            "region_name": ["临江市", "临江市", "平川市"],
            "ratio_pct": [35.0, 35.0, 20.0],
            "page_number": [3, 3, 8],
            "source_text": ["第三条", "第三条", "第八条"],
            "market": ["内销", "外销", "内销"],
        }
    )
    narrow = as_text(table, 48).splitlines()
    assert narrow[0].split() == ["region_name", "market", "ratio_pct", "page_number"]
    assert narrow[3].split() == ["临江市", "外销", "35", "3"]
    assert as_text(table, 38).splitlines()[0].split() == ["region_name", "ratio_pct", "page_number"]
    assert as_text(table).splitlines()[0].split() == table.column_names
