"""What bulk.c answers for a whole page is what the same calls from Python answer one by one."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pypdfium2 as pdfium
import pytest

from extractors import bulk
from extractors.pages import characters, page_geometry, paths
from extractors.pages import pdfium_calls as calls
from extractors.pages.subpaths import read_drawn
from pipeline.version import ROOT

_REPORTS = [*sorted((ROOT / "data/samples").glob("*.pdf")), *sorted((ROOT / "tests/reports").glob("*.pdf"))]
_SHARED = ROOT.parent / "shared/corpus/real"


@pytest.fixture(scope="module")
def compiled() -> bulk.Library:
    found = bulk.library()
    if found is None:
        pytest.skip("bulk.c is not compiled here: no C compiler")
    return found


def _pages(path: Path) -> Iterator[pdfium.PdfPage]:
    document = pdfium.PdfDocument(path)
    try:
        for page in document:
            yield page
            page.close()
    finally:
        document.close()


def _assert_same(path: Path, compiled: bulk.Library) -> tuple[int, int]:
    """Compare every page; how many characters and subpaths there were."""
    letters = drawn = 0
    for page in _pages(path):
        text = page.get_textpage()
        handle, count = calls.handle_of(text.raw), text.count_chars()
        whole, each = compiled.characters(handle, count), characters.ask_each(handle, count)
        for name in ("codes", "has_box", "is_generated", "points", "angles", "colours", "glyphs", "owners"):
            assert np.array_equal(getattr(whole, name), getattr(each, name), equal_nan=True), name
        assert np.array_equal(whole.boxes[whole.has_box], each.boxes[each.has_box])
        text.close()
        handle = calls.handle_of(page.raw)
        ours, theirs = compiled.graphics(handle), read_drawn(handle)
        assert [list(one) for one in ours.subpaths] == theirs.subpaths
        assert np.array_equal(ours.points, theirs.points)
        assert np.array_equal(ours.images, theirs.images)
        assert np.array_equal(ours.texts, theirs.texts)
        letters, drawn = letters + count, drawn + len(theirs.subpaths)
    return letters, drawn


@pytest.mark.parametrize("path", _REPORTS, ids=lambda path: path.stem)
def test_pages_are_the_same_either_way(path: Path, compiled: bulk.Library) -> None:
    letters, drawn = _assert_same(path, compiled)
    assert letters or drawn or "scan" in path.stem


@pytest.mark.skipif(not _SHARED.is_dir(), reason="the shared corpus is not here")
def test_real_pages_are_the_same_either_way(compiled: bulk.Library) -> None:
    found = [_assert_same(path, compiled) for path in sorted(_SHARED.rglob("*.pdf"))]
    assert sum(letters for letters, _ in found) > 10_000


def test_pages_are_read_where_nothing_is_compiled(monkeypatch: pytest.MonkeyPatch) -> None:
    def read() -> list[tuple[object, ...]]:
        pages = [page_geometry(page, 1) for page in _pages(_REPORTS[0])]
        return [(p.text, p.boxes.tolist(), p.rules, p.fills, p.shapes, p.image_area) for p in pages]

    before = read()
    monkeypatch.setattr(characters, "library", lambda: None)
    monkeypatch.setattr(paths, "library", lambda: None)
    assert read() == before


def test_a_library_of_other_source_is_not_loaded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if shutil.which("cc") is None:
        pytest.skip("no C compiler")
    source = tmp_path / "bulk.c"
    shutil.copy(ROOT / "extractors/bulk.c", source)
    monkeypatch.setattr(bulk, "_SOURCE", source)
    monkeypatch.setattr(bulk, "library", bulk.library.__wrapped__)
    first = bulk.compile_library()
    assert bulk.library() is not None
    source.write_text(source.read_text("utf-8") + "/* other */\n", "utf-8")
    assert bulk.library() is None
    second = bulk.compile_library()
    assert bulk.library() is not None
    assert second != first and not first.exists()
