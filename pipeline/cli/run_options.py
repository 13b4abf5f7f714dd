"""The options of the commands that read documents, declared once, and the run that they ask for."""

from __future__ import annotations

import os
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from extractors.recognition import Ocr, ocr_available
from normalizers.region_table import all_regions
from pipeline import run
from pipeline.answers.present import FORMATS
from pipeline.cli.progress import listener
from pipeline.errors import UsageError
from pipeline.language import listed, tr
from pipeline.names import shown_name
from pipeline.nightly.checked_file import CHECKED
from pipeline.nightly.overrides import load_overrides
from pipeline.nightly.programme_decisions import load_decisions
from pipeline.nightly.taught_words import load_taught
from pipeline.samples import Samples
from pipeline.sources import File
from pipeline.stores.location import Folder
from pipeline.version import ROOT
from pipeline.workers.cluster import executor
from pipeline.workers.isolation import Limits
from pipeline.workers.reading import Named

EXTRACTOR = "pipeline.ingest:extract_document"
"""What reads a document. Only the processes that read load it: it takes a while."""
PUBLISHED = ROOT / "data" / "parquet"
"""Published folder when none is named."""
OVERRIDES = ROOT / "data" / "overrides.csv"
"""File of corrections of that folder, and of what is published in a store, when none is named."""
DECISIONS = "programs.csv"
"""File of decisions about programmes, beside the corrections."""
VOCABULARY = "vocabulary.toml"
"""File of taught words when none is named, beside the corrections."""
T = TypeVar("T")


def default_folder(name: str) -> Path:
    """data/NAME of the checkout, relative to where the command runs if it stands below."""
    folder = ROOT / "data" / name
    return folder.relative_to(Path.cwd()) if folder.is_relative_to(Path.cwd()) else folder


def samples() -> Samples:
    """The sample reports of the checkout."""
    return Samples(default_folder("samples"), default_folder("raw"))


def positive(text: str) -> int:
    """A whole number above 0, as the value of an option."""
    number = int(text)
    if number < 1:
        raise ValueError(text)
    return number


def add_output(parser: ArgumentParser, form: str = "") -> None:
    """The options of commands whose answer is a table. `form`: what --format does, where it does more than that."""
    parser.add_argument("--format", choices=FORMATS, help=form or tr("how to print (table)"))
    parser.add_argument("--output", type=Path, metavar="FILE", help=tr("write there instead of printing"))


def add_wait(parser: ArgumentParser) -> None:
    """The option of every command that takes the lock."""
    parser.add_argument("--wait", type=positive, default=0, metavar="S",
                        help=tr("seconds to wait for another run to end"))  # fmt: skip


def add_reading_options(parser: ArgumentParser) -> None:
    """Options that say how documents are read."""
    parser.add_argument(
        "--workers",
        type=positive,
        default=0,
        metavar="N",
        help=tr("documents read at once (one per processor)"),
    )
    parser.add_argument("--executor", choices=("local", "dask"), default="local",
                        help=tr("who reads: this machine, or a Dask cluster (%(default)s)"))  # fmt: skip
    parser.add_argument(
        "--scheduler", metavar="ADDRESS", help=tr("of the cluster, such as tcp://10.0.0.5:8786")
    )
    parser.add_argument("--timeout", type=positive, default=int(Limits().seconds), metavar="S",
                        help=tr("seconds that one document may take (%(default)s)"))  # fmt: skip
    parser.add_argument("--memory", type=positive, default=Limits().megabytes, metavar="MB",
                        help=tr("memory that one document may take (%(default)s)"))  # fmt: skip
    parser.add_argument("--max-size", type=positive, default=Limits().file_megabytes, metavar="MB",
                        help=tr("larger files are not opened (%(default)s)"))  # fmt: skip
    parser.add_argument(
        "--ocr",
        choices=("auto", "always", "never"),
        default="auto",
        help=tr("recognise pictures of pages: needed ones, all, none (%(default)s)"),
    )
    parser.add_argument(
        "--verify",
        choices=("auto", "all", "never"),
        default="auto",
        help=tr("compare numbers with the picture: doubtful ones, all, none (%(default)s)"),
    )
    parser.add_argument("--verify-seconds", type=positive, default=int(Ocr().verify_seconds), metavar="S",
                        help=tr("seconds of one document for that (%(default)s)"))  # fmt: skip
    add_overrides(parser)
    add_vocabulary(parser)
    parser.add_argument("--force", action="store_true", help=tr("read again what was read before"))
    parser.add_argument("--release", action="store_true",
                        help=tr("go on from a restored version, which stays as it is otherwise"))  # fmt: skip
    add_wait(parser)


