"""Zip containers and XML of unknown origin."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from extractors.formats import FormatError
from extractors.formats.container import Container, relations_of, resolve
from extractors.formats.xml import local_name, parse, walk

Packed = Callable[..., Path]


@pytest.fixture
def packed(tmp_path: Path) -> Packed:
    def pack(parts: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> Path:
        path = tmp_path / "file.zip"
        with zipfile.ZipFile(path, "w", method) as archive:
            for name, content in parts.items():
                archive.writestr(name, content)
        return path

    return pack


def code_of(call: Callable[[], object]) -> str:
    with pytest.raises(FormatError) as caught:
        call()
    return caught.value.code


def test_names_are_found_with_backslashes_and_in_any_case(packed: Packed) -> None:
    with Container(packed({"XL\\Workbook.xml": b"<a/>"})) as container:
        assert container.names == ["XL/Workbook.xml"]
        assert container.read("xl/workbook.xml") == b"<a/>"
        assert code_of(lambda: container.read("xl/other.xml")) == "damaged"


def test_what_bursts_is_not_unpacked(packed: Packed) -> None:
    with Container(packed({"a": b" " * 20 * 2**20, "b": b"x" * 1000})) as container:
        assert code_of(lambda: container.read("a")) == "too_large"
        assert code_of(lambda: container.read("b", most=999)) == "too_large"


def test_a_directory_that_lies_about_sizes_is_not_believed(packed: Packed) -> None:
    path = packed({"a": b"x" * 5000})
    content = path.read_bytes()
    path.write_bytes(content.replace((5000).to_bytes(4, "little"), (50).to_bytes(4, "little")))
    with Container(path) as container:
        assert code_of(lambda: container.read("a", most=100)) in ("damaged", "too_large")


def test_a_wrong_checksum_and_a_cut_are_damages(packed: Packed) -> None:
    path = packed({"a": b"0123456789"}, zipfile.ZIP_STORED)
    whole = path.read_bytes()
    path.write_bytes(whole.replace(b"0123456789", b"0123456780", 1))
    with Container(path) as container:
        assert code_of(lambda: container.read("a")) == "damaged"
    path.write_bytes(whole[: len(whole) // 2])
    assert code_of(lambda: Container(path)) == "damaged"


def test_packings_whose_chunks_are_not_bounded_are_refused(packed: Packed) -> None:
    with Container(packed({"a": b"abc"}, zipfile.ZIP_BZIP2)) as container:
        assert code_of(lambda: container.read("a")) == "damaged"


def test_addresses_stay_within_the_container() -> None:
    assert resolve("xl/workbook.xml", "worksheets/sheet1.xml") == "xl/worksheets/sheet1.xml"
    assert resolve("xl/worksheets/sheet1.xml", "../media/a.png") == "xl/media/a.png"
    assert resolve("xl/workbook.xml", "/xl/styles.xml") == "xl/styles.xml"
    assert resolve("Doc_0\\Document.xml", "..\\..\\..\\etc\\passwd") == "etc/passwd"
    assert relations_of("xl/workbook.xml") == "xl/_rels/workbook.xml.rels"
    assert relations_of("") == "_rels/.rels"


LAUGHS = (
    '<!DOCTYPE a [<!ENTITY l "哈">'
    + "".join(f'<!ENTITY l{n} "&l;&l;&l;">' for n in range(9))
    + "]><a>&l8;</a>"
)


@pytest.mark.parametrize(
    "content",
    [
        LAUGHS.encode(),
        LAUGHS.encode("utf-16"),
        b"<!--" + b" " * 200_000 + b"-->" + LAUGHS.encode(),
        b'<!DOCTYPE a SYSTEM "http://127.0.0.1:9/a.dtd"><a/>',
        b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a b="&x;">&x;</a>',
        b"<a>&unknown;</a>",
        b"<a><b></a>",
        b'<?xml version="1.0" encoding="GBK"?><a>\xff\xff</a>',
        b'<?xml version="1.0" encoding="no-such"?><a/>',
        b"<a>" * 300 + b"</a>" * 300,
        b"",
    ],
)
def test_xml_that_is_refused(content: bytes) -> None:
    assert code_of(lambda: parse(content)) in ("damaged", "too_large")
    assert code_of(lambda: heard(content)) in ("damaged", "too_large")


def heard(content: bytes) -> list[str]:
    said: list[str] = []
    walk(
        [content[at : at + 7] for at in range(0, len(content), 7)] if len(content) < 1000 else [content],
        lambda name, attributes: said.append(f"<{name}{attributes}>"),
        lambda name: said.append(f"</{name}>"),
        said.append,
    )
    return said


def test_trees_and_tags_are_bounded() -> None:
    assert code_of(lambda: parse(b"<a>" + b"<b/>" * 60 + b"</a>", most=100)) == "too_large"
    endless = [b"<a b='", *[b"x" * 2**20] * 40, b"'/>"]
    assert code_of(lambda: walk(endless, lambda *_: None, lambda _: None, lambda _: None)) == "too_large"


def test_names_are_those_without_namespaces_and_encodings_those_of_china() -> None:
    content = (
        '<?xml version="1.0" encoding="GB2312"?><x:a xmlns:x="urn:1" x:b="二"><!--no-->数額</x:a>'.encode(
            "gbk"
        )
    )
    root = parse(content)
    assert (local_name(root), root.text, dict(root.attrib)) == ("a", "数額", {"{urn:1}b": "二"})
    assert "".join(heard(content)) == "<a{'b': '二'}>数額</a>"
