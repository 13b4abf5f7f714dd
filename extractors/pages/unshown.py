"""What a file holds that none of its pages shows: forms made of XFA, and the files of a portfolio."""

from __future__ import annotations

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf

_SHOWN = 5
_LONGEST = 80


def unshown(pdf: Pdf) -> tuple[str, ...]:
    """Each as a stable code, a colon and what to do; () for a file whose pages show all that it says."""
    return tuple(filter(None, (_xfa(pdf), _portfolio(pdf))))


def _xfa(pdf: Pdf) -> str:
    """A form may say with XFA what its pages show as well; where it has no fields there, or asks a program to lay it
    out anew, the pages are but a request to wait."""
    form = pdf.Root.get(Name.AcroForm)
    if not isinstance(form, Dictionary) or Name.XFA not in form:
        return ""
    fields = form.get(Name.Fields)
    has_fields = isinstance(fields, Array) and len(fields) > 0
    if has_fields and not pdf.Root.get(Name.NeedsRendering):
        return ""
    return (
        "xfa_form: the content of this form (XFA) stands on no page and was not read; "
        "open it in Adobe Reader, print it to a new PDF and read that"
    )


def _portfolio(pdf: Pdf) -> str:
    if Name.Collection not in pdf.Root:
        return ""
    names = [_plain(_name(pdf, key)) for key in pdf.attachments]
    if not names:
        return ""
    readable = [name for name in names if name.lower().endswith(".pdf")]
    named = ", ".join(readable[:_SHOWN]) + (" …" if len(readable) > _SHOWN else "")
    what_to_do = f"save those that are PDFs as files and read them: {named}" if readable else "none is a PDF"
    return f"portfolio: the files in this portfolio ({len(names)}) were not read; {what_to_do}"


def _name(pdf: Pdf, key: str) -> str:
    """The file name of an attachment, which stands under a key that may be any."""
    try:
        return pdf.attachments[key].filename or key
    except (pikepdf.PdfError, KeyError, TypeError, ValueError):
        return key


def _plain(name: str) -> str:
    return "".join(char for char in name if char.isprintable())[:_LONGEST]
