"""Damage below the checksum: content, what pages name, pictures, widths, updates that are cut off."""

from __future__ import annotations

import struct
import zlib
from pathlib import Path

import pytest

from extractors.choice import WHERE_NEEDED
from extractors.failures import Failures
from extractors.pages import KINDS, Fault, Health, damage, examine
from extractors.pages.content_grammar import is_plain
from extractors.pages.faults import (
    CONTENT_BROKEN,
    CONTENT_MISSING,
    DRAWN_MISSING,
    FONT_MISSING,
    PICTURE_BROKEN,
    PICTURE_SHORT,
    WIDTHS_WRONG,
)
from pipeline.document.opening import open_pages, printed
from pipeline.document.page_status import status_of
from pipeline.errors import PartsDamaged, UpdateCutOff, failure_class
from pipeline.reasons import TEMPLATES, sentence_in_chinese
from tests.unit.test_source import page

FONT = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"
WHOLE = b"q BT /F1 9 Tf 50 700 Td (Tea garden) Tj ET Q 50 690 m 200 690 l S"


def stream(data: bytes, entries: bytes = b"", packed: bool = True) -> bytes:
    if packed:
        data, entries = zlib.compress(data), entries + b" /Filter /FlateDecode"
    return b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(data), entries, data)


def pdf(objects: dict[int, bytes]) -> bytes:
    """A whole file of these objects, of which 1 is the catalog."""
    out, places = b"%PDF-1.7\n", {}
    for number, body in objects.items():
        places[number] = len(out)
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    return out + table(places, len(out), b"")


def table(places: dict[int, int], start: int, previous: bytes) -> bytes:
    rows = b"".join(b"%d 1\n%010d 00000 n \n" % (number, place) for number, place in places.items())
    rows = b"0 1\n0000000000 65535 f \n" + rows
    ends = (max(places) + 1, previous, start)
    return b"xref\n%strailer\n<< /Size %d /Root 1 0 R %s >>\nstartxref\n%d\n%%%%EOF\n" % (rows, *ends)


def objects(content: bytes | None = WHOLE, resources: bytes = b"/Font << /F1 5 0 R >>") -> dict[int, bytes]:
    """A file of one page; the content of None is named and not there."""
    found = {
        1: b"<< /Type /Catalog /Pages 2 0 R >>",
        2: b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        3: b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << %s >> >>"
        % resources,
        5: FONT,
    }
    return found if content is None else found | {4: stream(content)}


def health(tmp_path: Path, file: bytes) -> Health:
    path = tmp_path / "a.pdf"
    path.write_bytes(file)
    return examine(path)


@pytest.mark.parametrize(
    ("content", "shown"),
    [
        (b"BT /F1 9 Tf 50 700 Td <5465", "EOF while reading token"),
        (b"BT /F1 9 Tf 50 700 Td (Tea Tj ET 50 690 m 200 690 l S", "EOF while reading token"),
        (b"BI /W 9 /H 9 /BPC 8 /CS /G ID abc 50 690 m 200 690 l S", "EOF found while reading inline image"),
        (WHOLE + b" 50 680", "it ends within an instruction"),
        (WHOLE + b" BT 50 680 Td", "BT without ET"),
        (WHOLE + b" q q 1 w", "q and Q in different numbers"),
        (WHOLE + b" Q Q 1 w", "q and Q in different numbers"),
        (WHOLE.replace(b"ET Q", b"ETQ"), "unknown operator ETQ"),
        (WHOLE.replace(b"50 690 m", b"50690 m"), "1 operands before m"),
        (WHOLE.replace(b"200 690 l", b"7 200 690 l"), "3 operands before l"),
        (WHOLE.replace(b"/F1 9 Tf", b"7 9 Tf"), "no name before Tf"),
        (WHOLE + b" a;\x01b", "unknown operator a,?b"),
    ],
)
def test_content_that_breaks_off_or_makes_no_sense(content: bytes, shown: str, tmp_path: Path) -> None:
    found = health(tmp_path, pdf(objects(content)))
    assert found.faults == (Fault(CONTENT_BROKEN, 1, shown),) and found.problems == ()


