"""Forms: tables whose bands have columns of their own, whatever is drawn around them."""

from extractors.forms.forms import read_form
from extractors.forms.regions import find_forms
from extractors.forms.texts import is_written_by_cells, texts_of

__all__ = ["find_forms", "is_written_by_cells", "read_form", "texts_of"]
