"""Files that are no PDF are called by their name."""

from __future__ import annotations

import base64
import gzip
import io
import re
import tomllib
import zipfile
from pathlib import Path

import pytest

from extractors.choice.read import WHERE_NEEDED
from extractors.pages import file_kinds
from pipeline.document.opening import open_pages, printed
from pipeline.errors import ArchiveNotRead, Damaged, UnknownFormat

RULES = tomllib.loads(Path(file_kinds.__file__).with_suffix(".toml").read_text("utf-8"))


def archive(*names: str) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as packed:
        for name in names:
            packed.writestr(zipfile.ZipInfo(name), "x")
    return stream.getvalue()


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"<!DOCTYPE html><html><title>404</title>", "a web page (HTML)"),
        ("  <html><meta charset=gb2312>页面不存在".encode("gbk"), "a web page (HTML)"),
        ("\ufeff<!-- 甲 -->\n<HTML>".encode(), "a web page (HTML)"),
        (b'<?xml version="1.0"?><a/>', "an XML file"),
        (b'{"code":403,"msg":"forbidden"}', "JSON, perhaps an error message of the web site"),
        (base64.b64encode(b"%PDF-1.7\n"), "a PDF in base64 text"),
        (gzip.compress(b"%PDF-1.7\n", mtime=0), "gzip-compressed data"),
        (archive("a.pdf"), "a ZIP archive"),
        (archive("[Content_Types].xml", "word/document.xml"), "a Word document"),
        (archive("[Content_Types].xml", "xl/workbook.xml"), "an Excel workbook"),
        (archive("OFD.xml", "Doc_0/Document.xml"), "an OFD document"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500),
            "an old Microsoft Office file (Word, Excel or PowerPoint)",
        ),
        (b"\x89PNG\r\n\x1a\n" + bytes(9), "a PNG picture"),
        ("项目支出绩效自评表".encode("gb18030"), "plain text"),
        ("a" + "项目" * 40_000, "plain text"),
        (bytes(1000), "nothing but zeros"),
        (b"\x01\x02\xff" * 100, "unknown data"),
        (b"%", "plain text"),
    ],
)
def test_a_file_is_named(content: bytes | str, kind: str, tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    assert file_kinds.name_kind(path) == kind


def test_rules_are_sorted_and_sound() -> None:
    keys = [(rule["starts"], "holds" not in rule, rule.get("holds", "")) for rule in RULES["binary"]]
    assert keys == sorted(keys) and len(keys) == len(set(keys))
    for rule in RULES["binary"]:
        assert bytes.fromhex(rule["starts"]) and set(rule) <= {"starts", "holds", "kind", "packed"}
    for rule in RULES["text"]:
        assert re.compile(rule["pattern"]) and rule["kind"]


def read(path: Path) -> None:
    with printed(path) as file:
        open_pages(file, WHERE_NEEDED)


@pytest.mark.parametrize(
    ("content", "error", "said"),
    [
        (
            b"Rar!\x1a\x07\x01\x00" + bytes(90),
            ArchiveNotRead,
            "is a RAR archive, which cannot be unpacked here",
        ),
        (b"7z\xbc\xaf\x27\x1c" + bytes(90), ArchiveNotRead, "is a 7-Zip archive, which"),
        (archive("a.pdf", "%PDF-1.4"), ArchiveNotRead, "is a ZIP archive, which"),
        (b"minutes of a meeting", UnknownFormat, "is of a kind that is not read: plain text"),
    ],
)
def test_what_is_not_read_is_told_from_what_must_be_unpacked(
    content: bytes, error: type[UnknownFormat], said: str, tmp_path: Path
) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(content)
    with pytest.raises(error, match=said) as raised:
        read(path)
    assert (type(raised.value).reason == "archive_not_read") == (error is ArchiveNotRead)


def test_a_document_that_holds_a_pdf_is_called_by_its_own_kind(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500) + b"%PDF-1.4\n" + bytes(5000))
    with pytest.raises(UnknownFormat, match="old Microsoft Office file"):
        read(path)
    path.write_bytes(b"junk\n%PDF-1.4\n" + bytes(5000))
    with pytest.raises(Damaged):
        read(path)
