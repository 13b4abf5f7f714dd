"""Versions among the objects of a store: their numbers, and deleting what is older or was never switched to."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path
from typing import Any

from pipeline.errors import EnvironmentProblem
from pipeline.language import tr
from pipeline.publishing import layout
from pipeline.stores.object_store import Store

VERSIONS = "versions"
MANIFEST = "manifest.json"
# Readers of a store fetch many files one by one, over a network.
KEPT_SECONDS = 3600.0


def delete_unborn(store: Store, current: int) -> None:
    """Delete what an interrupted run sent of a version that nobody switched to."""
    for name in folders_below(store):
        if int(name) > current:
            store.delete_below(f"{VERSIONS}/{name}")


def delete_old(store: Store, now_ns: int, doomed: set[int] | None = None) -> None:
    """Delete these versions, or all but the last ones and those replaced just now; what others share stays."""
    manifests = {
        int(name): manifest_of(store, f"{VERSIONS}/{name}/{MANIFEST}") for name in folders_below(store)
    }
    whole = sorted(number for number, manifest in manifests.items() if manifest is not None)
    if doomed is None:
        successors = dict(pairwise(whole))
        doomed = {
            number
            for number in whole[: -layout.KEPT_VERSIONS]
            if now_ns - _put_at(store, successors[number]) > KEPT_SECONDS * 1e9
        }
    kept = {
        file["key"]
        for number, manifest in manifests.items()
        if manifest is not None and number not in doomed
        for file in manifest["files"]
    }
    for number, manifest in manifests.items():
        if number in doomed or manifest is None:
            _delete_but(store, number, kept)


def _delete_but(store: Store, number: int, kept: set[str]) -> None:
    folder = f"{VERSIONS}/{number:06d}"
    store.delete(f"{folder}/{MANIFEST}")
    keys = {store.key_of(one) for one in store.below(folder)}
    if not keys & kept:
        store.delete_below(folder)
        return
    for key in sorted(keys - kept):
        store.delete(key)


def _put_at(store: Store, number: int) -> int:
    found = store.find(f"{VERSIONS}/{number:06d}/{MANIFEST}")
    return found.mtime_ns if found else 0


def manifest_of(store: Store, key: str) -> dict[str, Any] | None:
    """Raises EnvironmentProblem when the object is no manifest of a version."""
    content = store.read(key)
    if content is None:
        return None
    try:
        manifest: dict[str, Any] = json.loads(content)
        int(manifest["version"])
        for file in manifest["files"]:
            if not all(isinstance(file[name], str) for name in ("path", "key", "sha256")):
                raise ValueError(tr("a file has no path, key or checksum"))
            if Path(file["path"]).is_absolute() or ".." in Path(file["path"]).parts:
                raise ValueError(tr("a file would stand outside its version"))
    except (ValueError, KeyError, TypeError) as error:
        raise EnvironmentProblem(
            tr(
                "{address}/{key} does not say what is published: {error}",
                address=store.address,
                key=key,
                error=error,
            ),
            tr("Copy the manifest.json of a version below versions/ over it."),
        ) from error
    return manifest


def folders_below(store: Store) -> list[str]:
    return [name for name in store.folders(VERSIONS) if name.isdigit()]


def numbers_of(folder: Path) -> set[int]:
    return {int(version.name) for version in layout.versions(folder)}
