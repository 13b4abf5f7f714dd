"""A folder for the temporary files of a reader, which does not outlast it.

The process that made it holds a lock on it, which the system takes back however that process ends. Where it was killed
together with its reader, so that nobody was left to tidy up, the next run finds the folder without a lock.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

PREFIX = "jixiao-read-"
_YOUNG = 60.0  # seconds; a folder is locked right after it is made, not at once


class Scratch:
    """Such a folder. Raises OSError when it cannot be made."""

    def __init__(self) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix=PREFIX, ignore_cleanup_errors=True)
        self.path = self._folder.name
        self._lock = os.open(self.path, os.O_RDONLY | os.O_DIRECTORY)
        with contextlib.suppress(OSError):  # where there are no locks, nobody sweeps either
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)

    def cleanup(self) -> None:
        """Remove it with all that it holds."""
        self._folder.cleanup()
        os.close(self._lock)


def sweep() -> None:
    """Remove what killed processes of this user left. Folders that somebody works in stay."""
    for folder in _left():
        try:
            lock = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
        except OSError:
            continue
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            shutil.rmtree(folder, ignore_errors=True)
        except OSError:
            continue
        finally:
            os.close(lock)


def _left() -> Iterator[Path]:
    """Folders of this user that are not young."""
    with contextlib.suppress(OSError), os.scandir(tempfile.gettempdir()) as entries:
        for entry in entries:
            if not entry.name.startswith(PREFIX):
                continue
            with contextlib.suppress(OSError):
                about = entry.stat(follow_symlinks=False)
                if about.st_uid == os.getuid() and time.time() - about.st_mtime > _YOUNG:
                    yield Path(entry.path)
