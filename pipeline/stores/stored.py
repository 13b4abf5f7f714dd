"""Files that are objects of a store: found by listing, fetched into a private file to be read."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pyarrow as pa

from pipeline.errors import FileTooLarge, FileTooSlow, UnreadableFile, UsageError
from pipeline.language import english, tr
from pipeline.limits import Limits
from pipeline.names import shown_name
from pipeline.private_copies import private_copy
from pipeline.stores.object_store import HINT, Store, StoredFile, what_went_wrong

_USUAL = Limits()


def list_below(given: StoredFile) -> list[StoredFile]:
    """All objects at and below an address, by key. Raises UsageError and EnvironmentProblem when it cannot be."""
    try:
        store = Store(given.address)
        found = store.below()
        if not found:
            store.look_for_bucket()
        return found
    except (OSError, pa.ArrowException) as error:
        raise UsageError(
            tr("{given} cannot be listed: {reason}", given=given, reason=what_went_wrong(error)), tr(HINT)
        ) from error


def is_hidden(file: StoredFile, root: StoredFile) -> bool:
    """True when the object, or a folder of its below the root, has a name that hides a file."""
    below = file.address.removeprefix(root.address).strip("/").split("/")
    return any(part.startswith(".") for part in below) or file.name.startswith("~$")


def checksum_of(file: StoredFile, limits: Limits = _USUAL) -> str:
    """SHA-256 of the content. Raises UnreadableFile, also where the object is too large or too slow."""
    digest = hashlib.sha256()
    _fetch(file, digest.update, limits)
    return digest.hexdigest()


@contextmanager
def fetched(file: StoredFile, sha256: str, limits: Limits = _USUAL) -> Iterator[Path]:
    """A private file with the object's content and name, for as long as the block lasts; '' is any content.

    Raises UnreadableFile when the object is gone, too large, too slow, or no longer has this checksum.
    """
    with private_copy(file.name, sha256, lambda keep: _fetch(file, keep, limits)) as path:
        yield path


def _fetch(file: StoredFile, take: Callable[[bytes], object], limits: Limits) -> None:
    """Hand over the content piece by piece. Raises UnreadableFile, and whatever `take` raises."""
    name, size, ends = shown_name(file.name), 0, time.monotonic() + limits.seconds
    too_large = FileTooLarge(f"{name} is larger than {limits.file_megabytes} MB")
    if file.size > limits.file_bytes:
        raise too_large
    for piece in _pieces(file, name):
        size += len(piece)
        if size > limits.file_bytes:
            raise too_large
        # The store itself gives up where nothing comes for long.
        if time.monotonic() > ends:
            raise FileTooSlow(f"{name} could not be read to its end within {limits.seconds:g} seconds")
        take(piece)


def _pieces(file: StoredFile, name: str) -> Iterator[bytes]:
    """The content, with the store's errors told as those of the document; those of the caller stay theirs."""
    try:
        yield from Store(file.address).pieces()
    except FileNotFoundError as error:
        raise UnreadableFile(f"{name} is no longer at {shown_name(file.address)}") from error
    except UsageError as error:
        raise UnreadableFile(
            f"{name} has a key that cannot be asked for: {english(error.message)}"
        ) from error
    except (OSError, pa.ArrowException) as error:
        raise UnreadableFile(f"{name} cannot be fetched: {what_went_wrong(error)}", HINT) from error
