"""The six-digit code that a name had in the year of the document."""

from normalizers.region_table import Region
from normalizers.regions.index import SHORT, load_index, name_keys
from normalizers.regions.mentions import find_in_text, runs_on
from normalizers.regions.regions import province_of, resolve

__all__ = ["SHORT", "Region", "find_in_text", "load_index", "name_keys", "province_of", "resolve", "runs_on"]
