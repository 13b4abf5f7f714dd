"""Words that were mistyped, and what was probably meant."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

from pipeline.language import tr

_ALIKE = 0.6


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known word that is most like this one; None when none is much like it."""
    found = get_close_matches(word, list(known), 1, _ALIKE)
    return found[0] if found else None


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """`Did you mean X? ` with a space at its end, or ''."""
    meant = nearest(word, known)
    return tr("Did you mean {meant}? ", meant=meant) if meant else ""
