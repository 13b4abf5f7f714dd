"""One run: files in, one published version out, and what came of it."""

from __future__ import annotations

import time
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import chain
from pathlib import Path

from extractors.recognition import Ocr
from pipeline.account import COLUMNS, summed
from pipeline.checksums import Checksums
from pipeline.errors import (
    DocumentFailed,
    UnreadableFile,
    failure_class,
)
from pipeline.identify import distinct_sources, identify, same_content
from pipeline.names import shown_name
from pipeline.nightly import manual_input
from pipeline.nightly.mirror import Departures, check_folders, departures, refuse_large_loss, renamed
from pipeline.nightly.taught_words import outcome_of_taught
from pipeline.nightly.version_guards import refuse_over_restored, refuse_to_forget, restored_from
from pipeline.publishing import layout
from pipeline.publishing.publish import Publication, open_publication, read_documents, read_manifest
from pipeline.rereading import ASKED, is_current
from pipeline.run_model import Listener, Options, Report, Row
from pipeline.samples import count_samples, find_given
from pipeline.sources import Source
from pipeline.workers.batch import DocumentResult, failed_document, read_all
from pipeline.workers.executors import Processes
from pipeline.workers.reading import Extractor

__all__ = ["Listener", "Options", "Report", "ingest"]


def ingest(options: Options, extract: Extractor, regions: Sequence[Row], listener: Listener) -> Report:
    """Read what is new among the files and publish it beside what was published before.

    Raises UsageError when there is nothing to read or a restored version stands, EnvironmentProblem when too much is
    gone to be meant, DamagedVersion when the published one is damaged and not all is read again, LockHeld, and
    PublishFailed.
    """
    began = time.monotonic()
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
        distinct = distinct_sources(sources)
        if publication.is_anew and current is not None and not (options.mirror and options.allow_removal):
            refuse_to_forget(current, (source.document_id for source in distinct))
        published = read_documents(options.data_dir, ASKED) if earlier is not None else []
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
            or not is_current(
                before.get(source.document_id), options, marks, failures.get(source.document_id)
            )
        ]
        outcome: dict[str, Row] = {
            source.document_id: before.get(source.document_id, {}) for source in distinct
        }
        outcome |= _read_and_put(publication, new, failures, options, extract, listener)
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
        same_content=same_content(sources, distinct),
        removed=len(leaving.gone),
        renamed=len(moved),
        numbers=summed(read_documents(options.data_dir, [*COLUMNS])),
        kept=[{key: row[key] for key in ("document_id", "source_path")} for row in leaving.kept],
        corrections=manual_input.outcome_of_corrections(
            options.overrides,
            (before.keys() - {row["document_id"] for row in leaving.gone}) | outcome.keys(),
            options.data_dir,
        ),
        decisions=manual_input.outcome_of_decisions(options.programmes, version),
        samples=count_samples(options.samples, options.data_dir, len(samples_left), instead_of),
        vocabulary=outcome_of_taught(options.taught, version, earlier),
    )


def _read_and_put(
    publication: Publication,
    new: Sequence[Source],
    failures: Mapping[str, DocumentFailed],
    options: Options,
    extract: Extractor,
    listener: Listener,
) -> dict[str, Row]:
    """Read the documents, save those that have failed before, and put all into the version; what came of each."""
    executor = options.executor or Processes(options.workers)
    outcome: dict[str, Row] = {}
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
                rows = manual_input.as_published(
                    result.document, result.rows, options.overrides, options.programmes, options.taught
                )
                publication.put(*rows)
            outcome[result.source.document_id] = {key: result.document.get(key) for key in ASKED}
            listener.done(result)
    finally:
        listener.finish()
    return outcome


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


def _by_status(rows: Sequence[Row]) -> dict[str, int]:
    counts = dict.fromkeys(("ok", "degraded", "failed"), 0)
    for row in rows:
        counts[row["status"]] += 1
    return counts
