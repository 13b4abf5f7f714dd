"""The sample reports: what is stored agrees with `scripts/samples` and `scripts/reports`."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path

import pypdfium2
import pytest

from scripts.make_samples import (
    REPORT_FOLDERS,
    REPORTS,
    ROOT,
    SAMPLE_FOLDERS,
    TRAP_FOLDERS,
    TRAPS,
    golden_text,
    report_files,
    sample_files,
    trap_files,
)
from scripts.spec import TableSpec, load
from scripts.truth import truth_of

SAMPLES = sample_files()
ALL = [*SAMPLES, *report_files()]
TOTALS = {"合计", "总计", "总得分", "总分"}
NUMBER = re.compile(r"[\d,]+(\.\d+)?")
PRINTED = re.compile(r"[\d,]+(\.\d+)?%?")


def folders(toml: Path) -> tuple[Path, Path]:
    """Where the PDF and the golden file of a source are kept."""
    return REPORT_FOLDERS if toml.parent == REPORTS else SAMPLE_FOLDERS


@pytest.mark.parametrize("files", [SAMPLES, report_files()], ids=["samples", "reports"])
def test_every_report_is_stored_and_described(files: list[Path]) -> None:
    raw, golden = folders(files[0])
    names = {path.stem for path in files}
    assert names == {path.stem for path in raw.glob("*.pdf")} == {path.stem for path in golden.glob("*.json")}
    described = re.findall(
        r"^\| `(.+?)\.pdf` \|", (raw / "README.md").read_text(encoding="utf-8"), re.MULTILINE
    )
    assert sorted(described) == sorted(names)


@pytest.mark.parametrize("toml", report_files(), ids=lambda path: path.stem)
def test_a_report_says_what_it_is_for(toml: Path) -> None:
    text = toml.read_text(encoding="utf-8")
    assert text.startswith("# ") and "Expected: " in text.split("[", 1)[0]


@pytest.mark.parametrize("toml", ALL, ids=lambda path: path.stem)
def test_golden_file_is_up_to_date(toml: Path) -> None:
    stored = (folders(toml)[1] / f"{toml.stem}.json").read_text(encoding="utf-8")
    assert stored == golden_text(load(toml)), "run `make samples`"


@pytest.mark.parametrize("toml", [*ALL, *trap_files()], ids=lambda path: path.stem)
def test_pdf_prints_the_numbers_of_its_tables(toml: Path) -> None:
    pdf = (TRAP_FOLDERS if toml.parent == TRAPS else folders(toml))[0] / f"{toml.stem}.pdf"
    assert pdf.stat().st_size < 100_000
    document = pypdfium2.PdfDocument(pdf)
    printed = "\n".join(page.get_textpage().get_text_range() for page in document)
    words = set(printed.split())
    tokens = [t for table in load(toml).tables() for cell in table.cells() for t in cell.text.split()]
    numbers = {token for token in tokens if PRINTED.fullmatch(token)}
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


def test_truth_keeps_payer_year_and_date_of_a_column_and_scales_shares() -> None:
    facts = {
        (fact["key"], fact["measure"]): fact["value"]
        for name in ("ganzhou_2022_mixed", "jingzhou_2023_funding_matrix", "quanzhou_2023_periods")
        for fact in truth_of(load(REPORTS / f"{name}.toml"))["facts"]
    }
    assert facts["农村电子商务#central", "initial_yuan"] == 5_000_000
    assert facts["跨境电子商务@2022", "spent_yuan"] == 6_460_000
    assert facts["出口信用保险@2023-03-31", "execution_rate_pct"] == 10
    assert ("跨境电子商务@2023-03-31", "spent_yuan") not in facts  # nothing is printed there
    assert facts["外贸新业态培育", "execution_rate_pct"] == 89.02  # 0.8902
    assert facts["出口信用保险补助", "adjustment_yuan"] == -350_000  # △35.00
    assert facts["加工贸易贴息", "adjustment_yuan"] == -600_000  # （60.00）
    assert facts["出口信用保险补助（万元）", "spent_yuan"] == 12_320_000  # １，２３２．００
    assert facts["境外展会补贴（元）", "spent_yuan"] == 4_980_000
