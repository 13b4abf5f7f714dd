"""Where tables without a full grid stand: between level rules, in shaded bands, or in lines that align.

Rules and shading are hints of one kind: both give level lines. Lines of text between two of them belong to a table
when they are set in columns; prose between them ends it. A table cut by the page's edge is followed past its last
line as far as the columns go on.
"""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass, field

from extractors.lattice import Line
from extractors.model import RawTable
from extractors.pages import Page
from extractors.paths import Fill
from extractors.segments import SegmentLine
from extractors.values import is_value, shape
from extractors.words import known_roles
from normalizers.labels import is_total_label
from normalizers.text import match_key

EDGE = 6.0  # points by which the ends of a table's rules may differ
_CAPTION = re.compile(
    r"^(附件|附表|续表|表|图表|图|table|figure)\s*[\d一二三四五六七八九十]+|单位[:：]", re.IGNORECASE
)
_HEADING = re.compile(r"^([一二三四五六七八九十]+、|\([一二三四五六七八九十]+\)|\d+[.、]\D)")
_UNIT = re.compile(r"\(?(金额|计量|货币)?单位:[^()]{1,6}\)?$")
_NOTE = re.compile(r"^(注|备注|说明|数据来源|资料来源)[:：\d]")
_LEADERS = re.compile(r"[.…·]{4,}\s*\d*$")
_FOOT_ZONE = 0.8  # share of the page's height below which a table may be cut by its foot
_MIN_ROWS = 3  # lines of an unmarked table
_FOOT = re.compile(r"^[-—–·]*(第)?\d{1,4}(页)?([/共]\d{1,4}(页)?)?[-—–·]*$")


@dataclass(slots=True)
class Region:
    """A place where a table stands. `rules` are level lines inside it; `uprights` known column boundaries."""

    x0: float
    x1: float
    top: float
    bottom: float
    lines: list[SegmentLine]
    rules: list[Line] = field(default_factory=list)
    uprights: list[float] = field(default_factory=list)
    fills: list[Fill] = field(default_factory=list)  # shaded areas inside
    source: str = "alignment"
    is_rest: bool = False  # the last rows of the table on the page before


def find_regions(
    page: Page, lines: list[SegmentLine], loose: list[Line], em: float, before: RawTable | None = None
) -> list[Region]:
    """Regions of tables among the lines of a page that no grid holds, from top to bottom.

    `before` is the last table of the page before: a single row of it may stand at the head of this page.
    """
    head = _head_rule(page, lines, loose, em)
    loose = [rule for rule in loose if rule.at > head]
    lines = [line for line in lines if line.top > head and not _is_foot(line, page)]
    regions = _ruled_regions(page, lines, loose, em, "rules")
    shaded = _ruled_regions(page, _without(lines, regions), _fill_edges(page.fills), em, "shading")
    for region in shaded:
        region.fills = [f for f in page.fills if _is_inside(f, region)]
        region.uprights = _fill_columns(region)
    regions += shaded
    regions += _aligned_regions(_without(lines, regions), em)
    if before is not None and not any(r.top < (1 - _FOOT_ZONE) * page.height for r in regions):
        regions += _last_row(_without(lines, regions), before, em)
    return sorted((r for r in regions if not _is_chart(page, r)), key=lambda r: r.top)


def _last_row(lines: list[SegmentLine], before: RawTable, em: float) -> list[Region]:
    """The rest of the table of the page before: a line or two at the page's head that stand in its columns."""
    if not lines or before.method == "ruled":
        return []
    x0, x1 = before.xs[0], before.xs[-1]
    taken = _run(lines, lines[0].top, x0, x1, em, 1)
    rows = [line for line in taken if line.is_multiple]
    while taken and not taken[-1].is_multiple and _crosses(taken[-1], rows[-1] if rows else taken[0], em):
        taken.pop()
    segments = [s for line in taken for s in line.segments]
    crossed = [
        s
        for s in segments
        if any(s.x0 + 1 < x < s.x1 - 1 for x in before.xs[1:-1]) and not is_total_label(s.text)
    ]
    if not rows or crossed or min(s.x0 for s in segments) < x0 - 1 or max(s.x1 for s in segments) > x1 + 1:
        return []
    return [Region(x0, x1, taken[0].top - 1, taken[-1].bottom + 1, taken, is_rest=True)]


