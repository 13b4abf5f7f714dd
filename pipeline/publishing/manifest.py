"""What a version says of itself, in its manifest.json: the documents, and every part with its size and checksum.

manifest.json      written once, with a checksum of its own
.announced.json    parts without rows that came later, for readers that list names; see `new_names`
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyarrow.compute as pc

from pipeline.errors import DamagedVersion
from pipeline.language import tr, tr_noop
from pipeline.publishing.parts import PartFile, column_below
from pipeline.schemas import SCHEMAS

NAME = "manifest.json"
ANNOUNCED = ".announced.json"
REPAIR = tr_noop(
    "`jixiao versions restore N` publishes an older version again (`jixiao versions` lists them); "
    "`jixiao ingest --force` with all files reads everything again."
)
_SUM = "sum"


def read_manifest(version: Path) -> dict[str, Any]:
    """What the version says of itself: version, created_at, documents by status, rows by table, files.

    Raises DamagedVersion when it is not there, or not as it was written.
    """
    try:
        manifest: dict[str, Any] = json.loads((version / NAME).read_text("utf-8"))
        # Earlier programs wrote none.
        is_sound = manifest.get(_SUM) in (None, _sum_of(manifest)) and "files" in manifest
    except (OSError, ValueError, AttributeError) as error:
        raise _unreadable(version, error) from error
    if not is_sound:
        raise _unreadable(version, tr("its checksum is another"))
    return manifest


def write_manifest(folder: Path, number: int, files: Sequence[PartFile], **notes: Any) -> None:
    """Beside the tables of a version: what it holds. `notes` says more of where it comes from."""
    counts = pc.value_counts(column_below(folder / "documents", "status")).to_pylist()
    manifest = {
        "version": number,
        "created_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "documents": dict(sorted((count["values"], count["counts"]) for count in counts)),
        "rows": {name: sum(file.rows for file in files if table_of(file) == name) for name in SCHEMAS},
        **notes,
        "files": [asdict(file) for file in files],
    }
    manifest[_SUM] = _sum_of(manifest)
    (folder / NAME).write_text(json.dumps(manifest, indent=1) + "\n", "utf-8")


def parts_of(version: Path) -> dict[str, PartFile]:
    """The parts that a version was published with, by path. Raises DamagedVersion."""
    try:
        return {file["path"]: PartFile(**file) for file in read_manifest(version)["files"]}
    except (KeyError, TypeError) as error:
        raise _unreadable(version, error) from error


def announced_in(version: Path) -> dict[str, PartFile]:
    """Parts without rows that a version got, or is about to get, after it was published."""
    with suppress(OSError, ValueError, TypeError, KeyError):
        told = json.loads((version / ANNOUNCED).read_text("utf-8"))
        return {file["path"]: PartFile(**file) for file in told}
    return {}


def add_announced(version: Path, files: Sequence[PartFile]) -> None:
    """Write them down before they come, so that at no time there is a part that nothing knows."""
    known = announced_in(version) | {file.path: file for file in files}
    replace_text(version / ANNOUNCED, json.dumps([asdict(file) for file in known.values()]) + "\n")


def replace_text(path: Path, text: str) -> None:
    """Write a file in one step. Raises OSError."""
    fresh = path.with_name(f"{path.name}.{os.getpid()}")
    try:
        fresh.write_text(text, "utf-8")
        os.replace(fresh, path)
    finally:
        fresh.unlink(missing_ok=True)


def is_checked(manifest: Mapping[str, Any]) -> bool:
    """Whether the program that wrote it wrote down announced parts and its own checksum, too."""
    return _SUM in manifest


def table_of(file: PartFile) -> str:
    """The table that a part belongs to."""
    return file.path.split("/", 1)[0]


def _sum_of(manifest: Mapping[str, Any]) -> str:
    """SHA-256 of everything but itself, however the text is laid out."""
    told = {key: value for key, value in manifest.items() if key != _SUM}
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()


def _unreadable(version: Path, why: object) -> DamagedVersion:
    said = tr(
        "the manifest of version {number} cannot be read: {error}", number=version.name.lstrip("0"), error=why
    )
    return DamagedVersion(said, tr(REPAIR))
