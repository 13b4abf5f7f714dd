"""The review page in a server of its own, and a browser that opens it; skips where there is none."""

from __future__ import annotations

import re
import shutil
import threading
import time
from pathlib import Path

import pytest
import uvicorn

from pipeline.review import server
from pipeline.review.app import create_app
from pipeline.review.site import Site
from tests import reviewing

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
if CHROMIUM is None:
    pytest.skip("there is no Chromium on this machine", allow_module_level=True)
playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")


class Running:
    """A server in a thread, a browser, and every request that the browser made."""

    def __init__(self, folder: Path) -> None:
        self.ids = reviewing.publish(folder)
        self.overrides = folder / "overrides.csv"
        self.site = Site(folder / "data", self.overrides)
        self._socket = server.bind(18_700)
        self.address = f"http://127.0.0.1:{self._socket.getsockname()[1]}"
        self._server = uvicorn.Server(
            uvicorn.Config(create_app(self.site), log_level="error", lifespan="off", ws="none")
        )
        self._thread = threading.Thread(
            target=self._server.run, kwargs={"sockets": [self._socket]}, daemon=True
        )
        self._thread.start()
        until = time.monotonic() + 30
        while not self._server.started and time.monotonic() < until:
            time.sleep(0.05)
        self._playwright = playwright.sync_playwright().start()
        self.browser = self._playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"]
        )
        self.requests: list[str] = []
        self.wrong: list[str] = []

    def page(self, path: str, width: int = 1440, height: int = 900) -> playwright.Page:
        page = self.browser.new_page(viewport={"width": width, "height": height}, locale="zh-CN")
        page.on("request", lambda request: self.requests.append(request.url))
        page.on("pageerror", lambda error: self.wrong.append(str(error)))
        # A policy that is broken is said on the console.
        page.on("console", lambda said: self.wrong.append(said.text) if said.type == "error" else None)
        page.goto(self.address + path)
        return page

    def close(self) -> None:
        self.browser.close()
        self._playwright.stop()
        self._server.should_exit = True
        self._thread.join(10)
        self._socket.close()
        self.site.close()


def box_of(page: playwright.Page, row: int, column: int) -> playwright.Locator:
    return page.locator(f'.box[data-row="{row}"][data-column="{column}"]')


def is_on(page: playwright.Page, row: int, column: int) -> None:
    playwright.expect(box_of(page, row, column)).to_have_class(word("on"))


def word(text: str) -> re.Pattern[str]:
    """For a class among others."""
    return re.compile(rf"\b{text}\b")
