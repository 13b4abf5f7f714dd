"""The published version under the review page: opened once, and again when a refresh has switched to another."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from pipeline.answers.catalog import Catalog, open_catalog
from pipeline.publishing import integrity, layout

Row = dict[str, Any]


class Published:
    """Hands out the current version; may be called from several threads."""

    def __init__(self, data_dir: Path) -> None:
        self._data_dir = data_dir
        self._catalog: Catalog | None = None
        self._lock = threading.Lock()

    @contextmanager
    def reading(self) -> Iterator[Reader]:
        """One version for the length of the block. Raises UsageError when nothing is published."""
        catalog = self._current()
        cursor = catalog.bare.cursor()
        try:
            yield Reader(replace(catalog, bare=cursor))
        finally:
            cursor.close()

    def _current(self) -> Catalog:
        with self._lock:
            version = layout.current_version(self._data_dir)
            if self._catalog is not None and self._catalog.version == version:
                integrity.check(version)
            else:
                # Readers of the version before hold cursors of their own, which keep it open until they are done.
                self._catalog = open_catalog(self._data_dir)
            return self._catalog


class Reader:
    """Questions to one version. Every SQL text is our own; what a user gives is bound to a parameter."""

    def __init__(self, catalog: Catalog) -> None:
        self.catalog = catalog

    @property
    def number(self) -> int:
        """Number of the version."""
        name = self.catalog.version.name
        return int(name) if name.isdigit() else 0

    def rows(self, sql: str, parameters: Mapping[str, Any] | None = None) -> list[Row]:
        """All rows of an answer; the statement carries its own LIMIT."""
        found: list[Row] = self.catalog.select(sql, parameters).to_pylist()
        return found

    def row(self, sql: str, parameters: Mapping[str, Any] | None = None) -> Row | None:
        """The first row, or None."""
        return next(iter(self.rows(sql, parameters)), None)
