"""Typesets the sample reports: samples/*.toml -> data/raw/*.pdf and tests/golden/*.json.

With --reports the small reports of every family of documents: reports/*.toml -> tests/reports/*.pdf and *.json.
The PDFs are kept in the repository, so nobody needs the fonts to run the program or its tests. Run this
(`make samples`) after a change in `scripts/samples/` or `scripts/reports/`.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from scripts.fonts import BODY_NAMES, HEADING_NAMES, FontNotFound, discover, truetype_subset
from scripts.spec import ReportSpec, load
from scripts.truth import truth_of
from scripts.typeset import NOTE, register_fonts, typeset

ROOT = Path(__file__).resolve().parents[1]
SAMPLES = ROOT / "scripts" / "samples"
REPORTS = ROOT / "scripts" / "reports"
# Where PDFs and golden files of the two sets stand.
SAMPLE_FOLDERS = ROOT / "data" / "raw", ROOT / "tests" / "golden"
REPORT_FOLDERS = ROOT / "tests" / "reports", ROOT / "tests" / "reports"


def sample_files() -> list[Path]:
    """The samples that users see, in order of name."""
    return sorted(SAMPLES.glob("*.toml"))


def report_files() -> list[Path]:
    """The reports that only tests read, in order of name."""
    return sorted(REPORTS.glob("*.toml"))


def golden_text(report: ReportSpec) -> str:
    """Return the golden file of one sample as it is stored."""
    return json.dumps(truth_of(report), ensure_ascii=False, indent=1) + "\n"


def main(argv: list[str] | None = None) -> int:
    """Write all samples; return 1 when no font is at hand."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--font", type=Path, help="Chinese font for running text (default: Noto Serif CJK)")
    parser.add_argument(
        "--heading-font", type=Path, help="Chinese font for headings (default: Noto Sans CJK)"
    )
    parser.add_argument("--reports", action="store_true", help="the reports that only tests read")
    parser.add_argument("--pdf-dir", type=Path, help="folder for the PDFs (default: where they are kept)")
    parser.add_argument("--golden-dir", type=Path, help="folder for the golden files")
    args = parser.parse_args(argv)
    files, folders = (
        (report_files(), REPORT_FOLDERS) if args.reports else (sample_files(), SAMPLE_FOLDERS)
    )
    pdf_dir, golden_dir = args.pdf_dir or folders[0], args.golden_dir or folders[1]
    try:
        body = args.font or discover(BODY_NAMES)
        heading = args.heading_font or args.font or discover(HEADING_NAMES)
        reports = [load(toml) for toml in files]
        text = "".join(
            sorted({*NOTE, *"0123456789- ", *(c for report in reports for c in report.characters())})
        )
        register_fonts(truetype_subset(body, text), truetype_subset(heading, text))
    except FontNotFound as error:
        print(error, file=sys.stderr)
        return 1
    for report in reports:
        pdf = typeset(report)
        (pdf_dir / f"{report.name}.pdf").write_bytes(pdf)
        (golden_dir / f"{report.name}.json").write_text(golden_text(report), encoding="utf-8")
        print(f"{report.name}.pdf  {len(pdf) / 1024:.0f} KiB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
