"""Take the picture of the review page for the documentation.

    python -m scripts.picture_review [--output docs/images/review.png] [--width 1440] [--path ADDRESS]

Reads the sample reports of data/samples into a folder of its own, opens a fact of one of them in Chromium, and writes
what the window shows. Needs a Chromium (`apt install chromium fonts-noto-cjk`) and the package playwright.
"""

from __future__ import annotations

import argparse
import shutil
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout
from io import BytesIO, StringIO
from pathlib import Path

import uvicorn
from PIL import Image
from playwright.sync_api import sync_playwright

from pipeline import cli
from pipeline.answers.catalog import open_catalog
from pipeline.review import server
from pipeline.review.app import create_app
from pipeline.review.site import Site
from pipeline.version import ROOT

_COLOURS = 96
# A term of a subsidy policy: a sentence in a cell, and what was read from it.
_SHOWN = """
SELECT concat('/documents/', document_id, '?lang=zh&fact=subsidy_terms.', place, '&page=', page_number)
FROM (SELECT *, row_number() OVER (PARTITION BY document_id ORDER BY page_number, table_id, row_index, column_index)
          AS place FROM subsidy_terms WHERE source_kind = 'cell')
WHERE cap_yuan IS NOT NULL AND ratio_op = '≤' AND length(source_text) > 20
ORDER BY document_id DESC LIMIT 1"""


def main() -> None:
    """Read the options and write the picture."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--output", type=Path, default=ROOT / "docs" / "images" / "review.png")
    parser.add_argument("--width", type=int, default=1440)
    parser.add_argument("--path", default="", help="address to show instead, such as /compare?lang=en")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, _serving(Path(folder)) as (address, shown):
        picture = _photograph(address + (options.path or shown), options.width)
    small = Image.open(BytesIO(picture)).convert("RGB").quantize(_COLOURS, dither=Image.Dither.NONE)
    options.output.parent.mkdir(parents=True, exist_ok=True)
    small.save(options.output, optimize=True)
    print(f"{options.output}  {options.output.stat().st_size // 1024} KB")


@contextmanager
def _serving(folder: Path) -> Iterator[tuple[str, str]]:
    """The address of a review page of the samples, and the path of a fact in them."""
    data = folder / "data"
    with redirect_stdout(StringIO()):
        if cli.main(["ingest", str(ROOT / "data" / "samples"), "--data", str(data)]) != 0:
            raise SystemExit("the samples could not be read: run `jixiao ingest` to see why")
    with open_catalog(data) as catalog:
        [shown] = catalog.select(_SHOWN).column(0).to_pylist()
    site = Site(data, folder / "overrides.csv")
    bound = server.bind(18_800)
    running = uvicorn.Server(uvicorn.Config(create_app(site), log_level="error", lifespan="off", ws="none"))
    thread = threading.Thread(target=running.run, kwargs={"sockets": [bound]}, daemon=True)
    thread.start()
    try:
        yield f"http://{server.ADDRESS}:{bound.getsockname()[1]}", shown
    finally:
        running.should_exit = True
        thread.join(10)
        bound.close()
        site.close()


def _photograph(address: str, width: int) -> bytes:
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if chromium is None:
        raise SystemExit("there is no Chromium on this machine: apt install chromium")
    with sync_playwright() as started:
        browser = started.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page(viewport={"width": width, "height": 900}, locale="zh-CN")
        page.goto(address)
        page.wait_for_load_state("networkidle")
        picture = page.screenshot()
        browser.close()
    return picture


if __name__ == "__main__":
    main()
