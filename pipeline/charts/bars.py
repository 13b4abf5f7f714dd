"""Horizontal bars in panels: whole, stacked, one in front of the other, or from one value to another.

A chart says how its rows become bars; panels, scales, units, legend and the numbers in and behind the bars are here.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from pipeline.charts import canvas
from pipeline.charts.amounts import NOTHING, UNKNOWN, unit_for
from pipeline.language import tr

_ROW_INCHES, _PANEL_INCHES, _SCALE_INCHES = 0.27, 0.33, 0.4
_THICK, _THIN = 0.66, 0.3  # of a row
_LABEL_CELLS, _NAME_CELLS = 50, 64
_FAR = 200.0  # percent: an arrow and the number tell of what lies beyond, or one bar would flatten all others


@dataclass(frozen=True, slots=True)
class Key:
    """What a mark stands for and how it looks. A `note` stands in the legend whatever is drawn."""

    label: str
    colour: str
    hatch: str = ""
    outline: bool = False
    thin: bool = False
    note: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """From one value to another, with what is written inside where there is room."""

    start: float
    end: float
    key: Key
    text: str = ""
    faded: bool = False


@dataclass(frozen=True, slots=True)
class Mark:
    """What stands in one column of a bar, and the words behind it. `onward`: it may be more."""

    parts: tuple[Part, ...]
    text: str
    onward: bool = False


@dataclass(frozen=True, slots=True)
class Bar:
    """One line of the picture; a mark for every column."""

    panel: str
    label: str
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """Values of one kind: `yuan`, `percent` (the axis reaches 100), `number`, `count`, or `words` without an axis.

    `own`: every panel has a scale of its own, and only the words tell values.
    """

    name: str
    kind: str
    share: float = 1.0  # of the width
    own: bool = False


def stacked(parts: Iterable[tuple[Key, Any, str]]) -> tuple[Part, ...]:
    """One behind the other, negative ones to the left of zero; (key, value or null, text inside)."""
    ends = {True: 0.0, False: 0.0}
    found: list[Part] = []
    for key, value, text in parts:
        if value:
            start = ends[value > 0]
            ends[value > 0] = start + float(value)
            found.append(Part(start, ends[value > 0], key, text))
    return tuple(found)


def layered(*parts: tuple[Key, Any]) -> tuple[Part, ...]:
    """All from zero, the later in front; (key, value or null)."""
    return tuple(Part(0.0, float(value), key) for key, value in parts if value is not None)


def draw(bars: Sequence[Bar], columns: Sequence[Column], keys: Sequence[Key], title: str, source: str) -> Any:
    """The figure. Panels come in the order of their first bars.

    `keys` is the order of the legend; a key that no bar has is left out.
    """
    panels: dict[str, list[Bar]] = {}
    for bar in bars:
        panels.setdefault(bar.panel, []).append(bar)
    columns = [replace(column, own=column.own and len(panels) > 1) for column in columns]
    rows = [len(group) + 0.2 for group in panels.values()]
    height = sum(rows) * _ROW_INCHES + sum(_PANEL_INCHES * bool(name) for name in panels) + _SCALE_INCHES
    figure = canvas.sheet(height, source, canvas.WIDTH if len(columns) < 3 else canvas.WIDE)
    shares = [column.share for column in columns]
    grid = figure.subplots(len(rows), len(columns), squeeze=False, height_ratios=rows, width_ratios=shares)
    inside: list[tuple[Any, Any]] = []
    for axes, (name, group) in zip(grid, panels.items(), strict=True):
        lowest = axes[0] is grid[-1][0]
        for place, (axis, column) in enumerate(zip(axes, columns, strict=True)):
            _panel(axis, column, [bar.marks[place] for bar in group], inside)
            axis.set_yticks(range(len(group)), [""] * len(group))
            _scale(axis, column, [bar.marks[place] for bar in (group if column.own else bars)])
            axis.tick_params(labelbottom=lowest and not column.own)
        axes[0].set_yticks(range(len(group)), [canvas.short(bar.label, _LABEL_CELLS) for bar in group])
        axes[0].set_title(canvas.short(name, _NAME_CELLS), loc="left", fontsize=11.5)
    for place, column in enumerate(columns):
        _name(grid[0][place], column, [bar.marks[place] for bar in bars])
    used = {part.key for bar in bars for mark in bar.marks for part in mark.parts}
    canvas.head(figure, title, [_patch(key) for key in keys if key in used or key.note])
    _without_what_has_no_room(figure, inside)
    return figure


def _panel(axis: Any, column: Column, marks: Sequence[Mark], inside: list[tuple[Any, Any]]) -> None:
    """Draw the marks; texts within parts are added to `inside`, each with its part."""
    canvas.bare(axis, "x")
    axis.set_ylim(len(marks) - 0.4, -0.6)
    for place, mark in enumerate(marks):
        for part in mark.parts:
            thickness = _THIN if part.key.thin else _THICK
            look = _look(part.key, part.faded)
            if part.start == part.end:
                look |= {"edgecolor": part.key.colour, "linewidth": 2.5 if part.end else 0}
            [patch] = axis.barh(place, part.end - part.start, thickness, left=part.start, **look)
            if part.text:
                inside.append((_within(axis, part, place), patch))
        end = max([0.0, *(part.end for part in mark.parts)])
        _behind(axis, place, mark, _shown(end, column), end > _shown(end, column))


def _within(axis: Any, part: Part, place: int) -> Any:
    colour = "white" if part.key.outline else part.key.colour
    text = axis.text((part.start + part.end) / 2, place, part.text, ha="center", va="center", fontsize=8)
    text.set_color(canvas.ink_on(colour))
    text.set_in_layout(False)
    if part.key.hatch:
        text.set_bbox({"facecolor": colour, "edgecolor": "none", "pad": 1.0})
    return text


def _behind(axis: Any, place: int, mark: Mark, end: float, beyond: bool) -> None:
    """The words, behind an arrow where the value is at least that or too far to be shown."""
    goes_on = mark.onward or beyond
    if goes_on:
        farthest = max(mark.parts, key=lambda part: part.end)
        colour = canvas.faded(farthest.key.colour) if farthest.faded else farthest.key.colour
        arrow = {"arrowstyle": "<|-", "color": colour, "shrinkA": 0, "shrinkB": 0}
        axis.annotate("", (end, place), xytext=(12, 0), textcoords="offset points", arrowprops=arrow)
    axis.annotate(
        mark.text,
        (end, place),
        xytext=(16 if goes_on else 7, 0),
        textcoords="offset points",
        va="center",
        fontsize=9,
        color=canvas.GREY if mark.text in (UNKNOWN, NOTHING) else canvas.INK,
        bbox={"facecolor": "white", "edgecolor": "none", "pad": 0.5},
        annotation_clip=False,
    )


def _scale(axis: Any, column: Column, marks: Sequence[Mark]) -> None:
    """From zero, or from what lies below it, to the highest value."""
    ends = _ends(marks)
    lowest, highest = min([0.0, *ends]), max([0.0, *ends])
    if column.kind == "percent":
        canvas.percent_axis(axis, _shown(highest, column))
    else:
        axis.set_xlim(0, highest * 1.02 or 1.0)
        axis.locator_params(axis="x", nbins=max(2, int(5 * column.share)), integer=column.kind == "count")
    if column.kind == "yuan":
        size, _ = unit_for(ends)
        axis.xaxis.set_major_formatter(lambda value, _: canvas.number(value / size))
    if column.own or (column.kind != "percent" and lowest == highest):
        axis.set_xticks([])
    if column.kind == "words":
        axis.spines["bottom"].set_visible(False)
    if lowest < 0:
        axis.set_xlim(left=_shown(lowest, column) * 1.05)
        axis.axvline(0, color=canvas.GREY, linewidth=0.8)


def _name(axis: Any, column: Column, marks: Sequence[Mark]) -> None:
    """What the column shows, above it, with the unit of its scale."""
    unit = unit_for(_ends(marks))[1] if column.kind == "yuan" else ""
    note = tr("scales differ") if column.own else unit.strip()
    name = tr(column.name) if column.name else ""
    axis.xaxis.set_label_position("top")
    axis.set_xlabel(
        f"{name}{canvas.bracketed(note)}" if note else name, loc="left", fontsize=9, color=canvas.GREY
    )


def _ends(marks: Sequence[Mark]) -> list[float]:
    return [end for mark in marks for part in mark.parts for end in (part.start, part.end)]


def _shown(value: float, column: Column) -> float:
    return max(-_FAR, min(value, _FAR)) if column.kind == "percent" else value


def _look(key: Key, faded: bool = False) -> dict[str, Any]:
    colour = canvas.faded(key.colour) if faded else key.colour
    inside, edge = ("white" if key.hatch else "none", colour) if key.outline else (colour, "white")
    return {
        "facecolor": inside,
        "edgecolor": edge,
        "hatch": key.hatch,
        "linewidth": 1.0 if key.outline else 0.6,
    }


def _patch(key: Key) -> Any:
    from matplotlib.patches import Patch

    return Patch(**_look(key), label=tr(key.label))


def _without_what_has_no_room(figure: Any, inside: Iterable[tuple[Any, Any]]) -> None:
    figure.draw_without_rendering()
    for text, patch in inside:
        text.set_visible(text.get_window_extent().width + 4 <= patch.get_window_extent().width)
