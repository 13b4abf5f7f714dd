"""The sample reports: what is stored agrees with `scripts/samples`, and typesetting is repeatable."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path

import pypdfium2
import pytest

from scripts import typeset, wrapping
from scripts.fonts import BODY_NAMES, HEADING_NAMES, FontNotFound, discover, truetype_subset
from scripts.make_samples import ROOT, golden_text, sample_files
from scripts.spec import TableSpec, load
from scripts.truth import truth_of

SAMPLES = sample_files()
RAW, GOLDEN = ROOT / "data" / "raw", ROOT / "tests" / "golden"
TOTALS = {"合计", "总计", "总得分", "总分"}
NUMBER = re.compile(r"[\d,]+(\.\d+)?")


def test_every_sample_is_stored_and_described() -> None:
    names = {path.stem for path in SAMPLES}
    assert names == {path.stem for path in RAW.glob("*.pdf")} == {path.stem for path in GOLDEN.glob("*.json")}
    described = (RAW / "README.md").read_text(encoding="utf-8")
    assert [name for name in sorted(names) if f"{name}.pdf" not in described] == []


@pytest.mark.parametrize("toml", SAMPLES, ids=lambda path: path.stem)
def test_golden_file_is_up_to_date(toml: Path) -> None:
    stored = (GOLDEN / f"{toml.stem}.json").read_text(encoding="utf-8")
    assert stored == golden_text(load(toml)), "run `make samples`"


@pytest.mark.parametrize("toml", SAMPLES, ids=lambda path: path.stem)
def test_pdf_prints_the_numbers_of_its_tables(toml: Path) -> None:
    pdf = RAW / f"{toml.stem}.pdf"
    assert pdf.stat().st_size < 150_000
    document = pypdfium2.PdfDocument(pdf)
    printed = "\n".join(page.get_textpage().get_text_range() for page in document)
    words = set(printed.split())
    tokens = [t for table in load(toml).tables() for cell in table.cells() for t in cell.text.split()]
    numbers = {token for token in tokens if NUMBER.fullmatch(token)}
    assert numbers
    assert sorted(number for number in numbers if number not in words) == [], "run `make samples`"


@pytest.mark.parametrize("toml", SAMPLES, ids=lambda path: path.stem)
def test_printed_totals_are_the_sums_of_their_columns(toml: Path) -> None:
    for table in load(toml).tables():
        total = next((row for row in table.rows if row[0] in TOTALS), None)
        if total is None or table.kind == "form":
            continue
        for column, printed in enumerate(total):
            parts = [
                Decimal(cell.text.replace(",", ""))
                for cell in table.cells()
                if cell.column == column
                and cell.row >= table.header_rows
                and table.rows[cell.row] is not total
                and NUMBER.fullmatch(cell.text)
            ]
            rate = any("率" in row[column] for row in table.rows[: table.header_rows])
            if NUMBER.fullmatch(printed) and not rate:
                assert sum(parts) == Decimal(printed.replace(",", "")), (table.title, column)


def test_merge_marks_become_spans_and_a_full_grid() -> None:
    table = TableSpec(
        kind="other",
        widths=[1, 1, 1],
        rows=[["a", "<", "b"], ["^", "<", "c"], ["d", "e", "^"]],
        header_rows=1,
    )
    assert [(c.row, c.column, c.row_span, c.column_span, c.text) for c in table.cells()] == [
        (0, 0, 2, 2, "a"),
        (0, 2, 1, 1, "b"),
        (1, 2, 2, 1, "c"),
        (2, 0, 1, 1, "d"),
        (2, 1, 1, 1, "e"),
    ]
    assert table.grid() == [["a", "a", "b"], ["a", "a", "c"], ["d", "e", "c"]]


def test_truth_scales_money_and_names_region_date_and_period() -> None:
    facts = {
        (fact["key"], fact["measure"]): fact["value"]
        for name in ("yantai_2022_evaluation", "fujian_2024_targets")
        for fact in truth_of(load(ROOT / "scripts" / "samples" / f"{name}.toml"))["facts"]
    }
    assert facts["出口信用保险保费补助", "initial_yuan"] == 32_000_000
    assert facts["370685@2023-06-30", "paid_yuan"] == 1_685_500
    assert facts["烟台高新技术产业开发区", "due_yuan"] == 2_800_000
    assert facts["进口贴息支持企业数（家次）#350200@annual", "target_value"] == 55
    assert facts["受益企业满意度#350000@cycle", "target_value"] == 90


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("一二三四五六", 4, ["一二三四", "五六"]),
        ("一二三四，五六", 4, ["一二三", "四，五六"]),
        ("一二三（五）六", 4, ["一二三", "（五）六"]),
        ("一二（三）四五", 4, ["一二", "（三）四", "五"]),
        ("共1,092.50元", 8, ["共", "1,092.50", "元"]),
        ("甲\n乙", 4, ["甲", "乙"]),
    ],
)
def test_lines_break_where_chinese_typesetting_allows(
    text: str, width: float, lines: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(wrapping, "wide", lambda piece, font, size: float(len(piece)))
    assert wrapping.wrap(text, "any", 1.0, width) == lines


def test_same_text_gives_the_same_bytes() -> None:
    try:
        body, heading = discover(BODY_NAMES), discover(HEADING_NAMES)
    except FontNotFound as error:
        pytest.skip(str(error))
    report = load(SAMPLES[0])
    text = report.characters() + typeset.NOTE + "- "
    first = truetype_subset(body, text), truetype_subset(heading, text)
    assert first == (truetype_subset(body, text), truetype_subset(heading, text))
    typeset.register_fonts(*first)
    assert typeset.typeset(report) == typeset.typeset(report)
