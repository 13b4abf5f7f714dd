"""Tables that are read a band of rows at a time give what they give when they are read at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from extractors.formats import bands
from extractors.formats.workbooks import sheet_builder
from pipeline.ingest import extract_document

HEADINGS = ["序号", "乡镇", "农户", "应补金额（元）", "实补金额（元）"]
COMPARED = ("figures", "cells", "budget", "disbursement", "indicators", "subsidy_terms")


def plain(sheet: Worksheet) -> None:
    for number in range(1, 61):
        sheet.append([number, f"镇{number // 9}", f"户{number}", 30 + number, 28 + number])
    sheet.append(["合计", None, None, 3630, 3510])


def grouped(sheet: Worksheet) -> None:
    """Each group has its total above it, of which nothing but its parts tell that it is one."""
    for place in range(1, 9):
        sheet.append([None, f"镇{place}", "全部", 6 * place + 15, 6 * place + 9])
        for number in range(1, 7):
            sheet.append([number, None, f"户{number}", place + number - 1, place + number - 2])


def merged(sheet: Worksheet) -> None:
    for number in range(48):
        sheet.append([number, f"镇{number // 16}", f"户{number}", 30 + number, 28 + number])
    for place in range(3):
        sheet.merge_cells(start_row=3 + 16 * place, end_row=18 + 16 * place, start_column=2, end_column=2)


def partly_hidden(sheet: Worksheet) -> None:
    plain(sheet)
    for row in (*range(9, 14), 31, 50):
        sheet.row_dimensions[row].hidden = True
    sheet.column_dimensions["A"].hidden = True


def two_tables(sheet: Worksheet) -> None:
    plain(sheet)
    sheet.append(["2031年农机补贴发放表"])
    sheet.append(HEADINGS)
    plain(sheet)


def with_a_gap(sheet: Worksheet) -> None:
    plain(sheet)
    for _ in range(4):
        sheet.append([])
    sheet.append(["备注：另有5户待核实。"])


@pytest.mark.parametrize("fill", [plain, grouped, merged, partly_hidden, two_tables, with_a_gap])
@pytest.mark.parametrize("bordered", [True, False], ids=["bordered", "open"])
def test_a_table_gives_the_same_in_bands_and_at_once(
    fill: Callable[[Worksheet], None], bordered: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = written(tmp_path / "payments.xlsx", fill, bordered)
    document, rows, count = read(path)
    assert count == 0 and len(rows["figures"]) > 80
    in_bands(monkeypatch)
    again, found, count = read(path)
    assert count > 1
    for name in COMPARED:
        assert Counter(map(comparable, found.get(name, []))) == Counter(map(comparable, rows.get(name, [])))
    for name in ("number_count", "taken_count", "understood_count", "topic", "program_id", "status"):
        assert again[name] == document[name]
    assert found["tables"] == rows["tables"]


def test_that_sums_were_not_checked_is_said_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = written(tmp_path / "payments.xlsx", plain, bordered=True)
    in_bands(monkeypatch)
    _, rows, _ = read(path)
    [said] = [row for row in rows["findings"] if row["check"] == "long_table"]
    assert said["table_id"] == rows["tables"][0]["table_id"] and "62行" in said["message"]
    assert max(Counter(repr(sorted(row.items())) for row in rows["findings"]).values()) == 1


def with_unknown(sheet: Worksheet) -> None:
    """Its last column is of no known meaning."""
    sheet["F2"] = "某某系数"
    for number in range(1, 61):
        sheet.append([number, f"镇{number // 9}", f"户{number}", 30 + number, 28 + number, number + 0.5])


@pytest.mark.parametrize("suffix", ["xlsx", "html"])
def test_findings_of_a_whole_table_say_where_it_stands(
    suffix: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A workbook by the name of its sheet or cell; a web page has no pages to name."""
    path = written(tmp_path / "payments.xlsx", with_unknown, bordered=True)
    if suffix == "html":
        [title, *lines] = openpyxl.load_workbook(path).active.values
        path = tmp_path / "payments.html"
        cells = ["".join(f"<td>{text or ''}</td>" for text in line) for line in lines]
        path.write_text(
            f"<h1>{title[0]}</h1><table>{''.join(f'<tr>{one}</tr>' for one in cells)}</table>", "utf-8"
        )
    in_bands(monkeypatch)
    _, rows, count = read(path)
    said = {row["check"]: row for row in rows["findings"]}
    long, unknown = said["long_table"], said["numbers_not_understood"]
    assert count > 1 and "页" not in unknown["message"]
    if suffix == "xlsx":
        assert (long["place_text"], unknown["place_text"]) == ("明细", "明细!A3")
        assert "如“明细”工作表“户1”" in unknown["message"]
    else:
        assert (long["page_number"], unknown["page_number"]) == (None, None)
        assert unknown["place_text"] == "第1个表 第2行第1列"


