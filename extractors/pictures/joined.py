"""Recognised characters beside a page's own. Needs numpy alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from extractors.pages import Array, Fill, Flags, Page, Rule
from extractors.pictures.places import is_known

_SAME = 2.0  # points between a line of the page and the same line found in its picture


def with_read(page: Page, found: Page, units: tuple[float, float], left: float, top: float) -> Page:
    """The page with what was read in an area of it, whose corner is at (left, top) and whose points are `units`
    wide and high.

    Characters that stand where the page has its own, and lines that it has, are not taken twice.
    """

    wide, high = units

    def x(value: float) -> float:
        return left + wide * value

    def y(value: float) -> float:
        return top + high * value

    boxes = found.boxes * np.array([wide, high, wide, high]) + np.array([left, top, left, top])
    new = ~is_known(boxes, page)
    rules = [Rule(x(r.x0), y(r.top), x(r.x1), y(r.bottom)) for r in found.rules]
    fills = [Fill(x(f.x0), y(f.top), x(f.x1), y(f.bottom), f.colour) for f in found.fills]
    sure = found.confidences if found.confidences is not None else np.ones(len(new))
    joined = _joined(page, found.text, boxes, high * found.baselines + top, sure, new)
    return replace(
        joined,
        rules=page.rules + [rule for rule in rules if not _is_drawn(rule, page.rules)],
        fills=page.fills + [fill for fill in fills if not _is_shaded(fill, page.fills)],
        dropped=page.dropped + found.dropped,
    )


def with_lines(
    page: Page, text: Sequence[str], boxes: Array, baselines: Array, confidences: Array, instead_of: Flags
) -> Page:
    """The page with recognised characters in place of some of its own."""
    kept = page.with_characters(~instead_of)
    return _joined(kept, text, boxes, baselines, confidences, np.ones(len(text), dtype=bool))


def _joined(
    page: Page, text: Sequence[str], boxes: Array, baselines: Array, confidences: Array, taken: Flags
) -> Page:
    """The page's own characters, then those taken of the others."""
    own = page.confidences if page.confidences is not None else np.full(len(page.text), np.nan)
    boxes, baselines = boxes[taken], baselines[taken]
    middles = np.stack([boxes[:, 0], baselines, boxes[:, 0], baselines], axis=1)
    quarters = page.quarters
    return replace(
        page,
        text=[*page.text, *(char for char, stays in zip(text, taken.tolist(), strict=True) if stays)],
        boxes=np.concatenate([page.boxes, boxes]),
        baselines=np.concatenate([page.baselines, baselines]),
        quarters=None if quarters is None else np.pad(quarters, (0, len(boxes))),
        origins=None if page.origins is None else np.concatenate([page.origins, middles]),
        confidences=np.concatenate([own, confidences[taken]]),
        hideable=None,  # it knows the page's own characters only
        is_plain=False,  # other readers of the file would not see what was added
    )


def _is_drawn(rule: Rule, rules: list[Rule]) -> bool:
    """Does a line of the page run where one was found?"""
    if rule.level:
        return any(
            r.level and abs(r.top - rule.top) < _SAME and r.x0 < rule.x1 - _SAME and r.x1 > rule.x0 + _SAME
            for r in rules
        )
    return any(
        not r.level
        and abs(r.x0 - rule.x0) < _SAME
        and r.top < rule.bottom - _SAME
        and r.bottom > rule.top + _SAME
        for r in rules
    )


def _is_shaded(fill: Fill, fills: list[Fill]) -> bool:
    """Does the page shade the place?"""
    x, y = (fill.x0 + fill.x1) / 2, (fill.top + fill.bottom) / 2
    return any(f.x0 < x < f.x1 and f.top < y < f.bottom for f in fills)
