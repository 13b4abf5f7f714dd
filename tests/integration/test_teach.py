"""A heading that nobody knows is taught, and gives its facts in all documents; taken back, they go again."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from pipeline import cli
from pipeline.answers.catalog import open_catalog
from pipeline.cli import run_options

FONT = "STSong-Light"
WIDTHS = (170, 130, 130)
HIGH = 26
LEFT, TOP = 60, 640
UNKNOWN = "竣结额"


def write_report(path: Path, city: str, rows: list[tuple[str, str, str]]) -> None:
    """A page with a title, a unit line and a ruled table."""
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    canvas = Canvas(str(path), pagesize=(595, 842))
    canvas.setFont(FONT, 16)
    canvas.drawString(LEFT, 760, f"{city}2023年度山塘整治项目绩效评价报告")
    canvas.setFont(FONT, 11)
    canvas.drawString(LEFT, 690, f"{city}山塘整治项目资金情况表")
    canvas.drawString(LEFT + 330, 660, "单位：万元")
    for n, row in enumerate(rows):
        x = LEFT
        for width, text in zip(WIDTHS, row, strict=True):
            canvas.rect(x, TOP - (n + 1) * HIGH, width, HIGH)
            canvas.drawString(x + 6, TOP - (n + 1) * HIGH + 8, text)
            x += width
    canvas.save()


@pytest.fixture
def reports(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with two reports; the corrections, and what is taught, stand beside it."""
    monkeypatch.setattr(run_options, "OVERRIDES", tmp_path / "overrides.csv")
    folder = tmp_path / "reports"
    folder.mkdir()
    head = ("项目内容", "预算数", UNKNOWN)
    for city, own, paid in (("绍兴市", "310.50", "287.25"), ("台州市", "420.75", "403.60")):
        write_report(
            folder / f"{city}.pdf", city, [head, ("坝体加固", own, paid), ("溢洪道改造", "96.00", "91.80")]
        )
    return folder


def refresh(reports: Path, capsys: pytest.CaptureFixture[str]) -> Any:
    folder = reports.parent
    command = ["refresh", str(reports), "--data", str(folder / "out"), "--workers", "1", "--ocr", "never"]
    assert cli.main([*command, "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def teach(reports: Path, *words: str) -> int:
    return cli.main(["teach", *words, "--data", str(reports.parent / "out")])


def executed(reports: Path) -> list[tuple[str, float]]:
    with open_catalog(reports.parent / "out") as catalog:
        rows = catalog.select(
            "SELECT file_name, amount_yuan::DOUBLE AS yuan FROM budget JOIN documents USING (document_id) "
            "WHERE phase = 'executed' ORDER BY ALL"
        ).to_pylist()
    return [(row["file_name"], row["yuan"]) for row in rows]


def test_a_taught_heading_gives_its_facts_everywhere_until_it_is_taken_back(
    reports: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first = refresh(reports, capsys)
    assert executed(reports) == [] and first["vocabulary"] == {}

    assert teach(reports, "try", UNKNOWN, "--means", "phase=executed", "--format", "json") == 0
    tried = capsys.readouterr()
    assert sorted(row["value_text"] for row in json.loads(tried.out)) == [
        "287.25",
        "403.60",
        "91.80",
        "91.80",
    ]
    assert "4 numbers of 2 documents" in tried.err and not (reports.parent / "vocabulary.toml").exists()

    assert teach(reports, f"{UNKNOWN}（万元）", "--means", "执行数", "--who", "周工", "--why", "表注") == 0
    capsys.readouterr()
    taught = refresh(reports, capsys)
    assert executed(reports) == [
        ("台州市.pdf", 918000.0),
        ("台州市.pdf", 4036000.0),
        ("绍兴市.pdf", 918000.0),
        ("绍兴市.pdf", 2872500.0),
    ]
    assert taught["vocabulary"] == {"taught": 1, "unused": [], "doubts": {}, "new": [UNKNOWN], "gone": []}
    assert taught["differences"]["fact_counts"]["budget"]["added"] == 4
    assert refresh(reports, capsys)["counts"]["read"] == 0

    assert teach(reports, "forget", UNKNOWN) == 0
    capsys.readouterr()
    back = refresh(reports, capsys)
    assert executed(reports) == [] and back["counts"]["read"] == 2
    assert (back["vocabulary"]["taught"], back["vocabulary"]["gone"]) == (0, [UNKNOWN])


def test_words_that_no_document_has_are_reported_and_a_file_among_the_reports_teaches_nothing(
    reports: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert teach(reports, "渡槽款", "--means", "phase=executed", "--why", "试") == 0
    capsys.readouterr()
    planted = (reports.parent / "vocabulary.toml").read_text("utf-8").replace("渡槽款", UNKNOWN)
    (reports / "vocabulary.toml").write_text(planted, "utf-8")
    monkeypatch.chdir(reports)
    body = refresh(reports, capsys)
    assert executed(reports) == []
    assert body["vocabulary"] == {"taught": 1, "unused": ["渡槽款"], "doubts": {}, "new": [], "gone": []}
    assert teach(reports, "list", "--json") == 0
    [row] = json.loads(capsys.readouterr().out)["taught"]
    assert row["use"] == "in no document of this version"
