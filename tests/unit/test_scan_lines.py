"""Lines, shading, seals, skew and characters found in drawn pictures; no OCR model is needed."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from extractors.grids.lattice import find_grids
from extractors.pictures.ocr_engine import Reading
from extractors.pictures.scan_fills import find_fills, with_dark_areas_inverted
from extractors.pictures.scan_grey_seals import without_grey_seals
from extractors.pictures.scan_image import DPI, Picture, ink_of, pieces_of, rotated, skew_of
from extractors.pictures.scan_lines import PictureLines, find_lines, wipe
from extractors.pictures.scan_repairs import repaired
from extractors.pictures.scan_seals import to_grey
from extractors.pictures.scan_words import characters, cut_boxes, is_alone, overlooked, unstack

SCALE = DPI / 72
XS, YS = (60, 160, 240, 380), (100, 130, 160, 190, 220)  # points
PAPER = 245


def px(points: float) -> int:
    return round(points * SCALE)


def paper(width: float = 440, height: float = 320) -> Picture:
    return np.full((px(height), px(width)), PAPER, np.uint8)


def rule(
    picture: Picture, x0: float, y0: float, x1: float, y1: float, tone: int = 40, width: int = 2
) -> None:
    cv2.line(picture, (px(x0), px(y0)), (px(x1), px(y1)), tone, width)


def table(picture: Picture) -> None:
    for y in YS:
        rule(picture, XS[0], y, XS[-1], y)
    for x in XS:
        rule(picture, x, YS[0], x, YS[-1])


def type_in(picture: Picture, text: str, x: float, base: float, size: float = 0.9) -> None:
    cv2.putText(picture, text, (px(x), px(base)), cv2.FONT_HERSHEY_SIMPLEX, size, 30, 2)


def noisy(picture: Picture, seed: int = 0) -> Picture:
    noise = np.random.default_rng(seed).normal(0, 4, picture.shape)
    return np.clip(cv2.GaussianBlur(picture, (0, 0), 0.7) + noise, 0, 255).astype(np.uint8)


def lines_of(picture: Picture) -> PictureLines:
    return find_lines(ink_of(picture, SCALE), SCALE)


def test_a_ruled_table_is_found_where_it_is_drawn() -> None:
    picture = paper()
    table(picture)
    for y in YS[:-1]:
        type_in(picture, "1,234.00", XS[1] + 6, y + 22)
    grids, loose = find_grids(lines_of(noisy(picture)).rules(SCALE))
    assert loose == []
    assert len(grids) == 1
    assert grids[0].xs == pytest.approx(XS, abs=1)
    assert grids[0].ys == pytest.approx(YS, abs=1)
    assert len(grids[0].boxes) == 12


def test_a_merged_cell_stays_merged_although_its_text_stands_on_the_line_below() -> None:
    picture = paper()
    table(picture)
    cv2.rectangle(picture, (px(XS[1]) - 3, px(YS[0]) + 3), (px(XS[1]) + 3, px(YS[1]) - 3), PAPER, -1)
    # A stroke of a character in line with the upright below it, from just under one line to just over the next.
    rule(picture, XS[1], YS[0] + 5, XS[1], YS[1] - 4)
    for offset in (8, 14, 20):
        rule(picture, XS[1] - 5, YS[0] + offset, XS[1] + 6, YS[0] + offset)
    grids, _ = find_grids(lines_of(noisy(picture)).rules(SCALE))
    assert sorted(box.column_span for box in grids[0].boxes if box.row == 0) == [1, 2]


def test_a_broken_line_is_one_line() -> None:
    picture = paper()
    rule(picture, 60, 100, 380, 100)
    for x in (120, 200, 300):
        cv2.rectangle(picture, (px(x), px(95)), (px(x + 3), px(105)), PAPER, -1)
    lines = lines_of(noisy(picture))
    assert len(lines.level) == 1
    assert lines.level[0, 1:] / SCALE == pytest.approx([60, 380], abs=2)


def test_strokes_of_large_type_are_no_lines() -> None:
    picture = paper()
    for x in range(60, 360, 25):  # characters of 24 points full of level and upright strokes
        for y in (100, 108, 116, 124):
            rule(picture, x + 1, y, x + 22, y, width=4)
        for d in (3, 12, 20):
            rule(picture, x + d, 98, x + d, 126, width=4)
    lines = lines_of(noisy(picture))
    assert len(lines.level) == 0
    assert len(lines.upright) == 0


def test_lines_are_wiped_and_strokes_that_cross_them_are_not() -> None:
    picture = paper()
    table(picture)
    rule(picture, 200, 120, 200, 140, width=4)  # a stroke through the second level line
    lines = lines_of(picture)
    clean = wipe(picture, ink_of(picture, SCALE), lines, SCALE)
    assert clean[px(YS[1]), px(100)] > 200
    assert clean[px(145), px(XS[1])] > 200
    assert clean[px(YS[1]), px(200)] < 100


@pytest.mark.parametrize("angle", [-2.3, -0.5, 0.0, 1.2])
def test_skew_is_measured_to_a_twentieth_of_a_degree(angle: float) -> None:
    picture = paper()
    table(picture)
    for y in (40, 60, 80, 250, 270):
        type_in(picture, "the quick brown fox jumps", 60, y)
    turned = noisy(rotated(picture, -angle))
    assert skew_of(ink_of(turned, SCALE)) == pytest.approx(angle, abs=0.06)


def test_an_empty_page_has_no_skew_and_no_lines() -> None:
    picture = paper()
    assert skew_of(ink_of(picture, SCALE)) == 0.0
    assert lines_of(picture).rules(SCALE) == []
    assert find_fills(picture, SCALE) == []


def stamp(picture: Picture, tone: int | tuple[int, int, int]) -> None:
    cv2.circle(picture, (px(220), px(160)), px(55), tone, px(2.5))
    cv2.circle(picture, (px(220), px(160)), px(10), tone, -1)


def test_a_grey_stamp_goes_and_the_print_under_it_stays() -> None:
    under = paper()
    table(under)
    type_in(under, "8,715.00", 190, 152)
    over = paper()
    stamp(over, 130)
    picture = noisy(np.minimum(under, over))
    cleaned = without_grey_seals(picture, SCALE)
    ring = (over < 200) & (under > 200)
    assert np.median(picture[ring]) < 150
    assert np.median(cleaned[ring]) > 220
    assert np.median(cleaned[(over < 200) & (under < 60)]) < 90
    assert cleaned[under < 60].mean() < 80


@pytest.mark.parametrize("tone", [60, 120])
def test_print_without_a_stamp_is_left_alone(tone: int) -> None:
    picture = paper()
    table(picture)
    for y in YS[:-1]:
        for x in XS[:-1]:
            cv2.putText(picture, "23.90%", (px(x + 5), px(y + 20)), cv2.FONT_HERSHEY_SIMPLEX, 0.8, tone, 3)
    picture = noisy(picture)
    assert without_grey_seals(picture, SCALE) is picture


def test_a_red_stamp_goes_by_channel_and_red_print_stays() -> None:
    colour = np.full((px(320), px(440), 3), PAPER, np.uint8)
    stamp(colour, (70, 60, 215))
    cv2.putText(colour, "8,715.00", (px(190), px(130)), cv2.FONT_HERSHEY_SIMPLEX, 0.9, (30, 30, 30), 2)
    cv2.putText(colour, "No. 12", (px(30), px(290)), cv2.FONT_HERSHEY_SIMPLEX, 0.9, (60, 60, 200), 2)
    grey = to_grey(colour, SCALE)
    ring = grey[px(160), px(220) + px(55)]
    assert ring > 220
    assert grey[px(118) : px(132), px(190) : px(250)].min() < 60
    assert grey[px(278) : px(292), px(30) : px(90)].min() < 150


def test_shaded_rows_are_found_whatever_is_printed_on_them() -> None:
    picture = paper()
    for top, tone in ((100, 215), (160, 232)):
        cv2.rectangle(picture, (px(60), px(top)), (px(380), px(top + 20)), tone, -1)
    for y in (115, 145, 175, 240):
        type_in(picture, "12  shaded 34.5%", 70, y, 0.7)
    gradient = np.linspace(0, 12, picture.shape[1])[None, :]
    fills = find_fills(noisy(np.clip(picture - gradient, 0, 255).astype(np.uint8)), SCALE)
    assert [(f.x0, f.top, f.x1, f.bottom) for f in fills] == [
        pytest.approx((60, 100, 380, 120), abs=2.5),
        pytest.approx((60, 160, 380, 180), abs=2.5),
    ]


def test_white_print_on_a_dark_heading_is_turned_dark_on_light() -> None:
    picture = paper()
    cv2.rectangle(picture, (px(60), px(100)), (px(380), px(124)), 90, -1)
    cv2.putText(picture, "Heading", (px(80), px(116)), cv2.FONT_HERSHEY_SIMPLEX, 0.9, 250, 2)
    turned = with_dark_areas_inverted(picture, SCALE)
    assert turned[px(104), px(300)] > 150
    assert turned[px(106) : px(118), px(80) : px(140)].min() < 30


def test_the_lines_of_a_dark_heading_stay_and_its_edge_is_no_line() -> None:
    picture = paper()
    cv2.rectangle(picture, (px(60) + 1, px(100) + 1), (px(380), px(120) + 1), 90, -1)
    for x in (60, 160, 240, 380):
        rule(picture, x, 100, x, 180, tone=10)
    for y in (150, 180):
        rule(picture, 60, y, 380, y, tone=10)
    cv2.putText(picture, "Budget", (px(170), px(116)), cv2.FONT_HERSHEY_DUPLEX, 1, 255, 2)
    turned = with_dark_areas_inverted(picture, SCALE)
    lines = lines_of(turned)
    upright = lines.upright[lines.upright[:, 1] < px(103)][:, 0] / SCALE
    assert sorted(upright) == pytest.approx([60, 160, 240, 380], abs=1)
    assert sorted(lines.level[:, 0] / SCALE) == pytest.approx([150, 180], abs=1)


def test_large_black_print_is_not_inverted() -> None:
    picture = paper()
    cv2.putText(picture, "TITLE", (px(60), px(120)), cv2.FONT_HERSHEY_SIMPLEX, 3, 20, 14)
    assert with_dark_areas_inverted(picture, SCALE) is picture


def test_a_box_of_text_is_cut_at_the_lines_through_it() -> None:
    picture = paper()
    table(picture)
    box = np.array([[70.0, 105, 230, 125], [70, 104, 150, 156]]) * SCALE
    pieces = cut_boxes(box, lines_of(picture), SCALE) / SCALE
    assert [tuple(np.round(p)) for p in pieces[:2]] == [(70, 105, 159, 125), (161, 105, 230, 125)]
    assert pieces[2:, 1].tolist() == pytest.approx([104, 130], abs=1)
    assert pieces[2:, 3].tolist() == pytest.approx([130, 156], abs=1)


def test_characters_set_one_above_the_other_are_read_one_by_one() -> None:
    picture = paper()
    for k in range(4):
        cv2.rectangle(picture, (px(102), px(50 + 14 * k)), (px(112), px(60 + 14 * k)), 30, 2)
    tall, flat = [100.0, 48, 114, 104], [150.0, 48, 250, 62]
    boxes = unstack(np.array([tall, flat]) * SCALE, ink_of(picture, SCALE), SCALE) / SCALE
    assert len(boxes) == 5
    assert boxes[:4, 1].tolist() == pytest.approx([49, 63, 77, 91], abs=2)
    assert boxes[4].tolist() == pytest.approx(flat)


def test_a_lone_dash_in_a_cell_is_not_overlooked() -> None:
    picture = paper()
    table(picture)
    rule(picture, 190, 145, 201, 145)
    rule(picture, 290, 142, 300, 142)
    lines = lines_of(picture)
    ink = ink_of(wipe(picture, ink_of(picture, SCALE), lines, SCALE), SCALE)
    known = np.array([[245.0, 135, 310, 155]]) * SCALE
    found = overlooked(known, ink, lines, SCALE)
    assert len(found) == 1
    assert (found[0, 0] + found[0, 2]) / 2 / SCALE == pytest.approx(195.5, abs=2)
    assert is_alone(found, known, lines, SCALE).tolist() == [True]
    beside = np.array([[165.0, 135, 180, 155]]) * SCALE
    assert is_alone(found, beside, lines, SCALE).tolist() == [False]


def reading(text: str, centres: list[float] | None = None, sure: float = 0.99) -> Reading:
    places = np.array(centres if centres is not None else (np.arange(len(text)) + 0.5) / len(text))
    return Reading(text, places, np.full(len(text), sure))


def drawn(width: int = 60, height: int = 30, *strokes: tuple[int, int, int, int]) -> Picture:
    picture = np.full((height, width), PAPER, np.uint8)
    for x0, y0, x1, y1 in strokes:
        cv2.line(picture, (x0, y0), (x1, y1), 30, 2)
    return picture


@pytest.mark.parametrize(
    ("read", "picture", "expected"),
    [
        ("一", drawn(60, 30, (10, 15, 45, 15)), "—"),
        ("", drawn(60, 30, (10, 15, 45, 15)), "—"),
        ("一", drawn(60, 30, (20, 15, 32, 15)), "-"),
        ("1", drawn(30, 30, (5, 26, 20, 4)), "/"),
        ("1", drawn(30, 30, (15, 26, 15, 4)), "1"),
        ("二", drawn(60, 30, (10, 8, 45, 8), (10, 22, 45, 22)), "二"),
        ("5", drawn(60, 30, (10, 15, 45, 15)), "5"),
        ("2O23年", drawn(), "2023年"),
        ("1,2l5.30", drawn(), "1,215.30"),
        ("资金1，075.00万元，共3，8家", drawn(), "资金1,075.00万元，共3，8家"),
        ("OK", drawn(), "OK"),
        ("D级", drawn(), "D级"),
    ],
)
def test_repairs(read: str, picture: Picture, expected: str) -> None:
    assert repaired(reading(read), picture, picture < 128).text == expected


def test_a_letter_made_a_digit_is_in_doubt() -> None:
    picture = drawn()
    assert repaired(reading("2O23"), picture, picture < 128).confidences.tolist() == [0.99, 0.6, 0.99, 0.99]


def test_two_equal_characters_read_as_one() -> None:
    """企业业务: the reader gives 企业务 with a hole where the second 业 stands."""
    em, picture = 40, np.full((44, 7 * 40), PAPER, np.uint8)
    generator = np.random.default_rng(1)
    shapes = [(generator.random((8, 8)) < 0.4).astype(np.uint8) * 200 for _ in range(6)]
    for place, shape in enumerate([0, 1, 1, 2, 3, 4, 5]):
        glyph = cv2.resize(shapes[shape], (34, 34), interpolation=cv2.INTER_NEAREST)
        picture[5:39, place * em + 3 : place * em + 37] = 240 - glyph
    centres = [(k + 0.5) / 7 for k in (0, 1, 3, 4, 5, 6)]
    fixed = repaired(reading("企业务量下降", centres), picture, picture < 128)
    assert fixed.text == "企业业务量下降"
    assert len(fixed.centres) == len(fixed.confidences) == 7
    picture[:, 2 * em : 3 * em] = np.roll(picture[:, 4 * em : 5 * em], 7, axis=0)
    assert repaired(reading("企业务量下降", centres), picture, picture < 128).text == "企业务量下降"


def test_characters_stand_between_the_gaps_of_their_ink() -> None:
    """Two words in one box: the boxes of their characters leave the wide gap free, and only that."""
    em = 20
    ink = np.zeros((30, 300), dtype=bool)
    for k in (0, 1, 2, 7, 8):
        ink[6:24, 10 + k * em + 2 : 10 + (k + 1) * em - 2] = True
    centres = [((k + 0.5) * em) / 180 + 0.01 for k in (0, 1, 2, 7, 8)]
    found = characters(np.array([[10.0, 2, 190, 28]]), [reading("合计额亿元", centres)], ink)
    gaps = found.boxes[1:, 0] - found.boxes[:-1, 2]
    assert gaps.tolist() == pytest.approx([0, 0, 4 * em, 0], abs=3)
    assert found.text == list("合计额亿元")
    assert len(set(found.baselines.tolist())) == 1
    middle = (found.boxes[:, 0] + found.boxes[:, 2]) / 2
    assert middle.tolist() == pytest.approx([10 + (k + 0.5) * em for k in (0, 1, 2, 7, 8)], abs=2)


@pytest.mark.parametrize("colon", ["：", ":"])
def test_the_white_of_a_chinese_sign_is_no_gap_also_where_a_latin_one_is_read(colon: str) -> None:
    """拨款：42, with the two points of the colon at the left of its place."""
    ink = np.zeros((30, 300), dtype=bool)
    for start, end in ((12, 28), (32, 48), (53, 57), (72, 79), (82, 89)):
        ink[6:24, start:end] = True
    centres = [(x - 10) / 82 for x in (20, 40, 57, 75, 85)]
    found = characters(np.array([[10.0, 2, 92, 28]]), [reading(f"拨款{colon}42", centres)], ink)
    assert found.boxes[3, 0] - found.boxes[2, 2] < 4


def test_a_box_that_reaches_into_its_neighbour_does_not_take_its_place() -> None:
    ink = np.zeros((30, 300), dtype=bool)
    for k in (0, 1, 2, 5):
        ink[6:24, 10 + k * 20 + 2 : 10 + (k + 1) * 20 - 2] = True
    found = characters(np.array([[10.0, 2, 122, 28]]), [reading("百分给", [0.09, 0.27, 0.45])], ink)
    assert found.boxes[-1, 2] < 75


def test_digits_side_by_side_keep_places_of_their_own() -> None:
    """The reader's places are rough: two neighbours may see the same gap of ink, yet neither box may vanish."""
    ink = np.zeros((30, 200), dtype=bool)
    for k in range(7):
        ink[6:24, 10 + k * 12 + 1 : 10 + k * 12 + 9] = True
    centres = [x / 90 for x in (4, 17, 30, 35, 54, 59, 78)]
    found = characters(np.array([[10.0, 2, 100, 28]]), [reading("100.00%", centres)], ink)
    assert np.diff(found.boxes[:, 0]).min() > 4
    assert np.diff(found.boxes[:, 2]).min() > 2


