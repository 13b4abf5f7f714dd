"""Whose policy a row or a column of a policy table states, by the name of a place that it prints."""

from __future__ import annotations

from collections.abc import Iterable

from normalizers import regions
from normalizers.region_table import Region
from pipeline.context import TableRows


class Places:
    """Finds the places of one policy table; `names` are all that stand in its column of places."""

    def __init__(self, view: TableRows) -> None:
        self._view = view

    def named(self, name: str) -> Region | None:
        """The place of a name; None where there is none, or several."""
        return regions.resolve(name, year=self._view.context.fiscal_year)

    def of_row(self, name: str, row: int, names: set[str]) -> Region:
        """The place whose policy a row states. Tables of other cities are read without the report's region."""
        context = self._view.context
        found = self.named(name) or regions.resolve(
            name, parent_code=context.region_code, year=context.fiscal_year
        )
        if found is not None:
            return self.among(names, found) if found.level == "province" else found
        context.finding(
            "unknown_region",
            "info",
            f"政策表中的地区“{name}”未能对应到行政区划代码",
            table_id=self._view.table_id,
            page_number=self._view.page(row, 0),
            row_index=row,
            printed=name,
        )
        return Region(None, name, name, "city", None, None, None, False, None, None)

    def among(self, names: Iterable[str], found: Region) -> Region:
        """吉林 in a list of cities is the city of that name, not the province."""
        city = self.named(f"{found.short_name}市")
        if found.level != "province" or city is None or city.level != "city":
            return found
        levels = [region.level for name in names if (region := self.named(name)) is not None]
        return city if 2 * levels.count("city") >= len(levels) - 1 and levels.count("city") else found
