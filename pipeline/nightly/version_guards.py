"""What the published version says to a run that would publish after it: that it was restored, or that it is damaged."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pyarrow as pa

from pipeline.errors import DamagedVersion, EnvironmentProblem, UsageError
from pipeline.language import listed, tr
from pipeline.names import harmless
from pipeline.publishing.manifest import read_manifest
from pipeline.publishing.parts import table_below

_SHOWN = 3


def restored_from(version: Path | None) -> int | None:
    """The version that this one repeats because somebody restored it; None of every other."""
    number: int | None = read_manifest(version).get("restored_from") if version is not None else None
    return number


def refuse_over_restored(version: Path | None) -> None:
    """Raises UsageError where the published version was restored: it stays until somebody says otherwise."""
    if version is not None and (number := restored_from(version)) is not None:
        raise UsageError(
            tr(
                "version {version} was restored from version {number} and stays until you say otherwise, "
                "so nothing was read or published",
                version=int(version.name),
                number=number,
            ),
            tr("Run it once with --release to go on from there."),
        )


def refuse_to_forget(version: Path, read: Iterable[str]) -> None:
    """Raises EnvironmentProblem where a damaged version held documents that are not among those read anew.

    `read`: identities of the documents. What the damaged version held is known as far as it can still be read.
    """
    here = set(read)
    gone = [row["source_path"] for row in _remembered(version) if row["document_id"] not in here]
    held = 0
    with suppress(DamagedVersion):
        held = sum(read_manifest(version)["documents"].values())
    if not gone and held <= len(here):
        return
    first = listed([harmless(path) for path in sorted(gone)[:_SHOWN]])
    raise EnvironmentProblem(
        tr(
            "version {version} is damaged and cannot be added to, and of its {held} documents {missing} are not "
            "among the files given: {first}",
            version=int(version.name),
            held=max(held, len(gone)),
            missing=max(held - len(here), len(gone)),
            first=first,
        )
        if gone
        else tr(
            "version {version} is damaged and cannot be added to, and it held more documents ({held}) than the "
            "files given ({given})",
            version=int(version.name),
            held=held,
            given=len(here),
        ),
        tr(
            "Name all files and folders; or `jixiao refresh FOLDERS --force --allow-removal` if these are all."
        ),
    )


def _remembered(version: Path) -> list[dict[str, Any]]:
    """What is left of the documents, for their names only."""
    with suppress(OSError, pa.ArrowException, KeyError):
        rows: list[dict[str, Any]] = table_below(
            version / "documents", ["document_id", "source_path"]
        ).to_pylist()
        return rows
    return []
