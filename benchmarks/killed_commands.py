"""The commands that are killed, as functions of a folder."""

from __future__ import annotations

from decimal import Decimal
from hashlib import sha256
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from pipeline import export, run
from pipeline.nightly.failure_hook import FailureHook
from pipeline.nightly.override_file import Override, append_override, read_overrides, value_text
from pipeline.nightly.overrides import load_overrides
from pipeline.nightly.refresh import read_and_compare, refresh
from pipeline.publishing import layout, versions
from pipeline.workers.isolation import Limits
from tests import factories, stubs

READ: Decimal = factories.budget()["amount_yuan"]
"""Amount that every report has before it is corrected."""


class Silent:
    """Hears of progress, says nothing."""

    def start(self, total: int) -> None: ...
    def page(self, source: object, number: int, count: int) -> None: ...
    def done(self, result: object) -> None: ...
    def finish(self) -> None: ...


def _asked(folder: Path, **changes: Any) -> run.Options:
    return run.Options(
        [folder / "raw"],
        folder / "data",
        workers=2,
        limits=Limits(60, 1000),
        overrides=load_overrides(folder / "overrides.csv"),
        release=True,
        allow_removal=True,
        **changes,
    )


def ingest_folder(folder: Path) -> None:
    run.ingest(_asked(folder), stubs.extract, [factories.region()], Silent())


def refresh_folder(folder: Path) -> None:
    def read() -> dict[str, Any]:
        return read_and_compare(_asked(folder, mirror=True), stubs.extract, [factories.region()], Silent())

    assert refresh(folder / "data", [folder / "raw"], read, FailureHook())["exit_code"] == 0


def correct_document(folder: Path) -> None:
    """A published document that has no correction yet."""
    lines = read_overrides(folder / "overrides.csv")
    free = document_ids(folder / "raw") - {line.document_id for line in lines}
    facts = pq.read_table(folder / "data" / "budget").to_pylist()
    fact = min((row for row in facts if row["document_id"] in free), key=lambda row: row["document_id"])
    place = {
        name: value_text(fact[name])
        for name in ("table_id", "page_number", "row_index", "column_index", "source_text")
    }
    append_override(
        folder / "overrides.csv",
        Override(
            document_id=fact["document_id"],
            table="budget",
            column="amount_yuan",
            old_value=value_text(READ),
            new_value=str(1000 + len(lines)),
            who="王芳",
            at="2026-11-20T08:00:00Z",
            why="与原件核对",
            **place,
        ),
    )
    ingest_folder(folder)


def restore_version(folder: Path) -> None:
    versions.restore(folder / "data", version_before(folder))


def prune_versions(folder: Path) -> None:
    versions.prune(folder / "data", 2)


def export_all(folder: Path) -> None:
    choice = export.Choice(("documents", "budget"), form="parquet", workbook=False)
    export.export(folder / "data", folder / "exported", choice)


def document_ids(raw: Path) -> set[str]:
    return {sha256(path.read_bytes()).hexdigest()[:16] for path in raw.iterdir()}


def version_number(folder: Path) -> int:
    version = layout.current_version(folder / "data")
    assert version is not None, "nothing is published any more"
    return int(version.name)


def version_before(folder: Path) -> int:
    current = version_number(folder)
    return max(int(path.name) for path in layout.versions(folder / "data") if int(path.name) < current)
