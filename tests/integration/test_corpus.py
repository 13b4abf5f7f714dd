"""The development corpus, where it stands beside the checkout: the promised recall and precision."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pytest

from pipeline import cli
from pipeline.version import ROOT

SHARED = ROOT.parent / "shared"
CORPUS, SCORE = SHARED / "corpus", SHARED / "score"
pytestmark = pytest.mark.skipif(
    not (CORPUS.is_dir() and SCORE.is_dir()), reason="the development corpus is not part of the repository"
)

BAR = 0.98  # recall and precision of facts, F1 of cells
PAGES_BAR = 0.95  # F1 of the cells of pages from real documents
# Tables drawn with all their lines; the others have level lines, shading or white space only.
RULED = ("web-grid", "word-grid", "word-open")
PICTURES = "-scan"  # styles that end so hold no text
SEED_STYLES = ("web", "word")


@dataclass(frozen=True, slots=True)
class Totals:
    """The last line of the scorer."""

    recall: float
    precision: float
    cells: float
    meta: tuple[int, int]


def published(pdfs: list[Path], folder: Path) -> Path:
    """The published folder of some PDFs."""
    assert pdfs
    raw, data = folder / "raw", folder / "data"
    raw.mkdir()
    for pdf in pdfs:
        shutil.copy(pdf, raw)
    assert cli.main(["ingest", str(raw), "--data", str(data)]) == 0
    return data


def scored(program: str, data: Path, truth: Path) -> str:
    done = subprocess.run(
        [sys.executable, SCORE / program, data, truth],
        cwd=SCORE,
        capture_output=True,
        text=True,
        check=True,
        timeout=600,
    )
    return done.stdout


def totals(said: str) -> Totals:
    found = re.search(
        r"^TOTAL .*facts recall ([\d.]+) precision ([\d.]+) \| cells F1 ([\d.]+) \| meta (\d+)/(\d+)",
        said,
        re.M,
    )
    assert found, said
    return Totals(float(found[1]), float(found[2]), float(found[3]), (int(found[4]), int(found[5])))


def with_truth(folder: Path, pdfs: list[Path], target: Path) -> Path:
    """Truth files that speak of these PDFs only, so that absent ones do not count as missed."""
    target.mkdir()
    names = {pdf.name for pdf in pdfs}
    for path in folder.glob("*.json"):
        truth = json.loads(path.read_text("utf-8"))
        listed = truth["pdf"] if isinstance(truth["pdf"], list) else [truth["pdf"]]
        kept = [name for name in listed if name in names]
        if kept:
            (target / path.name).write_text(json.dumps(truth | {"pdf": kept}), "utf-8")
    return target


@pytest.mark.parametrize("ruled", [True, False], ids=["ruled", "ruleless"])
def test_made_up_reports(tmp_path: Path, ruled: bool) -> None:
    dev = CORPUS / "dev"
    styles = {path: json.loads(path.read_text("utf-8"))["style"] for path in sorted(dev.glob("*.json"))}
    texts = {path: style for path, style in styles.items() if not style.endswith(PICTURES)}
    pdfs = [path.with_suffix(".pdf") for path, style in texts.items() if (style in RULED) is ruled]
    data = published(pdfs, tmp_path)
    found = totals(scored("score.py", data, with_truth(dev, pdfs, tmp_path / "truth")))
    assert min(found.recall, found.precision, found.cells) >= BAR
    assert found.meta == (2 * len(pdfs), 2 * len(pdfs))


def test_reports_the_project_starts_from(tmp_path: Path) -> None:
    seeds = CORPUS / "seeds"
    pdfs = sorted(pdf for style in SEED_STYLES for pdf in seeds.glob(f"*__{style}.pdf"))
    data = published(pdfs, tmp_path)
    found = totals(scored("score.py", data, with_truth(seeds, pdfs, tmp_path / "truth")))
    assert found.cells >= BAR
    assert found.meta == (20, 20)


def test_pages_of_real_documents(tmp_path: Path) -> None:
    real = CORPUS / "real"
    scans = {"b-feida-scan-ocrlayer", "b-yancheng-chengtou-1p"}
    pdfs = sorted(pdf for pdf in real.glob("*.pdf") if pdf.stem not in scans)
    data = published(pdfs, tmp_path)
    said = scored("score_pages.py", data, real)
    found = re.search(r"^TOTAL cells F1 ([\d.]+)", said, re.M)
    assert found and float(found[1]) >= PAGES_BAR, said
    [rows] = duckdb.sql(
        f"""
        SELECT count(*) FROM read_parquet('{data}/budget/**/*.parquet', union_by_name := true)
        JOIN read_parquet('{data}/documents/*.parquet') USING (document_id)
        WHERE file_name = 'sh-js-template.pdf' AND amount_yuan IS NOT NULL
        """
    ).fetchall()
    assert rows == (0,), "a form that nobody filled in states no money"
