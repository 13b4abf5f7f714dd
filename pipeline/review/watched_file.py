"""A small file that people and other programs change: read anew when it did."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Generic, TypeVar

T = TypeVar("T")


class Watched(Generic[T]):
    """What a file holds at present; may be asked from several threads."""

    def __init__(self, path: Path, read: Callable[[Path], T]) -> None:
        """`read` makes the content of the path, also of one where no file is."""
        self._path = path
        self._read = read
        self._lock = threading.Lock()
        self._seen: tuple[int, ...] | None = None
        self._content: T | None = None

    def content(self) -> T:
        """Raises what `read` raises."""
        with self._lock:
            try:
                found = self._path.stat()
                stamp = (found.st_ino, found.st_size, found.st_mtime_ns)
            except OSError:
                stamp = None
            if stamp is None or stamp != self._seen or self._content is None:
                self._content = self._read(self._path)
                self._seen = stamp
            return self._content
