"""An amount in words beside the same one in figures (壹万元整 | 10,000.00) is one amount, not two."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal

from pipeline.meaning.figure import Figure


def settle_words(figures: Iterable[Figure]) -> None:
    """Amounts in words are counted in the figures of their row where these say the same."""
    in_figures: dict[int, set[Decimal]] = defaultdict(set)
    in_words: list[tuple[Figure, Decimal]] = []
    for figure in figures:
        yuan = figure.amount.yuan if figure.amount is not None else None
        if not yuan:
            continue
        if any(map(str.isdecimal, figure.text)):
            in_figures[id(figure.line)].add(yuan)
        else:
            in_words.append((figure, yuan))
    for figure, yuan in in_words:
        if yuan in in_figures[id(figure.line)]:
            figure.facets = figure.facets.changed(no_fact="part")
