"""What a list can be narrowed to: the values that are there under all other choices, with how many rows have each."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pipeline.review.paging import ROWS, Slice, cut, offset_of, whole_number
from pipeline.review.published import Reader, Row

NONE = "-"
"""What a request gives for rows that have no value."""
_LONGEST = 200
_MOST_CHOICES = 200


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a facet. `value` is what the request gives, `name` what the page says."""

    value: str
    name: Any
    count: int
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Facet:
    """Rows by the value of an expression of SQL.

    `known` are the only values that a request may give, where it is not empty. A facet with `is_list` has a list of
    values for each row.
    """

    name: str
    expression: str
    known: tuple[str, ...] = ()
    is_number: bool = False
    is_list: bool = False
    label: str = ""
    """Expression of the name that the page says of a value, where it is another one."""

    def given(self, asked: Mapping[str, str]) -> str | None:
        """The value that a request gives; None for none or one that cannot be."""
        value = asked.get(self.name, "").strip()[:_LONGEST]
        if not value or (self.known and value not in (*self.known, NONE)):
            return None
        return None if self.is_number and value != NONE and whole_number(value) is None else value

    def condition(self) -> str:
        """What holds of the rows with the value `$NAME`."""
        if self.is_list:
            return f"list_contains({self.expression}, ${self.name})"
        return f"{self._value()} = ${self.name}"

    def counted(self) -> str:
        """Columns `value` and `name` of every row."""
        value = f"unnest({self.expression})" if self.is_list else self._value()
        return f"{value} AS value, {self.label or 'value'} AS name"

    def _value(self) -> str:
        return f"coalesce(CAST({self.expression} AS VARCHAR), '{NONE}')"


@dataclass(frozen=True, slots=True)
class Listing:
    """A list: where its rows come from, how they are narrowed, which text of a row a search looks at, its orders.

    `counted` are the columns that facets and text look at, where the source has far more.
    """

    source: str
    facets: tuple[Facet, ...]
    orders: Mapping[str, str]
    text: str = ""
    columns: str = "*"
    counted: str = "*"


@dataclass(frozen=True, slots=True)
class Found:
    """A page of a list, the choices of each facet, and what was chosen as (facet, choice)."""

    page: Slice
    facets: Mapping[str, Sequence[Choice]]
    order: str
    chosen: Sequence[tuple[str, Choice]] = field(default=())


def find(
    reader: Reader, listing: Listing, asked: Mapping[str, str], more: Mapping[str, Any] | None = None
) -> Found:
    """The page that a request asks for. `more` are parameters that the source itself has."""
    given, values = _given(listing, asked), more or {}
    offset = offset_of(asked)
    facets, total = _counts(reader, listing, given, values)
    rows = _rows(reader, listing, asked, given, values, ROWS + 1, offset)
    chosen = [
        (facet.name, _chosen(given[facet.name], facets[facet.name]))
        for facet in listing.facets
        if facet.name in given
    ]
    return Found(cut(rows, offset, total=total), facets, order_of(listing, asked), chosen)


def page_of(reader: Reader, listing: Listing, asked: Mapping[str, str]) -> Slice:
    """The same page without anything else, and without a total."""
    offset = offset_of(asked)
    return cut(_rows(reader, listing, asked, _given(listing, asked), {}, ROWS + 1, offset), offset)


def every_row(
    reader: Reader,
    listing: Listing,
    asked: Mapping[str, str],
    most: int,
    more: Mapping[str, Any] | None = None,
) -> list[Row]:
    """All rows that a request leaves, in its order; no more than `most`."""
    return _rows(reader, listing, asked, _given(listing, asked), more or {}, most, 0)


def order_of(listing: Listing, asked: Mapping[str, str]) -> str:
    """The order that a request asks for; the first one for any that there is not."""
    order = asked.get("order", "")
    return order if order in listing.orders else next(iter(listing.orders))


def _given(listing: Listing, asked: Mapping[str, str]) -> dict[str, str]:
    found = {facet.name: facet.given(asked) for facet in listing.facets}
    text = asked.get("q", "").strip()[:_LONGEST]
    return {name: value for name, value in {**found, "q": text}.items() if value}


def _where(listing: Listing, given: Mapping[str, str], more: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
    parts = [facet.condition() for facet in listing.facets if facet.name in given]
    if "q" in given and listing.text:
        parts.append(f"contains(lower({listing.text}), lower($q))")
    return ("WHERE " + " AND ".join(parts) if parts else ""), {**_used(listing, given), **more}


def _used(listing: Listing, given: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in given.items() if name != "q" or listing.text}


def _rows(
    reader: Reader,
    listing: Listing,
    asked: Mapping[str, str],
    given: Mapping[str, str],
    more: Mapping[str, Any],
    size: int,
    offset: int,
) -> list[Row]:
    where, values = _where(listing, given, more)
    order = listing.orders[order_of(listing, asked)]
    sql = f"SELECT {listing.columns} FROM {listing.source} AS l {where} ORDER BY {order} LIMIT $size OFFSET $offset"
    return reader.rows(sql, values | {"size": size, "offset": offset})


def _counts(
    reader: Reader, listing: Listing, given: Mapping[str, str], more: Mapping[str, Any]
) -> tuple[dict[str, list[Choice]], int]:
    """The choices of each facet under those of all others, and how many rows there are under all. One statement."""
    parts = [
        f"""SELECT '{facet.name}' AS facet, CAST(value AS VARCHAR) AS value, CAST(any_value(name) AS VARCHAR) AS name,
                count(*) AS number
            FROM (SELECT {facet.counted()} FROM listed {_without(listing, given, facet.name)})
            WHERE value IS NOT NULL GROUP BY value
            QUALIFY row_number() OVER (ORDER BY number DESC, value) <= {_MOST_CHOICES}"""
        for facet in listing.facets
    ]
    where, values = _where(listing, given, more)
    parts.append(f"SELECT '', NULL, NULL, count(*) FROM listed {where}")
    sql = f"WITH listed AS MATERIALIZED (SELECT {listing.counted} FROM {listing.source}) "
    found: dict[str, list[Choice]] = {facet.name: [] for facet in listing.facets}
    total = 0
    for row in reader.rows(sql + " UNION ALL ".join(f"({part})" for part in parts), values):
        if row["facet"]:
            is_chosen = row["value"] == given.get(row["facet"])
            found[row["facet"]].append(Choice(row["value"], row["name"], row["number"], is_chosen))
        else:
            total = row["number"]
    return {facet.name: sorted(found[facet.name], key=_order(facet)) for facet in listing.facets}, total


def _without(listing: Listing, given: Mapping[str, str], name: str) -> str:
    return _where(listing, {one: value for one, value in given.items() if one != name}, {})[0]


def _order(facet: Facet) -> Callable[[Choice], Any]:
    """Years, newest first; codes as they are declared; anything else, the most frequent first. None comes last."""
    if facet.is_number:
        return lambda one: (one.value == NONE, -int(one.value) if one.value != NONE else 0)
    if facet.known:
        return lambda one: facet.known.index(one.value) if one.value in facet.known else len(facet.known)
    return lambda one: (one.value == NONE, -one.count, one.value)


def _chosen(value: str, choices: Sequence[Choice]) -> Choice:
    return next((one for one in choices if one.value == value), Choice(value, value, 0, True))
