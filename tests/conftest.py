"""Tests know nothing of what the one who runs them has kept."""

from __future__ import annotations

import os
from pathlib import Path
from unittest import mock

import pytest

from pipeline.cli import config_file
from pipeline.language import ENGLISH, choose


def pytest_configure() -> None:
    for name in [name for name in os.environ if name.startswith("JIXIAO_")]:
        del os.environ[name]
    # What tests expect is written in English; those about Chinese say so themselves.
    os.environ["JIXIAO_LANG"] = ENGLISH
    choose(ENGLISH)
    # A commit waits for the disk dozens of times, and thousands are made. What tests write need not outlive a power
    # cut; that a failing disk is noticed, `tests/faults` sees to. Programs that tests start wait as ever.
    mock.patch.object(os, "fsync", lambda _: None).start()


@pytest.fixture(autouse=True)
def in_english() -> None:
    """A command line that a test before this one gave may have chosen Chinese."""
    choose(ENGLISH)


@pytest.fixture(autouse=True)
def no_settings_of_the_checkout(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> Path:
    """A `jixiao.toml` that stands in the checkout counts for nobody here."""
    nowhere = tmp_path_factory.getbasetemp() / "no-checkout"
    monkeypatch.setattr(config_file, "ROOT", nowhere)
    return nowhere