def _is_chart(page: Page, region: Region) -> bool:
    """Do curved figures fill a good part of the region?"""
    area = sum(
        max(0.0, min(x1, region.x1) - max(x0, region.x0))
        * max(0.0, min(bottom, region.bottom) - max(top, region.top))
        for x0, top, x1, bottom in page.shapes
    )
    return area > 0.05 * (region.x1 - region.x0) * (region.bottom - region.top)


def _head_rule(page: Page, lines: list[SegmentLine], level: list[Line], em: float) -> float:
    """Height of the rule under the page's running head, -1 without one: high on the page, with white below it."""
    for rule in sorted(level, key=lambda r: r.at):
        if rule.at > 0.12 * page.height:
            break
        below = min((line.top for line in lines if line.top > rule.at - 2), default=page.height)
        above = [line for line in lines if line.bottom < rule.at + 3]
        is_closing = any(
            r.at < line.top < rule.at and abs(r.end - rule.end) < EDGE for r in level for line in above
        )
        if is_closing:
            continue  # the last rule of a table that ends high on the page
        if below - rule.at > 1.2 * em and len(above) <= 2 and rule.end - rule.start > 0.4 * page.width:
            return rule.at
    return -1.0


def _is_foot(line: SegmentLine, page: Page) -> bool:
    return bool(_FOOT.match(match_key(line.text))) and not 0.08 < line.base / page.height < 0.92


def is_prose(line: SegmentLine, x0: float, x1: float, em: float) -> bool:
    """Does the line run from edge to edge without a gap, or past the edges?"""
    if line.x0 < x0 - em or line.x1 > x1 + em:
        return True
    return not line.is_multiple and line.x0 < x0 + 3 * em and line.x1 > x1 - 3 * em


def _is_note(line: SegmentLine, x0: float, x1: float, em: float) -> bool:
    """A single text from the left edge over nearly half the width: the last line of a paragraph, a note, a heading."""
    return (
        not line.is_multiple
        and line.x0 < x0 + 3 * em
        and 0.45 * (x1 - x0) < line.x1 - line.x0
        and not is_prose(line, x0, x1, em)
    )


def _is_heading(line: SegmentLine, x0: float, em: float) -> bool:
    """A numbered heading of the text, alone at the left edge."""
    return not line.is_multiple and line.x0 < x0 + 3 * em and bool(_HEADING.match(match_key(line.text)))


def _ends_table(line: SegmentLine, x0: float, em: float) -> bool:
    """A note, a caption or a numbered heading of the text: what stands between two tables."""
    if _names_table(line):
        return True
    return not line.is_multiple and (_is_heading(line, x0, em) or bool(_NOTE.match(match_key(line.text))))


def _names_table(line: SegmentLine) -> bool:
    """A numbered caption, a unit line, or a caption and its unit on one line."""
    keys = [match_key(s.text) for s in line.segments]
    return bool(_CAPTION.match("".join(keys))) or (len(keys) < 4 and bool(_UNIT.match(keys[-1])))


def _crosses(line: SegmentLine, other: SegmentLine, em: float) -> bool:
    """Does a single text stand over two texts of another line, as no cell of the same columns can?"""
    return (
        not line.is_multiple
        and sum(min(line.x1, s.x1) - max(line.x0, s.x0) > 0.5 * em for s in other.segments) > 1
    )


def _ruled_regions(
    page: Page, lines: list[SegmentLine], level: list[Line], em: float, source: str
) -> list[Region]:
    regions: list[Region] = []
    chains = _chains(page, lines, level, em, source == "shading")
    for chain in chains:
        x0, x1 = min(r.start for r in chain), max(r.end for r in chain)
        near = _cropped(_without(lines, regions), x0, x1, em)
        near = _between_others(near, chain, [c for c in chains if c is not chain], x0, x1)
        inside = [line for line in near if chain[0].at - 1 < line.middle < chain[-1].at + 1]
        above = [line for line in near if line.middle <= chain[0].at - 1][::-1]
        below = [line for line in near if line.middle >= chain[-1].at + 1]
        full = [r for r in chain if r.start < x0 + EDGE and r.end > x1 - EDGE]
        is_cut = source == "shading" or (len(full) <= 2 and not _holds_rows(inside))
        more = _to_edge(below, chain[-1].at, x0, x1, em, 1)
        if not more or more[-1].bottom < _FOOT_ZONE * page.height:
            more = (
                _extend(below, chain[-1].at, x0, x1, em, 1, is_cut) if is_cut or source == "shading" else []
            )
        before = _to_edge(above, chain[0].at, x0, x1, em, -1)
        if not before or before[-1].top > (1 - _FOOT_ZONE) * page.height:
            before = _extend(above, chain[0].at, x0, x1, em, -1) if source == "shading" else []
        inside = before[::-1] + inside + more
        if sum(line.is_multiple for line in inside) < 2 and not _is_header_at_foot(inside, page):
            continue
        top = min(chain[0].at, min(line.top for line in inside) - 1)
        bottom = max(chain[-1].at, max(line.bottom for line in inside) + 1)
        regions.append(Region(x0, x1, top, bottom, inside, list(chain), source=source))
    return regions


