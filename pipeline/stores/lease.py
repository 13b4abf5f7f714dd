"""One writer at a time in a store that has no locks.

A writer puts a claim of its own below `lock/`, then lists all claims. Finding another that is alive, it takes its own
away and gives up; so of two writers at least one sees the other, and never do both go on. A claim is renewed while its
writer lives and is dead LEASE_SECONDS after the last time, by the store's own clock: those of killed writers block
nobody for longer. A writer that was held up so long that its claim may have died finds that out in `confirm`.
"""

from __future__ import annotations

import json
import os
import random
import socket
import threading
import time
import uuid
from types import TracebackType

import pyarrow as pa

from pipeline.errors import LockHeld, PublishFailed
from pipeline.language import tr
from pipeline.stores.object_store import Store, StoredFile

LEASE_SECONDS = 60.0
_PAUSE_SECONDS = (0.3, 1.0)
_TRIES = 3
_CLAIMS = "lock"


class Lease:
    """The right to write below an address, for as long as the block lasts. Raises LockHeld, and OSError."""

    def __init__(self, store: Store, wait: float = 0.0) -> None:
        """`wait`: seconds to wait for another writer to end."""
        self._store, self._wait = store, wait
        self._key = f"{_CLAIMS}/{uuid.uuid4().hex}.json"
        self._ended = threading.Event()
        self._renewed = 0.0
        self._since = 0

    def __enter__(self) -> Lease:
        until = time.monotonic() + self._wait
        tries = 0
        while owner := self._claim():
            left, tries = until - time.monotonic(), tries + 1
            # Two that claim at once see each other and both give up; one that really writes stays.
            if left <= 0 and tries >= _TRIES:
                raise LockHeld(
                    tr(
                        "another run is writing to {address}: {owner}",
                        address=self._store.address,
                        owner=owner,
                    ),
                    tr(
                        "Wait until it has ended; one that was killed blocks others for {lease_seconds:g} "
                        "seconds.",
                        lease_seconds=LEASE_SECONDS,
                    ),
                )
            time.sleep(random.uniform(*_PAUSE_SECONDS))
        threading.Thread(target=self._keep, name="lease", daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, where: TracebackType | None
    ) -> None:
        self._ended.set()
        self._take_away(self._key)

    @property
    def since_ns(self) -> int:
        """When the claim was put, by the store's clock."""
        return self._since

    def confirm(self) -> None:
        """Raise PublishFailed unless nobody else can have begun to write meanwhile."""
        if _clock() - self._renewed > LEASE_SECONDS / 2 or self._store.find(self._key) is None:
            raise PublishFailed(
                tr(
                    "this run was held up for so long that another may have begun to write to {address}",
                    address=self._store.address,
                ),
                tr("The last published version stands. Run again."),
            )

    def _claim(self) -> str:
        """'' when nobody else has a claim that is alive, otherwise who; own claim is then taken away."""
        self._put()
        claims = self._store.below(_CLAIMS)
        mine = next((one for one in claims if self._store.key_of(one) == self._key), None)
        if mine is None:
            return tr("its claims cannot be listed")
        self._since = mine.mtime_ns
        for other in claims:
            if other == mine:
                continue
            if mine.mtime_ns - other.mtime_ns <= LEASE_SECONDS * 1e9:
                self._take_away(self._key)
                return self._owner(other)
            self._take_away(self._store.key_of(other))
        return ""

    def _put(self) -> None:
        began = _clock()
        claim = {"host": socket.gethostname(), "process": os.getpid()}
        self._store.write(self._key, json.dumps(claim).encode())
        if _clock() - began < LEASE_SECONDS / 4:
            self._renewed = began

    def _keep(self) -> None:
        """Renew the claim until the end; one that somebody took away was dead and stays so."""
        while not self._ended.wait(LEASE_SECONDS / 6):
            try:
                if self._store.find(self._key) is None:
                    return
                self._put()
                if self._ended.is_set():
                    self._take_away(self._key)
            except (OSError, pa.ArrowException):
                continue  # `confirm` tells whether that went on for too long

    def _take_away(self, key: str) -> None:
        try:
            self._store.delete(key)
        except (OSError, pa.ArrowException):
            return  # it dies by itself

    def _owner(self, claim: StoredFile) -> str:
        try:
            told = json.loads(self._store.read(self._store.key_of(claim)) or b"{}")
            return tr("process {process} on {host}", process=told["process"], host=told["host"])
        except (OSError, pa.ArrowException, ValueError, KeyError, TypeError):
            return tr("its claim says no more")


def _clock() -> float:
    """Seconds that go on while the machine sleeps, where the system counts them."""
    return time.clock_gettime(getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC))