@pytest.mark.parametrize(
    "content",
    [
        WHOLE,
        b"",
        WHOLE + b" q 1 w",
        WHOLE + b" Q 1 w",
        WHOLE + b" BX 1 2 shimmer EX",
        WHOLE + b" BI /W 1 /H 1 /BPC 8 /CS /G ID \x07 EI 1 w",
        WHOLE + b" /P <</MCID 3>> BDC /Cs cs 1 0 0 scn EMC % a remark (",
        b"BT /F9 9 Tf ET " + WHOLE,
    ],
)
def test_what_writers_do_is_no_damage(content: bytes, tmp_path: Path) -> None:
    assert health(tmp_path, pdf(objects(content))) == Health(1)


def test_forms_and_their_own_resources_are_looked_through(tmp_path: Path) -> None:
    inner = stream(
        b"BT /G 9 Tf (x) Tj ET", b"/Subtype /Form /BBox [0 0 9 9] /Resources << /Font << /G 5 0 R >> >>"
    )
    outer = objects(b"/T Do", b"/XObject << /T 6 0 R >>")
    assert health(tmp_path, pdf(outer | {6: inner})) == Health(1)
    from_the_page = objects(b"/T Do", b"/XObject << /T 6 0 R >> /Font << /G 5 0 R >>")
    assert health(tmp_path, pdf(from_the_page | {6: inner.replace(b"/G 5 0 R", b"/H 5 0 R")})) == Health(1)
    torn = inner.replace(b"/G 5 0 R", b"/H 5 0 R")
    assert health(tmp_path, pdf(outer | {6: torn})).faults == (Fault(FONT_MISSING, 1, "/G"),)


@pytest.mark.parametrize(
    ("broken", "fault"),
    [
        (objects(None), Fault(CONTENT_MISSING, 1)),
        (objects(resources=b"/Font << /F1 9 0 R >>"), Fault(FONT_MISSING, 1, "/F1")),
        (objects(resources=b""), Fault(FONT_MISSING, 1, "/F1")),
        (objects(b"/T Do", b"/XObject << /T 9 0 R >>"), Fault(DRAWN_MISSING, 1, "/T")),
        (
            objects() | {5: FONT.replace(b">>", b"/FontDescriptor 9 0 R >>")},
            Fault(FONT_MISSING, 1, "/Helvetica"),
        ),
    ],
)
def test_what_a_page_names_must_be_there(broken: dict[int, bytes], fault: Fault, tmp_path: Path) -> None:
    assert health(tmp_path, pdf(broken)).faults == (fault,)


def with_picture(data: bytes, entries: bytes, packed: bool = True) -> bytes:
    picture = stream(data, b"/Subtype /Image /Width 30 /Height 40 " + entries, packed)
    return pdf(objects(b"/I Do", b"/XObject << /I 6 0 R >>") | {6: picture})


GREY = b"/BitsPerComponent 8 /ColorSpace /DeviceGray"
PREDICTED = GREY + b" /DecodeParms << /Predictor 15 /Columns 30 >>"


