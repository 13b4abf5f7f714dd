"""Two reports with a heading that nobody knows, for tests of teaching."""

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


def write_reports(folder: Path) -> Path:
    """The reports in a folder of their own below `folder`; corrections, and what is taught, go beside it."""
    reports = folder / "reports"
    reports.mkdir()
    head = ("项目内容", "预算数", UNKNOWN)
    for city, own, paid in (("绍兴市", "310.50", "287.25"), ("台州市", "420.75", "403.60")):
        write_report(
            reports / f"{city}.pdf", city, [head, ("坝体加固", own, paid), ("溢洪道改造", "96.00", "91.80")]
        )
    return reports


def refresh(reports: Path, capsys: pytest.CaptureFixture[str]) -> Any:
    folder = reports.parent
    command = ["refresh", str(reports), "--data", str(folder / "out"), "--workers", "1", "--ocr", "never"]
    assert cli.main([*command, "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def executed(reports: Path) -> list[tuple[str, float]]:
    with open_catalog(reports.parent / "out") as catalog:
        rows = catalog.select(
            "SELECT file_name, amount_yuan::DOUBLE AS yuan FROM budget JOIN documents USING (document_id) "
            "WHERE phase = 'executed' ORDER BY ALL"
        ).to_pylist()
    return [(row["file_name"], row["yuan"]) for row in rows]
