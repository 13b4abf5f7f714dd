"""One run: files in, one published version out, and what came of it."""

from __future__ import annotations

import time
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from extractors.recognition import Ocr
from pipeline.account import COLUMNS, summed
from pipeline.archives.member import Member
from pipeline.checksums import Checksums
from pipeline.errors import (
    EXIT_OK,
    EXIT_SOME_FAILED,
    DocumentFailed,
    DocumentOutOfMemory,
    DocumentTimeout,
    NeedsOcr,
    UnreadableFile,
    failure_class,
    failure_classes,
)
from pipeline.identify import identify
from pipeline.names import harmless, shown_name
from pipeline.nightly import manual_input
from pipeline.nightly.mirror import Departures, check_folders, departures, refuse_large_loss, renamed
from pipeline.nightly.overrides import Overrides
from pipeline.nightly.programme_decisions import ProgrammeDecisions
from pipeline.nightly.taught_words import Taught, outcome_of_taught
from pipeline.nightly.version_guards import refuse_over_restored, refuse_to_forget, restored_from
from pipeline.publishing import layout
from pipeline.publishing.publish import Publication, open_publication, read_documents, read_manifest
from pipeline.samples import SampleCount, Samples, count_samples, find_given
from pipeline.sources import File, Skipped, Source
from pipeline.stores.location import Location
from pipeline.version import extractor_version
from pipeline.workers.batch import DocumentResult, failed_document, read_all
from pipeline.workers.executors import Executor, Processes
from pipeline.workers.isolation import Limits
from pipeline.workers.reading import Extractor

if TYPE_CHECKING:
    from extractors.recognition import OcrMode, VerifyMode

Row = Mapping[str, Any]
# What a run asks of published documents; it holds no more of each, however many there are.
_ASKED = (
    "document_id",
    "file_name",
    "source_path",
    "status",
    "status_reason",
    "extractor_version",
    "corrections",
    "time_limit_seconds",
    "memory_limit_mb",
)


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
    """Corrections of the documents read: how many were `applied`, `outdated`, `unneeded`; and the `unknown` documents
    that corrections name."""
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


def ingest(options: Options, extract: Extractor, regions: Sequence[Row], listener: Listener) -> Report:
    """Read what is new among the files and publish it beside what was published before.

    Raises UsageError when there is nothing to read or a restored version stands, EnvironmentProblem when too much is
    gone to be meant, DamagedVersion when the published one is damaged and not all is read again, LockHeld, and
    PublishFailed.
    """
    began = time.monotonic()
    executor = options.executor or Processes(options.workers)
    given, instead_of = find_given(
        options.paths, options.samples, options.data_dir, options.mirror and options.allow_removal
    )
    if options.mirror and instead_of is None:
        check_folders(options.paths, given.files, options.allow_removal)
    with open_publication(options.data_dir, options.wait, anew=options.force) as publication:
        current = layout.current_version(options.data_dir)
        earlier = None if publication.is_anew else current
        if not options.release:
            refuse_over_restored(earlier)
        checksums = Checksums(options.data_dir, options.limits, options.force)
        identified = identify(given, checksums, options.limits)
        sources, unreadable = identified.sources, identified.unreadable
        distinct = _distinct(sources)
        if publication.is_anew and current is not None and not (options.mirror and options.allow_removal):
            refuse_to_forget(current, (source.document_id for source in distinct))
        published = read_documents(options.data_dir, _ASKED) if earlier is not None else []
        before = {row["document_id"]: row for row in published}
        read_here = {source.document_id for source in distinct}
        samples_left = options.samples.leaving(before.keys(), read_here) if options.samples else set()
        for document_id in samples_left:
            publication.remove(document_id)
            del before[document_id]
        for row in _recovered(before.values(), identified.whole):
            publication.remove(row["document_id"])
            del before[row["document_id"]]
        if options.mirror and not options.allow_removal:
            leaving = departures(before.values(), sources, _paths(unreadable), given.skipped)
            refuse_large_loss(leaving.gone, sources, len(before))
        marks = manual_input.decided_about(earlier, options.programmes)
        failures = identified.failures
        new = [
            source
            for source in distinct
            if options.force
            or not _is_current(
                before.get(source.document_id), options, marks, failures.get(source.document_id)
            )
        ]
        outcome: dict[str, Row] = {
            source.document_id: before.get(source.document_id, {}) for source in distinct
        }
        listener.start(len(new))
        try:
            read = read_all(
                [source for source in new if source.document_id not in failures],
                _prepared(extract, options, executor.threads(len(new))),
                executor=executor,
                limits=options.limits,
                on_page=listener.page,
            )
            for result in chain(_not_read(new, failures), read):
                # What a changing file held is nowhere any more; the next run reads what it holds then.
                if not issubclass(failure_class(result.document["status_reason"]), UnreadableFile):
                    publication.put(
                        *manual_input.as_published(
                            result.document,
                            result.rows,
                            options.overrides,
                            options.programmes,
                            options.taught,
                        )
                    )
                outcome[result.source.document_id] = {key: result.document.get(key) for key in _ASKED}
                listener.done(result)
        finally:
            listener.finish()
        leaving, moved = Departures((), ()), []
        if options.mirror:
            unseen = _paths([*unreadable, *outcome.values()])
            leaving = departures(before.values(), sources, unseen, given.skipped)
            moved = renamed({key: row for key, row in before.items() if outcome.get(key) is row}, sources)
            _settle(publication, leaving, moved, options.data_dir)
        version = earlier
        if publication.changes or version is None or restored_from(version) is not None:
            version = publication.commit(regions, options.programmes.apart())
        checksums.save()
    found = [*outcome.values(), *unreadable]
    return Report(
        files=len(sources) + len(unreadable),
        read=len(new),
        unchanged=len(distinct) - len(new),
        duplicates=len(sources) - len(distinct),
        documents=_by_status(found),
        failures=sorted(
            (row for row in found if row["status"] == "failed"), key=lambda row: row["source_path"]
        ),
        published=read_manifest(version)["rows"],
        version=int(version.name),
        version_before=int(earlier.name) if earlier else None,
        seconds=round(time.monotonic() - began, 1),
        skipped=given.skipped,
        ignored=given.ignored,
        left_out=given.left_out,
        same_content=_same_content(sources, distinct),
        removed=len(leaving.gone),
        renamed=len(moved),
        numbers=summed(read_documents(options.data_dir, [*COLUMNS])),
        kept=[{key: row[key] for key in ("document_id", "source_path")} for row in leaving.kept],
        corrections=manual_input.outcome_of_corrections(
            options.overrides,
            (before.keys() - {row["document_id"] for row in leaving.gone}) | outcome.keys(),
        ),
        decisions=manual_input.outcome_of_decisions(options.programmes, version),
        samples=count_samples(options.samples, options.data_dir, len(samples_left), instead_of),
        vocabulary=outcome_of_taught(options.taught, version, earlier),
    )


