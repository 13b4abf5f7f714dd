"""What is known of the parts of a label: words, times, regions, units and brackets as tiles over its match key."""

from __future__ import annotations

import re

from normalizers.facets.brackets import bracket_spans, document_numbers, is_document_number, read_bracket
from normalizers.facets.places import region_prefixes, runs_on
from normalizers.facets.prefixes import FIGURE_STYLE, counts_things
from normalizers.facets.tiling import Tile, Tiles, lay_out
from normalizers.facets.times import find_times
from normalizers.facets.vocabulary import Word, vocabulary
from normalizers.numbers import units

_ONE = (1,)
_ENDS = frozenset({"start", "end"})
_BEHIND = frozenset({"end"})
_BEFORE = frozenset({"start"})
_SEPARATOR = re.compile(r"[-—–:/、,;()]")
_BEFORE_PERCENT = re.compile(r"[\d.≥≤<>=]$")
_BARE_YEAR = re.compile(r"20[0-4]\d(?=[\u4e00-\u9fff])(?!年|号|财年)")
_LAST_NUMBER = re.compile(r"(?<=[\u4e00-\u9fff])\d{1,2}(?=\(|$)")
_LONGEST_UNIT = 4
_UNREAD_COST = 6
_UNKNOWN_REGION_COST = 3


def tiles_of(key: str, start: int, end: int) -> Tiles:
    """All that is known of parts of the key, by where it begins; longer ones first."""
    tiles: Tiles = {}
    _lay_words(tiles, key, start, end)
    for begin, stop, say in find_times(key[start:end]):
        tile = Tile(start + begin, start + stop, (Word(key[start + begin : start + stop], say),), _ENDS)
        tiles.setdefault(tile.start, []).insert(0, tile)
        _lay_regions(tiles, key, tile.end, end, _BEFORE)
    _lay_bare_year(tiles, key, start, end)
    _lay_regions(tiles, key, start, end)
    _lay_unit(tiles, key, start, end)
    for begin, stop in document_numbers(key[start:end]):
        tile = Tile(start + begin, start + stop, (), keep="number", cost=1 + stop - begin, is_bracket=True)
        tiles.setdefault(tile.start, []).append(tile)
    for begin, stop in bracket_spans(key[start:end]):
        tiles.setdefault(start + begin, []).append(_bracket(key, start + begin, start + stop))
    return tiles


def _lay_words(tiles: Tiles, key: str, start: int, end: int) -> None:
    known = vocabulary()
    words, lengths = known.words, known.lengths
    for place in range(start, end):
        pair = key[place : place + 2]
        sizes = lengths.get(pair, _ONE) if pair in lengths or key[place] in words else ()
        for length in sizes:
            word = words.get(key[place : place + length])
            if word is not None and place + length <= end:
                tile = Tile(place, place + length, (word,), word.place, word.keep)
                tiles.setdefault(place, []).append(tile)
    _lay_number(tiles, key, start, end)
    _lay_whole_words(tiles, key, start, end)


def _lay_bare_year(tiles: Tiles, key: str, start: int, end: int) -> None:
    """2020决算数: a year without its word, but not 2020家."""
    found = _BARE_YEAR.match(key, start, end)
    if found and not counts_things(key, found.end()):
        word = Word(found[0], {"fiscal_year": int(found[0])})
        tiles.setdefault(start, []).append(Tile(start, found.end(), (word,), _BEFORE))


def _lay_number(tiles: Tiles, key: str, start: int, end: int) -> None:
    """A number behind known words counts them: 绩效目标2."""
    found = _LAST_NUMBER.search(key, start, end)
    if found:
        word = Word(found[0], {"ordinal": (FIGURE_STYLE, int(found[0]))})
        tiles.setdefault(found.start(), []).append(Tile(found.start(), found.end(), (word,)))


def _lay_whole_words(tiles: Tiles, key: str, start: int, end: int) -> None:
    """Whole words between separators: 效益-社会效益, 产出（50分）."""
    begin = start
    for separator in _SEPARATOR.finditer(key, start, end):
        _lay_whole_word(tiles, key, begin, separator.start())
        begin = separator.end()
    if begin > start:
        _lay_whole_word(tiles, key, begin, end)


def _lay_whole_word(tiles: Tiles, key: str, start: int, end: int) -> None:
    word = vocabulary().whole.get(key[start:end])
    if word is not None:
        tiles.setdefault(start, []).append(Tile(start, end, (word,)))


def _lay_regions(tiles: Tiles, key: str, start: int, end: int, place: frozenset[str] = frozenset()) -> None:
    """Regions at a place. Behind a year they also stand before names: 2024年宜良县水渠清淤, 2024年全市水渠清淤."""
    for stop in region_prefixes(key[:end], start):
        is_cut = runs_on(key, stop)
        tiles.setdefault(start, []).append(region_tile(start, stop, frozenset() if is_cut else place))
    if place:
        whole = [tile for tile in tiles.get(start, ()) if "is_whole_region" in tile.words[0].say]
        tiles[start] = [*(tile._replace(place=place) for tile in whole), *tiles.get(start, ())]


def region_tile(start: int, end: int, place: frozenset[str] = frozenset()) -> Tile:
    return Tile(start, end, (Word("", {"region": True}),), place, cost=_UNKNOWN_REGION_COST)


def _lay_unit(tiles: Tiles, key: str, start: int, end: int) -> None:
    """A unit that ends the label without brackets: 增减%, 金额万元."""
    last = key[end - 1] if end > start else ""
    if last not in "%‰元" or not last:
        return
    for length in range(min(_LONGEST_UNIT, end - start), 0, -1):
        begin = end - length
        unit = units.lookup(key[begin:end])
        before = key[start:begin]
        if unit is None or _BEFORE_PERCENT.search(before):
            continue
        if last == "元" and units.header_unit(key[start:end]) != unit:
            continue
        tiles.setdefault(begin, []).insert(
            0, Tile(begin, end, (Word(key[begin:end], {"unit": unit}),), _ENDS)
        )
        return


def _bracket(key: str, start: int, end: int) -> Tile:
    content = key[start + 1 : end - 1]
    if is_document_number(content):
        return Tile(start, end, (), keep="number", cost=_UNREAD_COST, is_bracket=True)
    words = read_bracket(content, key)
    if words is None:
        whole = vocabulary().whole.get(content)
        layout = lay_out(tiles_of(content, 0, len(content)), 0, len(content)) if whole is None else None
        if whole is not None:
            words = (whole,)
        elif layout is not None and layout.is_covered:
            words = tuple(word for tile in layout.before for word in tile.words)
    if words is None:
        return Tile(start, end, (), keep="bracket", cost=_UNREAD_COST, is_bracket=True)
    says = {facet for word in words for facet in word.say}
    place = _BEHIND if says - {"names"} or not words else frozenset()
    return Tile(start, end, words, place, is_bracket=True)
