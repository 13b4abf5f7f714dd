"""What is published in a store, as a folder of this machine.

    CACHE/<address>/published/      an ordinary published folder, which only ever follows the store
    CACHE/<address>/writing-<pid>/  a folder to publish in, gone with the run

A version is brought here once; a file that several versions share is fetched once and linked.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from pipeline.errors import DamagedVersion, EnvironmentProblem
from pipeline.language import tr
from pipeline.publishing import layout
from pipeline.publishing.parts import checksum, link_or_copy
from pipeline.publishing.publish import read_manifest

Manifest = Mapping[str, Any]
Fetch = Callable[[str, Path], None]
"""Writes the object with a key into a file."""
TRANSFERS = 8
"""Files that are fetched or sent at once."""
_PUBLISHED = "published"
_WRITING = "writing-"
_WAIT_SECONDS = 600.0


def cache_folder(address: str, endpoint: str) -> Path:
    """Where the copy of an address stands: below $JIXIAO_CACHE, or the user's folder for such things."""
    given = os.environ.get("JIXIAO_CACHE")
    root = (
        Path(given) if given else Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "jixiao"
    )
    return root.absolute() / hashlib.sha256(f"{endpoint} {address}".encode()).hexdigest()[:16]


def as_local(manifest: Manifest) -> dict[str, Any]:
    """The manifest of a version as a folder holds it: without the keys of the files in the store."""
    files = [{name: one[name] for name in one if name != "key"} for one in manifest["files"]]
    return {**manifest, "files": files}


class Cache:
    """The folder that follows a store."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.published = folder / _PUBLISHED

    def shows(self, manifest: Manifest) -> bool:
        """True when this is the version that the folder shows."""
        current = layout.current_version(self.published)
        return current is not None and _holds(current, manifest)

    def follow(
        self, manifest: Manifest, older: Sequence[Manifest] | None, fetch: Fetch, more: Sequence[Path] = ()
    ) -> None:
        """Show this version, with the older ones behind it, and no others where older ones are given.

        Whole files are also taken from the versions `more`. Raises OSError, LockHeld, PublishFailed, and
        EnvironmentProblem when a file in the store is damaged.
        """
        wanted = [*(older or []), manifest]
        with layout.exclusive(self.published, _WAIT_SECONDS):
            self._forget_other_histories(wanted)
            for one in wanted:
                self._bring(one, fetch, more, is_current=one is manifest)
            if older is None:
                layout.prune(self.published)
                return
            numbers = {int(one["version"]) for one in wanted}
            for folder in layout.versions(self.published):
                if int(folder.name) not in numbers:
                    layout.discard(folder)

    def forget(self) -> None:
        """Nothing is published in the store."""
        shutil.rmtree(self._folder / _PUBLISHED, ignore_errors=True)

    @contextmanager
    def room_to_write(self, older: bool) -> Iterator[Path]:
        """A published folder of its own with the same versions, which may be published in."""
        self._clear()
        folder = Path(tempfile.mkdtemp(prefix=f"{_WRITING}{os.getpid()}-", dir=self._folder))
        try:
            current = layout.current_version(self.published)
            shared = layout.versions(self.published) if older else [current] if current else []
            for version in shared:
                for path in ["manifest.json", *(file["path"] for file in read_manifest(version)["files"])]:
                    link_or_copy(version / path, folder / layout.VERSIONS / version.name / path)
            if current is not None:
                (folder / layout.CURRENT).symlink_to(f"{layout.VERSIONS}/{current.name}")
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    def _bring(self, manifest: Manifest, fetch: Fetch, more: Sequence[Path], is_current: bool) -> None:
        number = int(manifest["version"])
        target = self.published / layout.VERSIONS / f"{number:06d}"
        if not target.is_dir():
            staging = target.with_name(f"{layout.TEMPORARY}{target.name}-{os.getpid()}")
            try:
                self._fill(staging, manifest, fetch, more)
                if is_current:
                    layout.activate(self.published, staging, number)
                else:
                    staging.rename(target)
            finally:
                shutil.rmtree(staging, ignore_errors=True)

    def _fill(self, staging: Path, manifest: Manifest, fetch: Fetch, more: Sequence[Path]) -> None:
        here = _files_here([*more, *layout.versions(self.published)])

        def get(file: Mapping[str, Any]) -> None:
            target = staging / file["path"]
            target.parent.mkdir(parents=True, exist_ok=True)
            if known := here.get((file["path"], file["sha256"])):
                link_or_copy(known, target)
                return
            fetch(file["key"], target)
            if checksum(target) != file["sha256"]:
                raise EnvironmentProblem(
                    tr(
                        "the object {key} of version {version} is damaged",
                        key=file["key"],
                        version=manifest["version"],
                    ),
                    tr("`jixiao versions restore N` publishes an older version again."),
                )

        staging.mkdir(parents=True)
        with ThreadPoolExecutor(TRANSFERS, thread_name_prefix="fetch") as threads:
            list(threads.map(get, manifest["files"]))
        (staging / "manifest.json").write_text(json.dumps(as_local(manifest), indent=1) + "\n", "utf-8")

    def _forget_other_histories(self, manifests: Sequence[Manifest]) -> None:
        """Versions whose numbers mean something else in the store: it was emptied and filled anew."""
        newest = manifests[-1]["version"]
        told = {one["version"]: one for one in manifests}
        folders = layout.versions(self.published)
        if any(
            int(one.name) > newest or (int(one.name) in told and not _holds(one, told[int(one.name)]))
            for one in folders
        ):
            (self.published / layout.CURRENT).unlink(missing_ok=True)
            for folder in folders:
                layout.discard(folder)

    def _clear(self) -> None:
        """Delete what killed runs left."""
        self._folder.mkdir(parents=True, exist_ok=True)
        for folder in self._folder.glob(f"{_WRITING}*"):
            if not _is_alive(folder.name.removeprefix(_WRITING).partition("-")[0]):
                shutil.rmtree(folder, ignore_errors=True)


def _holds(version: Path, manifest: Manifest) -> bool:
    with suppress(DamagedVersion):
        return read_manifest(version) == as_local(manifest)
    return False


def _files_here(versions: Sequence[Path]) -> dict[tuple[str, str], Path]:
    """Path below a version and checksum -> the file. Two paths of a version never share one: each is leased alone."""
    found: dict[tuple[str, str], Path] = {}
    for version in versions:
        with suppress(DamagedVersion):
            for file in read_manifest(version)["files"]:
                found[file["path"], file["sha256"]] = version / file["path"]
    return {known: path for known, path in found.items() if path.is_file()}


def _is_alive(process: str) -> bool:
    try:
        os.kill(int(process), 0)
    except (ValueError, ProcessLookupError):
        return False
    except PermissionError:
        return True
    return True
