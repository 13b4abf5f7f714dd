"""Documents read on a Dask cluster.

    supervisor ── Dask ──► worker's thread: read_here ── pipe ──► child process that reads one document

A document is as far from the Dask worker as it is from the supervisor on one machine: the child's answer passes both
as plain bytes. Only the supervisor sends pickles, and only to the workers; what it is sent, it parses as data.
"""

from __future__ import annotations

import json
import logging
import os
import pickle
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import Any

from pipeline.archives.member import Member
from pipeline.errors import DocumentCrashed, EnvironmentProblem
from pipeline.language import tr, tr_noop
from pipeline.sources import File, Place, Source
from pipeline.version import extractor_version
from pipeline.workers import wire
from pipeline.workers.cluster_worker import dask_library, read_here, version_differs, version_here
from pipeline.workers.executors import (
    Answer,
    Executor,
    PageListener,
    Processes,
    Target,
    largest_first,
)
from pipeline.workers.isolation import Limits

AHEAD = 4
"""Documents given to the cluster for every thread that it has: none waits, and few answers wait for us."""
CONNECT_SECONDS = 20
PATIENCE_SECONDS = 120.0
"""How long a cluster may be without any worker in the middle of a run."""
_LOOK_SECONDS = 5.0
_START = tr_noop("Start some: .venv/bin/dask worker {scheduler} --nthreads N (see docs/scale.md).")
_RESUME = tr_noop(
    "The last published version stands. Start the cluster again, then run the same command again."
)


@contextmanager
def executor(workers: int, scheduler: str = "") -> Iterator[Executor]:
    """The cluster at the scheduler's address, or so many processes of this machine. Raises EnvironmentProblem."""
    if not scheduler:
        yield Processes(workers)
        return
    with dask_cluster(scheduler) as cluster:
        yield cluster


@contextmanager
def dask_cluster(scheduler: str) -> Iterator[DaskCluster]:
    """The cluster at an address such as tcp://10.0.0.5:8786, for as long as the block lasts.

    Raises EnvironmentProblem when the extra is missing, nobody answers, there are no workers, or one of them has
    another version of the program.
    """
    distributed = dask_library()
    # A worker that goes away is no news for the user; what follows from it is said by us.
    logging.getLogger("distributed").setLevel(logging.CRITICAL)
    try:
        client = distributed.Client(scheduler, timeout=CONNECT_SECONDS, set_as_default=False)
    except (OSError, ValueError, TypeError) as error:
        raise EnvironmentProblem(
            tr("no Dask scheduler answers at {scheduler}: {error}", scheduler=scheduler, error=error),
            tr("Start one: .venv/bin/dask scheduler."),
        ) from error
    try:
        cluster = DaskCluster(client, scheduler)
        cluster.check()
        yield cluster
    finally:
        client.close(timeout=_LOOK_SECONDS)


