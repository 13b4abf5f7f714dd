"""A file may hold what none of its pages shows, and then says so."""

from __future__ import annotations

from pathlib import Path

import pytest
from pikepdf import Array, AttachedFileSpec, Dictionary, Name, Pdf, Stream

from extractors.model import PageContent
from extractors.pages import Health, examine
from pipeline.document import status_of


def examined(tmp_path: Path, pdf: Pdf) -> tuple[str, ...]:
    pdf.add_blank_page()
    pdf.save(tmp_path / "a.pdf")
    return examine(tmp_path / "a.pdf").unshown


def form(*, fields: int, lays_out: bool, xfa: bool = True) -> Pdf:
    pdf = Pdf.new()
    field = pdf.make_indirect(Dictionary(FT=Name.Tx))
    pdf.Root.AcroForm = Dictionary(Fields=Array([field] * fields))
    if xfa:
        pdf.Root.AcroForm.XFA = Stream(pdf, b"<xdp/>")
    if lays_out:
        pdf.Root.NeedsRendering = True
    return pdf


@pytest.mark.parametrize(("fields", "lays_out"), [(0, True), (0, False), (2, True)])
def test_forms_whose_content_stands_on_no_page(tmp_path: Path, fields: int, lays_out: bool) -> None:
    [reason] = examined(tmp_path, form(fields=fields, lays_out=lays_out))
    assert reason.startswith("xfa_form: ") and "print it to a new PDF" in reason


def test_forms_whose_pages_show_their_fields(tmp_path: Path) -> None:
    assert examined(tmp_path, form(fields=2, lays_out=False)) == ()
    assert examined(tmp_path, form(fields=0, lays_out=False, xfa=False)) == ()


def portfolio(*names: str, is_one: bool = True) -> Pdf:
    pdf = Pdf.new()
    for number, name in enumerate(names):
        pdf.attachments[f"key {number}"] = AttachedFileSpec(pdf, b"x", filename=name)
    if is_one:
        pdf.Root.Collection = Dictionary(Type=Name.Collection)
    return pdf


def test_a_portfolio_names_the_files_to_read(tmp_path: Path) -> None:
    [reason] = examined(tmp_path, portfolio("决算\n表.pdf", "list.xlsx", "B.PDF"))
    assert reason.startswith("portfolio: ") and "(3)" in reason
    assert reason.endswith("决算表.pdf, B.PDF")


def test_a_portfolio_without_pdfs_says_so(tmp_path: Path) -> None:
    [reason] = examined(tmp_path, portfolio("list.xlsx"))
    assert reason.endswith("none is a PDF")


def test_many_files_are_not_all_named(tmp_path: Path) -> None:
    [reason] = examined(tmp_path, portfolio(*(f"{n}.pdf" for n in range(9))))
    assert "4.pdf …" in reason and "5.pdf" not in reason


def test_files_attached_to_pages_are_no_portfolio(tmp_path: Path) -> None:
    assert examined(tmp_path, portfolio("source.pdf", is_one=False)) == ()
    assert examined(tmp_path, portfolio()) == ()


def test_such_a_document_is_degraded() -> None:
    pages = [PageContent(1, 595, 842, [], [])]
    assert status_of(pages, Health(1, (), ("xfa_form: why",))) == ("degraded", "xfa_form: why")
