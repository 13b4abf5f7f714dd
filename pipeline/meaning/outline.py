"""Which row stands below which, by what their labels show: codes, numbering, indentation, 其中, sections, merged
labels. Where a label shows nothing, the row is loose: arithmetic will say whose part it is."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from pipeline.meaning.indents import all_depths, codes_contradict
from pipeline.meaning.number_table import NumberRow


@dataclass(slots=True, eq=False)
class Line:
    """A row in the outline; without a row it is a merged label that holds rows together."""

    at: int | None
    row: NumberRow | None
    depth: int | None = None
    """Indentation, 0 the least; None where it shows nothing."""
    above: Line | None = None
    below: list[Line] = field(default_factory=list)
    is_loose: bool = False
    """Only its place says that it belongs to the line above."""
    is_enclosed: bool = False
    """A line of the same numbering follows: what stands between belongs to this one."""

    is_blind: bool = False
    """Of a root: the lines were read without the indentation that they have."""
    is_empty: bool = False
    """A row without figures that is taken for a line like others, no heading by its place."""

    @property
    def is_heading(self) -> bool:
        """Holds what follows together and prints no figures."""
        if self.row is None or not self.row.is_section:
            return self.row is None
        return not self.is_empty or any(not line.is_loose for line in self.below)

    @property
    def is_total(self) -> bool:
        return self.row is not None and self.row.is_total

    @property
    def is_part(self) -> bool:
        return self.row is not None and self.row.is_part

    @property
    def is_marked(self) -> bool:
        """Does anything but its place say where the line belongs?"""
        row = self.row
        return row is not None and bool(row.code or row.ordinal or self.depth is not None)


def outlines(rows: Sequence[NumberRow]) -> Iterator[Line]:
    """Root lines of the readings of the rows, those that believe what is printed first: with and without indentation,
    with and without merged labels; rows without figures as headings of what follows and as lines that are empty;
    without codes where indentation contradicts them."""
    groups = (True, False) if any(row.outer for row in rows) else (False,)
    every = all_depths(rows)
    plain = [[replace(row, code="") for row in rows]] if codes_contradict(rows, every[0]) else []
    for some in (rows, *plain):
        for empty_hold in (True, False) if any(row.is_section for row in some) else (True,):
            for with_groups in groups:
                for depths in every:
                    outline = _Outline(with_groups)
                    for at, (row, depth) in enumerate(zip(some, depths, strict=True)):
                        outline.add(Line(at, row, depth, is_empty=row.is_section and not empty_hold))
                    outline.root.is_blind = depths is every[-1] and len(every) > 1
                    yield outline.root


def is_inside(outer: Line, line: Line) -> bool | None:
    """Does the line belong below the outer one? None where nothing shows it."""
    a, b = outer.row, line.row
    if a is None or b is None:
        return None
    if a.code and b.code:
        return b.code != a.code and b.code.startswith(a.code)
    if outer.depth is not None and line.depth is not None and outer.depth != line.depth:
        return line.depth > outer.depth
    if a.ordinal and b.ordinal:
        return b.ordinal[0] > a.ordinal[0]
    if outer.depth is not None and line.depth is not None:
        return False
    is_first_coded = bool(a.ordinal and b.code) and not (a.code or b.ordinal)
    return True if is_first_coded else None  # 一、利润收入 over 103060107 …


def is_numbered_beside(line: Line, other: Line) -> bool:
    """Do codes or numbers show that neither line is inside the other? Equal indentation shows less."""
    a, b = line.row, other.row
    if a is None or b is None or is_inside(line, other) is not False:
        return False
    return bool((a.code and b.code) or (a.ordinal and b.ordinal))


class _Outline:
    """The outline while it grows: open are the lines that the next row may belong to, outermost first."""

    def __init__(self, with_groups: bool) -> None:
        self._with_groups = with_groups
        self.root = Line(None, None)
        self._open: list[Line] = [self.root]
        self._groups: list[tuple[str, Line]] = []
        self._last: Line | None = None
        self._coded: dict[
            str, Line
        ] = {}  # the last lines by their codes, as long as no other lines come between

    def add(self, line: Line) -> None:
        row = line.row
        assert row is not None
        if self._with_groups:
            self._enter_groups(row.outer)
        if row.is_part and self._last is not None:
            whole = _whole_of(line, self._last)
            self._open = _path_to(whole)
            self._append(line, whole, loose=False)
            self._open.append(line)
        elif (line.is_marked and (not row.is_total or row.ordinal or row.code)) or (
            row.is_section and not line.is_empty
        ):
            self._add_marked(line)
        else:
            self._keep_open(lambda top: not top.is_part)
            self._append(line, self._open[-1], loose=True)
        self._last = line
        if row.code:
            self._coded[row.code] = line
        elif self._coded:
            self._coded = {}

    def _enter_groups(self, outer: tuple[str, ...]) -> None:
        same = 0
        while same < min(len(outer), len(self._groups)) and outer[same] == self._groups[same][0]:
            same += 1
        if same == len(self._groups) == len(outer):
            return
        del self._groups[same:]
        self._coded = {}
        self._open = _path_to(self._groups[-1][1] if self._groups else self.root)
        self._last = None
        for label in outer[same:]:
            group = Line(None, None)
            self._append(group, self._open[-1], loose=False)
            self._open.append(group)
            self._groups.append((label, group))

    def _add_marked(self, line: Line) -> None:
        """Below the innermost open line that it is known to be inside of."""
        self._keep_open(lambda top: _holds(top, line))
        self._reopen(line)
        top = self._open[-1]
        before = next((s for s in reversed(top.below) if s.row is not None and s.row.ordinal), None)
        if before is not None and _continues(before, line):
            before.is_enclosed = True
        if not top.is_heading:
            for sibling in top.below:
                sibling.is_loose = False
        self._append(line, top, loose=False)
        self._open.append(line)

    def _reopen(self, line: Line) -> None:
        """Codes tell where a line belongs, even behind one whose code was misprinted."""
        row = line.row
        assert row is not None
        held = next(
            (
                self._coded[row.code[:n]]
                for n in range(len(row.code) - 1, 2, -1)
                if row.code[:n] in self._coded
            ),
            None,
        )
        if held is not None and held not in self._open:
            self._open = _path_to(held)

    def _keep_open(self, stays: Callable[[Line], bool]) -> None:
        while len(self._open) > 1 and not stays(self._open[-1]):
            self._open.pop()

    def _append(self, line: Line, above: Line, *, loose: bool) -> None:
        line.above = above
        line.is_loose = loose and above is not self.root
        above.below.append(line)


def _whole_of(part: Line, last: Line) -> Line:
    """其中: a part of the row before, or of what the part before is a part of."""
    whole = last
    while whole.above is not None and whole.is_part and is_inside(whole, part) is not True:
        whole = whole.above
    while whole.above is not None and _is_deeper(whole, part):
        whole = whole.above
    return whole


def _is_deeper(line: Line, other: Line) -> bool:
    return line.depth is not None and other.depth is not None and line.depth > other.depth


def _path_to(line: Line) -> list[Line]:
    path = [line]
    while path[-1].above is not None:
        path.append(path[-1].above)
    return path[::-1]


def _holds(top: Line, line: Line) -> bool:
    """Stays a line open before a marked one?"""
    if top.row is None:
        return True
    if top.is_part:
        return is_inside(top, line) is True and top.depth == line.depth
    if top.row.is_section and not top.is_empty:
        return _section_holds(top, line)
    inside = is_inside(top, line)
    return _goes_on(top, line) if inside is None else inside


def _goes_on(whole: Line, line: Line) -> bool:
    """Stands a line below 其中 at least as deep as that, where the whole stands in the middle of its cell?"""
    first = whole.below[0] if whole.below else None
    if first is None or not first.is_part or first.depth is None or line.depth is None:
        return False
    return line.depth >= first.depth


def _section_holds(section: Line, line: Line) -> bool:
    row = line.row
    assert row is not None and section.row is not None
    inside = is_inside(section, line)
    if row.is_section:
        return inside is True
    if section.row.ordinal and row.ordinal:
        return inside is not False
    if section.depth is not None and line.depth is not None:
        return line.depth >= section.depth
    return True


def _continues(before: Line, line: Line) -> bool:
    """Is the line the next one of the same numbering?"""
    a, b = before.row, line.row
    if a is None or b is None or not a.ordinal or not b.ordinal:
        return False
    return a.ordinal[0] == b.ordinal[0] and b.ordinal[1] == a.ordinal[1] + 1
