"""The pages of a document with the lines of text around their tables, page furniture left out."""

from __future__ import annotations

from extractors.failures import Failures, Part
from extractors.model import PageContent, RawTable, TextLine
from extractors.vocabulary import has_letters
from extractors.whole.furniture import is_furniture, running_heads
from extractors.whole.table_units import lines_over


class Sheets:
    """Pages and their lines by page number."""

    def __init__(self, pages: list[PageContent], failures: Failures) -> None:
        running: frozenset[str] = frozenset()
        with failures.limited_to(Part.FURNITURE):
            running = running_heads(pages)
        self.pages = {p.number: p for p in pages}
        self.texts = {p.number: p.lines for p in pages}
        for page in pages:
            with failures.limited_to(Part.FURNITURE, page.number):
                self.texts[page.number] = [
                    line for line in page.lines if not is_furniture(line, page, running)
                ]

    def over(self, table: RawTable) -> list[TextLine]:
        """The lines over a table that say something, from top to bottom."""
        page = self.pages[table.page_number]
        return [line for line in lines_over(table, page, self.texts[page.number]) if has_letters(line.text)]

    def below(self, table: RawTable) -> list[TextLine]:
        """The lines of a table's page below it."""
        return [line for line in self.texts[table.page_number] if line.top > table.bottom - 3]

    def foot(self, number: int) -> list[TextLine]:
        """The lines of a page below its last table."""
        tables = self.pages[number].tables if number in self.pages else []
        bottom = max((table.bottom for table in tables), default=0.0)
        return [line for line in self.texts.get(number, []) if line.top > bottom - 3]
