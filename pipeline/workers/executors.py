"""Where documents are read: in processes of this machine, or on a cluster (`cluster`).

An executor is given sources and a target, which reads one of them in a child process, and hands back what the child
said, in whatever order. Nothing that a document can do reaches further than its child.
"""

from __future__ import annotations

import os
import queue
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import CancelledError, ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from typing import Protocol

from pipeline.checksums import local_copy
from pipeline.errors import DocumentFailed
from pipeline.sources import Source
from pipeline.stamps import changed, was_changed
from pipeline.workers.isolation import Limits, StepListener, Worker

Target = Callable[[Source], bytes]
"""Reads a file on this machine; runs in a child process. Must be importable by name."""
# Answers of each reader that may wait for the supervisor: publishing must not fall behind by all of them.
_WAITING_ANSWERS = 4
PageListener = Callable[[Source, int, int], None]


@dataclass(frozen=True, slots=True)
class Answer:
    """What the reader of one source said, or why there is no answer."""

    source: Source
    said: bytes | DocumentFailed
    seconds: float


class Executor(Protocol):
    """Reads documents side by side."""

    def threads(self, documents: int) -> int:
        """Processors that each of so many documents may use at once while it is read."""

    def answers(
        self, sources: Sequence[Source], target: Target, limits: Limits, on_page: PageListener | None
    ) -> Iterator[Answer]:
        """An answer for every source as soon as it is there, in no fixed order."""


class Processes:
    """Processes of this machine; 0 is one per processor."""

    def __init__(self, workers: int = 0) -> None:
        self._workers = workers

    def threads(self, documents: int) -> int:
        return max(1, (os.cpu_count() or 1) // self._count(documents))

    def answers(
        self, sources: Sequence[Source], target: Target, limits: Limits, on_page: PageListener | None
    ) -> Iterator[Answer]:
        count = self._count(len(sources))
        pool = [Worker(target, limits) for _ in range(count)]
        idle: queue.SimpleQueue[Worker] = queue.SimpleQueue()
        for worker in pool:
            idle.put(worker)
        threads = ThreadPoolExecutor(count, thread_name_prefix="reader")
        room = Room(_WAITING_ANSWERS * count)

        def read(source: Source) -> Answer:
            room.enter()
            return _read_idle(idle, source, on_page)

        try:
            # No list of them here, which would hold all answers until the last one is there.
            for done in as_completed([threads.submit(read, source) for source in largest_first(sources)]):
                yield done.result()
                room.leave()
        finally:
            room.close()
            threads.shutdown(wait=False, cancel_futures=True)
            for worker in pool:
                worker.retire()

    def _count(self, documents: int) -> int:
        return max(1, min(self._workers or os.cpu_count() or 1, documents))


class Room:
    """For so many answers that nobody has taken yet. Who would give another one waits."""

    def __init__(self, answers: int) -> None:
        self._free = threading.Semaphore(answers)
        self._is_closed = False

    def enter(self) -> None:
        """Raises CancelledError when nobody takes answers any more."""
        self._free.acquire()
        if self._is_closed:
            self._free.release()
            raise CancelledError

    def leave(self) -> None:
        self._free.release()

    def close(self) -> None:
        """Let go of all who wait."""
        self._is_closed = True
        self._free.release()


def largest_first(sources: Sequence[Source]) -> list[Source]:
    """So that no long one is left for the end when all others are done."""
    return sorted(sources, key=lambda source: source.size, reverse=True)


def read_one(worker: Worker, source: Source, on_step: StepListener | None = None) -> Answer:
    """What the worker's child says of one source, fetched to this machine if it is elsewhere."""
    start = time.monotonic()
    said: bytes | DocumentFailed
    try:
        with local_copy(source, worker.limits) as copy:
            said = worker.call(source.path.name, copy, on_step)
    except DocumentFailed as error:
        # A reader that was ended could not say that the file was exchanged before it opened it.
        said = changed(source) if error.once_more and was_changed(source) else error
    return Answer(source, said, time.monotonic() - start)


def _read_idle(idle: queue.SimpleQueue[Worker], source: Source, on_page: PageListener | None) -> Answer:
    worker = idle.get()

    def hear(number: int, count: int) -> None:
        if on_page is not None:
            on_page(source, number, count)

    try:
        return read_one(worker, source, hear)
    finally:
        idle.put(worker)
