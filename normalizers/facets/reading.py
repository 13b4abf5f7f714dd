"""`read_label`: from the text of a label to everything it says."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from normalizers.facets.brackets import bracket_spans, read_bracket
from normalizers.facets.collecting import collect
from normalizers.facets.laying import region_tile, tiles_of
from normalizers.facets.model import Facets
from normalizers.facets.places import is_region
from normalizers.facets.prefixes import read_front, without_table_number
from normalizers.facets.printed import Printed, printed
from normalizers.facets.tiling import Layout, Tile, lay_out, stays_behind
from normalizers.facets.vocabulary import Word, vocabulary
from normalizers.numbers import units

_LONGEST = 80  # a longer text is a sentence
_FIGURE = re.compile(r"[0-9]+(?:,[0-9]{3})*\.[0-9]+|[0-9]{1,3}(?:,[0-9]{3})+")  # no code, no year
_UNIT_LINE = re.compile(r"\(?(?:金额|货币|计量|计算|数量)?单位:.*$")
_CLOSING = ":。;,、"
_NOTES_ON_REGIONS = ("不含", "不包括", "包括", "含", "原")
_OWN_LEVEL = frozenset({"本级", "本部", "直属"})
_OF_NUMBERS = frozenset({"points", "unit"})


@lru_cache(maxsize=16384)
def read_label(text: str) -> Facets:
    """What a label says: a column heading, the text of a stub, a caption, the label of a group."""
    if _FIGURE.fullmatch(text):
        return Facets(item=text, name=text)
    label = printed(without_table_number(text))
    if not label.key or len(label.key) > _LONGEST:
        return Facets(item=label.text, name=label.text)
    front = read_front(label)
    end, unit = _unit_line(label, front.start, front.end)
    said = front.say if unit is None else front.say | {"unit": unit}
    end = front.start + len(label.key[front.start : end].rstrip(_CLOSING))
    return _facets(label, _layout(label.key, front.start, end), (front.start, end), said)


def _unit_line(label: Printed, start: int, end: int) -> tuple[int, units.Unit | None]:
    """单位：万元 at the end of a label, and where the label ends without it."""
    line = _UNIT_LINE.search(label.key, start, end) if "单位:" in label.key else None
    unit = units.header_unit(label.text) if line else None
    return (line.start(), unit) if line and unit is not None else (end, None)


def _layout(key: str, start: int, end: int) -> Layout:
    whole = vocabulary().whole.get(key[start:end])
    if whole is not None:
        return Layout([Tile(start, end, (whole,), keep=whole.keep)], (end, end), [])
    before_points = _whole_before_points(key, start, end)
    if before_points is not None:
        return before_points
    layout = lay_out(tiles_of(key, start, end), start, end)
    if not layout.is_covered and is_region(key[start:end]):
        return Layout([region_tile(start, end)], (end, end), [])
    return layout


def _whole_before_points(key: str, start: int, end: int) -> Layout | None:
    """A whole word with its points behind it: 满意度（10分） is a kind of indicator as 满意度 is."""
    *_, (opened, closed) = [(end, end), *((start + a, start + b) for a, b in bracket_spans(key[start:end]))]
    whole = vocabulary().whole.get(key[start:opened]) if start < opened < closed == end else None
    words = read_bracket(key[opened + 1 : closed - 1], key) if whole is not None else None
    if whole is None or not words or "points" not in words[0].say:
        return None
    tiles = [Tile(start, opened, (whole,), keep=whole.keep), Tile(opened, end, words, is_bracket=True)]
    return Layout(tiles, (end, end), [])


def _facets(label: Printed, layout: Layout, span: tuple[int, int], said: dict[str, Any]) -> Facets:
    tiles = [*layout.before, *layout.behind]
    in_brackets = [word for tile in tiles if tile.is_bracket for word in tile.words]
    outside = [word for tile in tiles if not tile.is_bracket for word in tile.words]
    inside = [] if layout.is_covered else _inside(label.key[slice(*span)])
    if not (tiles or said or inside):
        item = label.parts([span])
        return Facets(item=item, name=item)
    found = collect([*in_brackets, *inside, *outside, Word("", said)])
    found.pop("region", None)
    region, note = _region(label, tiles)
    if region:
        found["region"] = region
    item = _item(label, layout, note)
    if not item and not found.keys() - said.keys():  # words that say nothing by themselves are a name: 新增
        item = label.parts([span])
    return Facets(
        **found,
        item=item,
        name=_name(label, span, tiles),
        words=(*_words(label, layout), *((f, w.text) for w in inside for f in w.say)),
    )


def _inside(name: str) -> list[Word]:
    """Words that count wherever they stand in a name: 小微企业贷款贴息 is for small enterprises."""
    known = vocabulary()
    return [known.words[match[0]] for match in known.inside.finditer(name)]


def _region(label: Printed, tiles: Sequence[Tile]) -> tuple[str, Tile | None]:
    """The region as printed, with 本级 and a note on its borders behind it; and that note."""
    for n, tile in enumerate(tiles):
        if not any("region" in word.say for word in tile.words):
            continue
        end, note = tile.end, None
        for other in tiles[n + 1 : n + 3]:
            own = any(word.text in _OWN_LEVEL for word in other.words)
            content = label.key[other.start + 1 : other.end]
            if other.is_bracket and content.startswith(_NOTES_ON_REGIONS):
                note = other
            elif not own:
                break
            end = other.end
        return label.part(tile.start, end), note
    return "", None


def _item(label: Printed, layout: Layout, note: Tile | None) -> str:
    tiles = [*layout.before, *layout.behind]
    kept = [tile for tile in tiles if tile.keep and tile is not note]
    if not layout.is_covered:
        spans = [
            (t.start, t.end) for t in kept if t in layout.before or t.keep == "bracket" or stays_behind(t)
        ]
        return label.parts(sorted([*spans, layout.rest]))
    saying = [tile for tile in tiles if any(word.say for word in tile.words)]
    if len(tiles) > 1 and all(tile.keep == "rest" and _says_flow(tile) for tile in saying):
        return label.parts((tile.start, tile.end) for tile in tiles if tile.keep != "number")
    always = [n for n, tile in enumerate(tiles) if tile.keep == "always"]
    if always:
        brackets = [n for n, tile in enumerate(tiles) if tile in kept and tile.keep == "bracket"]
        names = sorted({*_with_fillers(tiles, always), *brackets})
        return label.parts((tiles[n].start, tiles[n].end) for n in names)
    is_alone = len(tiles) == 1 and label.key[tiles[0].start] == "("  # nothing but a document number
    return label.parts((tile.start + 1, tile.end - 1) for tile in kept if tile.keep == "bracket" or is_alone)


def _says_flow(tile: Tile) -> bool:
    return any("flow" in word.say for word in tile.words)


def _with_fillers(tiles: Sequence[Tile], always: list[int]) -> list[int]:
    """Words that are the name, with 支出 behind them and words before that say nothing: 地方政府 | 债务付息 | 支出."""
    found = {*always, *(n + 1 for n in always if n + 1 < len(tiles) and tiles[n + 1].keep == "rest")}
    for n in always:
        while n > 0 and not tiles[n - 1].is_bracket and not any(word.say for word in tiles[n - 1].words):
            n -= 1
            found.add(n)
    return sorted(found)


def _name(label: Printed, span: tuple[int, int], tiles: Sequence[Tile]) -> str:
    """The label without brackets that hold only a unit, points or a formula, and without the number of the document
    by which an instalment was issued; beside other words that number tells lines apart."""
    start, end = span
    of_stage = any("phase" in word.say for tile in tiles for word in tile.words)
    spans: list[tuple[int, int]] = []
    for tile in tiles:
        says = {facet for word in tile.words for facet in word.say}
        is_name = tile.keep == "bracket" or (tile.keep == "number" and not of_stage)
        if tile.is_bracket and not is_name and says <= _OF_NUMBERS:
            spans.append((start, tile.start))
            start = tile.end
    return label.parts([*spans, (start, end)])


def _words(label: Printed, layout: Layout) -> list[tuple[str, str]]:
    return [
        (facet, label.part(tile.start, tile.end))
        for tile in (*layout.before, *layout.behind)
        for word in tile.words
        for facet in word.say
    ]
