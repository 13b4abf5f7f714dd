"""What one document may cost."""

from __future__ import annotations

from dataclasses import dataclass

MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """What one document may cost: seconds, megabytes of memory in use (watched on Linux only), and megabytes that its
    file may have.

    The seconds count twice: for the checksum of its content, or for fetching it, and for reading it. Steps of reading
    that are known to be slow, and are announced with `announce_slow_step`, add their own seconds.
    """

    seconds: float = 300.0
    megabytes: int = 2048
    file_megabytes: int = 1024

    @property
    def file_bytes(self) -> int:
        return self.file_megabytes * MEGABYTE
