"""Archives: which members are documents, what they are called, and what must not be unpacked."""

from __future__ import annotations

import hashlib
import io
import os
import stat
import struct
import zlib
from pathlib import Path

import pytest

from pipeline.archives import contents, directory
from pipeline.archives.contents import Contents, look_inside
from pipeline.archives.finding import members_named
from pipeline.archives.member import Member
from pipeline.archives.unpacking import fetched
from pipeline.errors import FileTooSlow, UnreadableFile, failure_class
from pipeline.limits import Limits
from tests.archives import LOCKED, added, end_of, packed, plain, put


def look(content: bytes, limits: Limits | None = None) -> Contents:
    found = look_inside(io.BytesIO(content), "z.zip", limits or Limits())
    assert found is not None
    return found


def names(found: Contents) -> list[str]:
    return ["!/".join(one.inside) for one in found.members]


def reason(found: Contents) -> str:
    failure = found.why_failed("z.zip")
    return "" if failure is None else failure.status_reason


def test_members_are_known_by_their_content() -> None:
    found = look(plain({"a/甲.pdf": "one", "b.docx": "two"}))
    assert names(found) == ["a/甲.pdf", "b.docx"]
    assert [one.sha256 for one in found.members] == [hashlib.sha256(x).hexdigest() for x in (b"one", b"two")]
    assert reason(found) == ""


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("附件/绩效目标表.pdf".encode("gbk"), "附件/绩效目标表.pdf"),
        ("附件/绩效目标表.pdf".encode(), "附件/绩效目标表.pdf"),
        ("附件/绩效目标表.pdf", "附件/绩效目标表.pdf"),
        ("附件\\镕基.pdf".encode("gbk"), "附件/镕基.pdf"),
        (b"../../x/a.pdf", "x/a.pdf"),
        (b"/tmp/a.pdf", "tmp/a.pdf"),
        (b"C:\\tmp\\a.pdf", "tmp/a.pdf"),
        (b"..\\.\\\\a.pdf", "a.pdf"),
    ],
)
def test_names_are_decoded_and_lead_nowhere(raw: str | bytes, shown: str) -> None:
    assert names(look(packed({raw: b"x"}))) == [shown]


@pytest.mark.parametrize(("made_for", "shown"), [(b"?.pdf", "甲.pdf"), (b"other", "?.pdf")])
def test_the_unicode_field_names_what_it_was_made_for(made_for: bytes, shown: str) -> None:
    field = b"\x01" + struct.pack("<L", zlib.crc32(made_for)) + "甲.pdf".encode()
    extra = struct.pack("<2H", 0x7075, len(field)) + field
    local, entries = added(b"", b"", b"?.pdf", b"x", b"x", method=0, extra=extra)
    assert names(look(local + entries + end_of(1, len(entries), len(local)))) == [shown]


@pytest.mark.parametrize("tail", [b"", b"\0" * 300])
def test_a_comment_that_looks_like_an_end_is_none(tail: bytes) -> None:
    comment = b"PK\x05\x06 from the site" * 3
    content = plain({"a.pdf": "x"})[:-2] + struct.pack("<H", len(comment)) + comment
    assert names(look(content)) == ["a.pdf"]
    assert names(look(plain({"a.pdf": "x"}) + tail)) == ["a.pdf"]


def test_what_is_no_document_is_left_out() -> None:
    members = {"a.pdf": b"x", "b.txt": b"x", "d/": b"", "__MACOSX/._a.pdf": b"x", "Thumbs.db": b"x"}
    local = entries = b""
    for name, content in members.items():
        local, entries = added(local, entries, name.encode(), content, content, method=0)
    local, entries = added(
        local, entries, b"l.pdf", b"/etc/passwd", b"/etc/passwd", method=0, mode=stat.S_IFLNK
    )
    found = look(local + entries + end_of(6, len(entries), len(local)))
    assert names(found) == ["a.pdf"]
    assert found.left_out == [
        ("b.txt", False),
        ("__MACOSX/._a.pdf", False),
        ("Thumbs.db", False),
        ("l.pdf", True),
    ]


def test_an_archive_in_an_archive_is_unpacked_and_one_in_that_is_not() -> None:
    third = plain({"c.pdf": "three"})
    second = plain({"b.pdf": "two", "3.zip": third})
    found = look(plain({"a.pdf": "one", "2.zip": second}))
    assert names(found) == ["a.pdf", "2.zip!/b.pdf"]
    assert reason(found).startswith("archive_not_read: z.zip holds archives in archives in archives")
    assert "2.zip!/3.zip" in reason(found)


def test_a_document_called_zip_is_a_document() -> None:
    word = plain({"[Content_Types].xml": "x", "word/document.xml": "x"})
    assert look_inside(io.BytesIO(word), "z.zip", Limits()) is None
    assert look_inside(io.BytesIO(b"Rar!\x1a\x07"), "z.zip", Limits()) is None
    assert names(look(plain({"a.zip": word, "b.zip": b"Rar!\x1a\x07"}))) == ["a.zip", "b.zip"]


def test_members_with_a_password_are_told_and_the_others_are_read() -> None:
    local, entries = added(b"", b"", b"a.pdf", b"x", b"x", method=0)
    local, entries = added(local, entries, b"b.pdf", b"y", b"y", method=0, flags=LOCKED)
    found = look(local + entries + end_of(2, len(entries), len(local)))
    assert names(found) == ["a.pdf"]
    assert reason(found) == "encrypted: z.zip holds files with a password: b.pdf"


def test_a_member_that_is_not_what_its_checksum_says_is_damaged() -> None:
    content = packed({"a.pdf": b"one", "b.pdf": b"two"}, method=0)
    found = look(content.replace(b"one", b"ome"))
    assert names(found) == ["b.pdf"]
    assert reason(found) == "damaged: z.zip holds damaged files: a.pdf"


