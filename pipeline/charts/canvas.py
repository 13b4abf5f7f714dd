"""The sheet that every chart is drawn on: Chinese font, title, source line, PNG or SVG."""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO

from rich.cells import cell_len, set_cell_size

from pipeline.answers.chinese_names import code_name
from pipeline.charts.fonts import find_font
from pipeline.errors import EnvironmentProblem
from pipeline.language import CHINESE, chosen, tr, wrapped
from pipeline.names import harmless

FORMS = ("svg", "png")
INK, GREY, PALE, GRID = "#1f2933", "#616e7c", "#d5dbe3", "#e4e7eb"
# Told apart with any kind of colour vision, and in grey by the marks that go with them (Okabe and Ito).
BLUE, ORANGE, GREEN, RED = "#0072b2", "#e69f00", "#009e73", "#d55e00"
SERIES = (BLUE, ORANGE, GREEN, RED, "#cc79a7", "#56b4e9", "#8c6d31", "#4d4d4d")
WIDTH, WIDE = 9.0, 12.0  # inches: one column or two, and more of them
_TITLE_CELLS, _LINE_CELLS = 9.3, 16.0  # that fit on an inch of a title, of the source line
_ROUNDING = 0.1  # percent, that shares may make more than the whole
_LINE_INCHES = 0.16
_KEY_INCHES, _KEY_CELLS, _KEY_MARK = 0.2, 14.0, 0.62


@contextmanager
def drawing(font: Path | None = None) -> Iterator[Any]:
    """matplotlib, with the font. Raises EnvironmentProblem when it or a font is missing."""
    try:
        import matplotlib as mpl
        from matplotlib import font_manager
    except ImportError as error:
        raise EnvironmentProblem(
            tr("charts need matplotlib"), tr("Install it: .venv/bin/pip install -e '.[charts]'.")
        ) from error
    path = find_font(font)
    try:
        font_manager.fontManager.addfont(str(path))
        family = font_manager.FontProperties(fname=str(path)).get_name()
    except (OSError, RuntimeError) as error:
        raise EnvironmentProblem(
            tr("{path} is no font: {error}", path=path, error=error),
            tr("Name a .ttf or .otf file with --font."),
        ) from error
    style: dict[Any, Any] = {
        "font.family": [family, "DejaVu Sans"],
        "font.size": 9.5,
        "axes.unicode_minus": False,
        # What a document says is text, whatever it says.
        "text.parse_math": False,
        "text.usetex": False,
        "text.color": INK,
        "axes.labelcolor": INK,
        "xtick.color": GREY,
        "ytick.color": INK,
        "axes.edgecolor": GREY,
        "hatch.linewidth": 0.8,
        "svg.fonttype": "path",  # a reader without the font sees the same
        "svg.hashsalt": "jixiao",
    }
    with mpl.rc_context(), warnings.catch_warnings():
        # A matplotlibrc in the working directory, which matplotlib obeys, may be somebody else's.
        mpl.rcdefaults()
        mpl.rcParams.update(style)
        # A character that neither font has is drawn as a box; that is told by the box.
        warnings.filterwarnings("ignore", message="Glyph .* missing from font")
        yield mpl


def sheet(height: float, source: str, width: float = WIDTH) -> Any:
    """A figure with so many inches for the plot, and the source line below."""
    from matplotlib.figure import Figure
    from matplotlib.layout_engine import ConstrainedLayoutEngine

    layout = ConstrainedLayoutEngine(rect=(0.01, 0.0, 0.98, 1.0), h_pad=0.06)
    lines = wrapped(harmless(source), int(width * _LINE_CELLS))
    size = width, height + 0.35 + _LINE_INCHES * len(lines)
    figure = Figure(figsize=size, layout=layout, facecolor="white")
    below = figure.supxlabel("\n".join(lines), x=0.015, ha="left", fontsize=8, color=GREY)
    below.set_linespacing(1.4)
    return figure


