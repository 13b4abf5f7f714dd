"""Tables about what is owned (车辆, 房屋 with their number and worth): no money of a budget."""

from __future__ import annotations

from pipeline.facts.grants import speaks_of
from pipeline.meaning import PartMeaning


def is_about_assets(meaning: PartMeaning, caption: str) -> bool:
    """Does a caption speak of what is owned, and no heading of money that is planned or spent?"""
    heads = (meaning.heads[column.index] for column in meaning.columns)
    return speaks_of("assets", caption) and not any(head.choices or head.flow for head in heads)
