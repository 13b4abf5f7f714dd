"""The sample reports: they stand in for reports while there are none, and leave when the first one comes.

Their figures are invented, so an answer that counts them beside real ones is wrong. What is a sample is known by its
content, wherever it was read from.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Collection, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

from pipeline.errors import DamagedVersion
from pipeline.language import Message, tr
from pipeline.names import shown_name
from pipeline.publishing.publish import read_documents
from pipeline.sources import File, Found, find_files
from pipeline.version import ROOT


@dataclass(frozen=True)
class Samples:
    """The folder with the sample reports, and the folder for which they stand in while it is empty."""

    folder: Path
    instead_of: Path

    @cached_property
    def ids(self) -> frozenset[str]:
        """Their document_ids."""
        files = sorted(self.folder.glob("*.pdf"))
        return frozenset(hashlib.sha256(path.read_bytes()).hexdigest()[:16] for path in files)

    def stand_in(self, paths: Sequence[File], published: Collection[str]) -> bool:
        """True when only that folder is asked for, holds no file, and no real document is published.

        `published`: the document_ids of what is published. An empty folder beside real documents is a disk that is
        not mounted, or a mistake: samples would not help.
        """
        if not self.ids.issuperset(published) or not self.ids:
            return False
        only = [os.path.realpath(path) for path in paths if isinstance(path, Path)]
        if only != [os.path.realpath(self.instead_of)] or len(paths) != 1 or not self.instead_of.is_dir():
            return False
        return not find_files(paths, may_be_empty=True).files

    def found(self) -> Found:
        """The samples as what was found, beside what lies in the folder that they stand in for."""
        found = find_files([self.folder])
        others = find_files([self.instead_of], may_be_empty=True)
        found.skipped, found.ignored, found.left_out = others.skipped, others.ignored, others.left_out
        return found

    def leaving(self, published: Collection[str], read: Collection[str]) -> set[str]:
        """The published samples that must go: real documents are there, and the run does not name the samples.

        `published`, `read`: the document_ids of what is published, and of the files of the run.
        """
        if self.ids.issuperset(published) and self.ids.issuperset(read):
            return set()
        return set(self.ids.intersection(published)) - set(read)


@dataclass(frozen=True, slots=True)
class SampleCount:
    """What a run did with the samples."""

    published: int = 0
    """Documents of the published version that are samples."""
    documents: int = 0
    """All of its documents."""
    left: int = 0
    """Samples that this run took out, because real documents are there."""
    instead_of: str | None = None
    """The empty folder in whose place they were read."""


def find_given(
    paths: Sequence[File], samples: Samples | None, data_dir: Path, may_be_empty: bool
) -> tuple[Found, Path | None]:
    """The files to read; with the empty folder in whose place they are samples. Raises what `find_files` raises."""
    # A damaged version says itself that it is one, once the run has the lock.
    with suppress(DamagedVersion):
        if samples is not None and samples.stand_in(paths, _published(data_dir)):
            return samples.found(), samples.instead_of
    return find_files(paths, may_be_empty), None


def count_samples(samples: Samples | None, data_dir: Path, left: int, instead_of: Path | None) -> SampleCount:
    """What became of them, once a version is published."""
    if samples is None:
        return SampleCount()
    published = _published(data_dir)
    said = None if instead_of is None else str(instead_of)
    return SampleCount(len(samples.ids.intersection(published)), len(published), left, said)


@cache
def sample_ids() -> frozenset[str]:
    """The document_ids of the sample reports that come with the program."""
    return Samples(ROOT / "data" / "samples", ROOT / "data" / "raw").ids


def samples_among(published: Collection[str]) -> SampleCount:
    """How many of the documents with these document_ids are samples."""
    return SampleCount(len(sample_ids().intersection(published)), len(published))


def warning_of(count: SampleCount) -> Message | None:
    """What everything that shows figures says while some of them are invented; None where none are."""
    if not count.published:
        return None
    if count.published == count.documents:
        return tr("Sample figures: they are invented, do not quote them.")
    return tr(
        "Samples: {published} of the {documents} documents are sample reports with invented figures, not to be quoted.",
        published=count.published,
        documents=count.documents,
    )


def warning_of_answer(data_dir: Path, answer: Sequence[str | None] | None) -> Message | None:
    """The same of an answer: while nothing but samples is published, or where some of its rows are of samples.

    `answer`: the document_id of each row; None where the rows name no documents.
    """
    count = samples_among(_published(data_dir))
    if count.published == count.documents:
        return warning_of(count)
    invented = sum(one in sample_ids() for one in answer or ())
    if not invented:
        return None
    return tr(
        "Samples: {invented} of the {rows} rows are of sample reports with invented figures, not to be quoted.",
        invented=invented,
        rows=len(answer or ()),
    )


def _published(data_dir: Path) -> list[str]:
    return [row["document_id"] for row in read_documents(data_dir, ("document_id",))]


def samples_text(count: SampleCount) -> str:
    """What to know about the samples, in one sentence; '' where there are none."""
    if count.instead_of is not None:
        return tr(
            "{folder} holds nothing to read yet, so the {count} sample reports were read: "
            "their figures are invented, and they leave with the first report of yours",
            folder=shown_name(count.instead_of),
            count=count.published,
        )
    said = []
    if count.left:
        said.append(tr("{count} sample reports left, now that reports of yours are here", count=count.left))
    if count.published:
        said.append(
            tr(
                "{count} of {documents} documents are samples: their figures are invented",
                count=count.published,
                documents=count.documents,
            )
        )
    return tr("; ").join(said)
