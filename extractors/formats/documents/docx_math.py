"""Equations of Word as text on one line."""

from __future__ import annotations

from extractors.formats.documents.docx_names import Element, child, kind, within

_BETWEEN = {"m:f": "/"}
_BEFORE = {"m:rad": "√"}


def formula(element: Element) -> str:
    """The letters of an equation as they are read: 得分=实际值/目标值×10."""
    name = kind(element)
    if name in ("m:t", "w:t"):
        return element.text or ""
    parts = [formula(one) for one in within(element) if not kind(one).endswith("Pr")]
    text = _BETWEEN.get(name, "").join(filter(None, parts))
    if name == "m:d":
        marks = child(element, "m:dPr")
        text = f"{_sign(marks, 'm:begChr', '(')}{text}{_sign(marks, 'm:endChr', ')')}"
    return _BEFORE.get(name, "") + text


def _sign(marks: Element | None, name: str, usual: str) -> str:
    found = child(marks, name)
    if found is None:
        return usual
    return next((value for key, value in found.attrib.items() if str(key).endswith("}val")), "")