class DaskCluster:
    """An Executor; see `executors`."""

    def __init__(self, client: Any, scheduler: str) -> None:
        self._client, self._scheduler = client, scheduler

    def check(self) -> None:
        """Raise EnvironmentProblem unless there are workers, all with the version of the program that runs here."""
        versions = self._client.run(version_here, on_error="return")
        if not versions:
            raise EnvironmentProblem(
                tr("the cluster at {scheduler} has no workers", scheduler=self._scheduler),
                tr(_START, scheduler=self._scheduler),
            )
        for address, version in versions.items():
            if isinstance(version, BaseException):
                raise _cannot_run(address, version)
            if version != extractor_version():
                raise version_differs(address, version, extractor_version())

    def threads(self, documents: int) -> int:
        """One: a worker reads as many documents at once as it has threads."""
        return 1

    def answers(
        self, sources: Sequence[Source], target: Target, limits: Limits, on_page: PageListener | None
    ) -> Iterator[Answer]:
        """See Executor. Pages are not heard of. Raises EnvironmentProblem when the cluster is lost."""
        recipe = pickle.dumps((target, limits))
        waiting = iter(largest_first(sources))
        under_way: dict[Any, Source] = {}
        room = self._room()
        while True:
            for source in islice(waiting, max(0, room - len(under_way))):
                under_way[self._submit(recipe, source)] = source
            if not under_way:
                return
            done = self._wait(under_way)
            room = self._room()
            for future in done:
                source = under_way.pop(future)
                yield self._answer(future, source)

    def _submit(self, recipe: bytes, source: Source) -> Any:
        # A worker may see the file with other stamps than we do, or its own copy: the checksum decides.
        portable = replace(source, path=absolute(source.path), stamp=())
        return self._client.submit(
            read_here, recipe, extractor_version(), portable, pure=False, key=f"read-{os.urandom(8).hex()}"
        )

    def _room(self) -> int:
        return AHEAD * max(1, sum(self._ask_threads().values()))

    def _ask_threads(self) -> dict[str, int]:
        try:
            return dict(self._client.nthreads())
        except Exception as error:
            raise self._lost() from error

    def _wait(self, under_way: dict[Any, Source]) -> list[Any]:
        """Those that are done, at least one. Dask starts the documents of a lost worker again by itself."""
        wait = dask_library().wait
        alone = 0.0
        while True:
            try:
                with self._client.as_current():
                    return list(
                        wait(list(under_way), timeout=_LOOK_SECONDS, return_when="FIRST_COMPLETED").done
                    )
            except TimeoutError:
                alone = 0.0 if self._ask_threads() else alone + _LOOK_SECONDS
            except Exception as error:
                raise self._lost() from error
            if alone >= PATIENCE_SECONDS:
                raise EnvironmentProblem(
                    tr("all workers of the cluster at {scheduler} are gone", scheduler=self._scheduler),
                    tr(_RESUME),
                )

    def _answer(self, future: Any, source: Source) -> Answer:
        distributed = dask_library()
        try:
            said = future.result()
        except distributed.KilledWorker as error:
            lost = DocumentCrashed(f"{source.path.name} was being read when its workers were lost: {error}")
            return Answer(source, lost, 0.0)
        except (OSError, distributed.client.FutureCancelledError) as error:
            raise self._lost() from error
        except Exception as error:
            raise _cannot_run(tr("a worker of the cluster"), error) from error
        return _decoded(said, source)

    def _lost(self) -> EnvironmentProblem:
        return EnvironmentProblem(
            tr("the Dask scheduler at {scheduler} is gone", scheduler=self._scheduler), tr(_RESUME)
        )


def absolute(place: Place) -> Place:
    """The place as it is called from any folder."""
    if isinstance(place, Member):
        return replace(place, archive=_absolute_file(place.archive))
    return _absolute_file(place)


def _absolute_file(file: File) -> File:
    return Path(os.path.abspath(file)) if isinstance(file, Path) else file


def _decoded(said: Any, source: Source) -> Answer:
    """Raises EnvironmentProblem when the worker could not even try."""
    try:
        parts = wire.unpack(said)
        if "problem" in parts:
            message, hint = map(str, json.loads(parts["problem"]))
            raise EnvironmentProblem(message, hint)
        seconds = float(json.loads(parts["seconds"]))
        failed = parts.get("failed")
        return Answer(source, parts["done"] if failed is None else wire.failure_from_bytes(failed), seconds)
    except (wire.Garbled, KeyError, TypeError, ValueError) as error:
        lost = DocumentCrashed(f"the worker that read {source.path.name} gave no sound answer: {error}")
        return Answer(source, lost, 0.0)


def _cannot_run(where: str, error: BaseException) -> EnvironmentProblem:
    return EnvironmentProblem(
        tr(
            "{where} cannot run the program: {name}: {error}",
            where=where,
            name=type(error).__name__,
            error=error,
        ),
        tr("Install the same checkout there, and start the worker with its .venv/bin/dask."),
    )
