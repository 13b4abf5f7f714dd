"""What a worker of the cluster runs: each of its threads reads in a child process of its own."""

from __future__ import annotations

import importlib
import json
import multiprocessing
import pickle
import threading
from pathlib import Path
from typing import Any

from pipeline.archives.member import Member
from pipeline.errors import DocumentFailed, EnvironmentProblem, UnreadableFile
from pipeline.language import tr
from pipeline.names import shown_name
from pipeline.sources import Source
from pipeline.version import extractor_version
from pipeline.workers import wire
from pipeline.workers.executors import (
    Answer,
    read_one,
)
from pipeline.workers.isolation import Worker

_here = threading.local()


def version_here() -> str:
    """On a worker: the version of the program there."""
    return extractor_version()


def read_here(recipe: bytes, version: str, source: Source) -> bytes:
    """On a worker: read a source in a child process of this thread. The answer is bytes whatever happens."""
    address = dask_library().get_worker().address
    try:
        if version != extractor_version():
            raise version_differs(address, extractor_version(), version)
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


def dask_library() -> Any:
    """The library, which is an extra. Raises EnvironmentProblem."""
    try:
        return importlib.import_module("distributed")
    except ImportError as error:
        raise EnvironmentProblem(
            tr("the executor dask is not installed"), tr("Install it: .venv/bin/pip install -e '.[dask]'.")
        ) from error


def version_differs(address: str, theirs: str, ours: str) -> EnvironmentProblem:
    return EnvironmentProblem(
        tr(
            "the worker {address} has version {theirs} of the program, this run has {ours}",
            address=address,
            theirs=theirs,
            ours=ours,
        ),
        tr("Bring its checkout to the same state, then start the worker again."),
    )
