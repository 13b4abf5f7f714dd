"""What stands in other parts of a document of Word 97 to 2003: fields, lists, text boxes, notes, embedded files."""

from __future__ import annotations

import struct

import pytest

from extractors.formats.documents.doc_binary import shown
from tests.doc_files import (
    SPECIAL,
    Made,
    Para,
    para,
    sprm,
    style,
)


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