def test_no_character_stands_across_the_line_at_which_its_box_was_cut() -> None:
    """A name runs into the line between two cells, and the figure behind it begins right there."""
    ink = np.zeros((30, 200), dtype=bool)
    ink[6:24, 10:80] = True
    ink[6:24, 84:120] = True
    boxes = np.array([[10.0, 2, 80, 28], [84.0, 2, 130, 28]])
    found = characters(boxes, [reading("拨款", [0.3, 0.75]), reading("1.0", [0.1, 0.4, 0.7])], ink)
    assert found.boxes[1, 2] <= 80 and found.boxes[2, 0] >= 84


def test_characters_keep_their_order_where_the_reader_saw_one_in_white() -> None:
    """其中：（1）with a colon at the left of its place, which the reader took for its middle."""
    ink = np.zeros((30, 300), dtype=bool)
    for start, end in ((12, 28), (32, 48), (52, 55), (87, 92), (95, 100)):
        ink[6:24, start:end] = True
    centres = [(x - 10) / 100 for x in (20, 40, 60, 90, 98)]
    found = characters(np.array([[10.0, 2, 110, 28]]), [reading("其中：（1", centres)], ink)
    assert (np.diff(found.boxes[:, 0]) > 0).all() and (np.diff(found.boxes[:, 2]) > 0).all()
    assert found.boxes[2, 0] < 52 and found.boxes[2, 2] > 55  # round its ink


def test_pieces_of_a_mask_are_those_of_the_whole_picture() -> None:
    mask = np.zeros((60, 80), np.uint8)
    mask[10:12, 5:40] = 1
    mask[12, 40] = 1  # hangs on by a corner
    mask[14:16, 5:20] = 1  # two empty rows apart
    mask[17:19, 30:50] = 1  # one
    mask[59, 70:] = 1
    _, labels, stats, centres = cv2.connectedComponentsWithStats(mask, connectivity=8)
    pieces = pieces_of(mask)
    assert pieces.stats[1:].tolist() == stats[1:].tolist()
    assert pieces.centres[1:] == pytest.approx(centres[1:])
    assert len(pieces.rows) < 20, "empty rows are not looked at"
    assert (pieces.labels == labels[pieces.rows]).all()
    assert len(pieces_of(np.zeros((5, 5), np.uint8)).stats) == 1
