"""What the numbers of a table mean together."""

from pipeline.meaning.number_table import NumberColumn, NumberRow, NumberTable
from pipeline.meaning.sums import LineSum, Sums, find_sums

__all__ = ["LineSum", "NumberColumn", "NumberRow", "NumberTable", "Sums", "find_sums"]
