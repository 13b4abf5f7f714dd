"""What all pages share: the published data, the pictures, the corrections and the templates."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from pipeline.review.checking import Checked
from pipeline.review.correcting import Corrections
from pipeline.review.documents import find_document
from pipeline.review.originals import Originals
from pipeline.review.pictures import Pictures
from pipeline.review.published import Published, Reader, Row
from pipeline.review.rendering import build_environment, language_of, render
from pipeline.review.request_guard import Token
from pipeline.review.teaching import Teaching
from pipeline.review.texts import Texts
from pipeline.samples import Samples
from pipeline.version import ROOT


class Site:
    """One running review page."""

    def __init__(self, data_dir: Path, overrides: Path, folders: Sequence[Any] = ()) -> None:
        """`folders`: where PDF files may be now that are no longer where they were read."""
        self.data_dir = data_dir
        self.published = Published(data_dir)
        self.corrections = Corrections(overrides)
        self.checked = Checked(overrides)
        self.teaching = Teaching(overrides)
        self.pictures = Pictures(Originals(data_dir, folders))
        self.token = Token()
        self._environment = build_environment()

    @cached_property
    def samples(self) -> frozenset[str]:
        """The document_ids of the sample reports, whose figures are invented."""
        return Samples(ROOT / "data" / "samples", ROOT / "data" / "raw").ids

    @contextmanager
    def reading(self) -> Iterator[Reader]:
        """The published version for one request."""
        with self.published.reading() as reader:
            yield reader

    def page(self, request: Request, template: str, status: int = 200, **context: Any) -> Response:
        """A whole page or a part of one."""
        context = {"version": None, "active": "", "token": self.token.text} | context
        return render(self._environment, request, template, status, **context)

    def message(self, request: Request, status: int, title: str, text: str = "", hint: str = "") -> Response:
        """A page that says what went wrong."""
        return self.page(request, "message.html", status, title=title, text=text, hint=hint)

    def close(self) -> None:
        self.pictures.close()


def texts_of(request: Request) -> Texts:
    return Texts(language_of(request))


def document_of(reader: Reader, request: Request) -> Row:
    """The document that the address names. Raises HTTPException 404 for one that is not published."""
    document = find_document(reader, request.path_params["document_id"])
    if document is None:
        raise HTTPException(404)
    return document
