"""What the parameters of a named query can be, as far as its answer holds it: each value with how many rows have it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pyarrow as pa

from pipeline.review.facets import Choice
from pipeline.review.published import Reader, Row

COLUMNS: Mapping[str, str] = {
    "topic": "topic",
    "class": "enterprise_class",
    "year": "fiscal_year",
    "instrument": "instrument",
    "status": "status",
    "payer": "gov_level",
    "unit": "tier_unit",
}
"""Parameters whose values are those of a column."""
CODED = frozenset({"class", "instrument", "status", "payer"})
SUGGESTED: Mapping[str, str] = {"city": "region_name", "item": "item"}
"""Parameters that take any words, and the column that suggests some."""
_MOST_SUGGESTED = 300


def choices(answer: pa.Table, parameter: str, given: str, topics: Sequence[Row]) -> list[Choice]:
    """Values of a parameter in an answer, codes as codes; those of a topic stand below it, indented by a blank."""
    column = COLUMNS[parameter]
    if column not in answer.column_names:
        return []
    counted = Counter(_values(answer.column(column).to_pylist(), parameter))
    if parameter == "topic":
        return _topics(counted, given, topics)
    found = [Choice(str(value), value, count, str(value) == given) for value, count in counted.items()]
    if parameter == "year":
        return sorted(found, key=lambda one: -int(one.value))
    return sorted(found, key=lambda one: (-one.count, one.value))


def suggestions(answer: pa.Table, parameter: str) -> list[str]:
    """Words that a free parameter may begin with."""
    column = SUGGESTED.get(parameter, "")
    if column not in answer.column_names:
        return []
    counted = Counter(value for value in answer.column(column).to_pylist() if value)
    return [value for value, _ in counted.most_common(_MOST_SUGGESTED)]


def topics_of(reader: Reader) -> list[Row]:
    """All topics."""
    return reader.rows("SELECT topic, topic_name, english_name, parent_topic FROM topics LIMIT 2000")


def _values(values: Iterable[Any], parameter: str) -> Iterable[Any]:
    for value in values:
        if value is None:
            continue
        # A share that several levels pay together is found under each.
        yield from value.split("+") if parameter == "payer" else (value,)


def _topics(counted: Mapping[str, int], given: str, topics: Sequence[Row]) -> list[Choice]:
    """Topics with rows and those above them, each with all rows below it."""
    parents = {row["topic"]: row["parent_topic"] for row in topics}
    total: Counter[str] = Counter()
    for topic, count in counted.items():
        at: str | None = topic
        while at is not None and at in parents:
            total[at] += count
            at = parents[at]
    return [
        Choice(row["topic"], row, total[row["topic"]], row["topic"] == given)
        for row in topics
        if row["topic"] in total
    ]
