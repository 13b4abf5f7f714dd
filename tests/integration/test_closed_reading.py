"""A document names files, programs and addresses; reading it goes to none of them."""

from __future__ import annotations

import ctypes
import json
import os
import socket
import struct
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, String

from pipeline import cli
from pipeline.version import ROOT

SAMPLE = ROOT / "data" / "samples" / "luoyang_2022_self_evaluation.pdf"
ACCESS, MODIFY, OPEN, CREATE = 0x1, 0x2, 0x20, 0x100

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells who opens a file (inotify)")


class Watched:
    """A folder in which every opening of a file is noticed, by whatever library."""

    def __init__(self, folder: Path) -> None:
        libc = ctypes.CDLL(None, use_errno=True)
        self._handle = libc.inotify_init1(os.O_NONBLOCK)
        mask = ACCESS | MODIFY | OPEN | CREATE
        assert libc.inotify_add_watch(self._handle, os.fsencode(folder), mask) >= 0, os.strerror(
            ctypes.get_errno()
        )

    def touched(self) -> set[str]:
        """Names of the files that were opened, read or made since the last look."""
        try:
            events = os.read(self._handle, 65_536)
        except BlockingIOError:
            return set()
        names, start = set(), 0
        while start < len(events):
            length = struct.unpack_from("iIII", events, start)[3]
            names.add(events[start + 16 : start + 16 + length].rstrip(b"\0").decode())
            start += 16 + length
        return names - {""}

    def close(self) -> None:
        os.close(self._handle)


@contextmanager
def watched(folder: Path) -> Iterator[Watched]:
    watch = Watched(folder)
    try:
        yield watch
    finally:
        watch.close()


@contextmanager
def listening() -> Iterator[socket.socket]:
    """A server that nobody should call."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.setblocking(False)
        yield server


def called(server: socket.socket) -> bool:
    try:
        server.accept()[0].close()
    except BlockingIOError:
        return False
    return True


def reaching_out(target: Path, files: Path, address: str) -> None:
    """The sample with everything in it by which a PDF can name something outside."""
    with pikepdf.open(SAMPLE) as pdf:
        page = pdf.pages[0]
        name = String(str(files / "linked.pdf"))
        actions = [
            Dictionary(S=Name.URI, URI=String(address)),
            Dictionary(S=Name.GoToR, F=name, D=Array([0, Name.Fit])),
            Dictionary(S=Name.Launch, F=String(str(files / "program.sh"))),
            Dictionary(S=Name.SubmitForm, F=Dictionary(FS=Name.URL, F=String(address))),
            Dictionary(S=Name.ImportData, F=name),
            Dictionary(S=Name.JavaScript, JS=String(f"app.launchURL('{address}')")),
        ]
        page.Annots = pdf.make_indirect(
            Array(
                Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=[0, 0, 600, 800], A=action)
                for action in actions
            )
        )
        page.AA = Dictionary(O=actions[2])
        pdf.Root.OpenAction = actions[2]
        pdf.Root.URI = Dictionary(Base=String(address))
        for text in (files / "content.txt", address):
            # The content of a page that stands in another file, or behind an address.
            outside = pdf.make_stream(b"")
            outside.F = String(str(text))
            pdf.add_blank_page(page_size=(595, 842)).Contents = outside
        picture = pdf.make_stream(
            b"", Type=Name.XObject, Subtype=Name.Image, Width=8, Height=8, BitsPerComponent=8,
            ColorSpace=Name.DeviceGray, F=Dictionary(FS=Name.URL, F=String(address)),
        )  # fmt: skip
        form = pdf.make_stream(
            b"", Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, 9, 9],
            Ref=Dictionary(F=name, Page=0),
        )  # fmt: skip
        last = pdf.add_blank_page(page_size=(595, 842))
        last.Resources = Dictionary(XObject=Dictionary(I=picture, R=form))
        last.Contents = pdf.make_stream(b"q 100 0 0 100 0 0 cm /I Do /R Do Q")
        attached = pikepdf.AttachedFileSpec(pdf, b"#!/bin/sh\n", filename="../files/attached.sh")
        pdf.attachments["../files/attached.sh"] = attached
        pdf.save(target)


def test_nothing_that_a_document_names_is_opened(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    files, raw = tmp_path / "files", tmp_path / "raw"
    files.mkdir()
    raw.mkdir()
    for name in ("linked.pdf", "program.sh", "content.txt"):
        (files / name).write_text("BT (secret) Tj ET", "utf-8")
    with listening() as server, watched(files) as watch:
        address = f"http://127.0.0.1:{server.getsockname()[1]}/x.pdf"
        reaching_out(raw / "a.pdf", files, address)
        cli.main(["ingest", str(raw), "--data", str(tmp_path / "out"), "--workers", "1", "--json"])
        report = json.loads(capsys.readouterr().out)
        assert report["read"] == 1 and report["published"]["cells"] > 0
        assert watch.touched() == set()
        assert not called(server)
        # The watchmen are awake.
        (files / "linked.pdf").read_bytes()
        socket.create_connection(server.getsockname()).close()
        assert watch.touched() == {"linked.pdf"}
        assert called(server)
    assert sorted(os.listdir(files)) == ["content.txt", "linked.pdf", "program.sh"]
