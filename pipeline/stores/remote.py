"""A published set in a store of objects, where nothing can be renamed: one object says what is published.

    current.json                         the manifest of the published version, replaced by one PUT
    versions/000007/manifest.json        the same of every version that is kept
    versions/000007/budget/….parquet     files that version 7 was the first to have; never changed
    checksums.json                       of source files: memory that saves time
    lock/….json                          claims of writers (`lease`)

A manifest names every file with its key, size and SHA-256; unchanged files keep the key that they have. A run that is
killed anywhere leaves the old `current.json`, and objects of a version that never came to be, which the next deletes.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Any

import pyarrow as pa

from pipeline import checksums
from pipeline.errors import EnvironmentProblem, JixiaoError, PublishFailed, UsageError
from pipeline.language import tr
from pipeline.publishing import layout
from pipeline.publishing.publish import read_manifest
from pipeline.stores.lease import Lease
from pipeline.stores.object_store import Store, unreachable, what_went_wrong
from pipeline.stores.store_cache import TRANSFERS, Cache, Manifest, cache_folder
from pipeline.stores.stored_versions import (
    MANIFEST,
    VERSIONS,
    delete_old,
    delete_unborn,
    folders_below,
    manifest_of,
    numbers_of,
)

CURRENT = "current.json"
CHECKSUMS = "checksums.json"


class Published:
    """A Location in a store; see `location`."""

    def __init__(self, address: str) -> None:
        self._store = Store(address)
        self._cache = Cache(cache_folder(self._store.address, os.environ.get("AWS_ENDPOINT_URL", "")))

    def __str__(self) -> str:
        return self._store.address

    def reading(self, older: bool = False, may_be_empty: bool = False) -> Path:
        """The copy in the cache; see `location`."""
        with self._explained():
            if self._follow(older) is None and not may_be_empty:
                hint = tr("Run `jixiao ingest` with this --data first.")
                raise UsageError(tr("nothing is published at {place}", place=self), hint)
        return self._cache.published

    @contextmanager
    def writing(self, wait: float = 0.0, older: bool = False) -> Iterator[Path]:
        """A folder to publish in; see `location`. Raises LockHeld, EnvironmentProblem and PublishFailed."""
        with ExitStack() as stack:
            with self._explained():
                lease = stack.enter_context(Lease(self._store, wait))
                before = self._follow(older) or self._found_again(older)
                delete_unborn(self._store, before["version"] if before else 0)
                folder = stack.enter_context(self._cache.room_to_write(older))
                self._fetch_checksums(folder)
            there = numbers_of(folder)
            yield folder
            try:
                self._publish(folder, before, older, lease)
            except (OSError, pa.ArrowException) as error:
                raise _failed(self._store, error) from error
            # What is left over is deleted by the next run, too.
            with suppress(OSError, pa.ArrowException, EnvironmentProblem):
                delete_old(self._store, lease.since_ns, there - numbers_of(folder) if older else None)

    def _follow(self, older: bool, more: Sequence[Path] = ()) -> dict[str, Any] | None:
        """The current manifest, with its version in the cache; None when nothing is published."""
        for attempt in (1, 2):
            manifest = manifest_of(self._store, CURRENT)
            if manifest is None:
                self._cache.forget()
                return None
            if self._cache.shows(manifest) and not older:
                return manifest
            try:
                self._cache.follow(manifest, self._older_than(manifest) if older else None, self._fetch, more)
                return manifest
            except FileNotFoundError:
                if attempt == 2:
                    raise
                # It was replaced, and deleted, while it was being fetched.
        return None

    def _found_again(self, older: bool) -> dict[str, Any] | None:
        """Where `current.json` was lost, the newest whole version is published again; None when there is none."""
        there = {self._store.key_of(one): one.size for one in self._store.below(VERSIONS)}
        for name in reversed(folders_below(self._store)):
            manifest = manifest_of(self._store, f"{VERSIONS}/{name}/{MANIFEST}")
            if manifest and all(there.get(file["key"]) == file["bytes"] for file in manifest["files"]):
                self._switch(manifest)
                return self._follow(older)
        return None

    def _older_than(self, manifest: Manifest) -> list[dict[str, Any]]:
        found = (
            manifest_of(self._store, f"{VERSIONS}/{name}/{MANIFEST}") for name in folders_below(self._store)
        )
        return [one for one in found if one is not None and one["version"] < manifest["version"]]

    def _fetch(self, key: str, target: Path) -> None:
        with target.open("wb") as copy:
            copy.writelines(self._store.pieces(key))

    def _publish(self, folder: Path, before: Manifest | None, older: bool, lease: Lease) -> None:
        """Send what is new, then switch. Raises PublishFailed, OSError."""
        self._send_checksums(folder)
        current = layout.current_version(folder)
        if current is None or (before is not None and int(current.name) == before["version"]):
            return
        known = [before, *(self._older_than(before) if older else [])] if before else []
        manifest = _with_keys(read_manifest(current), known)
        _send(self._store, current, manifest)
        lease.confirm()
        if manifest_of(self._store, CURRENT) != before:
            raise PublishFailed(
                tr("another run has published at {place} meanwhile", place=self), tr("Run again.")
            )
        self._switch(manifest)
        # It is published; a reader that finds no copy here fetches it.
        with suppress(OSError, pa.ArrowException, JixiaoError):
            self._follow(older=False, more=[current])

    def _switch(self, manifest: Manifest) -> None:
        try:
            self._store.write(CURRENT, _as_bytes(manifest))
        except (OSError, pa.ArrowException):
            # The answer may have been lost on its way, and not the request.
            if manifest_of(self._store, CURRENT) != manifest:
                raise

    def _fetch_checksums(self, folder: Path) -> None:
        if (known := self._store.read(CHECKSUMS)) is not None:
            (folder / checksums.CACHE).write_bytes(known)

    def _send_checksums(self, folder: Path) -> None:
        memory = folder / checksums.CACHE
        if memory.is_file() and memory.read_bytes() != self._store.read(CHECKSUMS):
            self._store.upload(CHECKSUMS, memory)

    @contextmanager
    def _explained(self) -> Iterator[None]:
        """Errors of the store, and of the cache, as what the user can do about them."""
        try:
            yield
        except (OSError, pa.ArrowException) as error:
            if isinstance(error, OSError) and error.filename:
                raise EnvironmentProblem(
                    tr("cannot keep a copy of {place}: {error}", place=self, error=error),
                    tr("Name another folder with JIXIAO_CACHE."),
                ) from error
            raise unreachable(str(self), error) from error


def _with_keys(manifest: Manifest, known: Sequence[Manifest]) -> dict[str, Any]:
    """The manifest with the key of every file: the one that it has, or one below this version."""
    keys = {(file["path"], file["sha256"]): file["key"] for one in known for file in one["files"]}
    fresh = f"{VERSIONS}/{manifest['version']:06d}"
    return {
        **manifest,
        "files": [
            {**file, "key": keys.get((file["path"], file["sha256"]), f"{fresh}/{file['path']}")}
            for file in manifest["files"]
        ],
    }


def _send(store: Store, version: Path, manifest: Manifest) -> None:
    """Upload the files whose keys are below the version, and its manifest. Raises PublishFailed, OSError."""
    fresh = f"{VERSIONS}/{version.name}"
    files = [file for file in manifest["files"] if file["key"].startswith(f"{fresh}/")]
    with ThreadPoolExecutor(TRANSFERS, thread_name_prefix="send") as threads:
        list(threads.map(lambda file: store.upload(file["key"], version / file["path"]), files))
    arrived = {store.key_of(one): one.size for one in store.below(fresh)}
    missing = [file["key"] for file in files if arrived.get(file["key"]) != file["bytes"]]
    if missing:
        raise PublishFailed(
            tr("{missing} did not arrive in {address}", missing=missing[0], address=store.address)
        )
    store.write(f"{fresh}/{MANIFEST}", _as_bytes(manifest))


def _as_bytes(manifest: Manifest) -> bytes:
    return (json.dumps(manifest, indent=1) + "\n").encode()


def _failed(store: Store, error: Exception) -> PublishFailed:
    return PublishFailed(
        tr("could not publish at {address}: {reason}", address=store.address, reason=what_went_wrong(error)),
        tr("The last published version stands. Check the store, then run again."),
    )
