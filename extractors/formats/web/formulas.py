"""Formulas of a page (MathML) as text on one line, as a reader says them."""

from __future__ import annotations

from extractors.formats.web.tree import Element, children, name_of, remove

_RAISED = str.maketrans("0123456789+-n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻ⁿ")
_NOTES = ("annotation", "annotation-xml")
_DEEPEST = 50  # elements within each other; nobody writes such a formula


def write_formulas(body: Element) -> None:
    """Put the text of each formula in its place."""
    for element in list(body.iter("math")):
        element.tail = _said(element) + (element.tail or "")
        remove(element)


def _said(element: Element, depth: int = 0) -> str:
    name = name_of(element)
    if name in _NOTES:
        return ""
    if depth > _DEEPEST:
        return "".join(element.itertext())
    parts = [f"{_said(one, depth + 1)}{(one.tail or '').strip()}" for one in children(element)]
    if name == "mfrac":
        return "/".join(parts)
    if name == "msup" and len(parts) == 2:
        raised = parts[1].translate(_RAISED)
        return parts[0] + (raised if raised != parts[1] else f"^{parts[1]}")
    if name == "mtr":
        return " ".join(parts)
    text = (element.text or "").strip() + "".join(parts)
    return f"√{text}" if name == "msqrt" else text
