"""How many facts were compared with their pages: a line of `jixiao status`."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from pipeline.account import percent
from pipeline.answers.catalog import Catalog
from pipeline.language import tr
from pipeline.nightly.checked_file import read_marks, shares


def shares_in(catalog: Catalog, path: Path) -> dict[str, int]:
    """Facts of the version, how many are checked, and marks whose fact has changed since; {} where none is marked."""
    marks = read_marks(path)
    if not marks:
        return {}
    found = shares(lambda sql, given: catalog.select(sql, given).to_pylist(), marks, None).values()
    return {
        "facts": sum(one.facts for one in found),
        "checked": sum(one.checked for one in found),
        "changed": sum(one.changed for one in found),
    }


def as_line(checked: Mapping[str, int]) -> str:
    """The same for people; '' where nothing is marked."""
    if not checked:
        return ""
    said = tr(
        "{checked:,} of {facts:,} facts ({share}%)",
        checked=checked["checked"],
        facts=checked["facts"],
        share=percent(checked["checked"], checked["facts"]),
    )
    if checked["changed"]:
        return tr("{said}; {changed:,} have changed since", said=said, changed=checked["changed"])
    return said
