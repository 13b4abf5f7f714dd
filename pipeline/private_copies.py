"""Private files with content that comes piece by piece from elsewhere: out of an archive, out of a store."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from pipeline.errors import UnreadableFile
from pipeline.names import shown_name

_LONGEST_NAME = 200  # bytes; names in archives and stores may be longer than those of files


@contextmanager
def private_copy(name: str, sha256: str, fetch: Callable[[Callable[[bytes], None]], None]) -> Iterator[Path]:
    """A file called `name` with what `fetch` hands over, for as long as the block lasts; sha256 '' is any content.

    Raises UnreadableFile when there is no room for it, or the content has another checksum, and what `fetch` raises.
    """
    digest = hashlib.sha256()
    with tempfile.TemporaryDirectory(prefix="jixiao-") as folder:
        path = Path(folder) / _local_name(name)
        try:
            with path.open("wb") as copy:

                def keep(piece: bytes) -> None:
                    digest.update(piece)
                    copy.write(piece)

                fetch(keep)
        except OSError as error:
            raise UnreadableFile(
                f"{shown_name(name)} cannot be fetched into {folder}: {error.strerror}",
                "Free space there, or set TMPDIR to another folder.",
            ) from error
        if sha256 and digest.hexdigest() != sha256:
            raise changed_meanwhile(name)
        yield path


def changed_meanwhile(name: str) -> UnreadableFile:
    """That content is not what it was when its checksum was taken."""
    return UnreadableFile(f"{shown_name(name)} was changed while it was being read")


def _local_name(name: str) -> str:
    """The name itself, which messages show, unless no file can be called that."""
    raw = name.encode("utf-8", "surrogatepass")
    fits = 0 < len(raw) <= _LONGEST_NAME and name.isprintable() and name not in (".", "..", "?")
    return name if fits else "file" + Path(name).suffix[:8]
