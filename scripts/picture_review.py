"""Take the picture of the review page for the documentation, or pictures of all its pages.

    python -m scripts.picture_review [--output docs/images/review.png] [--width 1440] [--path ADDRESS]
    python -m scripts.picture_review --all FOLDER [--data data]

The first reads the sample reports of data/samples into a folder of its own, opens a fact of one of them in Chromium,
and writes what the window shows. The second writes one picture for each page and width, over the samples or over the
published data of `--data`; what does not fit into the window is in the picture too, up to three windows. Needs a
Chromium (`apt install chromium fonts-noto-cjk`) and the package playwright.
"""

from __future__ import annotations

import argparse
import shutil
import tempfile
import threading
from collections.abc import Iterator
from contextlib import chdir, contextmanager, redirect_stdout
from io import BytesIO, StringIO
from pathlib import Path

import uvicorn
from PIL import Image
from playwright.sync_api import Page, sync_playwright

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


# Of every page that goes over all documents: name of the picture, address.
_LISTS = {
    "documents": "/?",
    "documents-failed": "/?status=failed&",
    "search": "/search?",
    "search-found": "/search?q=保费&",
    "findings": "/findings?",
    "compare": "/compare?",
    "compare-rates": "/compare?measure=rate_on_initial&",
    "compare-unpaid": "/compare?measure=unpaid&",
    "unread": "/unread?",
    "corrections": "/corrections?",
    "not-found": "/nowhere?",
}
_VIEWS = ("facts", "tables", "findings", "unread", "about")
_SIZES = ((1440, 900), (390, 844))
_WINDOWS = 3


def main() -> None:
    """Read the options and write the picture, or all."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--output", type=Path, default=ROOT / "docs" / "images" / "review.png")
    parser.add_argument("--width", type=int, default=1440)
    parser.add_argument("--path", default="", help="address to show instead, such as /compare?lang=en")
    parser.add_argument("--all", type=Path, metavar="FOLDER", help="pictures of all pages, into this folder")
    parser.add_argument("--data", type=Path, help="published data to show instead of the samples")
    options = parser.parse_args()
    everything, data = (path and path.resolve() for path in (options.all, options.data))
    # The page shows where corrections are written: as in a folder of the program, not in a folder of our own.
    with tempfile.TemporaryDirectory() as folder, chdir(folder), _serving(data) as (address, shown):
        if everything is not None:
            print(f"{everything}  {_photograph_all(address, shown, everything)} pictures")
            return
        with _window(options.width, 900) as page:
            picture = _photograph(page, address + (options.path or shown))
    _save(picture, options.output)
    print(f"{options.output}  {options.output.stat().st_size // 1024} KB")


def _photograph_all(address: str, shown: str, folder: Path) -> int:
    """A picture of each page in each size."""
    document = shown.partition("?")[0]
    pages = {**_LISTS, **{f"document-{view}": f"{document}?view={view}&" for view in _VIEWS}}
    count = 0
    for width, height in _SIZES:
        with _window(width, height) as page:
            for name, path in {**pages, "document-fact": shown + "&"}.items():
                # A document is read within its window, each part scrolling by itself.
                windows = 1 if name.startswith("document-") else _WINDOWS
                picture = _photograph(page, f"{address}{path}lang=zh", windows)
                _save(picture, folder / f"{name}-{width}.png")
                count += 1
    return count


def _save(picture: bytes, path: Path) -> None:
    small = Image.open(BytesIO(picture)).convert("RGB").quantize(_COLOURS, dither=Image.Dither.NONE)
    path.parent.mkdir(parents=True, exist_ok=True)
    small.save(path, optimize=True)


@contextmanager
def _serving(data: Path | None) -> Iterator[tuple[str, str]]:
    """The address of a review page of the data, or of the samples, and the path of a fact in them."""
    if data is None:
        data = Path("data")
        with redirect_stdout(StringIO()):
            if cli.main(["ingest", str(ROOT / "data" / "samples"), "--data", str(data)]) != 0:
                raise SystemExit("the samples could not be read: run `jixiao ingest` to see why")
    with open_catalog(data) as catalog:
        [shown] = catalog.select(_SHOWN).column(0).to_pylist()
    site = Site(data, Path("data", "overrides.csv"))
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


@contextmanager
def _window(width: int, height: int) -> Iterator[Page]:
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if chromium is None:
        raise SystemExit("there is no Chromium on this machine: apt install chromium")
    with sync_playwright() as started:
        browser = started.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        yield browser.new_page(viewport={"width": width, "height": height}, locale="zh-CN")
        browser.close()


def _photograph(page: Page, address: str, windows: int = 1) -> bytes:
    """What the window shows, or the page down to the height of so many windows."""
    page.goto(address)
    page.wait_for_load_state("networkidle")
    if windows == 1:
        return page.screenshot()
    size = page.viewport_size
    assert size is not None
    tall = min(int(page.evaluate("document.documentElement.scrollHeight")), windows * size["height"])
    wide = int(page.evaluate("document.documentElement.scrollWidth"))  # wider than the window: a fault to see
    return page.screenshot(
        full_page=True,
        clip={"x": 0, "y": 0, "width": max(wide, size["width"]), "height": max(tall, size["height"])},
    )


if __name__ == "__main__":
    main()
