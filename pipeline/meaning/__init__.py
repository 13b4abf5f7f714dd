"""What the numbers of a table mean together."""

from pipeline.meaning.days import as_of
from pipeline.meaning.figure import Figure
from pipeline.meaning.flows import flows_of_sums
from pipeline.meaning.in_words import settle_words
from pipeline.meaning.labels import NOTHING, caption_facets, fold, plain_name
from pipeline.meaning.line_sums import LineSum, Sums
from pipeline.meaning.main_labels import main_label
from pipeline.meaning.named_codes import named_codes
from pipeline.meaning.nested import without_code
from pipeline.meaning.number_table import NumberColumn, NumberRow, NumberTable
from pipeline.meaning.phases import (
    settle_choices,
    settle_cycles,
    settle_forecasts,
    settle_parts,
    settle_repeated,
)
from pipeline.meaning.published import figure_rows
from pipeline.meaning.settling import PartMeaning, settle
from pipeline.meaning.sums import find_sums

__all__ = [
    "NOTHING",
    "Figure",
    "LineSum",
    "NumberColumn",
    "NumberRow",
    "NumberTable",
    "PartMeaning",
    "Sums",
    "as_of",
    "caption_facets",
    "figure_rows",
    "find_sums",
    "flows_of_sums",
    "fold",
    "main_label",
    "named_codes",
    "plain_name",
    "settle",
    "settle_choices",
    "settle_cycles",
    "settle_forecasts",
    "settle_parts",
    "settle_repeated",
    "settle_words",
    "without_code",
]
