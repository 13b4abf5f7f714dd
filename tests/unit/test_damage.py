"""A second engine finds what the first repairs in silence."""

from __future__ import annotations

import os
import random
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest

from extractors.pages.damage import examine
from pipeline.version import ROOT

SAMPLE = ROOT / "data" / "samples" / "luoyang_2022_self_evaluation.pdf"
WHOLE = SAMPLE.read_bytes()


def kept(tmp_path: Path, content: bytes) -> Path:
    path = tmp_path / "报告.pdf"
    path.write_bytes(content)
    return path


def test_every_sample_is_whole() -> None:
    for path in sorted((ROOT / "data" / "samples").glob("*.pdf")):
        health = examine(path)
        assert (health.problems, health.faults, health.page_count is None) == ((), (), False), path.name


@pytest.mark.parametrize(
    "harm",
    [
        lambda b: b[: len(b) // 2],
        lambda b: b[:-200],
        lambda b: b[1024:],
        lambda b: b[:2000] + bytes(1000) + b[3000:],
        lambda b: b.replace(b"\n", b"\r\n"),
        lambda b: b.decode("latin1").encode("utf-8"),
    ],
    ids=["half", "tail", "head", "hole", "ascii-mode", "recoded"],
)
def test_what_a_transfer_may_do_to_a_file_is_found(harm: Callable[[bytes], bytes], tmp_path: Path) -> None:
    assert examine(kept(tmp_path, harm(WHOLE))).problems


@pytest.mark.parametrize("seed", range(20))
def test_one_wrong_byte_in_a_packed_stream_is_found(seed: int, tmp_path: Path) -> None:
    with pikepdf.open(SAMPLE) as pdf:
        streams = [
            bytes(item.get_raw_stream_buffer()) for item in pdf.objects if isinstance(item, pikepdf.Stream)
        ]
    chooser = random.Random(seed)
    stream = chooser.choice([one for one in streams if len(one) > 100 and WHOLE.count(one) == 1])
    position = WHOLE.index(stream) + chooser.randrange(2, len(stream))
    wrong = bytearray(WHOLE)
    wrong[position] ^= 1 << chooser.randrange(8)
    assert examine(kept(tmp_path, bytes(wrong))).problems


def test_content_without_a_checksum_is_parsed(tmp_path: Path) -> None:
    with pikepdf.open(SAMPLE) as pdf:
        for page in pdf.pages:
            page.contents_coalesce()
        pdf.save(
            tmp_path / "plain.pdf", stream_decode_level=pikepdf.StreamDecodeLevel.all, compress_streams=False
        )
    plain = (tmp_path / "plain.pdf").read_bytes()
    assert examine(tmp_path / "plain.pdf").problems == ()
    assert examine(kept(tmp_path, plain.replace(b" BT", b" )>", 1).replace(b"\nBT", b"\n)>", 1))).faults


def test_messages_name_no_path_and_stand_on_one_line(tmp_path: Path) -> None:
    health = examine(kept(tmp_path, WHOLE[:-200]))
    said = "".join(health.problems)
    assert said and str(tmp_path) not in said and "\n" not in said
    assert health.page_count is not None


def test_a_name_that_is_no_text_is_no_problem(tmp_path: Path) -> None:
    path = tmp_path / os.fsdecode(b"\xd6\xd0.pdf")
    try:
        path.write_bytes(WHOLE)
    except OSError:
        pytest.skip("this file system takes UTF-8 names only")
    assert examine(path).problems == ()


def test_a_pdf_inside_something_else_is_no_whole_file(tmp_path: Path) -> None:
    assert (
        examine(kept(tmp_path, b"PK\x03\x04 stored" + WHOLE)).problems[0]
        == "11 bytes stand before the PDF in the file"
    )
    assert not any(
        "stand before" in one for one in examine(kept(tmp_path, b"\xef\xbb\xbf\n" + WHOLE)).problems
    )


def test_a_file_that_only_one_engine_opens_is_in_doubt(tmp_path: Path) -> None:
    with pikepdf.open(SAMPLE) as pdf:
        pdf.save(tmp_path / "locked.pdf", encryption=pikepdf.Encryption(owner="o", user="u"))
    assert examine(tmp_path / "locked.pdf").problems == ("the second engine asks for a password",)
