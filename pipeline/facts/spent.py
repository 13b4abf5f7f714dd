"""What was paid out of a budget was spent: 预算金额 | 拨付金额 | 拨付率."""

from __future__ import annotations

from pipeline.meaning import PartMeaning

_OF_BUDGET = frozenset({"initial", "adjusted", "adjustment", "issued", "arrived"})


def count_paid_as_spent(meaning: PartMeaning) -> None:
    """In a part that states budgets, and nowhere what was spent, amounts that were surely paid are that.

    Beside what was spent, money paid is what the payer sent, and no phase of ours.
    """
    money = [f for f in meaning.figures if f.facets.measure == "amount" and f.facets.choices]
    stated = {f.facets.choices[0] for f in money}
    if "executed" in stated or not stated & _OF_BUDGET:
        return
    for figure in money:
        if figure.facets.choices == ("paid",):
            figure.facets = figure.facets.changed(choices=("executed",))
