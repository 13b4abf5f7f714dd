"""What became of a document's pages: its status, its text source, and what could not be read."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from extractors.failures import UNLIMITED, Failures, Part
from extractors.model import PageContent
from extractors.pages import Fault, Health, in_short
from pipeline.context import Context
from pipeline.errors import (
    Damaged,
    DocumentCrashed,
    DocumentFailed,
    DocumentOutOfMemory,
    DocumentTimeout,
    InternalError,
    NeedsOcr,
    PagesCrashed,
    PagesLate,
    PagesTooLarge,
    PagesUnread,
    PartsDamaged,
    PicturesUnread,
    failure_class,
)
from pipeline.lost_parts import reason_of
from pipeline.reasons import sentence_in_chinese

_SHOWN = 5


def refuse_unread(path: Path, pages: Sequence[PageContent], failures: Failures = UNLIMITED) -> None:
    """Raise when no page at all could be read: InternalError, Damaged or NeedsOcr."""
    left_out = [page for page in pages if page.is_left_out]
    if len(left_out) == len(pages):
        raise failure_class(left_out[0].source_reason)(
            f"{path.name}: none of {len(pages)} pages could be read."
        )
    failed = [failure for failure in failures.found if failure.part is Part.PAGE]
    lost = failures.pages()
    if failed and all(page.number in lost or page.is_lost or page.source == "unread" for page in pages):
        raise InternalError(
            f"none of {len(pages)} pages could be read; page {failed[0].page}: {failed[0].error}"
        )
    pages = [page for page in pages if not page.is_left_out]
    if all(page.is_broken for page in pages):
        raise Damaged(f"{path.name} is damaged: none of its {len(pages)} pages can be opened.")
    if all(page.is_lost for page in pages):
        raise Damaged(f"{path.name} is damaged: no picture of its {len(pages)} pages can be shown.")
    readable = [page for page in pages if not page.is_broken]
    if all(page.source == "unread" for page in readable):
        raise NeedsOcr(f"{path.name}: no page has text of its own ({readable[0].source_reason}).")


def status_of(
    pages: Sequence[PageContent], health: Health, failures: Failures = UNLIMITED
) -> tuple[str, str | None]:
    """`status` and `status_reason`: ok, or degraded with all that was lost or is in doubt."""
    broken = [page for page in pages if page.is_broken]
    unread = [page for page in pages if page.source == "unread" and not page.is_left_out]
    blind = [page for page in pages if page.lost_pictures]
    reasons = _reasons_left_out(pages)
    if broken:
        reasons.append(f"unreadable_pages: {_counted(broken, pages)} could not be opened")
    if blind:
        reasons.append(f"unreadable_pictures: on {_counted(blind, pages)} a picture could not be shown")
    if unread:
        why = unread[0].source_reason
        reasons.append(f"{PagesUnread.reason}: {_counted(unread, pages)} were not read ({why})")
    reasons += health.unshown
    if pictured := [page for page in pages if page.unread_pictures]:
        why = pictured[0].unread_pictures
        reasons.append(
            f"{PicturesUnread.reason}: text in pictures on {_counted(pictured, pages)} was not read ({why})"
        )
    if lost := reason_of(failures.found):
        reasons.append(lost)
    if health.page_count is not None and health.page_count != len(pages):
        reasons.append(
            f"page_count_differs: one engine finds {len(pages)} pages, another {health.page_count}"
        )
    if damages := [*_faults(health, len(pages)), *health.problems]:
        reasons.append(f"{PartsDamaged.reason}: what could be read is published ({in_short(damages)})")
    return ("degraded", "; ".join(reasons)) if reasons else ("ok", None)


def _faults(health: Health, count: int) -> list[str]:
    """A sentence for each kind of damage on single pages, with the pages and the first of what is shown."""
    kinds: dict[str, list[Fault]] = {}
    for fault in health.faults:
        kinds.setdefault(fault.kind, []).append(fault)
    return [
        kind.format(pages=_numbered(sorted({fault.page for fault in some}), count), shown=some[0].shown)
        for kind, some in kinds.items()
    ]


_LEFT_OUT: dict[str, tuple[type[DocumentFailed], str]] = {
    DocumentTimeout.reason: (
        PagesLate,
        "were not read within the time; read the file with a larger --timeout",
    ),
    DocumentOutOfMemory.reason: (PagesTooLarge, "need too much memory; read the file with a larger --memory"),
    DocumentCrashed.reason: (PagesCrashed, "end the reader; print the file to a new PDF and read that"),
}


def _reasons_left_out(pages: Sequence[PageContent]) -> list[str]:
    """What is said of pages that were not tried, or given up after the reader had failed at them."""
    reasons = []
    for cause, (kind, what) in _LEFT_OUT.items():
        some = [page for page in pages if page.is_left_out and page.source_reason == cause]
        if some:
            reasons.append(f"{kind.reason}: {_counted(some, pages)} {what}")
    return reasons


def text_source_of(pages: Sequence[PageContent], failures: Failures = UNLIMITED) -> str:
    """`text_source`: text, ocr or mixed; a page that was not read has none."""
    lost = failures.pages()
    read = [page for page in pages if page.number not in lost and not page.is_broken]
    sources: set[str] = {page.source for page in read if page.source != "unread"}
    return "mixed" if len(sources) > 1 else next(iter(sources), "text")


def note_pages(pages: Sequence[PageContent], context: Context) -> None:
    """Findings of pages: the notes of their readers, and text of a picture that could not be read."""
    left_out = [page.number for page in pages if page.is_left_out]
    for span in _spans(left_out):
        first = int(span.partition("–")[0])
        message = f"第{span}页超出时间或内存限制，或使读取程序中断，未读取"
        context.finding("page_left_out", "error", message, page_number=first, printed=None)
    for page in pages:
        for note in page.notes:
            context.finding(
                note.check,
                note.severity,
                _in_chinese(note.message, page.source_reason),
                page_number=page.number,
                printed=note.printed or None,
            )
        if page.dropped:
            message = f"第{page.number}页图像中有{page.dropped}处像文字的内容未能识别"
            context.finding(
                "unread_lines", "info", message, page_number=page.number, printed=str(page.dropped)
            )


def _in_chinese(message: str, reason: str) -> str:
    """The message of a page's reader, which is Chinese, with the reason that it quotes in Chinese, too."""
    return message.replace(reason, sentence_in_chinese(reason)) if reason else message


def _counted(some: Sequence[PageContent], pages: Sequence[PageContent]) -> str:
    return _numbered([page.number for page in some], len(pages))


def _numbered(numbers: Sequence[int], count: int) -> str:
    spans = _spans(numbers)
    shown = ", ".join(spans[:_SHOWN]) + (" …" if len(spans) > _SHOWN else "")
    return f"{len(numbers)} of {count} pages ({shown})"


def _spans(numbers: Sequence[int]) -> list[str]:
    """Ascending numbers, three and more in a row as one stretch: `3`, `7–12`."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and runs[-1][-1] == number - 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    found: list[str] = []
    for run in runs:
        found += [f"{run[0]}–{run[-1]}"] if len(run) > 2 else map(str, run)
    return found
