"""A label laid out in known words.

Words, times, regions and brackets are laid end to end over the match key. Where they cover it, the label is
understood as a whole. Where they do not, only words that may stand before or behind a name are taken off its ends;
what is between stays a name, whatever words may be inside it.
"""

from __future__ import annotations

from typing import NamedTuple

from normalizers.facets.vocabulary import Word


class Tile(NamedTuple):
    """A part of the key, and the words that it says; `cost` ranks layouts: fewer and longer tiles first."""

    start: int
    end: int
    words: tuple[Word, ...]
    place: frozenset[str] = frozenset()
    keep: str = ""
    cost: int = 1
    is_bracket: bool = False


Tiles = dict[int, list[Tile]]
_Reached = dict[int, tuple[int, Tile | None]]


class Layout(NamedTuple):
    """Tiles before and behind the name that no word explains; `rest` is empty where the tiles cover all."""

    before: list[Tile]
    rest: tuple[int, int]
    behind: list[Tile]

    @property
    def is_covered(self) -> bool:
        return self.rest[0] == self.rest[1]


_FAR = 1 << 30
_SHORTEST_NAME = 2


def lay_out(tiles: Tiles, start: int, end: int) -> Layout:
    """The cheapest cover of start..end, else the tiles that may be taken off its ends. `tiles[i]` begin at i."""
    reached = _reach(tiles, start, end)
    if end in reached:
        return Layout(_path(reached, start, end), (end, end), [])
    before = _before(tiles, reached, start, end)
    name_start = before[-1].end if before else start
    behind = _behind(tiles, name_start, end)
    name_end = behind[0].start if behind else end
    if name_end - name_start < _SHORTEST_NAME:
        return Layout([], (start, end), [])
    return Layout(before, (name_start, name_end), behind)


def _reach(tiles: Tiles, start: int, end: int) -> _Reached:
    """Each place that tiles lead to from `start`, with the cost and the last tile: of equal layouts the one with the
    longer last tile (实际 | 支付进度): the last word of a label is its head."""
    reached: _Reached = {start: (0, None)}
    for place in range(start, end):
        if place not in reached:
            continue
        so_far = reached[place][0]
        for tile in tiles.get(place, ()):
            if tile.end <= end and so_far + tile.cost < reached.get(tile.end, (_FAR, None))[0]:
                reached[tile.end] = (so_far + tile.cost, tile)
    return reached


def _path(reached: _Reached, start: int, end: int) -> list[Tile]:
    path: list[Tile] = []
    while end > start:
        tile = reached[end][1]
        assert tile is not None
        path.append(tile)
        end = tile.start
    return path[::-1]


def _before(tiles: Tiles, reached: _Reached, start: int, end: int) -> list[Tile]:
    """The longest run of tiles from the start whose last one may stand before a name."""
    best: Tile | None = None
    for place in reached:
        for tile in tiles.get(place, ()):
            if "start" in tile.place and tile.end < end and (best is None or tile.end > best.end):
                best = tile
    return [*_path(reached, start, best.start), best] if best is not None else []


def _behind(tiles: Tiles, start: int, end: int) -> list[Tile]:
    """The longest run of tiles to the end, from a place behind `start`, whose first one may stand behind a name."""
    leads: _Reached = {end: (0, None)}
    best: tuple[int, Tile] | None = None
    for place in range(end - 1, start, -1):
        for tile in tiles.get(place, ()):
            if tile.end not in leads:
                continue
            cost = leads[tile.end][0] + tile.cost
            if cost < leads.get(place, (_FAR, None))[0]:
                leads[place] = (cost, tile)
            may_lead = "end" in tile.place or ("lead" in tile.place and tile.end < end)
            if may_lead and (best is None or place < best[1].start or cost < best[0]):
                best = (cost, tile)
    run: list[Tile] = []
    tile_or_none = best[1] if best is not None else None
    while tile_or_none is not None:
        run.append(tile_or_none)
        tile_or_none = leads[tile_or_none.end][1]
    return run
