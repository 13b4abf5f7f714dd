"""Amounts printed in one cell with their labels: 其中：财政拨款：420.00; 分值：20; 一、拨款：12 二、自筹：3."""

from __future__ import annotations

import re
from dataclasses import replace

from extractors.model import LogicalTable, RawCell
from normalizers.numbers import parse_number

_PAIR = re.compile(
    r"(?:(?P<group>(?!其中)[^\d：:；;，,。！？\n]{1,12})[：:]\s*(?=[^：:\d\n]{1,30}[：:]))?"  # 资金来源：财政拨款：36
    r"(?P<label>(?:其中[：:]\s*)?[^：:；;，,。！？\n]{1,30}?)[：:]\s*"
    r"(?P<value>[-−]?\d[\d,，]*(?:\.\d+)?\s*(?:万元|亿元|元|分|%|％)?)(?![\d.年月日/:：~～—-])[\s；;，,、。]*"
)
_WORD = re.compile(r"[\u4e00-\u9fff]")


def inner_pairs(text: str) -> list[tuple[str, str, str]]:
    """Groups, labels and numbers that make up the whole of a text; empty when anything else stands in it."""
    if ("：" not in text and ":" not in text) or parse_number(text) is not None:  # 减：12.50
        return []
    found: list[tuple[str, str, str]] = []
    group, at = "", 0
    text = text.strip()
    while at < len(text):
        match = _PAIR.match(text, at)
        if match is None or not _WORD.search(match["label"]):
            return []
        group = match["group"] or group
        found.append((group, match["label"].strip(), match["value"].strip()))
        at = match.end()
    return found


def inner_cells(table: LogicalTable) -> list[tuple[RawCell, list[tuple[str, RawCell, RawCell]]]]:
    """Cells that hold labels with their numbers, from top to bottom; label and number each as a cell of its own."""
    found = []
    for cell in table.cells:
        pairs = inner_pairs(cell.text)
        if pairs:
            cells = [(g, replace(cell, text=label), replace(cell, text=value)) for g, label, value in pairs]
            found.append((cell, cells))
    return found
