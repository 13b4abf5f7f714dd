"""Documents read on a Dask cluster.

    supervisor ── Dask ──► worker's thread: read_here ── pipe ──► child process that reads one document

A document is as far from the Dask worker as it is from the supervisor on one machine: the child's answer passes both
as plain bytes. Only the supervisor sends pickles, and only to the workers; what it is sent, it parses as data.
"""

from __future__ import annotations

import importlib
import json
import logging
import multiprocessing
import os
import pickle
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import Any

from pipeline.archives.member import Member
from pipeline.errors import DocumentCrashed, DocumentFailed, EnvironmentProblem, UnreadableFile
from pipeline.language import tr, tr_noop
from pipeline.names import shown_name
from pipeline.sources import File, Place, Source
from pipeline.version import extractor_version
from pipeline.workers import wire
from pipeline.workers.executors import (
    Answer,
    Executor,
    PageListener,
    Processes,
    Target,
    largest_first,
    read_one,
)
from pipeline.workers.isolation import Limits, Worker

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

_here = threading.local()


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
    distributed = _distributed()
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
                raise _other_version(address, version, extractor_version())

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
        wait = _distributed().wait
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
        distributed = _distributed()
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


def version_here() -> str:
    """On a worker: the version of the program there."""
    return extractor_version()


def read_here(recipe: bytes, version: str, source: Source) -> bytes:
    """On a worker: read a source in a child process of this thread. The answer is bytes whatever happens."""
    address = _distributed().get_worker().address
    try:
        if version != extractor_version():
            raise _other_version(address, extractor_version(), version)
        file = source.path.archive if isinstance(source.path, Member) else source.path
        if isinstance(file, Path) and not file.exists():
            raise UnreadableFile(
                f"{shown_name(file.name)} is not there", "Workers need the files under the same paths."
            )
        answer = read_one(_child(recipe), source)
    except EnvironmentProblem as error:
        return wire.pack({"problem": json.dumps([error.message, error.hint]).encode()})
    except DocumentFailed as error:
        answer = Answer(source, error, 0.0)
    seconds = json.dumps(answer.seconds).encode()
    if not isinstance(answer.said, DocumentFailed):
        return wire.pack({"seconds": seconds, "done": answer.said})
    failure = answer.said
    if isinstance(failure, UnreadableFile):
        failure = type(failure)(f"{failure.message} (on the worker {address})", failure.hint)
    return wire.pack({"seconds": seconds, "failed": wire.failure_to_bytes(failure)})


def _child(recipe: bytes) -> Worker:
    """This thread's child process, which goes on to the next document with the same recipe."""
    if getattr(_here, "recipe", None) != recipe:
        if old := getattr(_here, "worker", None):
            old.retire()
        target, limits = pickle.loads(recipe)
        # A worker under a nanny counts as one that may not start processes. Ours end when it does.
        vars(multiprocessing.current_process())["_config"]["daemon"] = False
        _here.worker, _here.recipe = Worker(target, limits), recipe
    worker: Worker = _here.worker
    return worker


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


def _distributed() -> Any:
    """The library, which is an extra. Raises EnvironmentProblem."""
    try:
        return importlib.import_module("distributed")
    except ImportError as error:
        raise EnvironmentProblem(
            tr("the executor dask is not installed"), tr("Install it: .venv/bin/pip install -e '.[dask]'.")
        ) from error


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


def _other_version(address: str, theirs: str, ours: str) -> EnvironmentProblem:
    return EnvironmentProblem(
        tr(
            "the worker {address} has version {theirs} of the program, this run has {ours}",
            address=address,
            theirs=theirs,
            ours=ours,
        ),
        tr("Bring its checkout to the same state, then start the worker again."),
    )
