"""What stands around the networks: parts of pictures that are looked at, boxes of a map, batches, characters."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from importlib.util import find_spec

import cv2
import numpy as np
import pytest

from extractors import recognition
from extractors.pictures import ocr_engine, ocr_models
from extractors.pictures.ocr_boxes import boxes_of, printed_part
from extractors.pictures.ocr_engine import Engine, _batches
from extractors.pictures.ocr_models import Batch, Columns, Reader
from extractors.recognition import OCR_ENGINES, ocr_available

needs_both = pytest.mark.skipif(
    not ocr_available() or any(find_spec(name) is None for name in OCR_ENGINES),
    reason="not both engines are installed",
)


def test_only_the_printed_part_is_looked_at() -> None:
    picture = np.full((1600, 1100), 240, np.uint8)
    picture[400:500, 300:620] = 60
    part, left, top = printed_part(picture)
    assert (left, top) == (284, 384)
    assert part.shape == (192, 384)  # whole steps of the network, paper where there is no more picture
    assert (part == 60).sum() == 100 * 320
    assert (part[116 + 16 :] == 240).all()
    assert printed_part(np.full((1600, 1100), 240, np.uint8))[0].size == 0


def test_boxes_grow_from_cores_and_follow_the_lines() -> None:
    said = np.zeros((200, 400), np.float32)
    said[40:50, 220:320] = 0.9
    said[44:54, 20:120] = 0.9  # the same line, four pixels lower
    said[120:130, 60:160] = 0.35  # too unsure
    said[160, 30] = 1.0  # a speck
    cv2.line(said, (60, 90), (260, 96), 0.9, 8)  # leans
    boxes = boxes_of(said)
    assert boxes[0, 0] < boxes[1, 0]
    assert len(boxes) == 3
    grown = 1.6 * 100 * 10 / (2 * 110)
    assert boxes[1] == pytest.approx([220 - grown, 40 - grown, 320 + grown, 50 + grown], abs=2)
    leaning = boxes[2]
    assert 40 < leaning[0] < 60 and 260 < leaning[2] < 280
    assert leaning[3] - leaning[1] < 30, "the height is that of the line, not of its rise"


def test_lines_of_about_one_width_are_read_together() -> None:
    widths = [40, 1500, 170, 165, 90, 2000, 190, 330]
    batches = list(_batches(widths, 320))
    assert sorted(k for _, chosen in batches for k in chosen) == list(range(len(widths)))
    short = [k for room, chosen in batches for k in chosen if room == 320]
    assert sorted(short) == [0, 2, 3, 4, 6], "what is short has room beside it"
    assert all(room >= widths[k] for room, chosen in batches for k in chosen)
    assert max(len(chosen) for _, chosen in _batches([100] * 50, 128)) <= 10, "memory is bounded"


def test_characters_out_of_classes() -> None:
    reader = object.__new__(Engine)
    reader._alphabet = ["", "a", "b", "年", " "]
    classes = np.array([0, 1, 1, 0, 1, 4, 2, 2, 0, 3])
    reading = reader._reading(Columns(classes, np.linspace(0.1, 1.0, 10, dtype=np.float32), 10.0))
    assert (reading.text, reading.breaks) == ("aab年", {2})
    assert reading.centres == pytest.approx([0.15, 0.45, 0.65, 0.95])
    assert reading.confidences == pytest.approx([0.2, 0.5, 0.7, 1.0])
    # Columns beyond the line's own picture are none of its width.
    half = reader._reading(Columns(classes, np.ones(10, np.float32), 5.0))
    assert half.centres == pytest.approx([0.3, 0.9, 1.0, 1.0])
    assert reader._reading(Columns(np.zeros(10, np.int64), np.ones(10, np.float32), 10.0)).text == ""


def test_which_engine_runs_the_models(monkeypatch: pytest.MonkeyPatch) -> None:
    there = {"openvino", "onnxruntime", "rapidocr", "cv2"}
    monkeypatch.setattr(recognition, "find_spec", lambda name: name in there or None)
    assert (recognition.ocr_engine(), ocr_available()) == ("openvino", True)
    there.remove("openvino")
    assert (recognition.ocr_engine(), ocr_available()) == ("onnxruntime", True)
    there.remove("onnxruntime")
    assert (recognition.ocr_engine(), ocr_available()) == ("", False)
    there |= {"openvino"}
    there.remove("rapidocr")
    assert not ocr_available(), "no models"


def _engine(monkeypatch: pytest.MonkeyPatch, asked: list[tuple[bool, int, int]]) -> Engine:
    """An engine that reads 一 in dark lines, and is not sure of it with little room; 二 in light ones when exact."""

    def reader(_threads: int, exact: bool = False) -> Reader:
        def ask(batches: Iterable[Batch]) -> Iterator[Columns]:
            for pictures, shares in batches:
                asked.append((exact, len(pictures), pictures.shape[3]))
                for line, share in zip(pictures, shares, strict=True):
                    is_dark, is_wide = line[:, :, :10].mean() < 0, pictures.shape[3] > 200
                    sure = (0.97 if is_wide else 0.9) if is_dark else 0.55
                    said = np.array([0, 0, 1 if is_dark or not exact else 2, 0])
                    yield Columns(said, np.full(4, sure, np.float32), share * 4)

        return Reader(ask, ["一", "二"], exact)

    monkeypatch.setattr(ocr_engine, "load_reader", reader)
    monkeypatch.setattr(ocr_engine, "load_finder", lambda _threads: None)
    monkeypatch.setattr(ocr_engine, "ocr_available", lambda: True)
    return Engine(threads=1)


def test_short_lines_that_are_not_plain_are_read_with_more_room(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[bool, int, int]] = []
    dark, long = np.full((48, 48), 20, np.uint8), np.full((48, 300), 20, np.uint8)
    readings = _engine(monkeypatch, asked).read([dark, long])
    assert [reading.confidence for reading in readings] == pytest.approx([0.97, 0.97])
    assert asked == [(False, 1, 128), (False, 1, 320), (False, 1, 320)], "the long one has had its room"


def test_lines_in_doubt_are_read_again_exactly(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[bool, int, int]] = []
    dark, light = np.full((48, 48), 20, np.uint8), np.full((48, 48), 200, np.uint8)
    readings = _engine(monkeypatch, asked).read([dark, light])
    assert [reading.text for reading in readings] == ["一", "二"]
    assert asked == [(False, 2, 128), (False, 2, 320), (True, 1, 320)]


@pytest.mark.skipif(
    not ocr_available() or recognition.ocr_engine() != "openvino", reason="OpenVINO is not there"
)
def test_only_the_columns_of_a_line_are_weighed(monkeypatch: pytest.MonkeyPatch) -> None:
    lines = np.full((2, 3, 48, 320), 0.9, np.float32)
    for k, text in enumerate(("12.5", "408")):
        picture = np.full((48, 100), 230, np.uint8)
        cv2.putText(picture, text, (8, 36), cv2.FONT_HERSHEY_DUPLEX, 1.0, 20, 2)
        lines[k, :, :, :100] = picture / np.float32(127.5) - 1
    said = []
    for cut in (ocr_models._cut, lambda _network: None):
        monkeypatch.setattr(ocr_models, "_cut", cut)
        reader = ocr_models.load_reader(1, exact=True)
        said.append(list(reader.ask([Batch(lines, [100 / 320, 100 / 320])])))
    for apart, whole in zip(*said, strict=True):
        assert len(apart.classes) < 20, "of 40 columns those that show the line"
        assert apart.classes.tolist() == whole.classes.tolist()
        is_there = apart.classes > 0
        assert is_there.sum() >= 3
        assert apart.sure[is_there] == pytest.approx(whole.sure[is_there], abs=0.01)


@needs_both
def test_both_engines_read_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    page = np.full((500, 1200), 250, np.uint8)
    for k, text in enumerate(("Budget 1,234.50", "Paid 987.25 of 2023", "77.4%")):
        cv2.putText(page, text, (80 + 40 * k, 120 + 110 * k), cv2.FONT_HERSHEY_DUPLEX, 1.4, 30, 2)
    found = []
    for name in OCR_ENGINES:
        monkeypatch.setattr(ocr_models, "ocr_engine", lambda name=name: name)
        reader = Engine(threads=1)
        boxes = reader.find_lines(page, 200 / 72)
        crops = [page[round(y0) : round(y1), round(x0) : round(x1)] for x0, y0, x1, y1 in boxes]
        found.append((boxes, [reading.text for reading in reader.read(crops)]))
    assert found[0][1] == found[1][1] == ["Budget1,234.50", "Paid987.25of2023", "77.4%"]
    assert found[0][0] == pytest.approx(found[1][0], abs=4)


def test_a_little_paper_is_kept_before_a_line(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of the first character of a faxed line dots may be left that the finder takes for none of it."""
    said = np.zeros((1, 1, 64, 192), np.float32)
    said[0, 0, 20:30, 40:120] = 0.9
    monkeypatch.setattr(ocr_engine, "load_finder", lambda _threads: lambda _: said)
    monkeypatch.setattr(ocr_engine, "ocr_available", lambda: True)
    page = np.full((64, 192), 240, np.uint8)
    page[16:48, 16:176] = 60  # the whole picture is looked at
    [found] = Engine(threads=1).find_lines(page, 144 / 72)
    [own] = boxes_of(said[0, 0])
    assert found == pytest.approx([own[0] - 1, *own[1:]])  # half a point
