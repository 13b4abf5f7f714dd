"""Documents of Word 97 to 2003, as they are stored: pieces, properties, styles, tables, fields."""

from __future__ import annotations

import shutil
import struct
from pathlib import Path

import pytest

from extractors.formats import FormatError, Grid, Paragraph
from extractors.formats.documents import doc_file
from extractors.formats.documents.doc import read
from extractors.formats.documents.doc_binary import shown
from extractors.formats.documents.doc_file import UnexpectedError
from extractors.formats.documents.doc_sprms import CHARACTER, PARAGRAPH, sprms
from tests.doc_files import (
    DELETED,
    IN_TABLE,
    INNER,
    INNER_CELL_END,
    INNER_ROW_END,
    SPECIAL,
    VANISH,
    Cut,
    Made,
    Para,
    para,
    row,
    sprm,
    sprm_of_row,
    style,
)
from tests.word_files import places

_SAMPLE = Path(__file__).parents[1] / "data" / "written.doc"


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


def test_fields_show_their_results() -> None:
    made = Made([para("计\x13 =SUM(A1) \x1488\x15亩，\x13 HYPERLINK x \x14见\x13 REF y \x14附件\x15\x15")])
    assert made.texts() == ["计88亩，见附件"]


def _units(text: str) -> bytes:
    return struct.pack("<H", len(text)) + text.encode("utf-16-le")


def _form(kind: int, chosen: int, *choices: str) -> bytes:
    """What the data stream holds of a field to be filled in."""
    stored = struct.pack("<IH4x", 0, 10)
    stored += struct.pack("<IHHH", 0xFFFFFFFF, kind | chosen << 2, 0, 0) + bytes(4) + struct.pack("<H", 1)
    stored += bytes(5 * 4) + struct.pack("<HHH", 0xFFFF, len(choices), 0)
    return stored + b"".join(map(_units, choices))


@pytest.mark.parametrize(
    ("name", "data", "text"),
    [
        ("FORMCHECKBOX", _form(1, 1), "☑"),
        ("FORMCHECKBOX", _form(1, 0), "□"),
        ("FORMCHECKBOX", _form(1, 25), "☑"),
        ("FORMDROPDOWN", _form(2, 1, "优", "良"), "良"),
        ("FORMDROPDOWN", _form(2, 1, "优", "良")[:-3], ""),
    ],
)
def test_fields_to_be_filled_in(name: str, data: bytes, text: str) -> None:
    runs = [(f"评\x13 {name} ", b""), ("\x01", SPECIAL + sprm(0x6A03, 0)), ("\x14\x15完", b"")]
    assert Made([Para(runs)], data=data).texts() == [f"评{text}完"]


def test_embedded_workbooks_are_said() -> None:
    streams = Made([para("见表\x13 EMBED Excel.Sheet.8 \x14\x01\x15")]).streams()
    assert shown(streams).unread == ["a workbook or document that is embedded in it is not read"]
    assert shown(Made([para("见图\x13 EMBED Visio.Drawing \x14\x01\x15")]).streams()).damages == []


def test_a_character_with_its_reading_above_it() -> None:
    assert Made([para("\x13EQ \\* jc2 \\o\\ad(\\s\\up 9(hé),河)\x15道")]).texts() == ["河道"]


def test_signs_of_fonts_of_pictures() -> None:
    fonts = bytes([39 + 20]) + bytes(39) + "Wingdings\0".encode("utf-16-le")
    made = _lettered(("(", SPECIAL + sprm(0x6A09, 0xF0FE << 16)), ("合格", b""))
    made.parts[15] = struct.pack("<HH", 1, 0) + fonts
    assert made.blocks() == [Paragraph("☑合格", size=10.0)]


def test_figures_in_red() -> None:
    red = Made([*row("县", "额", edges=(0, 900, 1800)), *row("甲", "5.1", edges=(0, 900, 1800))])
    red.paragraphs[4].runs = [("5.1", sprm(0x2A42, 6))]
    [grid] = red.blocks()
    assert isinstance(grid, Grid)
    assert [cell.is_red for cell in grid.cells] == [False, False, False, True]


