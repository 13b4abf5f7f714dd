"""Roles that the columns beside a column decide."""

from __future__ import annotations

from extractors.kinds.column import Column
from extractors.kinds.neighbours import by_neighbours


def test_a_sum_of_what_was_issued_was_not_paid() -> None:
    columns = [
        Column(0, 1, ("地区",), "region", "name"),
        Column(1, 1, ("补贴资金", "合计"), "amount_paid", "name"),
        Column(2, 1, ("补贴资金", "提前下达"), "amount_issued", "words"),
        Column(3, 1, ("补贴资金", "此次下达"), "amount_issued", "words"),
        Column(4, 1, ("发放资金", "合计"), "amount_paid", "name"),
    ]
    roles = [c.role for c in by_neighbours(columns, [], [])]
    assert roles == ["region", "amount_issued", "amount_issued", "amount_issued", "amount_paid"]
