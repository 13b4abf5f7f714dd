"""Regions as users name them: what no list knows is an error, not an answer without rows."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches

from normalizers.regions import load_index, resolve
from normalizers.text import match_key
from pipeline.answers.catalog import Catalog
from pipeline.errors import UsageError
from pipeline.language import listed, tr

_KNOWN = "SELECT 1 FROM regions WHERE region_is(region_code, region_name, $wanted) LIMIT 1"
_NEAR, _NEAREST = 3, 0.5
_SHOWN = 12


def region_meant(catalog: Catalog, wanted: str, scope: str, parameter: str) -> str:
    """Code or name under which a region is known that the answer, by its `scope`, has no rows for under `wanted`.

    Raises UsageError for what is no region, with the regions of the answer that are called alike."""
    key = match_key(wanted)
    if catalog.select(_KNOWN, {"wanted": key}).num_rows:
        return key
    if key in load_index().by_code:
        return key
    found = resolve(key)
    if found is not None and found.region_code is not None:
        return found.region_code
    there = catalog.select(scope, {parameter: None}).column(0).to_pylist()
    names = sorted({name for place in there if (name := place.partition("|")[2])})
    near = _near(key, names)
    meant = tr("Did you mean {names}? ", names=listed(near)) if near else ""
    known = tr("The answer has these regions: {names}.", names=_first(names)) if names else ""
    raise UsageError(
        tr("--param {name}={text}: there is no such region", name=parameter, text=wanted), f"{meant}{known}"
    )


def _first(names: Sequence[str]) -> str:
    return listed(names[:_SHOWN]) + (" …" if len(names) > _SHOWN else "")


def _near(wanted: str, names: Sequence[str]) -> list[str]:
    """Those of the answer before all others that there are; 青鸟 is near 青岛市 by its short name."""
    short = {found.short_name: name for name in names if (found := resolve(name)) and found.short_name}
    near = get_close_matches(wanted, [*names, *short], _NEAR, _NEAREST)
    near = near or get_close_matches(wanted, load_index().by_name, _NEAR, _NEAREST)
    return list(dict.fromkeys(short.get(name, name) for name in near))