def _is_header_at_foot(lines: list[SegmentLine], page: Page) -> bool:
    """A header whose rows stand on the next page."""
    segments = [s for line in lines for s in line.segments]
    known = sum(bool(known_roles(s.text)) for s in segments)
    return known >= 2 and 2 * known >= len(segments) and lines[-1].bottom > _FOOT_ZONE * page.height


def _between_others(
    lines: list[SegmentLine], chain: list[Line], others: list[list[Line]], x0: float, x1: float
) -> list[SegmentLine]:
    """The lines that can belong to a chain: none beyond the rules of another one above or below it."""
    beside = [c for c in others if min(r.start for r in c) < x1 and max(r.end for r in c) > x0]
    low = max((c[-1].at for c in beside if c[-1].at <= chain[0].at), default=-1.0)
    high = min((c[0].at for c in beside if c[0].at >= chain[-1].at), default=float("inf"))
    return [line for line in lines if low < line.middle < high]


def _holds_rows(lines: list[SegmentLine]) -> bool:
    """Do the lines between two rules hold values, as the rows of a closed table do and a header does not?"""
    rows = [
        line for line in lines if sum(is_value(s.text) and shape(s.text) != "date" for s in line.segments) > 1
    ]
    return 2 * len(rows) >= len(lines) > 0


def _without(lines: list[SegmentLine], regions: list[Region]) -> list[SegmentLine]:
    """The lines without the segments that regions have taken."""
    taken = {id(s) for region in regions for line in region.lines for s in line.segments}
    kept = ([s for s in line.segments if id(s) not in taken] for line in lines)
    return [SegmentLine(segments) for segments in kept if segments]


def _cropped(lines: list[SegmentLine], x0: float, x1: float, em: float) -> list[SegmentLine]:
    """The lines without the segments that stand beside x0 to x1."""
    kept = ([s for s in line.segments if s.x1 > x0 - em and s.x0 < x1 + em] for line in lines)
    return [SegmentLine(segments) for segments in kept if segments]


def _chains(
    page: Page, lines: list[SegmentLine], level: list[Line], em: float, is_row: bool
) -> list[list[Line]]:
    """Level lines of one table: inside the same edges, with nothing but rows (or a single one) between them."""
    chains: list[list[Line]] = []
    for rule in sorted(level, key=lambda r: (r.at, r.start)):
        if rule.end - rule.start < 2 * em:
            continue
        for chain in reversed(chains):
            x0, x1 = min(r.start for r in chain), max(r.end for r in chain)
            inside = rule.start >= x0 - EDGE and rule.end <= x1 + EDGE
            if not inside and not _is_wider(rule, x0, x1):
                continue
            x0, x1 = min(x0, rule.start), max(x1, rule.end)
            if _is_table_band(lines, chain[-1].at, rule.at, x0, x1, em, is_row):
                chain.append(rule)
                break
        else:
            if rule.end - rule.start >= 0.2 * page.width:
                chains.append([rule])
    return chains


def _is_wider(rule: Line, x0: float, x1: float) -> bool:
    """Does a rule go on beyond one end of the rules above it, which merged labels beside them cut short?"""
    at_left, at_right = abs(rule.start - x0) <= EDGE, abs(rule.end - x1) <= EDGE
    covers = rule.start <= x0 + EDGE and rule.end >= x1 - EDGE
    return covers and (at_left or at_right)


def _is_table_band(
    lines: list[SegmentLine], top: float, bottom: float, x0: float, x1: float, em: float, is_row: bool
) -> bool:
    """Are the lines between two rules rows of a table, or the lines of a single row (`is_row`)?"""
    band = _cropped([line for line in lines if top < line.middle < bottom], x0, x1, em)
    if not band:
        return bottom - top < 12 * em
    prose = sum(is_prose(line, x0, x1, em) for line in band)
    notes = sum(_is_note(line, x0, x1, em) for line in band)
    headings = sum(_is_heading(line, x0, em) for line in band)
    if (
        2 * prose >= len(band)
        or prose + notes >= 2
        or (prose and headings)
        or any(_names_table(line) or _NOTE.match(match_key(line.text)) for line in band)
        or (is_row and _is_broken(band, x0, em))
    ):
        return False
    return any(line.is_multiple for line in band) or (len(band) == 1 and band[0].x1 < x1 - 8 * em)


