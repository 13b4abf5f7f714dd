"""What became of every number of a document: taken by a fact, understood as no fact, or not understood."""

from pipeline.account.counting import Account, Counts, account
from pipeline.account.doubts import NOT_UNDERSTOOD, not_understood
from pipeline.account.shares import COLUMNS, percent, shares_text, summed
from pipeline.account.taught import TAUGHT_LABEL, taught_labels

__all__ = [
    "COLUMNS",
    "NOT_UNDERSTOOD",
    "TAUGHT_LABEL",
    "Account",
    "Counts",
    "account",
    "not_understood",
    "percent",
    "shares_text",
    "summed",
    "taught_labels",
]
