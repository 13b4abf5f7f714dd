"""Older versions of the published folder: what they hold, publishing one of them again, deleting them."""

from __future__ import annotations

import os
import shutil
from collections.abc import Collection
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa

from pipeline.errors import DamagedVersion, UsageError
from pipeline.language import tr, tr_noop
from pipeline.publishing import integrity, layout
from pipeline.publishing.manifest import parts_of, read_manifest, write_manifest
from pipeline.publishing.new_names import announce, names_since
from pipeline.publishing.parts import link_or_copy, table_below

_LIST = tr_noop("`jixiao versions` lists what there is.")


@dataclass(frozen=True, slots=True)
class Version:
    """What one version says of itself; `created_at` is UTC, `rows` of all tables together."""

    version: int
    created_at: str
    documents: int
    failed: int
    rows: int
    megabytes: float
    restored_from: int | None
    is_published: bool


def list_versions(data_dir: Path) -> list[Version]:
    """All versions, newest first; [] before the first. One whose manifest cannot be read is not among them."""
    current = layout.current_version(data_dir)
    found = []
    for folder in reversed(layout.versions(data_dir)):
        with suppress(DamagedVersion):
            found.append(_describe(folder, current))
    return found


def former_names(data_dir: Path, documents: Collection[str]) -> dict[str, str]:
    """Names of the files that held these documents, as the newest versions that still have them tell; of those that
    are not kept any more nothing is known."""
    found: dict[str, str] = {}
    for folder in reversed(layout.versions(data_dir)):
        left = set(documents) - found.keys()
        if not left:
            break
        with suppress(OSError, pa.ArrowException, KeyError):  # a damaged one is told elsewhere
            table = table_below(folder / "documents", ["document_id", "file_name"], left)
            found |= {row["document_id"]: row["file_name"] for row in table.to_pylist()}
    return found


def broken_versions(data_dir: Path) -> list[DamagedVersion]:
    """What is wrong with the versions whose manifests cannot be read."""
    found = []
    for folder in layout.versions(data_dir):
        try:
            read_manifest(folder)
        except DamagedVersion as error:
            found.append(error)
    return found


def restore(data_dir: Path, number: int, wait: float = 0.0) -> Path:
    """Publish what version `number` holds once more, as a new version; returns its folder.

    The number is a new one so that numbers tell the order of publication, and an interrupted restoration looks
    like any other interrupted run. The files are shared, not copied. Raises UsageError when there is no such
    version, DamagedVersion when its parts are not as they were published, LockHeld, and PublishFailed.
    """
    with layout.exclusive(data_dir, wait):
        current = layout.current_version(data_dir)
        old = data_dir / layout.VERSIONS / f"{number:06d}"
        if current is None or not old.is_dir():
            raise UsageError(
                tr("there is no version {number} in {data_dir}", number=number, data_dir=data_dir), tr(_LIST)
            )
        if old.name == current.name:
            raise UsageError(tr("version {number} is the published one", number=number), tr(_LIST))
        integrity.check(old, deep=True)
        files = list(parts_of(old).values())
        fresh = int(current.name) + 1
        staging = old.with_name(f"{layout.TEMPORARY}{fresh:06d}-{os.getpid()}")
        try:
            for file in files:
                link_or_copy(old / file.path, staging / file.path)
            files += names_since(current, staging)
            announce(current, staging)
            write_manifest(staging, fresh, files, restored_from=number)
            integrity.remember(staging, [file.path for file in files])
            return layout.activate(data_dir, staging, fresh)
        except OSError as error:
            what = tr("could not restore version {number} in {data_dir}", number=number, data_dir=data_dir)
            raise layout.publish_failed(what, error) from error
        finally:
            shutil.rmtree(staging, ignore_errors=True)


def prune(data_dir: Path, keep: int, wait: float = 0.0) -> list[int]:
    """Delete all but the last `keep` versions, at least the published one; returns the deleted, oldest first."""
    with layout.exclusive(data_dir, wait):
        doomed = layout.versions(data_dir)[: -max(keep, 1)]
        for folder in doomed:
            layout.discard(folder)
    return [int(folder.name) for folder in doomed if not folder.exists()]


def _describe(folder: Path, current: Path | None) -> Version:
    manifest = read_manifest(folder)
    return Version(
        version=int(folder.name),
        created_at=manifest["created_at"],
        documents=sum(manifest["documents"].values()),
        failed=manifest["documents"].get("failed", 0),
        rows=sum(manifest["rows"].values()),
        megabytes=round(sum(file["bytes"] for file in manifest["files"]) / 1e6, 1),
        restored_from=manifest.get("restored_from"),
        is_published=current is not None and current.name == folder.name,
    )
