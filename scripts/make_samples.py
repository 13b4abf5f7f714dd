"""Typesets the sample reports: samples/*.toml -> data/raw/*.pdf and tests/golden/*.json.

The PDFs are kept in the repository, so nobody needs the fonts to run the program or its tests. Run this
(`make samples`) after a change in `scripts/samples/`.
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


def sample_files() -> list[Path]:
    """The samples in order of name."""
    return sorted(SAMPLES.glob("*.toml"))


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
    parser.add_argument("--pdf-dir", type=Path, default=ROOT / "data" / "raw")
    parser.add_argument("--golden-dir", type=Path, default=ROOT / "tests" / "golden")
    args = parser.parse_args(argv)
    try:
        body = args.font or discover(BODY_NAMES)
        heading = args.heading_font or args.font or discover(HEADING_NAMES)
        reports = [load(toml) for toml in sample_files()]
        text = "".join(
            sorted({*NOTE, *"0123456789- ", *(c for report in reports for c in report.characters())})
        )
        register_fonts(truetype_subset(body, text), truetype_subset(heading, text))
    except FontNotFound as error:
        print(error, file=sys.stderr)
        return 1
    for report in reports:
        pdf = typeset(report)
        (args.pdf_dir / f"{report.name}.pdf").write_bytes(pdf)
        (args.golden_dir / f"{report.name}.json").write_text(golden_text(report), encoding="utf-8")
        print(f"{report.name}.pdf  {len(pdf) / 1024:.0f} KiB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
