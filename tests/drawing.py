"""What a picture shows, for tests of charts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from pipeline.charts import canvas, fonts
from pipeline.errors import EnvironmentProblem
from pipeline.language import CHINESE, in_use


def with_font() -> Iterator[None]:
    """Draw in Chinese, with a Chinese font; skip where none is installed."""
    try:
        fonts.find_font()
    except EnvironmentProblem:
        pytest.skip("no font with Chinese characters is installed")
    with canvas.drawing(), in_use(CHINESE):
        yield


def drawn(figure: Any) -> str:
    """All texts of the figure, once it is laid out."""
    return "\n".join(text.get_text() for text in texts(figure))


def texts(figure: Any) -> list[Any]:
    """All texts that can be seen."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.text import Text

    FigureCanvasAgg(figure).draw()
    return [text for text in figure.findobj(Text) if text.get_visible() and text.get_text()]


def widths(axis: Any) -> list[float]:
    """Of all bars of a plot, in the order in which they were drawn."""
    return [round(bar.get_width(), 2) for bar in axis.patches]
