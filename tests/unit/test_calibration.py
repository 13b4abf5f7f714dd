"""The table of confidence: bands, sources, wrong numbers."""

from __future__ import annotations

import pytest

from scripts.calibration import Judged, as_text, band


@pytest.mark.parametrize(
    ("confidence", "edge"), [(0.0, 0.0), (0.59, 0.0), (0.6, 0.6), (0.899, 0.85), (0.9, 0.9), (1.0, 0.95)]
)
def test_bands_take_their_lower_edge(confidence: float, edge: float) -> None:
    assert band(confidence) == edge


def test_wrong_numbers_are_counted_by_band_and_source() -> None:
    judged = [
        Judged("text", 0.99, True),
        Judged("text", 0.92, False),
        Judged("text", 0.5, False),
        Judged("ocr", 0.97, True),
        Judged("mixed", 0.7, False),
    ]
    lines = as_text(judged).splitlines()
    assert "| 0.95 to 1.00 | 1 | 0 | 1 | 0 |" in lines
    assert "| 0.90 to 0.95 | 1 | 1 | 0 | 0 |" in lines
    assert "| 0.60 to 0.75 | 0 | 0 | 1 | 1 |" in lines
    assert "| 0.00 to 0.60 | 1 | 1 | 0 | 0 |" in lines
    assert lines[-1] == "| 0.9 and more | 2 | 1 | 1 | 0 |"