def test_cells_that_are_merged() -> None:
    made = Made(
        [
            *row("县", "资金", "", edges=(0, 1000, 2000, 3000), flags=(0x60, 1, 2)),
            *row("", "安排", "拨付", edges=(0, 1000, 2000, 3000), flags=(0x20, 0, 0)),
            *row("合计", "73", edges=(0, 2000, 3000)),
        ]
    )
    assert made.grids() == [[["县", "资金", "资金"], ["县", "安排", "拨付"], ["合计", "合计", "73"]]]


def test_what_changes_the_cells_of_a_row() -> None:
    made = Made(
        [
            *row("甲", "乙", "丙", edges=(0, 500, 1000, 1500)),
            *row("一", "二", "三", edges=(0, 500, 1000, 1500)),
        ]
    )
    made.paragraphs[3].sprms += sprm(0x5624, 0x0301)  # merged from the second to the third
    assert made.grids() == [[["甲", "乙", "乙"], ["一", "二", "三"]]]
    made.paragraphs[3].sprms += sprm(0x5625, 0x0301) + sprm(0xD62B, bytes([0, 3]))
    made.paragraphs[7].sprms += sprm(0xD62B, bytes([0, 1]))
    assert made.grids() == [[["甲", "乙", "丙"], ["甲", "二", "三"]]]


def test_rows_that_are_described_in_the_stream_of_data() -> None:
    edges = (0, 700, 1400, 2100)
    made = Made([*row("甲", "乙", "", edges=edges, huge=True), *row("一", "二", "三", edges=edges)])
    described = sprm_of_row(edges, (0, 1, 2))
    made.data = struct.pack("<H", len(described)) + described
    assert made.grids() == [[["甲", "乙", "乙"], ["一", "二", "三"]]]


@pytest.mark.parametrize("how", [DELETED, VANISH])
def test_rows_that_are_deleted_or_hidden_are_not_shown(how: int) -> None:
    gone = row("乙", "2", edges=(0, 900, 1800))
    for one in gone:
        one.runs = [(text, sprm(how)) for text, _ in one.runs]
        one.end_sprms = sprm(how)
    kept = row("丙", "3", edges=(0, 900, 1800))
    kept[-1].end_sprms = sprm(how)  # as LibreOffice writes it in front of a row that is deleted
    made = Made([*row("县", "额", edges=(0, 900, 1800)), *gone, *kept])
    assert made.grids() == [[["县", "额"], ["丙", "3"]]]


def test_a_table_within_a_cell() -> None:
    inner_end = IN_TABLE + INNER
    described = inner_end + INNER_ROW_END + sprm_of_row((0, 400, 800))
    made = Made(
        [
            para("外", IN_TABLE, "\x07"),
            para("其中：", IN_TABLE),
            para("子甲", inner_end + INNER_CELL_END),
            para("4.5", inner_end + INNER_CELL_END),
            Para([], described),
            para("", IN_TABLE, "\x07"),
            Para([], IN_TABLE + sprm(0x2417) + sprm_of_row((0, 1000, 2000)), "\x07"),
        ]
    )
    assert made.grids() == [[["外", "其中："]], [["子甲", "4.5"]]]


def test_properties_that_are_cut_off_end_them() -> None:
    stored = sprm(0x4A43, 24) + sprm(0x2461, 1) + sprm(0xC60D, b"\0\0") + sprm(VANISH) + b"\x43\x4a\x18"
    assert [code for code, _ in sprms(stored, CHARACTER)] == [0x4A43, VANISH]
    assert [code for code, _ in sprms(stored, PARAGRAPH)] == [0x2461, 0xC60D]


def test_a_change_of_tabs_that_is_too_long_to_state_its_length() -> None:
    tabs = b"\xff" + bytes([2]) + bytes(8) + bytes([1]) + bytes(3)
    stored = struct.pack("<H", 0xC615) + tabs + sprm(0x2461, 2)
    assert [code for code, _ in sprms(stored, PARAGRAPH)] == [0xC615, 0x2461]


@pytest.mark.parametrize(
    ("flags", "version", "code"), [(0x0100, 0xC1, "password"), (0, 0x68, "needs_program")]
)
def test_files_that_are_locked_or_older(flags: int, version: int, code: str) -> None:
    with pytest.raises(FormatError) as caught:
        shown(Made([para("文")], flags=flags, version=version).streams())
    assert caught.value.code == code


