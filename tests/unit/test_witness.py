"""Numbers of a text beside those of its picture: what agrees, what is asked, and what follows."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pypdfium2 as pdfium
import pytest

from extractors.failures import UNLIMITED, Failures, Part
from extractors.kinds import ClassifiedTable
from extractors.model import LogicalTable, PageContent, RawCell
from extractors.pages import Document
from extractors.pictures import Seen, have_odd_ink, read_boxes
from extractors.recognition import Ocr
from pipeline.context import Context
from pipeline.facts import Paper
from pipeline.witness import document as room
from pipeline.witness import picture_readings
from pipeline.witness.asking import Place, asked_cells
from pipeline.witness.comparing import compared
from pipeline.witness.document import Understood, compare_with_pictures
from pipeline.witness.picture_readings import read_pictures, with_odd_ink
from tests.unit.test_annotations import BOX, text_field
from tests.unit.test_annotations import written as form
from tests.unit.test_false_text import shown, written


@pytest.mark.parametrize(
    ("text", "seen", "verdict", "right"),
    [
        ("1,310.50", "1,310.50", "agrees", ""),
        ("1,310.50", "1310.50", "agrees", ""),
        ("1,310.50", "1.310,50", "agrees", ""),  # points and commas are taken for each other
        ("1,310·50", "1,310.50", "agrees", ""),
        ("-58.20", "－58.20", "agrees", ""),
        ("一58.20", "-58.20", "agrees", ""),  # a minus by another name
        ("二○一一58", "二○一一58", "agrees", ""),
        ("(58.20)", "58.20", "agrees", ""),  # brackets may be a minus, and are overlooked
        ("42.5万元", "42.5万兀", "agrees", ""),
        ("50¹", "50", "agrees", ""),  # a note mark
        ("50¹", "501", "agrees", ""),
        ("50¹", "502", "unreadable", ""),
        ("86.40", "公章91020号", "unreadable", ""),  # a stamp over it
        ("86.40", "91.20万元", "differs", "91.20"),
        ("50", "12\n50", "agrees", ""),  # a line of a neighbour
        ("1,234,567.00", "1,234,\n567.00", "agrees", ""),
        ("1,999.99", "1,310.50", "differs", "1,310.50"),
        ("58.20", "-58.20", "differs", "-58.20"),
        ("131050", "1310.50", "differs", "1310.50"),
        ("≥95%", "≥96%", "differs", "≥96%"),
        ("1,310.50", "1,310", "unreadable", ""),
        ("1,310.50", "131050", "unreadable", ""),  # points are overlooked more often than they are false
        ("1,310.50", "", "unreadable", ""),
        ("1,310.50", "12\n88", "unreadable", ""),
        ("12", "12（3）", "agrees", ""),
        ("12", "34（5）", "unreadable", ""),
    ],
)
def test_numbers_are_compared_not_letters(text: str, seen: str, verdict: str, right: str) -> None:
    assert compared(text, seen) == (verdict, right)


class Camera:
    """A recogniser that says one thing after the other and remembers how wide each crop was."""

    def __init__(self, *texts: str) -> None:
        self.texts, self.widths = list(texts), list[int]()

    def read(self, crops: list[Any]) -> list[Any]:
        self.widths += [crop.shape[1] for crop in crops]
        return [Seen(self.texts.pop(0), 0.99) for _ in crops]


class Torn(Camera):
    """One that fails at the first look."""

    has_failed = False

    def read(self, crops: list[Any]) -> list[Any]:
        if not self.has_failed:
            self.has_failed = True
            raise ValueError("a picture that cannot be read")
        return super().read(crops)


def test_ink_far_from_the_own_characters_is_left_out(tmp_path: Path) -> None:
    file = written(tmp_path, shown("42.50") + " 200 245 60 10 re f 84 252 6 1 re f")
    camera = Camera("42.50")
    [seen] = read_boxes(pdfium.PdfDocument(file)[0], 1, [(40, 30, 300, 60)], camera)
    assert (seen.text, seen.own, seen.is_blank) == ("42.50", "42.50", False)
    # The number and the stroke beside it, without the block behind them.
    assert 38 < camera.widths[0] / (200 / 72) < 65


def test_a_number_on_its_head_is_not_compared(tmp_path: Path) -> None:
    upright = " ".join(f"BT /F 10 Tf 1 0 0 1 50 {y} Tm (Words that stand upright) Tj ET" for y in (100, 120))
    file = written(tmp_path, f"{upright} BT /F 10 Tf -1 0 0 -1 110 256 Tm (6.09) Tj ET")
    page = pdfium.PdfDocument(file)[0]
    top = page.get_height() - 262
    [seen] = read_boxes(page, 1, [(80, top, 120, top + 25)], Camera("60.9"))
    assert (seen.text, seen.own, seen.is_blank) == ("60.9", "", False)


def test_a_place_without_ink_is_blank(tmp_path: Path) -> None:
    file = written(tmp_path, "3 Tr " + shown("42.50"))
    [seen] = read_boxes(pdfium.PdfDocument(file)[0], 1, [(40, 30, 300, 60)], Camera())
    assert seen.is_blank and seen.own == "42.50"


def test_type_that_is_too_small_on_a_huge_sheet_is_not_blank(tmp_path: Path) -> None:
    file = written(tmp_path, "1 0 0 1 0 14100 cm 0.7 g " + shown("42.50"), font="Courier")
    pdf = pdfium.PdfDocument(file)
    pdf[0].set_mediabox(0, 0, 14_400, 14_400)
    page = pdf[0]
    [seen] = read_boxes(page, 1, [(40, 30, 300, 60)], Camera("42.50"))
    assert seen.own == "42.50" and not seen.is_blank


@pytest.mark.parametrize(
    ("content", "is_odd"),
    [
        (shown("42.50"), False),
        (shown("42.50") + " 0.5 w 41 30 m 41 280 l S 40 240 m 300 240 l S", False),  # rules of the cell
        (shown("42.50") + " 200 245 60 10 re f", False),  # a neighbour's
        (shown("42.50") + " 84 252 6 1 re f", True),
        (shown("42.50") + " 1 g 55 245 8 20 re f", True),  # a digit covered
        ("3 Tr " + shown("42.50"), True),
    ],
)
def test_ink_beside_a_number_and_digits_without_any_are_odd(
    tmp_path: Path, content: str, is_odd: bool
) -> None:
    file = written(tmp_path, content, font="Helvetica")
    assert have_odd_ink(pdfium.PdfDocument(file)[0], 1, [(40, 30, 300, 60)]) == [is_odd]


def test_a_broken_sum_whose_ink_is_as_it_should_be_is_not_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(room, "ocr_available", lambda: True)
    monkeypatch.setattr(room, "read_pictures", lambda *_: pytest.fail("nothing was in doubt"))
    readings(written(tmp_path, shown("42.50", "77.15")), monkeypatch, Camera(), "17.75", Ocr())


def cell(row: int, text: str, page: int = 1) -> RawCell:
    top = 35.0 + 20 * row
    return RawCell(row, 0, 1, 1, 40.0, top, 300.0, top + 20, text, page)


def table(cells: list[RawCell]) -> list[tuple[str, ClassifiedTable]]:
    logical = LogicalTable(cells, len(cells), 1, 1, 1)
    return [("t0", ClassifiedTable(logical, "budget", [], [], frozenset()))]


def figures(cells: list[RawCell]) -> list[dict[str, Any]]:
    return [{"table_id": "t0", "row_index": c.row, "column_index": 0, "fact_table": "budget"} for c in cells]


def test_in_doubt_are_broken_sums_and_pages_whose_fonts_are_not_proved() -> None:
    cells = [cell(0, "10"), cell(1, "20"), cell(2, "35"), cell(3, "7", page=2), cell(4, "8", page=3)]
    broken = [{"check": "sum_differs_down", "table_id": "t0", "row_index": 2, "printed": "35"}]

    def rows(
        findings: list[dict[str, Any]], recognised: set[int], unproved: set[int], every: bool
    ) -> list[int]:
        found = asked_cells(table(cells), figures(cells), findings, recognised, unproved, every=every)
        return [place.row for place in found]

    assert rows([], set(), set(), False) == []
    assert rows(broken, {2, 3}, set(), False) == [2, 1, 0]
    assert rows([], set(), {3}, False) == [4]
    assert rows([], {3}, set(), True) == [0, 1, 2, 3]


def test_what_no_fact_took_is_not_asked() -> None:
    cells = [cell(0, "10"), cell(1, "20")]
    own = figures(cells)
    own[0]["fact_table"] = "none:statistics"
    assert [p.row for p in asked_cells(table(cells), own, [], set(), set(), every=True)] == [1]


@pytest.fixture
def two_lines(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(room, "ocr_available", lambda: True)
    strokes = " 84 252 6 1 re f 84 232 6 1 re f"
    return written(tmp_path, shown("42.50", "77.15") + strokes)


def understood(cells: list[RawCell], mended: str) -> Understood:
    """A document whose sum is broken unless its second cell is `mended`."""
    context = Context("d")
    if cells[1].text != mended:
        context.finding(
            "sum_differs_down", "error", "", table_id="t0", page_number=1, row_index=1, printed="77.15"
        )
    row = {"table_id": "t0", "row_index": 1, "confidence": 0.97}
    return Understood(context, {}, {"figures": figures(cells), "budget": [row]}, Paper(None, None, ""))


def readings(
    file: Path, monkeypatch: pytest.MonkeyPatch, camera: Camera, mended: str, ocr: Ocr
) -> tuple[list[RawCell], Understood]:
    cells = [cell(0, "42.50"), cell(1, "77.15")]
    monkeypatch.setattr(room, "reader", lambda threads: camera)
    pages = [PageContent(1, 400, 300, [], [])]
    first = understood(cells, mended)
    return cells, compare_with_pictures(
        file, pages, table(cells), first, ocr, lambda: understood(cells, mended), UNLIMITED
    )


def test_a_number_of_the_picture_that_mends_a_sum_is_taken(
    two_lines: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cells, said = readings(two_lines, monkeypatch, Camera("17.75", "42.50", "17.75"), "17.75", Ocr())
    assert [c.text for c in cells] == ["42.50", "17.75"]
    assert [c.witness for c in cells] == ["agrees", "set_right"]
    assert [f["check"] for f in said.context.findings] == ["witness_set_right"]
    assert said.rows["budget"][0]["confidence"] == 0.97


def test_cells_keep_their_texts_where_understanding_them_anew_fails(
    two_lines: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cells = [cell(0, "42.50"), cell(1, "77.15")]
    monkeypatch.setattr(room, "reader", lambda threads: Camera("17.75", "42.50", "17.75"))

    def again() -> Understood:
        raise ValueError("a table that cannot be understood")

    with pytest.raises(ValueError, match="understood"):
        compare_with_pictures(
            two_lines,
            [PageContent(1, 400, 300, [], [])],
            table(cells),
            understood(cells, "17.75"),
            Ocr(),
            again,
            UNLIMITED,
        )
    assert [c.text for c in cells] == ["42.50", "77.15"]


def test_one_that_mends_nothing_is_a_finding_and_a_doubt(
    two_lines: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cells, said = readings(two_lines, monkeypatch, Camera("17.75", "42.50", "17.75"), "99", Ocr())
    assert [c.text for c in cells] == ["42.50", "77.15"]
    assert [c.witness for c in cells] == ["agrees", "differs"]
    found = said.context.findings[-1]
    assert (found["check"], found["printed"], found["recomputed"]) == ("witness_differs", "77.15", "17.75")
    assert said.rows["budget"][0]["confidence"] == 0.5


def test_two_readings_that_say_different_things_contradict_nothing(
    two_lines: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cells, said = readings(two_lines, monkeypatch, Camera("17.75", "42.50", "71.75"), "17.75", Ocr())
    assert [c.witness for c in cells] == ["agrees", "unreadable"]
    assert said.rows["budget"][0]["confidence"] == 0.97


def test_what_the_time_does_not_suffice_for_is_not_asked(
    two_lines: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cells, said = readings(two_lines, monkeypatch, Camera(), "77.15", Ocr(verify="all", verify_seconds=0))
    assert [c.witness for c in cells] == [None, None]
    assert [f["check"] for f in said.context.findings] == ["witness_stopped"]


def test_a_document_without_doubt_is_not_opened_again(
    two_lines: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(room, "read_pictures", lambda *_: pytest.fail("nothing was in doubt"))
    readings(two_lines, monkeypatch, Camera(), "77.15", Ocr())


def test_who_asks_for_no_recognition_is_not_given_any() -> None:
    assert not Ocr("never").asks_pictures
    assert Ocr("never", verify="all").asks_pictures
    assert not Ocr(verify="never").asks_pictures


def test_a_page_that_leans_is_looked_at_as_it_was_read(tmp_path: Path) -> None:
    words = shown("42.50 paid for roads and bridges", "77.15 paid for schools")
    file = written(tmp_path, "0.9945 0.1045 -0.1045 0.9945 9 -9 cm " + words, font="Helvetica")
    with Document(file) as document:
        [page] = document.pages()
    assert page.text[:5] == list("42.50")
    edges = [*page.boxes[:5, :2].min(axis=0).tolist(), *page.boxes[:5, 2:].max(axis=0).tolist()]
    place = Place("t0", 0, 0, RawCell(0, 0, 1, 1, *edges, "42.50", 1))
    assert with_odd_ink(file, [place], set(), UNLIMITED) == []


def test_a_field_is_looked_at_with_its_value(tmp_path: Path) -> None:
    file = form(tmp_path, text_field("42.50"))
    place = Place("t0", 0, 0, RawCell(0, 0, 1, 1, BOX[0], 842 - BOX[3], BOX[2], 842 - BOX[1], "42.50", 1))
    found = read_pictures(file, [place], Camera("42.80", "42.80"), 60.0, UNLIMITED)
    assert found.verdicts == {("t0", 0, 0): "differs"}


def test_a_page_that_fails_costs_its_own_cells_only(two_lines: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(picture_readings, "_AT_ONCE", 1)  # one cell after the other, as of two pages
    failures = Failures()
    places = [Place("t0", row, 0, cell(row, text)) for row, text in enumerate(["42.50", "77.15"])]
    found = read_pictures(two_lines, places, Torn("77.15"), 60.0, failures)
    assert found.verdicts == {("t0", 1, 0): "agrees"} and found.wanted == 1
    assert [(failure.part, failure.page) for failure in failures.found] == [(Part.CHECK, 1)]


def test_what_failed_is_told_though_the_tables_are_understood_anew(
    two_lines: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Which forgets what failed before."""
    monkeypatch.setattr(picture_readings, "_AT_ONCE", 1)
    monkeypatch.setattr(room, "reader", lambda threads: Torn("17.75", "17.75"))
    cells, failures = [cell(0, "42.50"), cell(1, "77.15")], Failures()
    pages = [PageContent(1, 400, 300, [], [])]

    def again() -> Understood:
        failures.since(0)
        return understood(cells, "17.75")

    compare_with_pictures(
        two_lines, pages, table(cells), understood(cells, "17.75"), Ocr(verify="all"), again, failures
    )
    assert [c.witness for c in cells] == [None, "set_right"]
    assert [failure.name for failure in failures.found] == ["witness"]


def test_the_time_of_the_document_is_granted_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    granted: list[float] = []
    monkeypatch.setattr(picture_readings, "announce_slow_step", lambda seconds, *_: granted.append(seconds))
    monkeypatch.setattr(picture_readings, "_AT_ONCE", 1)
    file = written(tmp_path, shown("42.50", "77.15"))
    places = [Place("t0", row, 0, cell(row, text)) for row, text in enumerate(("42.50", "77.15"))]
    read_pictures(file, places, Camera("42.50", "77.15"), 60.0, UNLIMITED)
    assert granted == [60.0, 0.0]
