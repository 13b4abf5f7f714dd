"""The objects of a page in drawing order, those inside form objects included."""

from __future__ import annotations

from collections.abc import Iterator

import pypdfium2.raw as raw

Box = tuple[float, float, float, float]

_MAX_DEPTH = 4
_MAX_OBJECTS = 20_000


def objects(parent: object) -> Iterator[tuple[object, int]]:
    """Text and image objects in drawing order, also those inside form objects."""
    budget = _MAX_OBJECTS
    stack = [(parent, raw.FPDFPage_CountObjects, raw.FPDFPage_GetObject, 0, 0)]
    while stack and budget:
        holder, count, get, index, depth = stack.pop()
        if index >= count(holder):
            continue
        stack.append((holder, count, get, index + 1, depth))
        item = get(holder, index)
        kind = raw.FPDFPageObj_GetType(item)
        budget -= 1
        if kind in (raw.FPDF_PAGEOBJ_TEXT, raw.FPDF_PAGEOBJ_IMAGE):
            yield item, kind
        elif kind == raw.FPDF_PAGEOBJ_FORM and depth < _MAX_DEPTH:
            stack.append((item, raw.FPDFFormObj_CountObjects, raw.FPDFFormObj_GetObject, 0, depth + 1))
