"""What became of a document's pages: its status, its text source, and what could not be read."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from extractors.failures import UNLIMITED, Failures, Part
from extractors.model import PageContent
from extractors.pages import Health
from pipeline.context import Context
from pipeline.errors import DamagedPdf, InternalError, NeedsOcr, PagesUnread, PicturesUnread
from pipeline.lost_parts import reason_of


def refuse_unread(path: Path, pages: Sequence[PageContent], failures: Failures = UNLIMITED) -> None:
    """Raise when no page at all could be read: InternalError, DamagedPdf or NeedsOcr."""
    failed = [failure for failure in failures.found if failure.part is Part.PAGE]
    lost = failures.pages()
    if failed and all(page.number in lost or page.is_lost or page.source == "unread" for page in pages):
        raise InternalError(
            f"none of {len(pages)} pages could be read; page {failed[0].page}: {failed[0].error}"
        )
    if all(page.is_broken for page in pages):
        raise DamagedPdf(f"{path.name} is a damaged PDF: none of its {len(pages)} pages can be opened.")
    if all(page.is_lost for page in pages):
        raise DamagedPdf(f"{path.name} is a damaged PDF: no picture of its {len(pages)} pages can be shown.")
    readable = [page for page in pages if not page.is_broken]
    if all(page.source == "unread" for page in readable):
        raise NeedsOcr(f"{path.name}: no page has text of its own ({readable[0].source_reason}).")


def status_of(
    pages: Sequence[PageContent], health: Health, failures: Failures = UNLIMITED
) -> tuple[str, str | None]:
    """`status` and `status_reason`: ok, or degraded with all that was lost or is in doubt."""
    broken = [page for page in pages if page.is_broken]
    unread = [page for page in pages if page.source == "unread"]
    blind = [page for page in pages if page.lost_pictures]
    reasons = []
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
    if health.problems:
        reasons.append(f"damaged_parts: what could be read is published ({health.summary()})")
    return ("degraded", "; ".join(reasons)) if reasons else ("ok", None)


def text_source_of(pages: Sequence[PageContent], failures: Failures = UNLIMITED) -> str:
    """`text_source`: text, ocr or mixed; a page that was not read has none."""
    lost = failures.pages()
    read = [page for page in pages if page.number not in lost and not page.is_broken]
    sources: set[str] = {page.source for page in read if page.source != "unread"}
    return "mixed" if len(sources) > 1 else next(iter(sources), "text")


def note_pages(pages: Sequence[PageContent], context: Context) -> None:
    """Findings of pages: the notes of their readers, and text of a picture that could not be read."""
    for page in pages:
        for note in page.notes:
            context.finding(
                note.check,
                note.severity,
                note.message,
                page_number=page.number,
                printed=note.printed or None,
            )
        if page.dropped:
            message = f"第{page.number}页图像中有{page.dropped}处像文字的内容未能识别"
            context.finding(
                "unread_lines", "info", message, page_number=page.number, printed=str(page.dropped)
            )


def _counted(some: Sequence[PageContent], pages: Sequence[PageContent]) -> str:
    numbers = [page.number for page in some]
    shown = ", ".join(map(str, numbers[:5])) + (" …" if len(numbers) > 5 else "")
    return f"{len(numbers)} of {len(pages)} pages ({shown})"