def test_a_band_that_fails_costs_its_own_rows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = written(tmp_path / "payments.xlsx", plain, bordered=True)
    in_bands(monkeypatch)
    _, whole, count = read(path)
    calls = 0
    from pipeline import bands as reading

    facts = reading.facts_of_table

    def failing(*arguments: Any) -> Any:
        nonlocal calls
        calls += 1
        if calls == 2:
            raise IndexError("injected")
        return facts(*arguments)

    monkeypatch.setattr(reading, "facts_of_table", failing)
    document, rows, left = read(path)
    assert document["status"] == "degraded" and "injected" in document["status_reason"]
    assert left == count - 1 and 0 < len(whole["figures"]) - len(rows["figures"]) < 40
    assert [row["severity"] for row in rows["findings"] if row["check"] == "part_lost"] == ["error"]


def test_a_long_table_whose_first_rows_are_lost_costs_itself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = written(tmp_path / "payments.xlsx", plain, bordered=True)
    in_bands(monkeypatch)

    def failing(*_: Any) -> Any:
        raise IndexError("injected")

    monkeypatch.setattr("extractors.whole.assembling.join", failing)
    document, rows, _ = read(path)
    assert document["status"] == "degraded" and "injected" in document["status_reason"]
    assert any(row["check"] == "part_lost" for row in rows["findings"])


def written(path: Path, fill: Callable[[Worksheet], None], bordered: bool) -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "明细"
    sheet.append(["临夏县2031年耕地补贴发放表"])
    sheet.append(HEADINGS)
    fill(sheet)
    if bordered:
        line = openpyxl.styles.Side("thin")
        for cells in sheet.iter_rows(min_row=2, max_row=sheet.max_row):
            for cell in cells:
                if cells[3].value is not None:
                    cell.border = openpyxl.styles.Border(line, line, line, line)
    book.save(path)
    return path


def in_bands(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tables of more than sixty cells in bands of eight rows."""
    for name, value in {"LONG": 60, "BAND": 40, "_FEWEST": 4, "_AROUND": 12}.items():
        monkeypatch.setattr(bands, name, value)
    monkeypatch.setattr(sheet_builder, "CELLS_KEPT", 40)


def read(path: Path) -> tuple[dict[str, Any], dict[str, list[dict[str, Any]]], int]:
    """The document, its rows, and how many bands they came in behind the first."""
    found = extract_document(path)
    rows: dict[str, list[dict[str, Any]]] = {}
    count = 0
    for some in found.rest:
        count += "cells" in some
        for name, own in some.items():
            rows.setdefault(name, []).extend(own)
    for name, own in found.rows.items():
        rows.setdefault(name, []).extend(own)
    return found.document, rows, count


def comparable(row: dict[str, Any]) -> str:
    """A cell that is merged over the edge of a band is as high as what the band has of it."""
    return repr(
        sorted((name, value) for name, value in row.items() if name not in ("row_span", "confidence"))
    )
