"""One published folder and its page for the tests of a file, with files kept by hand for each test."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
from starlette.testclient import TestClient

from pipeline.review.checking import Checked
from pipeline.review.correcting import Corrections
from pipeline.review.site import Site
from pipeline.review.teaching import Teaching
from tests import reviewing

if TYPE_CHECKING:
    from tests.browsing import Running


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("review")


@pytest.fixture(scope="module")
def ids(place: Path) -> dict[str, str]:
    return reviewing.publish(place)


@pytest.fixture(scope="module")
def opened(place: Path, ids: dict[str, str]) -> Iterator[Site]:
    site = Site(place / "data", place / "overrides.csv")
    yield site
    site.close()


@pytest.fixture
def site(opened: Site, tmp_path: Path) -> Site:
    """The one page of all tests, with a file of corrections for each."""
    opened.corrections = Corrections(tmp_path / "overrides.csv")
    opened.checked = Checked(tmp_path / "overrides.csv")
    opened.teaching = Teaching(tmp_path / "overrides.csv")
    return opened


@pytest.fixture
def client(site: Site) -> TestClient:
    return reviewing.client_of(site)


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A server and a browser for the tests of a file. No page may ask another machine for anything, or complain."""
    from tests.browsing import Running

    started = Running(tmp_path_factory.mktemp("browser"))
    yield started
    started.close()
    assert {urlsplit(url).hostname for url in started.requests} == {"127.0.0.1"}
    assert started.wrong == []
