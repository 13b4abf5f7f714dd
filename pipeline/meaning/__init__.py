"""What the numbers of a table mean together."""

from pipeline.meaning.line_sums import LineSum, Sums
from pipeline.meaning.number_table import NumberColumn, NumberRow, NumberTable
from pipeline.meaning.sums import find_sums

__all__ = ["LineSum", "NumberColumn", "NumberRow", "NumberTable", "Sums", "find_sums"]