@pytest.mark.parametrize(
    ("length", "entries", "packed"),
    [
        (30 * 40, GREY, True),
        (30 * 40, GREY, False),
        (31 * 40, PREDICTED, True),
        (4 * 40, b"/ImageMask true", True),
        (30 * 40 // 8, b"/BitsPerComponent 1 /ColorSpace /DeviceGray", True),  # no bits fill up the rows
        (3 * 30 * 40, b"/BitsPerComponent 8 /ColorSpace [/DeviceN [/A /B /C] /DeviceRGB 5 0 R]", True),
        (7, b"/BitsPerComponent 8 /ColorSpace /Unheard", True),
    ],
)
def test_half_a_picture(length: int, entries: bytes, packed: bool, tmp_path: Path) -> None:
    assert health(tmp_path, with_picture(bytes(length), entries, packed)).faults == ()
    if b"/Unheard" not in entries:
        half = health(tmp_path, with_picture(bytes(length // 2), entries, packed))
        assert half.faults == (Fault(PICTURE_SHORT, 1),)


def test_a_picture_that_cannot_be_unpacked_names_its_page(tmp_path: Path) -> None:
    packed = zlib.compress(bytes(range(200)) * 6)[:-40]
    picture = b"<< /Subtype /Image /Width 30 /Height 40 /Filter /FlateDecode %s /Length %d >>\nstream\n%s\nendstream"
    content = pdf(objects(b"/I Do", b"/XObject << /I 6 0 R >>") | {6: picture % (GREY, len(packed), packed)})
    assert health(tmp_path, content).faults == (Fault(PICTURE_BROKEN, 1),)


def appended(at: int = 0) -> bytes:
    """A file and its update, in which the page says something else, without the last `at` bytes."""
    old = pdf(objects())
    update = b"4 0 obj\n" + stream(WHOLE.replace(b"Tea", b"Rice")) + b"\nendobj\n"
    previous = b"/Prev " + old.rpartition(b"startxref\n")[2].split()[0]
    new = old + update + table({4: len(old)}, len(old) + len(update), previous)
    return new[: len(new) - at]


@pytest.mark.parametrize("lost", [16, 30, 60, 150, 200])
def test_an_update_that_is_cut_off(lost: int, tmp_path: Path) -> None:
    assert health(tmp_path, appended()) == Health(1)
    found = health(tmp_path, appended(lost))
    status, reason = status_of([page(1)], found)
    assert status == "degraded" and reason is not None
    assert "update_cut_off: the end of the file is missing" in reason and "download" in reason
    # What is shown is whole, but may be another than was meant: nothing else is said of it, and all of it is in doubt.
    assert found.is_older_state and "damaged_parts" not in reason


def test_all_pages_of_an_older_state_are_in_doubt(tmp_path: Path) -> None:
    path = tmp_path / "cut.pdf"
    path.write_bytes(appended(60))
    with printed(path) as file:
        opened = open_pages(file, WHERE_NEEDED)
    assert opened.in_doubt == {1}


@pytest.mark.parametrize(
    "tail",
    [b"\r\n  \n", bytes(600), b"\n<html><!-- 5 0 served --></html>\n", b"\n--7da3b1--\r\n", b"xref obj 12"],
)
def test_what_servers_put_behind_a_file_is_no_update(tail: bytes, tmp_path: Path) -> None:
    assert health(tmp_path, pdf(objects()) + tail) == Health(1)
    assert health(tmp_path, appended() + tail) == Health(1)


def test_a_filter_that_one_wrong_byte_took_away(tmp_path: Path) -> None:
    file = pdf(objects() | {6: stream(b"never shown")})
    assert health(tmp_path, file) == Health(1)
    last = file.rindex(b"/Filter ") + len(b"/Filter")
    wrong = file[:last] + b"$" + file[last + 1 :]
    assert health(tmp_path, wrong).problems == ("stream 6: it is packed, and nothing says so",)


@pytest.mark.parametrize(
    ("right", "wrong", "problem"),
    [
        (b"/Parent 2 0 R", b"/Parent 5 0 R", "a page names another parent than the node that lists it"),
        (b"/Count 1", b"/Count 7", "a node of the page tree counts other pages than it lists"),
    ],
)
def test_pages_and_the_tree_that_lists_them(right: bytes, wrong: bytes, problem: str, tmp_path: Path) -> None:
    assert problem in health(tmp_path, pdf(objects()).replace(right, wrong)).problems


def program(widths: list[int]) -> bytes:
    """A TrueType program of 500 units in an em that tells nothing but widths."""
    parts = {
        b"head": bytes(18) + struct.pack(">H", 500) + bytes(34),
        b"hhea": bytes(34) + struct.pack(">H", len(widths)),
        b"hmtx": b"".join(struct.pack(">Hh", width // 2, 0) for width in widths),
    }
    head, body = struct.pack(">4sH6x", b"\0\1\0\0", len(parts)), b""
    for tag, part in parts.items():
        head += struct.pack(">4sLLL", tag, 0, 12 + 16 * len(parts) + len(body), len(part))
        body += part
    return head + body


def with_widths(stated: list[int]) -> bytes:
    own = [500, 1000, 334]
    font = b"<< /Type /Font /Subtype /TrueType /BaseFont /Own /FirstChar 32 /FontDescriptor 6 0 R /Widths [%s] >>"
    return pdf(
        objects()
        | {
            5: font % b" ".join(b"%d" % width for width in stated),
            6: b"<< /Type /FontDescriptor /FontName /Own /Flags 4 /FontFile2 7 0 R >>",
            7: stream(program(own)),
        }
    )


@pytest.mark.parametrize(
    ("stated", "fault"),
    [
        ([500, 1000, 333, 0] * 20, None),
        ([500, 1000, 333, 0] * 20 + [1700], "1700"),
        ([500, 1000] * 20 + [900, 500, 5000], "900"),
        ([500, 1000] * 20 + [700, 800, 900], None),  # a writer's habit
        ([500, 1700], None),  # too few to tell
    ],
)
def test_widths_that_no_glyph_has(stated: list[int], fault: str | None, tmp_path: Path) -> None:
    found = health(tmp_path, with_widths(stated)).faults
    assert found == ((Fault(WIDTHS_WRONG, 1, fault),) if fault else ())


def test_slips_of_writers_are_no_damage(tmp_path: Path) -> None:
    twice = objects() | {5: FONT.replace(b">>", b"/Name /A /Name /A >>")}
    assert health(tmp_path, pdf(twice)) == Health(1)
    bare = objects(b"1 w")
    bare[3] = bare[3].partition(b"/Resources")[0] + b">>"
    assert health(tmp_path, pdf(bare)) == Health(1)


def test_pages_of_a_damage_stand_in_the_reason() -> None:
    pages = [page(number) for number in range(1, 6)]
    found = Health(
        5,
        ("stream 7: it ends too early",),
        faults=(
            Fault(CONTENT_BROKEN, 4, "unknown operator Tk"),
            Fault(CONTENT_BROKEN, 2, "BT without ET"),
            Fault(CONTENT_MISSING, 5),
        ),
    )
    status, reason = status_of(pages, found)
    assert (status, reason) == (
        "degraded",
        "damaged_parts: what could be read is published "
        "(the content of 2 of 5 pages (2, 4) cannot be parsed (unknown operator Tk); "
        "the content of 1 of 5 pages (5) is missing; stream 7: it ends too early)",
    )


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_is_said_in_chinese(kind: str) -> None:
    assert kind in TEMPLATES
    said = sentence_in_chinese(kind.format(pages="2 of 5 pages (2, 4)", shown="/F1"))
    assert "5 页中的 2 页（第 2, 4 页）" in said and ("{shown}" not in kind or "/F1" in said)


def test_what_to_do_about_a_damaged_file() -> None:
    assert (
        failure_class("damaged_parts: x") is PartsDamaged
        and failure_class("update_cut_off: x") is UpdateCutOff
    )
    assert "Download" in PartsDamaged.default_hint and PartsDamaged.lasting


def test_a_check_that_fails_costs_itself_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(_: object) -> list[str]:
        raise ZeroDivisionError

    monkeypatch.setattr(damage, "tree_problems", fails)
    path, failures = tmp_path / "a.pdf", Failures()
    path.write_bytes(pdf(objects(None)))
    assert examine(path, failures).faults == (Fault(CONTENT_MISSING, 1),)
    assert [failure.name for failure in failures.found] == ["page tree"]


@pytest.mark.parametrize(
    "content",
    [
        WHOLE,
        b"",
        b"q 1 0 0 -1 0 842 cm .5 w 10 -20.5 30 40 re f* Q",
        b"/P <</MCID 3/Lang (zh) >> BDC BT /F1 9 Tf [(a\\)b) -12 <5465>] TJ T* ET EMC",
        b"[3 2] 0 d 0 0 0 rg /Cs cs 0.1 0.2 scn /X gs 1 2 3 4 5 6 c h S",
    ],
)
def test_ordinary_content_needs_no_parser(content: bytes) -> None:
    assert is_plain(content, {"/F1"}, set())


@pytest.mark.parametrize(
    "content",
    [
        WHOLE[:-3],
        WHOLE + b" 5",
        WHOLE + b" q",
        WHOLE.replace(b"ET", b""),
        WHOLE.replace(b"/F1", b"/F2"),
        WHOLE.replace(b")", b""),
        WHOLE.replace(b"50 690 m", b"690 m"),
        WHOLE.replace(b"50 690 m", b"1 50 690 m"),
        WHOLE.replace(b"ET Q", b"ETQ"),
        WHOLE + b" /T Do",
        WHOLE + b" 1 2 shimmer",
        b"BI /W 1 /H 1 /BPC 8 /CS /G ID \x07 EI",
    ],
)
def test_what_may_be_wrong_is_left_to_the_parser(content: bytes) -> None:
    assert not is_plain(content, {"/F1"}, {"/U"})
