"""Topics as users name them: by code, Chinese name or English name; one takes those below it, too."""

from __future__ import annotations

from typing import Any

from pipeline.answers.catalog import Catalog
from pipeline.errors import UsageError
from pipeline.language import listed, tr
from pipeline.nearest import did_you_mean

_NAMES = ("topic", "topic_name", "english_name")


def topics_meant(catalog: Catalog, wanted: str) -> list[str]:
    """Codes of the topic named and of all below it, that one first. Raises UsageError that lists the topics."""
    rows = catalog.select("FROM topics").to_pylist()
    key = wanted.strip().casefold()
    meant = [row["topic"] for row in rows if key in {row[name].casefold() for name in _NAMES}]
    if not meant:
        near = did_you_mean(wanted, [row[name] for row in rows for name in _NAMES])
        raise UsageError(
            tr("there is no topic {wanted}", wanted=wanted),
            tr("{near}Topics: {outline}.", near=near, outline=_outline(rows)),
        )
    found = meant[:1]
    for topic in found:  # grows while it is read: those below, then those below these
        found += [row["topic"] for row in rows if row["parent_topic"] == topic]
    return found


def _outline(rows: list[dict[str, Any]]) -> str:
    """The names of all topics, each at the top followed by those below it."""
    tops = [row for row in rows if row["parent_topic"] is None]
    return tr("; ").join(_with_those_below(rows, top) for top in tops)


def _with_those_below(rows: list[dict[str, Any]], topic: dict[str, Any]) -> str:
    below = [_with_those_below(rows, row) for row in rows if row["parent_topic"] == topic["topic"]]
    return (
        f"{topic['topic_name']}{tr(' ({text})', text=listed(below))}" if below else str(topic["topic_name"])
    )
