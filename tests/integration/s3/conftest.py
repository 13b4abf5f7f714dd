"""A store of objects that runs on this machine."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest


@pytest.fixture(scope="module")
def endpoint() -> Iterator[str]:
    from tests import stores  # modules of this folder skip themselves where it cannot be loaded

    with stores.moto_server() as started:
        yield started


@pytest.fixture
def s3(endpoint: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """The store as another program sees it; this process finds it in its environment."""
    from tests import stores

    for name, value in (stores.SETTINGS | {"AWS_ENDPOINT_URL": endpoint}).items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("JIXIAO_CACHE", str(tmp_path / "cache"))
    return stores.client(endpoint)


@pytest.fixture
def address(s3: Any, request: pytest.FixtureRequest) -> str:
    """A place in the store that no other test has."""
    from tests import stores

    return f"s3://{stores.BUCKET}/{request.node.name.replace('/', '-')}"
