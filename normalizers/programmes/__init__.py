"""Names of programmes: what is left without year, place, office and paper, and the number that all spellings share."""

from normalizers.programmes.home import Home
from normalizers.programmes.identity import is_of_an_office, number_of, program_id, programme_key
from normalizers.programmes.naming import programme_name

__all__ = ["Home", "is_of_an_office", "number_of", "program_id", "programme_key", "programme_name"]