def add_overrides(parser: ArgumentParser) -> None:
    """The option of the file of corrections."""
    parser.add_argument("--overrides", type=Path, metavar="FILE",
                        help=tr("corrections by hand (data/overrides.csv, or that of DIR)"))  # fmt: skip


def add_vocabulary(parser: ArgumentParser) -> None:
    """The option of the file of taught words."""
    parser.add_argument("--vocabulary", type=Path, metavar="FILE",
                        help=tr("taught labels (vocabulary.toml beside the corrections)"))  # fmt: skip


def overrides_file(options: Namespace) -> Path:
    """The file of corrections: the one that is named, else that of the published folder.

    Those of data/parquet stand in data/; another published folder holds its own, so that what was corrected in one
    never counts in another, and nothing is taken from a folder that somebody else may write to.
    """
    named: Path | None = getattr(options, "overrides", None)
    return named or (_folder_elsewhere(options) or OVERRIDES.parent) / OVERRIDES.name


def vocabulary_file(options: Namespace) -> Path:
    """The file of taught words."""
    return options.vocabulary or overrides_file(options).with_name(VOCABULARY)


def checked_file(options: Namespace) -> Path:
    """The file of checked facts."""
    return overrides_file(options).with_name(CHECKED)


def tell_of_others(options: Namespace) -> None:
    """Say in one line what is kept by hand for data/parquet and does not count for the folder that is meant."""
    folder = _folder_elsewhere(options)
    if folder is None or getattr(options, "overrides", None) is not None:
        return
    kept = (OVERRIDES.name, DECISIONS, VOCABULARY, CHECKED)
    left = [name for name in kept if OVERRIDES.with_name(name).is_file() and not (folder / name).exists()]
    if getattr(options, "vocabulary", None) is not None:
        left = [name for name in left if name != VOCABULARY]
    if left:
        said = tr(
            "{names} in {place} do not count for {folder}, which holds its own; name them with --overrides",
            names=listed(left),
            place=shown_name(OVERRIDES.parent),
            folder=shown_name(folder),
        )
        print(f"jixiao: {said}", file=sys.stderr)


def _folder_elsewhere(options: Namespace) -> Path | None:
    """The published folder, where it is one of this machine and not that of the checkout."""
    place = options.place
    is_own = not isinstance(place, Folder) or os.path.realpath(place.path) == os.path.realpath(PUBLISHED)
    return None if is_own else place.path


def asked_for(options: Namespace, paths: Sequence[File]) -> run.Options:
    """What a run is asked to do by the options above. Raises UsageError for options that do not go together."""
    if (options.executor == "dask") != (options.scheduler is not None):
        raise UsageError(
            tr("--executor dask and --scheduler go together"),
            tr("For example --executor dask --scheduler tcp://10.0.0.5:8786."),
        )
    # A number of processes that is kept for runs on this machine is no contradiction.
    if options.scheduler and options.workers and "--workers" in getattr(options, "typed", ("--workers",)):
        raise UsageError(
            tr("--workers goes with the local executor"),
            tr("A cluster reads as many documents as it has threads."),
        )
    tell_of_others(options)
    corrections = overrides_file(options)
    return run.Options(
        paths=paths,
        data_dir=options.data,
        place=options.place,
        workers=options.workers,
        scheduler=options.scheduler or "",
        limits=Limits(options.timeout, options.memory, options.max_size),
        force=options.force,
        release=options.release,
        ocr=options.ocr,
        verify=options.verify,
        verify_seconds=options.verify_seconds,
        ocr_ready=options.ocr != "never" and ocr_available(),
        overrides=load_overrides(corrections, must_exist=options.overrides is not None),
        programmes=load_decisions(corrections.with_name(DECISIONS)),
        taught=load_taught(vocabulary_file(options), must_exist=options.vocabulary is not None),
        wait=options.wait,
        samples=samples(),
    )


def start(asked: run.Options, how: Callable[..., T]) -> T:
    """What `how` makes of the options and all else that a run needs; on a terminal it is told how far it is."""
    place = asked.place or Folder(asked.data_dir)
    heard = listener()
    try:
        with executor(asked.workers, asked.scheduler) as reads, place.writing(asked.wait) as folder:
            asked = replace(asked, executor=reads, data_dir=folder)
            return how(asked, Named(EXTRACTOR), all_regions(), heard)
    except KeyboardInterrupt as stop:
        stop.add_note(heard.pace.interrupted())
        raise
