"""Letters of Word 97 to 2003: pieces, what is hidden or deleted, styles, red figures."""

from __future__ import annotations

import struct

import pytest

from extractors.formats import Paragraph
from extractors.formats.documents.doc_binary import shown
from tests.doc_files import (
    DELETED,
    SPECIAL,
    VANISH,
    Cut,
    Made,
    Para,
    para,
    sprm,
    style,
)


def _lettered(*runs: tuple[str, bytes]) -> Made:
    return Made([Para(list(runs))])


def test_pieces_of_one_and_of_two_bytes_in_any_order() -> None:
    made = Made([para("补助 1,204.5"), para("万元 37%")], [Cut(0), Cut(3, True), Cut(11), Cut(14, True)])
    assert made.texts() == ["补助 1,204.5", "万元 37%"]


def test_letters_beyond_the_first_plane_stand_as_pairs() -> None:
    made = Made([para("乡\ud842\udfb7镇")])
    made.paragraphs[0].runs = [("乡", b""), ("镇", b"")]
    streams = made.streams()
    main = streams["worddocument"].replace("乡镇".encode("utf-16-le"), "𠮷".encode("utf-16-le"))
    assert [one.text for one in shown({**streams, "worddocument": main}).sheets[0].blocks] == ["𠮷"]


@pytest.mark.parametrize(
    ("properties", "is_shown"),
    [
        (sprm(VANISH), False),
        (sprm(VANISH, 0), True),
        (sprm(VANISH, 0x80), True),
        (sprm(VANISH, 0x81), False),
        (sprm(DELETED), False),
        (sprm(0x0801), True),
        (sprm(0x0837), False),
        (sprm(0x2A53), False),
        (sprm(VANISH) + sprm(0x2A33, 0), True),
    ],
)
def test_letters_that_are_hidden_deleted_or_struck_out(properties: bytes, is_shown: bool) -> None:
    made = _lettered(("投入", b""), ("61", properties), ("户", b""))
    assert made.texts() == ["投入61户" if is_shown else "投入户"]


@pytest.mark.parametrize(
    ("style_number", "properties", "is_shown"),
    [
        (1, b"", False),
        (2, b"", False),
        (1, sprm(VANISH, 0), True),
        (1, sprm(VANISH, 0x81), True),
        (1, sprm(VANISH, 0x80), False),
        (0, sprm(0x4A30, 3), False),
        (1, sprm(0x4A30, 3), True),
        (0, sprm(0x4A30, 3) + sprm(VANISH, 0x81), True),
    ],
)
def test_styles_hide_letters(style_number: int, properties: bytes, is_shown: bool) -> None:
    styles = [
        style("Normal"),
        style("secret", sprm(VANISH), base=0),
        style("below", base=1),
        style("letters", sprm(VANISH), kind=2),
    ]
    made = Made([Para([("58", properties)], style=style_number), para("尾")], styles=styles)
    # The end of a paragraph is hidden by the style of the paragraph, too: the next goes on in its line.
    assert "".join(made.texts()) == ("58尾" if is_shown else "尾")


def test_what_is_set_over_a_piece() -> None:
    changes = [sprm(VANISH) + sprm(0x2461, 1)]
    made = Made([para("甲"), para("乙"), para("丙")], [Cut(0), Cut(2, change=1), Cut(4)], changes)
    assert made.texts() == ["甲", "丙"]
    made = Made([para("甲"), para("乙")], [Cut(0), Cut(2, change=0x05 << 1 | 1 << 8)])
    assert [one.align for one in made.blocks() if isinstance(one, Paragraph)] == ["left", "center"]
    made.cuts[1].change = 0x5C << 1 | 1 << 8
    assert made.texts() == ["甲"]


def test_sizes_and_aligns_come_from_styles() -> None:
    styles = [style("Normal", sprm(0x4A43, 21)), style("title", sprm(0x4A43, 36), sprm(0x2403, 1), base=0)]
    made = Made([para("总表", style=1), para("正文")], styles=styles)
    assert made.blocks() == [Paragraph("总表", "center", 18.0), Paragraph("正文", size=10.5)]


def test_marks_of_paragraphs_that_are_deleted_join_them() -> None:
    made = Made([Para([("全年", b"")], end_sprms=sprm(DELETED)), para("完成七成")])
    assert made.texts() == ["全年完成七成"]


def test_breaks_within_a_paragraph_and_behind_a_section() -> None:
    made = Made([para("上\x0b中\x0c下\x1e终\x1f"), para("节", end="\x0c"), para("末")])
    assert made.texts() == ["上", "中", "下-终", "节", "末"]


def test_a_character_with_its_reading_above_it() -> None:
    assert Made([para("\x13EQ \\* jc2 \\o\\ad(\\s\\up 9(hé),河)\x15道")]).texts() == ["河道"]


def test_signs_of_fonts_of_pictures() -> None:
    fonts = bytes([39 + 20]) + bytes(39) + "Wingdings\0".encode("utf-16-le")
    made = _lettered(("(", SPECIAL + sprm(0x6A09, 0xF0FE << 16)), ("合格", b""))
    made.parts[15] = struct.pack("<HH", 1, 0) + fonts
    assert made.blocks() == [Paragraph("☑合格", size=10.0)]
