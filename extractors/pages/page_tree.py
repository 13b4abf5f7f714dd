"""Do pages and the nodes that list them agree? A wrong byte in what is not packed may break the one or the other."""

from __future__ import annotations

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf

_DEEPEST = 60


def tree_problems(pdf: Pdf) -> list[str]:
    """Pages that are not there, name another parent than the node that lists them, or are miscounted."""
    problems: list[str] = []
    root = pdf.Root.get(Name.Pages)
    if isinstance(root, Dictionary):
        _walk(root, problems, set(), 0)
    return list(dict.fromkeys(problems))


def _walk(node: pikepdf.Object, problems: list[str], seen: set[tuple[int, int]], depth: int) -> int:
    """The number of pages below a node."""
    kids = node.get(Name.Kids)
    if not isinstance(kids, Array) or depth > _DEEPEST or node.objgen in seen:
        return 0
    seen.add(node.objgen)
    count = 0
    for kid in kids:
        if not isinstance(kid, Dictionary):
            problems.append("a page that is listed is missing")
            continue
        parent = kid.get(Name.Parent)
        if not isinstance(parent, Dictionary) or parent.objgen != node.objgen:
            problems.append("a page names another parent than the node that lists it")
        count += _walk(kid, problems, seen, depth + 1) if Name.Kids in kid else 1
    if node.get(Name.Count) != count:
        problems.append("a node of the page tree counts other pages than it lists")
    return count