def head(figure: Any, title: str, handles: Sequence[Any]) -> None:
    """The title with the keys to the marks below it, above all plots, at the left."""
    columns = _columns([handle.get_label() for handle in handles], figure.get_figwidth())
    figure.set_figheight(figure.get_figheight() + 0.5 + _KEY_INCHES * -(-len(handles) // columns))
    made = figure.legend(
        handles=list(handles),
        title=short(title, int(figure.get_figwidth() * _TITLE_CELLS)),
        title_fontsize=14,
        alignment="left",
        loc="outside upper left",
        ncols=columns,
        frameon=False,
        handlelength=2.2,
        columnspacing=1.6,
    )
    made.get_title().set_color(INK)


def _columns(labels: Sequence[str], width: float) -> int:
    """As many columns of keys, each filled from top to bottom, as the sheet is wide."""
    import numpy as np

    inches = [cell_len(label) / _KEY_CELLS + _KEY_MARK for label in labels]
    for columns in range(len(labels), 1, -1):
        if sum(part.max() for part in np.array_split(inches, columns)) < width:
            return columns
    return 1


def save(figure: Any, form: str, stream: BinaryIO, title: str) -> None:
    """Write the picture. SVG holds outlines of the letters, so the title goes along as text."""
    if form == "svg":
        figure.savefig(stream, format="svg", metadata={"Title": title, "Creator": "jixiao", "Date": None})
    else:
        figure.savefig(stream, format="png", dpi=150, metadata={"Title": title, "Software": "jixiao"})


def short(text: str | None, cells: int) -> str:
    """At most so many cells of text (a Chinese character takes two), on one line."""
    line = harmless(" ".join((text or "").split()))
    return line if cell_len(line) <= cells else set_cell_size(line, cells - 1).rstrip() + "…"


def number(value: float) -> str:
    """Up to two decimals, none that say nothing."""
    return f"{value:,.2f}".rstrip("0").rstrip(".")


def word(column: str, code: str, scope: str = "") -> str:
    """A code as the picture writes it."""
    return code_name(column, code, scope) if chosen() == CHINESE else code.replace("_", " ")


def bracketed(text: str) -> str:
    """Behind what it explains."""
    return tr(" ({text})", text=text)


def place(row: Mapping[str, Any], cells: int = 24) -> str:
    """The region of a row; that none is stated is said."""
    return short(row["region_name"], cells) or tr("region unknown")


def year(row: Mapping[str, Any]) -> str:
    """The year of a row; that none is stated is said."""
    return str(row["fiscal_year"] or tr("year unknown"))


def percent_axis(axis: Any, highest: float = 100.0) -> None:
    """From 0 to 100 %, or as far as the values go; never cut off below."""
    top = 100.0 if highest <= 100 + _ROUNDING else highest * 1.05
    axis.set_xlim(0, top)
    axis.xaxis.set_major_formatter(lambda value, _: f"{value:g}%")


def bare(axes: Any, grid: str) -> None:
    """No frame but the foot line; pale grid lines across `grid` (x or y) behind the marks."""
    for side in ("top", "right", "left"):
        axes.spines[side].set_visible(False)
    axes.set_axisbelow(True)
    axes.grid(axis=grid, color=GRID, linewidth=0.8)
    axes.tick_params(length=0)


def ink_on(colour: Any) -> str:
    """Dark letters on light marks, white ones on dark marks."""
    from matplotlib.colors import to_rgb

    red, green, blue = to_rgb(colour)
    return INK if 0.299 * red + 0.587 * green + 0.114 * blue > 0.55 else "white"


def faded(colour: str) -> str:
    """The colour as it looks on white when it is hardly there."""
    from matplotlib.colors import to_hex, to_rgb

    red, green, blue = (1 - (1 - part) * 0.4 for part in to_rgb(colour))
    return to_hex((red, green, blue))