def _paths(rows: Iterable[Row]) -> list[str]:
    """Published paths of the files among them that could not be opened or read to their ends."""
    return [
        row["source_path"]
        for row in rows
        if issubclass(failure_class(row.get("status_reason")), UnreadableFile)
    ]


def _settle(
    publication: Publication, leaving: Departures, moved: Sequence[tuple[Row, Source]], data_dir: Path
) -> None:
    """Take out what is gone, and tell where the renamed files are now."""
    for row in leaving.gone:
        publication.remove(row["document_id"])
    places = {row["document_id"]: source.path for row, source in moved}
    for row in read_documents(data_dir, only=places):
        path = places[row["document_id"]]
        names = {"file_name": shown_name(path.name), "source_path": shown_name(str(path))}
        publication.describe({**row, **names})


def _prepared(extract: Extractor, options: Options, threads: int) -> Extractor:
    """The extractor with its share of the processors for recognition, which runs on several at once, and the words that
    were taught: processes that read, wherever they are, look for none themselves."""
    ocr = Ocr(options.ocr, threads, options.verify, options.verify_seconds)
    return partial(extract, ocr=ocr, **({"taught": words} if (words := options.taught.words) else {}))


def _not_read(sources: Iterable[Source], failures: Mapping[str, DocumentFailed]) -> Iterator[DocumentResult]:
    """The results of those that failed before anybody read them."""
    for source in sources:
        if failure := failures.get(source.document_id):
            yield DocumentResult(source, failed_document(source.path, source.sha256, failure), {}, 0.0)


def _recovered(before: Iterable[Row], whole: Collection[str]) -> list[Row]:
    """Failures published of archives of which all is read now: they are no documents any more."""
    return [row for row in before if row["status"] == "failed" and row["source_path"] in whole]


def _distinct(sources: Sequence[Source]) -> list[Source]:
    """One source per content, the first path in sorted order; in the order of the paths."""
    first: dict[str, Source] = {}
    for source in sorted(sources, key=_place):
        first.setdefault(source.document_id, source)
    return sorted(first.values(), key=_place)


def _place(source: Source) -> tuple[int, Any]:
    """Sorts files of this machine before those in archives and in stores."""
    if isinstance(source.path, Member):
        return 1, str(source.path)
    return (0 if isinstance(source.path, Path) else 2), source.path


def _same_content(sources: Sequence[Source], distinct: Sequence[Source]) -> list[Row]:
    """The files that are not read because another one holds the same."""
    read = {source.document_id: source.path for source in distinct}
    return [
        {"source_path": shown_name(str(source.path)), "same_as": shown_name(str(read[source.document_id]))}
        for source in sources
        if source.path != read[source.document_id]
    ]


def _is_current(
    row: Row | None, options: Options, marks: Mapping[str, str], failure: DocumentFailed | None = None
) -> bool:
    """True when reading again would give the same: same code, and nothing missing for a passing reason. `failure`: what
    is known of it before it is read.

    A document that broke a limit or its process is kept aside until it may take more than it did then.
    """
    if row is None or row["extractor_version"] != extractor_version():
        return False
    if failure is not None:
        return bool(row["status_reason"] == harmless(failure.status_reason))
    document_id = row["document_id"]
    own = manual_input.mark(
        options.overrides.digest(document_id), marks.get(document_id), options.taught.digest()
    )
    if row.get("corrections") != own:
        return False
    return all(_would_stay(missing, row, options) for missing in failure_classes(row["status_reason"]))


def _would_stay(missing: type[DocumentFailed], row: Row, options: Options) -> bool:
    """Would a document lack again what it lacks, for one of its reasons?"""
    if issubclass(missing, NeedsOcr):
        return not options.ocr_ready
    if issubclass(missing, DocumentTimeout):
        return options.limits.seconds <= (row.get("time_limit_seconds") or 0)
    if issubclass(missing, DocumentOutOfMemory):
        return options.limits.megabytes <= (row.get("memory_limit_mb") or 0)
    return row["status"] == "ok" or missing.lasting


def _by_status(rows: Sequence[Row]) -> dict[str, int]:
    counts = dict.fromkeys(("ok", "degraded", "failed"), 0)
    for row in rows:
        counts[row["status"]] += 1
    return counts
