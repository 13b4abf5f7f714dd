"""Corrections, decisions and taught words of people together: applied to a document, and what came of them in a run."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from pipeline.nightly.overrides import Overrides, correct
from pipeline.nightly.programme_decisions import ProgrammeDecisions
from pipeline.nightly.taught_words import Taught
from pipeline.publishing.programs import names_by_document, published_programs

Row = Mapping[str, Any]
Tables = Mapping[str, pa.Table]


def as_published(
    document: Row, rows: Tables, overrides: Overrides, programmes: ProgrammeDecisions, taught: Taught
) -> tuple[Row, Tables]:
    """A document as it is to be published: programmes as decided, then facts as corrected; marked with both, and with
    the words that it was read with."""
    document, rows, decided = programmes.decide(document, rows)
    document, rows = correct(overrides, document, rows)
    return {**document, "corrections": mark(document.get("corrections"), decided, taught.digest())}, rows


def mark(corrections: str | None, decisions: str | None, taught: str | None) -> str | None:
    """What a document is marked with: the checksums of its corrections, of the decisions about it and of all taught
    words, those that there are."""
    return "+".join(filter(None, (corrections, decisions, taught))) or None


def decided_about(version: Path | None, programmes: ProgrammeDecisions) -> dict[str, str]:
    """Documents of a version to the checksum of the decisions about their programmes."""
    if version is None or not programmes.regions:
        return {}
    try:
        return programmes.digests(names_by_document(version))
    except duckdb.Error:
        return {}  # published by an earlier program, whose documents are read again anyway


def outcome_of_decisions(programmes: ProgrammeDecisions, version: Path) -> dict[str, Any]:
    """How many decisions there are, and those that concern nothing published; nothing when there are none."""
    if not programmes.regions:
        return {}
    return {"made": programmes.count, "unused": programmes.unused(published_programs(version))}


def outcome_of_corrections(overrides: Overrides, documents: Iterable[str]) -> dict[str, Any]:
    """How many corrections were applied or not, and those of none of the documents; nothing when there are none."""
    if not overrides.by_document:
        return {}
    return {
        "applied": overrides.applied,
        "outdated": overrides.outdated,
        "unneeded": overrides.unneeded,
        "unknown": overrides.unknown(documents),
    }
