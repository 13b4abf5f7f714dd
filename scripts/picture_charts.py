"""Draw the pictures of charts for the documentation.

    python -m scripts.picture_charts [CHART …] [--folder docs/images]

Reads the sample reports of data/samples into a folder of its own and writes chart_NAME.png for every chart; charts that
these have no answer for are drawn from scripts/pictures, small reports with made-up figures that are typeset for it.
Needs the extra `charts` and Noto CJK (`apt install fonts-noto-cjk`).
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, redirect_stderr, redirect_stdout
from io import StringIO
from pathlib import Path

from PIL import Image

from pipeline import cli
from pipeline.answers.catalog import Catalog, open_catalog
from pipeline.charts import CHARTS, draw_chart
from pipeline.errors import UsageError
from pipeline.language import CHINESE, LANGUAGES, choose
from pipeline.version import ROOT
from scripts.fonts import BODY_NAMES, HEADING_NAMES, discover
from scripts.make_samples import Place, make

_SAMPLES, _MADE_UP = ROOT / "data" / "samples", ROOT / "scripts" / "pictures"
_COLOURS, _WIDTH = 64, 1200
# What the pages show of a long answer.
_ASKED = {"spending_by_function": {"phase": "initial"}}


def main() -> None:
    """Read the options and write the pictures."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("names", nargs="*", metavar="CHART", help="all when left out")
    parser.add_argument("--folder", type=Path, default=ROOT / "docs" / "images")
    parser.add_argument("--lang", choices=LANGUAGES, default=CHINESE)
    options = parser.parse_args()
    choose(options.lang)
    options.folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as typeset, ExitStack() as opened:
        _typeset(Path(typeset))
        catalogs = [opened.enter_context(_published(folder)) for folder in (_SAMPLES, Path(typeset))]
        for name in options.names or CHARTS:
            output = options.folder / f"chart_{name}.png"
            rows = _draw(catalogs, name, output)
            size = f"{output.stat().st_size // 1024} KB" if rows else "the samples have no answer"
            print(f"{output}  {rows} rows  {size}")


def _typeset(folder: Path) -> None:
    body, heading = discover(BODY_NAMES), discover(HEADING_NAMES)
    make(sorted(_MADE_UP.glob("*.toml")), Place(body, heading, folder, folder))


@contextmanager
def _published(reports: Path) -> Iterator[Catalog]:
    with tempfile.TemporaryDirectory() as folder:
        with redirect_stdout(StringIO()), redirect_stderr(StringIO()):
            if cli.main(["ingest", str(reports), "--data", folder, "--ocr", "never"]) != 0:
                raise SystemExit(f"{reports} could not be read: run `jixiao ingest` to see why")
        with open_catalog(Path(folder)) as catalog:
            yield catalog


def _draw(catalogs: list[Catalog], name: str, output: Path) -> int:
    """Draw the first answer there is; the number of its rows, 0 where there is none."""
    for catalog in catalogs:
        try:
            rows = draw_chart(catalog, name, _ASKED.get(name, {}), output)
        except UsageError:
            continue
        _shrink(output)
        return rows
    return 0


def _shrink(path: Path) -> None:
    with Image.open(path) as picture:
        height = round(picture.height * _WIDTH / picture.width)
        small = picture.convert("RGB").resize((_WIDTH, height), Image.Resampling.LANCZOS)
    small.quantize(_COLOURS, dither=Image.Dither.NONE).save(path, optimize=True)


if __name__ == "__main__":
    main()
