"""Everything that can go wrong, each with an exit code or a reason code and what to do next."""

from __future__ import annotations

from pipeline.language import tr, tr_noop

EXIT_OK = 0
EXIT_USAGE = 1
EXIT_SOME_FAILED = 2
EXIT_LOCKED = 3
EXIT_PUBLISH = 4


class JixiaoError(Exception):
    """Base of all errors that are reported to the user without a traceback."""

    exit_code = EXIT_USAGE
    default_hint = ""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint or self.default_next()

    @classmethod
    def default_next(cls) -> str:
        """`default_hint` in the language of the process."""
        return tr(cls.default_hint) if cls.default_hint else ""

    def __reduce__(self) -> tuple[type[JixiaoError], tuple[str, str]]:
        return type(self), (self.message, self.hint)


class UsageError(JixiaoError):
    """The command cannot do what was asked: an option, a path or a name is wrong."""


class EnvironmentProblem(JixiaoError):
    """The machine lacks something: a package, a folder, a permission."""


class DamagedVersion(EnvironmentProblem):
    """The parts of a published version are not those that it was published with, or its manifest is not."""


class SchemaMismatch(JixiaoError):
    """A row does not fit the declared table; a defect of the program, never of a document."""

    default_hint = tr_noop("This is a defect of the program; please report it with the file.")


class LockHeld(JixiaoError):
    """Another run is writing to the same published folder."""

    exit_code = EXIT_LOCKED
    default_hint = tr_noop("Wait until the other run has ended, or give another folder with --data.")


class PublishFailed(JixiaoError):
    """The new version could not be written; the last published version stands."""

    exit_code = EXIT_PUBLISH
    default_hint = tr_noop("The last published version stands. Free space or fix the folder, then run again.")


class DocumentFailed(JixiaoError):
    """One document could not be read. The run goes on; `reason` is stable and published."""

    exit_code = EXIT_SOME_FAILED
    reason = "failed"
    lasting = True
    """True when reading the same bytes again with the same limits gives the same outcome."""
    once_more = False
    """True when it may be the machine's fault: the document is read once more, alone, before it is given up."""
    page: int | None = None
    """The page that was being read (1-based) when a limit was broken or the process ended, where that is known."""

    @property
    def status_reason(self) -> str:
        """What `documents.status_reason` holds: the code, a colon and the message."""
        return f"{self.reason}: {self.message}"


class UnknownFormat(DocumentFailed):
    reason = "unknown_format"
    default_hint = tr_noop(
        "Save it in a format that is read (PDF, .xlsx, .docx, .html, .ofd), or move it out of the folder."
    )


class NotAPdf(UnknownFormat):
    """Never raised: what versions said that read nothing but PDF."""

    reason = "not_a_pdf"


class ArchiveNotRead(UnknownFormat):
    reason = "archive_not_read"
    default_hint = tr_noop("Unpack it into the folder, or pack its files again as .zip.")


class EmptyFile(DocumentFailed):
    reason = "empty_file"
    default_hint = tr_noop("Download or copy the file again.")


class Encrypted(DocumentFailed):
    reason = "encrypted"
    default_hint = tr_noop("Save a copy without a password, then ingest that copy.")


class Damaged(DocumentFailed):
    reason = "damaged"
    default_hint = tr_noop(
        "Download or copy the file again; if that does not help, save it anew or print it to a new PDF."
    )


class PartsDamaged(Damaged):
    """Never raised: the reason of a degraded document of which parts are damaged; the rest is read."""

    reason = "damaged_parts"


class PartsNotRead(DocumentFailed):
    """Never raised: the reason of a degraded document with pictures, charts and the like that are not read."""

    reason = "parts_not_read"
    default_hint = tr_noop(
        "Print it to a PDF, whose pictures can be recognised; unfold what is folded away and save the page again; "
        "save what is framed or embedded as a file of its own."
    )


class UpdateCutOff(Damaged):
    """Never raised: the reason of a degraded document that shows the state before its last update."""

    reason = "update_cut_off"


class NoPages(DocumentFailed):
    reason = "no_pages"
    default_hint = tr_noop(
        "Open it: what it shows can be printed to a PDF, which is read; if it shows nothing, download or copy it again."
    )