@pytest.mark.parametrize("part", ["worddocument", "1table"])
def test_what_is_cut_off_is_damaged(part: str) -> None:
    streams = Made([para("文" * 40)], styles=[style("Normal")] * 3).streams()
    for length in range(0, len(streams[part]) - 1, 37):
        with pytest.raises((FormatError, UnexpectedError)):
            shown({**streams, part: streams[part][:length]})


def test_a_text_in_too_many_pieces_is_too_large(monkeypatch: pytest.MonkeyPatch) -> None:
    streams = Made([para("甲乙丙")], [Cut(0), Cut(1), Cut(2)]).streams()
    assert shown(streams).damages == []
    monkeypatch.setattr(doc_file, "_MOST_PIECES", 2)
    with pytest.raises(FormatError) as caught:
        shown(streams)
    assert caught.value.code == "too_large"


def test_lost_sectors_are_said() -> None:
    assert shown(Made([para("文" + "\0" * 9)]).streams()).damages == ["a part of its text is missing"]
    with pytest.raises(FormatError):
        shown(Made([para("\0" * 9)]).streams())


def _level(form: int, text: str, start: int = 1) -> bytes:
    return struct.pack("<iBB", start, form, 0) + bytes(9) + b"\2" + bytes(12) + _units(text)


def test_numbers_of_lists() -> None:
    levels = [_level(37, "\0、"), _level(39, "（\1）"), *[_level(0, "\0.\2")] * 7]
    lists = struct.pack("<hi24x", 1, 77) + b"".join(levels)
    uses = struct.pack("<I", 2) + struct.pack("<i8xB3x", 77, 0) + struct.pack("<i8xB3x", 77, 1)
    uses += struct.pack("<I", 0xFFFFFFFF) + struct.pack("<Iii", 0xFFFFFFFF, 9, 0x10)
    numbered = sprm(0x460B, 1)
    styles = [style("Normal"), style("heading", paragraph=numbered, base=0)]
    made = Made(
        [
            para("背景", style=1),
            para("依据", numbered + sprm(0x260A, 1)),
            para("目标", numbered + sprm(0x260A, 1)),
            para("结论", style=1),
            para("附注", sprm(0x460B, 0), style=1),
            para("重来", sprm(0x460B, 2)),
        ],
        styles=styles,
        parts={73: lists, 74: uses},
    )
    assert made.texts() == ["一、背景", "（一）依据", "（二）目标", "二、结论", "附注", "九、重来"]
    made.parts[74] = uses[:-6]
    assert shown(made.streams()).damages == ["the numbers of its lists are not read"]


def _record(kind: int, content: bytes, first: int = 0xF) -> bytes:
    return struct.pack("<HHI", first, kind, len(content)) + content


def _shape(name: int, *properties: tuple[int, int]) -> bytes:
    options = b"".join(struct.pack("<HI", *one) for one in properties)
    return _record(
        0xF004,
        _record(0xF00A, struct.pack("<II", name, 0), 2) + _record(0xF00B, options, len(properties) << 4 | 3),
    )


@pytest.mark.parametrize(
    ("shape", "is_shown"),
    [
        (_shape(5), True),
        (_shape(5, (0x80, 0x10000)), True),
        (_shape(5, (0x3BF, 0x20002)), False),
        (_record(0xF003, _shape(5) + _shape(6, (0x80, 0x10000))), True),
        (_record(0xF003, _shape(5, (0x3BF, 0x20002)) + _shape(6, (0x80, 0x10000))), False),
    ],
)
def test_text_boxes_stand_behind_their_anchors(shape: bytes, is_shown: bool) -> None:
    group = _record(0xF003, _shape(1) + shape)
    made = Made(
        [para("甲\x08"), para("乙"), para("框中"), para("余")],
        stories={9: 5},
        parts={
            40: struct.pack("<2I", 1, 5) + struct.pack("<I22x", 5),
            50: _record(0xF000, b"") + b"\0" + _record(0xF002, group),
            56: struct.pack("<3I", 0, 3, 5) + (bytes(14) + struct.pack("<I4x", 5)) + bytes(22),
        },
    )
    assert made.texts() == (["甲", "框中", "乙"] if is_shown else ["甲", "乙"])