def _is_broken(band: list[SegmentLine], x0: float, em: float) -> bool:
    """Does the text of a row end before the band does, with a heading or a title of another table below it?"""
    rows = [line for line in band if line.is_multiple]
    return any(
        _ends_table(line, x0, em) or (rows and line.base > rows[-1].base and _crosses(line, rows[-1], em))
        for line in band
    )


def _to_edge(
    lines: list[SegmentLine], edge: float, x0: float, x1: float, em: float, step: int
) -> list[SegmentLine]:
    """All lines from the last rule to the page's edge when they go on in columns, nearest first; else none.

    There the page break may have cut a cell: its lines stand alone.
    """
    taken = _run(lines, edge, x0, x1, em, step)
    rows = [line for line in taken if line.is_multiple]
    alone = [line for line in taken if not line.is_multiple]
    if len(taken) < len(lines) or any(_crosses(line, row, em) for line in alone for row in rows[-1:]):
        return []
    return taken if rows or all(line.x0 > x0 + 3 * em for line in alone) else []


def _extend(
    lines: list[SegmentLine], edge: float, x0: float, x1: float, em: float, step: int, is_cut: bool = False
) -> list[SegmentLine]:
    """Lines beyond the last rule that go on in columns, nearest first.

    Below a header whose table is surely cut (`is_cut`) the first lines may belong to a single cell.
    """
    taken = _run(lines, edge, x0, x1, em, step)
    if taken and not taken[0].is_multiple and not is_cut:
        return []
    rows = [line for line in taken if line.is_multiple]
    while (
        len(taken) > 1
        and not taken[-1].is_multiple
        and (abs(taken[-1].base - taken[-2].base) > 1.6 * em or (rows and _crosses(taken[-1], rows[-1], em)))
    ):
        taken.pop()
    return taken if rows else []


def _run(
    lines: list[SegmentLine], edge: float, x0: float, x1: float, em: float, step: int
) -> list[SegmentLine]:
    """Lines one after the other, nearest first, up to a wide gap or to what ends a table."""
    taken: list[SegmentLine] = []
    last = edge
    for line in lines:
        distance = (line.top - last) if step > 0 else (last - line.bottom)
        is_list = _LEADERS.search(match_key(line.text))
        if distance > 3 * em or is_prose(line, x0, x1, em) or is_list or _ends_table(line, x0, em):
            break
        taken.append(line)
        last = line.bottom if step > 0 else line.top
    return taken


def _fill_edges(fills: list[Fill]) -> list[Line]:
    """Upper and lower edges of shaded rows, fills that touch side by side taken together."""
    rows: dict[tuple[int, int], list[Fill]] = {}
    for fill in fills:
        if fill.x1 - fill.x0 > 8 and 6 < fill.bottom - fill.top < 400:
            rows.setdefault((round(fill.top), round(fill.bottom)), []).append(fill)
    edges: list[Line] = []
    for group in rows.values():
        runs: list[list[Fill]] = []
        for fill in sorted(group):
            if runs and fill.x0 <= max(f.x1 for f in runs[-1]) + 3:
                runs[-1].append(fill)
            else:
                runs.append([fill])
        for run in runs:
            start, end = run[0].x0, max(f.x1 for f in run)
            edges += [Line(run[0].top, start, end), Line(run[0].bottom, start, end)]
    joined: list[Line] = []
    for edge in sorted(edges, key=lambda line: (line.at, line.start)):
        beside = [j for j in joined if abs(j.at - edge.at) < 2 and j.start - 3 <= edge.start <= j.end + 3]
        if beside:
            beside[0].end = max(beside[0].end, edge.end)
        else:
            joined.append(edge)
    return joined


def _is_inside(fill: Fill, region: Region) -> bool:
    return region.top - 2 < fill.top and fill.bottom < region.bottom + 2 and fill.x0 >= region.x0 - 2