@pytest.mark.parametrize("more", [0, 1, 100, 190, 300])
def test_what_fills_pieces_of_the_unpacked_is_whole(more: int) -> None:
    assert names(look(packed({"a.pdf": b"x" * (2**20 + more)}))) == ["a.pdf"]


def test_a_directory_that_states_too_small_a_size_gives_no_more() -> None:
    body = zlib.compress(b"x" * 1000)[2:-4]
    local, entries = added(b"", b"", b"a.pdf", body, b"x" * 1000, size=10)
    found = look(local + entries + end_of(1, len(entries), len(local)))
    assert (names(found), reason(found)) == ([], "damaged: z.zip holds damaged files: a.pdf")


def overlapping() -> bytes:
    local, entries = added(b"", b"", b"a.pdf", b"x", b"x", method=0)
    return local + entries * 2 + end_of(2, len(entries) * 2, len(local))


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (plain({"a.pdf": "x" * 99})[:60], "damaged: z.zip is damaged: its end is missing"),
        (
            b"PK\x03\x04" + plain({"a.pdf": "x"})[9:],
            "damaged: z.zip is damaged: its directory is not where",
        ),
        (overlapping(), "damaged: z.zip is damaged: its files overlap"),
        (plain({}), "nothing_inside: z.zip holds nothing that is read."),
        (plain({"a.txt": "x"}), "nothing_inside: "),
        (packed({"a.pdf": b"x"}, method=0).replace(b"\0\0\0\0!\0", b"\x0e\0\0\0!\0"), "archive_not_read: "),
        (b"PK\x05\x06" + bytes(18), "nothing_inside: "),
    ],
    ids=["cut", "moved", "overlapping", "empty", "others", "method", "end"],
)
def test_an_archive_of_which_nothing_is_read_has_one_reason(content: bytes, said: str) -> None:
    found = look(content)
    assert not found.members
    assert reason(found).startswith(said)
    assert failure_class(reason(found)).reason == said.partition(":")[0]


def test_what_unpacks_to_too_much_is_not_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    bomb = plain({f"{number}.pdf": bytes(700_000) for number in range(6)})
    small = Limits(file_megabytes=1)
    assert reason(look(bomb, small)) == "too_large_inside: z.zip: it unpacks to more than 4 MB"
    monkeypatch.setattr(contents, "_LEAST_SUSPECT", 1_000_000)
    assert reason(look(bomb)) == "too_large_inside: z.zip: it unpacks to more than 200 times its size"
    monkeypatch.setattr(contents, "_LEAST_SUSPECT", 10**9)
    assert len(look(bomb).members) == 6
    large = plain({"a.pdf": os.urandom(1_100_000), "b.pdf": "x"})
    assert reason(look(large, small)) == "too_large_inside: z.zip holds files that are too large: a.pdf"
    assert names(look(large, small)) == ["b.pdf"]


def test_a_number_of_members_is_the_most(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(directory, "MOST_MEMBERS", 4)
    five = plain({f"{number}.pdf": str(number) for number in range(5)})
    assert reason(look(five)).startswith("too_large_inside: z.zip: it holds more than")
    assert len(look(plain({f"{number}.pdf": "x" for number in range(4)})).members) == 4


def test_what_takes_too_long_is_given_up() -> None:
    with pytest.raises(FileTooSlow):
        look(plain({"a.pdf": "x"}), Limits(seconds=0))


def test_what_was_found_can_be_remembered() -> None:
    found = look(plain({"a.pdf": "x", "b.txt": "x", "2.zip": plain({"c.pdf": "y"})}))
    assert Contents.from_json(found.as_json()) == found


def member_of(path: Path, inside: str) -> tuple[Member, str]:
    with path.open("rb") as stream:
        held = look_inside(stream, path.name, Limits())
    assert held is not None
    [one] = [one for one in held.members if "!/".join(one.inside) == inside]
    return Member(path, one.inside, one.parts), one.sha256


@pytest.mark.parametrize("inside", ["a/甲.pdf", "2.zip!/b.pdf"])
def test_a_member_is_fetched_into_a_private_file(inside: str, tmp_path: Path) -> None:
    inner = plain({"b.pdf": "two" * 400_000})
    path = put(tmp_path / "z.zip", plain({"a/甲.pdf": "one", "2.zip": inner}))
    member, sha256 = member_of(path, inside)
    with fetched(member, sha256, Limits()) as private:
        assert hashlib.sha256(private.read_bytes()).hexdigest() == sha256
        assert private.name == member.name and tmp_path not in private.parents
    assert not private.exists()
    assert [one.parts for one in members_named(path, inside)] == [member.parts]


@pytest.mark.parametrize("how", ["changed", "cut", "gone"])
def test_a_member_of_an_archive_that_changed_is_not_read(how: str, tmp_path: Path) -> None:
    path = put(tmp_path / "z.zip", plain({"a.pdf": "one", "b.pdf": "two"}))
    member, sha256 = member_of(path, "b.pdf")
    if how == "gone":
        path.unlink()
    else:
        path.write_bytes(plain({"a.pdf": "one", "b.pdf": "tvo"}) if how == "changed" else b"PK")
    with pytest.raises(UnreadableFile), fetched(member, sha256, Limits()):
        pytest.fail("read")


def test_a_name_that_no_file_can_have_is_not_given_to_one(tmp_path: Path) -> None:
    for name in ("長" * 100 + ".pdf", "a\nb.pdf"):
        path = put(tmp_path / "z.zip", plain({name: "x"}))
        member, sha256 = member_of(path, name)
        with fetched(member, sha256, Limits()) as private:
            assert private.name == "file.pdf"