def test_a_text_box_in_the_code_of_a_field_is_shown() -> None:
    made = Made(
        [para("甲\x13 SHAPE \x08\x14\x01\x15"), para("乙"), para("框中")],
        stories={9: 3},
        parts={
            40: struct.pack("<2I", 9, 15) + struct.pack("<I22x", 5),
            56: struct.pack("<2I", 0, 3) + bytes(14) + struct.pack("<I4x", 5),
        },
    )
    assert made.texts() == ["甲", "框中", "乙"]


def test_notes_stand_at_the_end_and_comments_nowhere() -> None:
    made = Made(
        [para("甲\x02乙"), para("注一"), para("批注")],
        stories={4: 3, 7: 3},
        parts={2: struct.pack("<2IH", 1, 4, 1), 3: struct.pack("<3I", 0, 3, 4)},
    )
    assert made.texts() == ["甲¹乙", "¹注一"]


_BLUE = b"\0\0\0\xff\x40\x40\xa0\0\0\0"


@pytest.mark.parametrize(
    ("letters", "cell", "described", "is_shown"),
    [
        (b"", b"", b"", False),
        (sprm(0x4866, 2 << 5), b"", b"", True),
        (sprm(0xCA71, _BLUE), b"", b"", True),
        (sprm(0x2A0C, 7), b"", b"", True),
        (b"", sprm(0xC64D, _BLUE), b"", True),
        (b"", b"", sprm(0xD609, struct.pack("<2H", 0, 2 << 5)), True),
        (b"", b"", sprm(0xD612, b"\0\0\0\xff\xff\xff\xff\0\0\0"), False),
        (b"", b"", sprm(0xD612, _BLUE), True),
        (b"", b"", sprm(0x563A, 15), True),
    ],
)
def test_white_letters_are_seen_on_a_colour(
    letters: bytes, cell: bytes, described: bytes, is_shown: bool
) -> None:
    made = Made([*row("县", "额", edges=(0, 900, 1800)), *row("甲", "5.1", edges=(0, 900, 1800))])
    made.paragraphs[4].runs = [("5.1", sprm(0x2A42, 8) + letters)]
    made.paragraphs[4].sprms += cell
    made.paragraphs[5].sprms += described
    assert made.grids() == [[["县", "额"], ["甲", "5.1" if is_shown else ""]]]


def test_rows_that_are_not_described_as_they_are_stored_are_said() -> None:
    edges = (0, 900, 1800)
    made = Made([*row("县", "额", edges=edges), *row("甲", "5", edges=edges)])
    assert shown(made.streams()).damages == []
    made.paragraphs[3:5] = [para("甲", end=" "), para("5", IN_TABLE, "\x07")]
    assert shown(made.streams()).damages == ["a table is not described as it is stored"]
    made.paragraphs[-1].runs = [("余", b"")]  # letters in front of the end of a row are a cell
    assert made.grids()[0][-1][-1] == "余"
    made.paragraphs[-1:] = []
    assert shown(made.streams()).damages == ["a table is not described as it is stored"]


def test_what_libreoffice_writes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda _: None)
    stored = _SAMPLE.read_bytes()
    assert all(one.encode("utf-16-le") in stored or one.encode() in stored for one in ("31.6", "99"))
    reading = read(_SAMPLE)
    assert reading.damages == []
    blocks = reading.sheets[0].blocks
    assert blocks[0] == Paragraph("渡口村水渠养护情况表", "center", 16.0)
    assert [one.text for one in blocks[1:] if isinstance(one, Paragraph)] == [
        "基本情况",
        "渠长28.4公里",
        "管护员12名",
        "单位：万元",
        "编号：7042",
        "已全部拨付。¹",
        "¹截至年底。",
    ]
    [grid] = (one for one in blocks if isinstance(one, Grid))
    assert places(grid) == [["渠段", "投入", "投入"], ["渠段", "计划", "实际"], ["合计", "49.0", "47.2"]]
    assert grid.widths == [100.0, 75.0, 75.0]


def test_what_is_built_in_an_unexpected_way_needs_libreoffice(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.doc"
    stored = _SAMPLE.read_bytes()
    path.write_bytes(stored.replace(b"\xec\xa5", b"\xec\xa6", 1))
    monkeypatch.setattr(shutil, "which", lambda _: None)
    with pytest.raises(FormatError) as caught:
        read(path)
    assert caught.value.code == "damaged"
