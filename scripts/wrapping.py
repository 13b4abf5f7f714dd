"""Breaks a text into lines as Chinese typesetting allows, and measures it."""

from __future__ import annotations

import re

from reportlab.pdfbase import pdfmetrics

_TOKEN = re.compile(r"\[\d{1,2}\]|[A-Za-z0-9.,%≥≤]+|.", re.DOTALL)
_NEVER_FIRST = "，。；：、）】》！？”％"
_NEVER_LAST = "（【《“"


def wrap(text: str, font: str, size: float, width: float, indent: float = 0.0) -> list[str]:
    """Break `text` into lines no wider than `width`; numbers stay whole, closing marks never start a line."""
    lines: list[str] = []
    for paragraph in text.split("\n"):
        line, room = "", width - indent
        for token in _TOKEN.findall(paragraph):
            pieces = [token] if wide(token, font, size) <= width else list(token)
            for piece in pieces:
                if line and wide(line + piece, font, size) > room:
                    end = _line_end(line + piece, len(line))
                    lines.append(line[:end].rstrip(" "))
                    line, room = line[end:].lstrip(" "), width
                    piece = piece.lstrip(" ") if not line else piece
                line += piece
        lines.append(line)
    return lines


def wide(text: str, font: str, size: float) -> float:
    """Width of `text` in points."""
    return float(pdfmetrics.stringWidth(text, font, size))


def _line_end(text: str, end: int) -> int:
    """Move a break before `end` back until no mark stands where it must not."""
    best = end
    while best > 1 and (text[best] in _NEVER_FIRST or text[best - 1] in _NEVER_LAST):
        best -= 1
    return best if best > 1 else end
