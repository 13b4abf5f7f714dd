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
_OF_TEXTS = frozenset({"level", "names"})
_SHORTEST_NAME = 2


def lay_out(tiles: Tiles, start: int, end: int) -> Layout:
    """The cheapest cover of start..end, else the tiles that may be taken off its ends. `tiles[i]` begin at i."""
    if not tiles and start < end:
        return Layout([], (start, end), [])
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
            is_nearer = so_far + tile.cost < reached.get(tile.end, (_FAR, None))[0]
            if is_nearer and tile.end <= end and "nowhere" not in tile.place:
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
            is_longer = tile.end < end and (best is None or tile.end > best.end)
            if "start" in tile.place and is_longer and not _cuts_word(tile.end, tiles, start, _OF_TEXTS):
                best = tile
    return [*_path(reached, start, best.start), best] if best is not None else []


def _behind(tiles: Tiles, start: int, end: int) -> list[Tile]:
    """The longest run of tiles to the end, from a place behind `start`, whose first one may stand behind a name."""
    leads: _Reached = {end: (0, None)}
    best: tuple[int, Tile] | None = None
    for place in range(end - 1, start, -1):
        for tile in tiles.get(place, ()):
            if tile.end not in leads or not _may_precede(tile, leads[tile.end][1]):
                continue
            if "end" not in tile.place and ("nowhere" in tile.place or _names_texts(tile)):
                continue
            cost = leads[tile.end][0] + tile.cost
            may_lead = "end" in tile.place or ("lead" in tile.place and tile.end < end)
            is_better = best is None or place < best[1].start or cost < best[0]
            guards = frozenset[str]() if stays_behind(tile) else _OF_TEXTS
            if may_lead and is_better and not _cuts_word(place, tiles, start, guards):
                best = (cost, tile)
            # A word that stays in the name is only the first of a run: what is before it is name too.
            if not stays_behind(tile) and cost < leads.get(place, (_FAR, None))[0]:
                leads[place] = (cost, tile)
    run: list[Tile] = []
    tile_or_none = best[1] if best is not None else None
    while tile_or_none is not None:
        run.append(tile_or_none)
        tile_or_none = leads[tile_or_none.end][1]
    return run


def stays_behind(tile: Tile) -> bool:
    """Does a word behind a name stay in it? Who pays does only before it: 中央财政林业补助."""
    return tile.keep in ("always", "rest") and "lead" not in tile.place


def _may_precede(tile: Tile, following: Tile | None) -> bool:
    """Before a noun only who pays is no part of the name: 省级补贴, but 农业结构调整补贴."""
    if following is None or not following.words or not following.words[0].is_noun:
        return True
    return any("funding_source" in word.say for word in tile.words)


def _cuts_word(cut: int, tiles: Tiles, start: int, guards: frozenset[str]) -> bool:
    """Would a cut go through a word: 转移|支付, 自治区财政|厅? Through words that say more than `guards` it may go:
    资金|支出, and where the word behind the cut stays in the name, 养殖|户数."""
    return any(
        other.end > cut
        and not other.is_bracket
        and any(w.text and w.say.keys() <= guards for w in other.words)
        for place in range(start, cut)
        for other in tiles.get(place, ())
    )


def _names_texts(tile: Tile) -> bool:
    facets = {facet for word in tile.words for facet in word.say}
    return "names" in facets and "measure" not in facets
