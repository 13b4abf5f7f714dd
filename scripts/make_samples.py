"""Typesets the sample reports: samples/*.toml -> data/samples/*.pdf and tests/golden/*.json.

With --reports the small reports of every family of documents: reports/*.toml -> tests/reports/*.pdf and
*.json; with --traps those that docs/traps.md asks about: traps/*.toml -> tests/traps/*.pdf. The PDFs are kept
in the repository, so nobody needs the fonts to run the program or its tests. Run this (`make samples`) after a
change in `scripts/samples/`, `scripts/reports/` or `scripts/traps/`.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import sys
from dataclasses import dataclass
from pathlib import Path

from scripts.fonts import BODY_NAMES, HEADING_NAMES, FontNotFound, discover, truetype_subset
from scripts.spec import ReportSpec, load
from scripts.truth import truth_of
from scripts.typeset import NOTE, register_fonts, typeset

ROOT = Path(__file__).resolve().parents[1]
SAMPLES = ROOT / "scripts" / "samples"
REPORTS = ROOT / "scripts" / "reports"
TRAPS = ROOT / "scripts" / "traps"
# Where PDFs and golden files of the two sets stand.
SAMPLE_FOLDERS = ROOT / "data" / "samples", ROOT / "tests" / "golden"
REPORT_FOLDERS = ROOT / "tests" / "reports", ROOT / "tests" / "reports"
TRAP_FOLDERS = ROOT / "tests" / "traps", None


@dataclass(frozen=True, slots=True)
class Place:
    """Fonts to set in, and folders to write to."""

    body: Path
    heading: Path
    pdf_dir: Path
    golden_dir: Path | None


def sample_files() -> list[Path]:
    """The samples that users see, in order of name."""
    return sorted(SAMPLES.glob("*.toml"))


def report_files() -> list[Path]:
    """The reports that only tests read, in order of name."""
    return sorted(REPORTS.glob("*.toml"))


def trap_files() -> list[Path]:
    """The reports that docs/traps.md asks about, in order of name."""
    return sorted(TRAPS.glob("*.toml"))


def golden_text(report: ReportSpec) -> str:
    """Return the golden file of one sample as it is stored."""
    return json.dumps(truth_of(report), ensure_ascii=False, indent=1) + "\n"


def make(files: list[Path], place: Place) -> list[str]:
    """Write PDFs and golden files of reports that share a subset of the fonts; once a process."""
    reports = [load(toml) for toml in files]
    text = "".join(sorted({*NOTE, *"0123456789- ", *(c for report in reports for c in report.characters())}))
    register_fonts(truetype_subset(place.body, text), truetype_subset(place.heading, text))
    made: list[str] = []
    for report in reports:
        pdf = typeset(report)
        (place.pdf_dir / f"{report.name}.pdf").write_bytes(pdf)
        if place.golden_dir is not None:
            (place.golden_dir / f"{report.name}.json").write_text(golden_text(report), encoding="utf-8")
        made.append(f"{report.name}.pdf  {len(pdf) / 1024:.0f} KiB")
    return made


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
    parser.add_argument("--traps", action="store_true", help="the reports that docs/traps.md asks about")
    parser.add_argument("--pdf-dir", type=Path, help="folder for the PDFs (default: where they are kept)")
    parser.add_argument("--golden-dir", type=Path, help="folder for the golden files")
    args = parser.parse_args(argv)
    # Each report has a subset of its own, so that a new one leaves the others as they are.
    groups = [sample_files()]
    folders: tuple[Path, Path | None] = SAMPLE_FOLDERS
    if args.reports or args.traps:
        groups = [[toml] for toml in (report_files() if args.reports else trap_files())]
        folders = REPORT_FOLDERS if args.reports else TRAP_FOLDERS
    try:
        body = args.font or discover(BODY_NAMES)
        heading = args.heading_font or args.font or discover(HEADING_NAMES)
        place = Place(body, heading, args.pdf_dir or folders[0], args.golden_dir or folders[1])
        # reportlab keeps the first font of a name for as long as a process lives.
        with multiprocessing.get_context("spawn").Pool(maxtasksperchild=1) as pool:
            for made in pool.starmap(make, [(group, place) for group in groups], chunksize=1):
                print("\n".join(made))
    except FontNotFound as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
