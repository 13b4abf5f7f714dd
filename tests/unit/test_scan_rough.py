"""Rough pictures made readable: light, outlines, folds, broken lines. Drawn here; no OCR model is needed."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from extractors.pictures.ocr_engine import Reading
from extractors.pictures.scan_fills import find_fills
from extractors.pictures.scan_image import Picture, ink_of, skew_of
from extractors.pictures.scan_light import evened, without_dark_edges
from extractors.pictures.scan_lines import find_lines
from extractors.pictures.scan_outline import flattened
from extractors.pictures.scan_ragged import is_ragged
from extractors.pictures.scan_repairs import _marks
from extractors.pictures.scan_seals import to_grey
from extractors.pictures.scan_spread import fold_of, is_empty, without_fold

SCALE = 2.0


def paper(width: int = 595, height: int = 842, tone: int = 245) -> Picture:
    return np.full((round(height * SCALE), round(width * SCALE), 3), tone, np.uint8)


def px(*points: float) -> tuple[int, ...]:
    return tuple(round(p * SCALE) for p in points)


def type_lines(picture: Picture, left: float, right: float, top: float, count: int = 8) -> None:
    """Lines of words from one edge to the other."""
    for k in range(count):
        x = left
        while x < right - 30:
            cv2.putText(picture, "fund", px(x, top + 22 * k), cv2.FONT_HERSHEY_SIMPLEX, 0.8, (20, 20, 20), 2)
            x += 36


def grey(picture: Picture) -> Picture:
    return np.asarray(cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY), dtype=np.uint8)


def test_an_evenly_lit_page_is_left_alone() -> None:
    picture = paper()
    type_lines(picture, 60, 540, 100)
    assert evened(picture, SCALE) is picture
    assert without_dark_edges(picture, SCALE) is picture
    assert flattened(picture, SCALE) is picture


def test_a_shadow_goes_and_shading_and_print_stay() -> None:
    picture = paper()
    picture[slice(*px(200, 224)), slice(*px(60, 540))] = 222
    type_lines(picture, 60, 540, 300)
    light = np.linspace(1.0, 0.55, picture.shape[1])[None, :, None]
    dark = (picture * light).astype(np.uint8)
    result = grey(evened(dark, SCALE))
    assert np.ptp(result[px(150)[0], :].astype(int)) < 20  # it was 100
    [fill] = find_fills(result, SCALE)
    assert (fill.x0, fill.top, fill.x1, fill.bottom) == pytest.approx((60, 200, 540, 224), abs=3)
    assert result[slice(*px(280, 460))].min() < 60


def test_the_dark_edge_beside_a_leaning_page_does_not_set_its_lean() -> None:
    picture = paper()
    type_lines(picture, 60, 540, 100, 20)
    matrix = cv2.getRotationMatrix2D((595, 842), 0.8, 1)
    leaning = cv2.warpAffine(picture, matrix, picture.shape[1::-1], borderValue=(245,) * 3)
    leaning[:, : px(12)[0]] = 60
    clean = without_dark_edges(leaning, SCALE)
    assert skew_of(ink_of(grey(clean), SCALE)) == pytest.approx(-0.8, abs=0.1)
    assert clean[:, : px(11)[0]].min() > 200


def test_a_heading_printed_white_on_dark_is_no_edge() -> None:
    picture = paper()
    picture[: px(60)[0]] = 60
    assert without_dark_edges(picture, SCALE) is picture


def test_a_page_photographed_from_one_side_is_made_rectangular() -> None:
    page = paper(400, 560)
    for y in range(60, 520, 40):
        cv2.line(page, px(40, y), px(360, y), (30, 30, 30), 2)
    height, width = page.shape[:2]
    corners = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    seen_at = np.array([[70, 60], [860, 110], [820, 1190], [95, 1220]], np.float32)
    matrix = cv2.getPerspectiveTransform(corners, seen_at)
    photo = cv2.warpPerspective(page, matrix, (930, 1290), borderValue=(70, 66, 60))
    flat = flattened(photo, SCALE)
    assert flat.shape[1] / flat.shape[0] == pytest.approx(width / height, abs=0.04)
    level = find_lines(ink_of(grey(flat), SCALE), SCALE).level
    assert len(level) == 12
    assert np.diff(level[np.argsort(level[:, 0]), 0]).std() < 3


def spread() -> Picture:
    picture = paper(1190, 842)
    type_lines(picture, 60, 530, 90, 25)
    type_lines(picture, 660, 1130, 90, 25)
    return picture


def test_two_pages_are_parted_at_their_fold() -> None:
    picture = spread()
    across = np.abs(np.arange(picture.shape[1]) - px(600)[0])
    shaded = (picture * (1 - 0.5 * np.exp(-((across / 20) ** 2)))[None, :, None]).astype(np.uint8)
    for sheet in (picture, shaded):
        fold = fold_of(ink_of(grey(sheet), SCALE), SCALE)
        assert fold is not None
        assert fold / SCALE == pytest.approx(600, abs=30)
    half = np.ascontiguousarray(grey(shaded)[:, : px(600)[0]])
    clean = without_fold(half, ink_of(half, SCALE), SCALE)
    assert skew_of(ink_of(clean, SCALE)) == pytest.approx(0, abs=0.1)
    assert not is_empty(ink_of(clean, SCALE), SCALE)
    assert is_empty(ink_of(grey(paper()), SCALE), SCALE)


def test_what_crosses_the_middle_makes_it_one_page() -> None:
    titled, ruled, upright = spread(), spread(), paper(595, 842)
    type_lines(titled, 520, 680, 60, 1)
    for y in (100, 300, 500):
        cv2.line(ruled, px(60, y), px(1130, y), (30, 30, 30), 2)
    for picture in (titled, ruled, upright):
        assert fold_of(ink_of(grey(picture), SCALE), SCALE) is None


def fax(dashes: bool) -> Picture:
    """A page of type and two level lines as specks and dashes."""
    random = np.random.default_rng(3)
    picture = paper()
    type_lines(picture, 60, 540, 100, 6)
    for y in (260, 400):
        cv2.line(picture, px(60, y), px(540, y), (0, 0, 0), 2)
        if dashes:
            row = slice(px(y)[0] - 2, px(y)[0] + 3)
            for x in range(*px(60, 540), 10):
                picture[row, x : x + int(random.integers(2, 6))] = 245
    if dashes:
        picture[random.random(picture.shape[:2]) < 0.002] = 0
    return grey(picture)


def test_lines_broken_into_dashes_are_found_and_type_is_none() -> None:
    for dashes in (False, True):
        ink = ink_of(fax(dashes), SCALE)
        assert is_ragged(ink.astype(np.uint8)) is dashes
        level = find_lines(ink, SCALE).level / SCALE
        assert sorted(level[:, 0]) == pytest.approx([260, 400], abs=1.5)
        assert level[:, 1] == pytest.approx([60, 60], abs=4)
        assert level[:, 2] == pytest.approx([540, 540], abs=4)


def test_shading_goes_on_under_a_red_seal() -> None:
    picture = paper()
    for top in (300, 360):
        picture[px(top)[0] : px(top + 30)[0], px(100)[0] : px(500)[0]] = (238, 233, 231)
    for radius in (60, 56):
        cv2.circle(picture, px(300, 345), round(radius * SCALE), (40, 40, 205), round(2.5 * SCALE))
    cv2.circle(picture, px(300, 345), round(7 * SCALE), (40, 40, 205), -1)
    noise = np.random.default_rng(3).normal(0, 2, picture.shape)
    picture = np.clip(picture + noise, 0, 255).astype(np.uint8)
    fills = [[round(value) for value in fill[:4]] for fill in find_fills(to_grey(picture, SCALE), SCALE)]
    assert len(fills) == 2
    for fill, top in zip(fills, (300, 360), strict=True):
        assert np.abs(np.array(fill) - (100, top, 500, top + 30)).max() <= 5


def test_a_blue_seal_goes_and_blue_print_stays() -> None:
    picture = paper()
    cv2.putText(picture, "1,704.00", px(150, 300), cv2.FONT_HERSHEY_SIMPLEX, 0.9, (30, 30, 30), 2)
    cv2.putText(picture, "2,310.00", px(60, 600), cv2.FONT_HERSHEY_SIMPLEX, 0.9, (160, 50, 40), 2)
    plain = grey(picture)
    ring = np.zeros(picture.shape[:2], np.uint8)
    cv2.circle(ring, px(180, 300), px(58)[0], 255, px(3.2)[0])
    stamped = np.where(ring[:, :, None] > 0, np.minimum(picture, (190, 70, 60)), picture).astype(np.uint8)
    result = to_grey(stamped, SCALE)
    rim = ring > 0
    rim &= cv2.dilate((plain < 200).astype(np.uint8), np.ones((9, 9), np.uint8)) == 0
    assert grey(stamped)[rim].max() < 130
    assert np.percentile(result[rim], 5) > 215
    assert (result[plain < 100] < 140).mean() > 0.9


def test_a_worn_grey_seal_goes_by_its_own_tone_in_every_place() -> None:
    picture = grey(paper())
    ring = np.zeros(picture.shape, np.uint8)
    cv2.circle(ring, px(180, 300), px(58)[0], 255, px(4)[0])
    worn = np.linspace(85, 150, picture.shape[0])[:, None] * np.ones(picture.shape[1])
    rows = slice(*px(230, 370))
    worn[rows] = np.linspace(90, 145, rows.stop - rows.start)[:, None]
    stamped = np.where(ring > 0, worn, picture).astype(np.uint8)
    result = to_grey(np.repeat(stamped[:, :, None], 3, axis=2), SCALE)
    assert np.percentile(result[ring > 0], 10) > 200


def test_a_row_shaded_together_with_a_label_beside_it_is_cut() -> None:
    picture = grey(paper())
    rows, left = slice(*px(200, 224)), slice(*px(200, 540))
    picture[rows, left] = 225
    picture[slice(*px(200, 272)), slice(*px(60, 200))] = 225
    fills = [(f.x0, f.top, f.x1, f.bottom) for f in find_fills(picture, SCALE)]
    assert len(fills) == 2
    assert fills[0] == pytest.approx((60, 200, 540, 224), abs=4)
    assert fills[1] == pytest.approx((60, 224, 200, 272), abs=4)


def test_the_rim_of_a_dark_area_is_no_stroke() -> None:
    picture = grey(paper())
    picture[slice(*px(200, 240)), slice(*px(60, 540))] = 190
    assert not ink_of(picture, SCALE).any()


@pytest.mark.parametrize(
    ("text", "sure"), [("-408.00", 0.85), (".408", 0.85), ("408-2", 0.97), ("408.00", 0.97), ("—", 0.97)]
)
def test_a_sign_or_a_point_that_opens_a_figure_is_in_doubt(text: str, sure: float) -> None:
    reading = Reading(text, np.linspace(0.1, 0.9, len(text)), np.full(len(text), 0.97))
    assert _marks(reading).confidences.min() == sure
    assert _marks(reading).text == text
