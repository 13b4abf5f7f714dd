"""Documents of Word 97 to 2003 as files: damaged, locked or unexpected ones, and what LibreOffice writes."""

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
    VANISH,
    Cut,
    Made,
    para,
    sprm,
    style,
)
from tests.grids import places

_SAMPLE = Path(__file__).parents[1] / "data" / "written.doc"


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
