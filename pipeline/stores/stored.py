"""Files that are objects of a store: found by listing, fetched into a private file to be read."""

from __future__ import annotations

import hashlib
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pyarrow as pa

from pipeline.errors import FileTooLarge, FileTooSlow, UnreadableFile, UsageError
from pipeline.language import english, tr
from pipeline.limits import Limits
from pipeline.names import shown_name
from pipeline.stores.object_store import HINT, Store, StoredFile, what_went_wrong

_USUAL = Limits()
_LONGEST_NAME = 200  # bytes; names of objects may be longer than those of files


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
    digest = hashlib.sha256()
    with tempfile.TemporaryDirectory(prefix="jixiao-") as folder:
        path = Path(folder) / _local_name(file)
        try:
            with path.open("wb") as copy:

                def keep(piece: bytes) -> None:
                    digest.update(piece)
                    copy.write(piece)

                _fetch(file, keep, limits)
        except OSError as error:
            raise UnreadableFile(
                f"{shown_name(file.name)} cannot be fetched into {folder}: {error.strerror}",
                "Free space there, or set TMPDIR to another folder.",
            ) from error
        if sha256 and digest.hexdigest() != sha256:
            raise UnreadableFile(f"{shown_name(file.name)} was changed while it was being read")
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


def _local_name(file: StoredFile) -> str:
    """The object's own name, which messages show, unless no file can be called that."""
    raw = file.name.encode()
    return (
        file.name
        if 0 < len(raw) <= _LONGEST_NAME and b"\0" not in raw
        else "object" + Path(file.name).suffix[:8]
    )
