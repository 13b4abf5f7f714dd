"""Where published data stands: a folder, or an address in a store. The only place that tells them apart."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from pipeline.stores.object_store import StoredFile, is_address
from pipeline.stores.remote import Published


class Location(Protocol):
    """Where versions are published. As text it is what the user gave."""

    def reading(self, older: bool = False, may_be_empty: bool = False) -> Path:
        """A folder that shows the published version, and older ones when they are asked for.

        Raises EnvironmentProblem when it cannot be reached; where it is not a folder, UsageError when it is empty.
        """

    def writing(self, wait: float = 0.0, older: bool = False) -> AbstractContextManager[Path]:
        """A folder to publish in. What is published there when the block ends well is published at the location.

        `wait`: seconds to wait for another run. Raises LockHeld, EnvironmentProblem and PublishFailed.
        """


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder of this machine is read and written as it is."""

    path: Path

    def __str__(self) -> str:
        return str(self.path)

    def reading(self, older: bool = False, may_be_empty: bool = False) -> Path:
        return self.path

    @contextmanager
    def writing(self, wait: float = 0.0, older: bool = False) -> Iterator[Path]:
        yield self.path


def location(text: str) -> Location:
    """The location that a user named."""
    return Published(text) if is_address(text) else Folder(Path(text))


def place(text: str) -> Path | StoredFile:
    """The file or folder to read that a user named."""
    return StoredFile(text) if is_address(text) else Path(text)
