"""Files of this program that may come to stand among reports: what people decided, and what was exported.

They are told by their names and by what stands beside them, and are not opened: read as reports, they would publish
every fact again as one of another document.
"""

from __future__ import annotations

from collections.abc import Collection

KEPT_BY_HAND = frozenset({"overrides.csv", "programs.csv", "checked.csv"})
"""Corrections, decisions and marks; of other kinds than these no report is."""
_MARKS = frozenset({"datapackage.json", "jixiao.duckdb"})
_EXPORTED = frozenset({"jixiao.xlsx", "tables"})


def exported_among(names: Collection[str]) -> frozenset[str]:
    """Which of the names in a folder are files and folders of an export, of the kinds that are read."""
    return _EXPORTED & frozenset(names) if frozenset(names) >= _MARKS else frozenset()