def _fill_columns(region: Region) -> list[float]:
    """Column boundaries that shaded cells show: inner edges seen in at least half of the shaded rows."""
    inner: dict[int, int] = {}
    rows: set[int] = set()
    for fill in region.fills:
        rows.add(round(fill.top))
        if fill.x0 > region.x0 + 2:
            inner[round(fill.x0)] = inner.get(round(fill.x0), 0) + 1
    wanted = max(1, len(rows) // 2)
    return [float(x) for x, count in sorted(inner.items()) if count >= wanted]


def _aligned_regions(lines: list[SegmentLine], em: float) -> list[Region]:
    """Runs of lines set in columns with nothing drawn around them."""
    regions: list[Region] = []
    run: list[SegmentLine] = []
    for line in [*lines, None]:
        if line is not None and run and _goes_on(run, line, em):
            run.append(line)
            continue
        # The last line of a wrapped cell stays close to the line above it.
        while run and not run[-1].is_multiple and (len(run) < 2 or run[-1].base - run[-2].base > 1.6 * em):
            run.pop()
        for part in _side_by_side(run, em):
            if _is_aligned_table(part, em):
                x0, x1 = min(line.x0 for line in part), max(line.x1 for line in part)
                regions.append(Region(x0, x1, part[0].top - 1, part[-1].bottom + 1, part))
        run = [line] if line is not None and _may_start(line) else []
    return regions


def _side_by_side(run: list[SegmentLine], em: float) -> list[list[SegmentLine]]:
    """Two tables set beside each other: their last line holds two totals, or their headings repeat."""
    multiple = [line for line in run if line.is_multiple]
    if len(multiple) < _MIN_ROWS:
        return [list(run)]
    totals = [s for s in multiple[-1].segments if is_total_label(s.text)]
    head = [match_key(s.text) for s in multiple[0].segments]
    half = len(head) // 2
    repeated = half >= 2 and len(head) % 2 == 0 and head[:half] == head[half:]
    if len(totals) != 2 and not repeated:
        return [list(run)]
    start = totals[1].x0 if len(totals) == 2 else multiple[0].segments[half].x0
    gaps = [(a[1], b[0]) for a, b in itertools.pairwise(_white_columns(run, em)) if a[1] < start]
    if not gaps:
        return [list(run)]
    middle = sum(gaps[-1]) / 2
    left = [[s for s in line.segments if s.centre < middle] for line in run]
    right = [[s for s in line.segments if s.centre >= middle] for line in run]
    return [[SegmentLine(segments) for segments in side if segments] for side in (left, right)]


def _may_start(line: SegmentLine) -> bool:
    return line.is_multiple and not _LEADERS.search(match_key(line.text)) and not _names_table(line)


def _goes_on(run: list[SegmentLine], line: SegmentLine, em: float) -> bool:
    too_far = line.top - run[-1].bottom > 2.2 * em
    if too_far or _names_table(line) or _LEADERS.search(match_key(line.text)):
        return False
    x0, x1 = min(line.x0 for line in run), max(line.x1 for line in run)
    if line.is_multiple or (line.x0 > x0 + 4 * em and line.x1 - line.x0 < 0.6 * (x1 - x0)):
        return True
    return not is_prose(line, x0, x1, em) and line.x1 - line.x0 < 0.4 * (x1 - x0)


def _is_aligned_table(run: list[SegmentLine], em: float) -> bool:
    """Lines set in columns with white between them from top to bottom, which hold values or have known headings."""
    multiple = [line for line in run if line.is_multiple]
    segments = [s for line in multiple for s in line.segments]
    if len(multiple) < _MIN_ROWS or sum(":" in match_key(s.text) for s in segments) > 0.4 * len(segments):
        return False
    columns = _white_columns(run, em)
    known = sum(bool(known_roles(s.text)) for s in run[0].segments)
    if len(columns) < 3 and not (len(columns) == 2 and known == 2):
        return False
    with_values = 0
    for low, high in columns[1:]:
        texts = [s.text for line in run[1:] for s in line.segments if low <= s.centre <= high]
        with_values += bool(texts) and 2 * sum(is_value(t) for t in texts) >= len(texts)
    return with_values > 0 or known >= 2


def _white_columns(run: list[SegmentLine], em: float) -> list[tuple[float, float]]:
    """Stretches of x that the lines fill, parted by white of at least an em."""
    found: list[tuple[float, float]] = []
    for x0, x1 in sorted(ink for line in run for s in line.segments for ink in s.ink):
        if found and x0 - found[-1][1] < em:
            found[-1] = (found[-1][0], max(found[-1][1], x1))
        else:
            found.append((x0, x1))
    return found
