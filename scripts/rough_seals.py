"""Seals over the figures of a page, drawn as stamps are printed."""

from __future__ import annotations

import cv2
import numpy as np
import pypdfium2 as pdfium

from scripts.scan_sheets import (
    Picture,
    Random,
    Sheet,
    askew,
    clouds_over,
    drawn_at,
    in_grey,
    with_noise,
)


def seal(page: pdfium.PdfPage, number: int, random: Random) -> Sheet:
    """Seals over figures: red, then blue, then red in a scan without colour, page by page."""
    scale = 200 / 72
    picture = drawn_at(page, 200)
    ink = ((60, 50, 215), (190, 70, 60), (60, 50, 215))[number % 3]
    for x, y in _figures(page, random, 2):
        at = (x + random.uniform(-25, 25)) * scale, (y + random.uniform(-25, 25)) * scale
        _stamp(picture, at, scale, ink, random)
    picture = picture if number % 3 < 2 else in_grey(picture)
    picture = askew(picture, random.uniform(-0.5, 0.5))
    soft = cv2.GaussianBlur(picture, (0, 0), 0.6).astype(np.float64)
    return Sheet(with_noise(soft * 0.97, random, 3), 200, 75)


def _figures(page: pdfium.PdfPage, random: Random, count: int) -> list[tuple[float, float]]:
    """Where some figures of a page stand, in points from the top left."""
    text = page.get_textpage()
    height = page.get_height()
    places = [k for k in range(text.count_chars()) if text.get_text_range(k, 1).isdigit()]
    chosen = random.choice(places, min(count, len(places)), replace=False).tolist() if places else []
    boxes = [text.get_charbox(k) for k in chosen]
    return [((left + right) / 2, height - (bottom + top) / 2) for left, bottom, right, top in boxes]


def _stamp(
    picture: Picture, at: tuple[float, float], scale: float, ink: tuple[int, int, int], random: Random
) -> None:
    """A round stamp of 42 mm: its ring, a star, strokes like characters round it; the print shows through."""
    layer = np.zeros(picture.shape[:2], np.uint8)
    centre = round(at[0]), round(at[1])
    radius = 58 * scale
    cv2.circle(layer, centre, round(radius), 255, round(3.2 * scale), cv2.LINE_AA)
    points = [
        (
            centre[0] + np.sin(k * np.pi / 5) * radius * (0.3, 0.12)[k % 2],
            centre[1] - np.cos(k * np.pi / 5) * radius * (0.3, 0.12)[k % 2],
        )
        for k in range(10)
    ]
    cv2.fillPoly(layer, [np.array(points).round().astype(np.int32)], 255, cv2.LINE_AA)
    for angle in np.linspace(-2.2, 2.2, 11):
        _glyph(layer, centre, radius * 0.78, float(angle), scale, random)
    worn = np.clip(0.86 + 0.2 * clouds_over(picture.shape, random, 24), 0.5, 1.0)
    share = layer[:, :, None] / 255.0 * worn
    # Ink on ink: the darker of the two shows.
    inked = np.minimum(picture, np.array(ink, np.float64))
    picture[:] = np.asarray(picture * (1 - share) + inked * share, dtype=np.uint8)


def _glyph(
    layer: Picture, centre: tuple[int, int], away: float, angle: float, scale: float, random: Random
) -> None:
    """Strokes that look like one character, upright to the ring of a stamp."""
    size = 9 * scale
    out, along = np.array([np.sin(angle), -np.cos(angle)]), np.array([np.cos(angle), np.sin(angle)])
    middle = np.array(centre) + away * out
    for k in range(5):
        a, b = (random.uniform(-0.5, 0.5, 2) for _ in range(2))
        b[k % 2] = a[k % 2]  # level or upright to the ring
        ends = [middle + size * (p[0] * along + p[1] * out) for p in (a, b)]
        start, end = (tuple(np.round(p).astype(int).tolist()) for p in ends)
        cv2.line(layer, start, end, 255, round(1.2 * scale), cv2.LINE_AA)
