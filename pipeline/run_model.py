"""What a run is asked to do, what it did, and who hears how far it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from extractors.recognition import Ocr
from pipeline.errors import (
    EXIT_OK,
    EXIT_SOME_FAILED,
)
from pipeline.nightly.overrides import Overrides
from pipeline.nightly.programme_decisions import ProgrammeDecisions
from pipeline.nightly.taught_words import Taught
from pipeline.samples import SampleCount, Samples
from pipeline.sources import File, Skipped, Source
from pipeline.stores.location import Location
from pipeline.workers.batch import DocumentResult
from pipeline.workers.executors import Executor
from pipeline.workers.isolation import Limits

if TYPE_CHECKING:
    from extractors.recognition import OcrMode, VerifyMode


Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Options:
    """What `jixiao ingest` was asked to do."""

    paths: Sequence[File]
    data_dir: Path
    place: Location | None = None
    """Where it is published, if that is not this folder: `data_dir` is then one to work in."""
    workers: int = 0
    scheduler: str = ""
    """Address of the Dask cluster that reads; '' for `workers` processes of this machine."""
    executor: Executor | None = None
    """What reads, once it is there; None for processes of this machine."""
    limits: Limits = field(default_factory=Limits)
    force: bool = False
    ocr: OcrMode = "auto"
    verify: VerifyMode = "auto"
    """Which numbers of texts are compared with the picture."""
    verify_seconds: float = Ocr().verify_seconds
    ocr_ready: bool = False
    """True when pictures of pages can be read in this run."""
    wait: float = 0.0
    """Seconds to wait for another run to end."""
    mirror: bool = False
    """Make the published set equal to the paths, all folders: what is not below them is removed."""
    allow_removal: bool = False
    """Remove also where so much is gone that it looks like a mistake."""
    release: bool = False
    """Publish also after a version that was restored, which stays otherwise."""
    overrides: Overrides = field(default_factory=Overrides)
    """Corrections by hand; a document whose corrections changed is read again."""
    programmes: ProgrammeDecisions = field(default_factory=ProgrammeDecisions)
    """Which names people say are one programme; a document that a new decision concerns is read again."""
    samples: Samples | None = None
    """The sample reports, which never stay beside real documents; None for a run that knows of none."""
    taught: Taught = field(default_factory=Taught)
    """What people say that labels mean; when it changes, every document is read again."""


@dataclass(frozen=True, slots=True)
class Report:
    """What a run did. `documents` counts the files given by status, those read before included."""

    files: int
    read: int
    unchanged: int
    duplicates: int
    documents: Mapping[str, int]
    failures: Sequence[Row]
    published: Mapping[str, int]
    """Rows of each table of the published version."""
    version: int
    seconds: float
    skipped: Sequence[Skipped] = ()
    """Files and folders left alone, each with its reason."""
    ignored: int = 0
    """Files below the folders and in archives that are of no kind that is read, and hidden ones."""
    left_out: Sequence[Skipped] = ()
    """Of these, the files that are not hidden, each with what it is."""
    same_content: Sequence[Row] = ()
    """Files whose content is read under another name: `source_path`, `same_as`."""
    removed: int = 0
    """Documents taken out because their files are gone (mirror only)."""
    renamed: int = 0
    """Documents whose files have another name now (mirror only)."""
    kept: Sequence[Row] = ()
    """Documents that stay although their files could not be seen: `document_id`, `source_path` (mirror only)."""
    version_before: int | None = None
    """The version that was published when this run had the lock."""
    numbers: Mapping[str, int] = field(default_factory=dict)
    """Of all published documents, the `numbers` in tables, those `taken` by facts and those `understood`; {} where no
    document has been counted."""
    corrections: Mapping[str, Any] = field(default_factory=dict)
    """Corrections of the documents read: how many were `applied`, `outdated`, `unneeded`; the `unknown` documents that
    corrections name, and their files as far as they are known (`unknown_files`)."""
    decisions: Mapping[str, Any] = field(default_factory=dict)
    """Decisions about programmes: how many there are (`made`), and those that concern nothing published (`unused`)."""
    samples: SampleCount = field(default_factory=SampleCount)
    """What became of the sample reports."""
    vocabulary: Mapping[str, Any] = field(default_factory=dict)
    """How many labels are `taught`, which of them no document has (`unused`), which are in doubt (`doubts`: label to
    why), and which came into use (`new`) or went out of it (`gone`) with this run."""

    @property
    def exit_code(self) -> int:
        return EXIT_SOME_FAILED if self.documents.get("failed") else EXIT_OK


class Listener(Protocol):
    """Hears how far a run is."""

    def start(self, total: int) -> None: ...
    def page(self, source: Source, number: int, count: int) -> None: ...
    def done(self, result: DocumentResult) -> None: ...
    def finish(self) -> None: ...