class NothingInside(NoPages):
    reason = "nothing_inside"
    default_hint = tr_noop(
        "Its files are of kinds that are not read. Save them in a format that is, or move it out of the folder."
    )


class ProgramMissing(DocumentFailed):
    reason = "program_missing"
    lasting = False
    default_hint = tr_noop(
        "Install LibreOffice (package libreoffice-writer), or save the file as .docx or PDF, and ingest it again."
    )


class TooLargeInside(DocumentFailed):
    reason = "too_large_inside"
    default_hint = tr_noop(
        "Save the file again without what makes it so large, or move it out of the folder."
    )


class NeedsOcr(DocumentFailed):
    reason = "needs_ocr"
    lasting = False
    default_hint = tr_noop(
        "Ingest again without --ocr never. Where `jixiao doctor` misses the extra ocr, install it first: "
        ".venv/bin/pip install -e '.[ocr]'"
    )


class PagesUnread(NeedsOcr):
    """Never raised: the reason of a degraded document in which some pages could not be recognised."""

    reason = "pages_without_text"


class PicturesUnread(NeedsOcr):
    """Never raised: the reason of a degraded document with text in pictures that was not read."""

    reason = "pictured_text_unread"


class UnreadableFile(DocumentFailed):
    reason = "unreadable"
    lasting = False
    default_hint = tr_noop("Check that the file exists and that you may read it.")


class FileTooLarge(UnreadableFile):
    reason = "too_large"
    lasting = True
    default_hint = tr_noop(
        "It was not opened. Ingest it with a larger --max-size, split it, or move it out of the folder."
    )


class FileTooSlow(UnreadableFile):
    reason = "too_slow"
    no_answer = False
    """True when the disk gave no answer at all in that time."""
    default_hint = tr_noop(
        "It is kept aside until it changes. Copy it to a faster disk, or ingest it with a larger --timeout or with "
        "--force."
    )


class DocumentTimeout(DocumentFailed):
    reason = "timeout"
    once_more = True
    default_hint = tr_noop("It is kept aside. Ingest the file with a larger --timeout, or split it.")


class DocumentOutOfMemory(DocumentFailed):
    reason = "out_of_memory"
    once_more = True
    default_hint = tr_noop("It is kept aside. Ingest the file with a larger --memory, or split it.")


class DocumentCrashed(DocumentFailed):
    reason = "crashed"
    once_more = True
    default_hint = tr_noop(
        "It is kept aside. Save the file anew, or print it to a new PDF, and ingest that; please report the file."
    )


class PagesLate(DocumentTimeout):
    """Never raised: the reason of a degraded document of which some pages were not read within the time."""

    reason = "pages_not_in_time"
    once_more = False


class PagesTooLarge(DocumentOutOfMemory):
    """Never raised: the reason of a degraded document read without pages that need too much memory."""

    reason = "pages_too_large"
    once_more = False


class PagesCrashed(DocumentCrashed):
    """Never raised: the reason of a degraded document read without pages that end their reader."""

    reason = "pages_crashed"
    once_more = False


class InternalError(DocumentFailed):
    reason = "internal_error"
    default_hint = tr_noop("This is a defect of the program; please report it with the file.")


class PartsLost(InternalError):
    """Never raised: the reason of a degraded document of which the program could not read some parts."""

    reason = "parts_lost"


def _family(base: type[DocumentFailed]) -> dict[str, type[DocumentFailed]]:
    found = {base.reason: base}
    for child in base.__subclasses__():
        found |= _family(child)
    return found


def failure_classes(status_reason: str | None) -> list[type[DocumentFailed]]:
    """The classes of all codes in a `status_reason`: that of a degraded document names everything that it lacks."""
    known = _family(DocumentFailed)
    codes = [part.partition(":")[0] for part in (status_reason or "").split("; ")]
    return [known[code] for code in codes if code in known] or [DocumentFailed]


def failure_class(status_reason: str | None) -> type[DocumentFailed]:
    """The class of a published `status_reason`; DocumentFailed when the code is unknown."""
    return _family(DocumentFailed).get((status_reason or "").partition(":")[0], DocumentFailed)
