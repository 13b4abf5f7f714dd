"""`program_id` of a document and of its facts: one number for all spellings of a programme's name in a region."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from normalizers.programmes import Home, program_id

Row = dict[str, Any]
Numbered = Callable[[str], str | None]
"""A name of a programme, as printed, to its number."""
NAMED_BY_ROWS = ("budget", "indicators")
"""Tables whose rows say of which programme they are; the others are of the form or document that they stand in."""
_OF_THE_TABLE = ("disbursement", "subsidy_terms")


def home_of(document: Mapping[str, object]) -> Home:
    """Where the programmes of a document, a row of `documents`, are at home.

    That is the document's region also for rows on another one: what a province pays a city is the province's programme.
    """
    code, name, office = (document.get(key) for key in ("region_code", "region_name", "department"))
    return Home(*(str(value) if value else None for value in (code, name, office)))


def number_programmes(
    document: Row,
    rows: Mapping[str, Sequence[Row]],
    names_line: Callable[[Row], bool],
    numbered: Numbered | None = None,
) -> None:
    """Set `program_id` in a row of `documents` and in those of its facts.

    `names_line`: is the line of a row of `budget` itself a programme, in a document that is about none?
    """
    home = home_of(document)
    number = numbered or (lambda name: program_id(name, home))
    own = document.get("program_name")
    document["program_id"] = number(own) if own else None
    for name in NAMED_BY_ROWS:
        for row in rows.get(name, ()):
            stated = row.get("program_name") or (row.get("line_item") if names_line(row) else None)
            row["program_id"] = number(stated) if stated else None
    if own is None:
        document["program_id"] = _programme_of_all(rows)
    of_table = _programmes_of_tables(rows)
    for name in _OF_THE_TABLE:
        for row in rows.get(name, ()):
            stated = own or of_table.get(row.get("table_id"))
            is_foreign = name == "subsidy_terms" and not _is_of(row, document)
            row["program_id"] = number(stated) if stated and not is_foreign else None


def _programme_of_all(rows: Mapping[str, Sequence[Row]]) -> str | None:
    """The programme of which all rows are, such as those of a budget for one project."""
    numbers = {row["program_id"] for name in NAMED_BY_ROWS for row in rows.get(name, ())}
    return numbers.pop() if len(numbers) == 1 else None


def _programmes_of_tables(rows: Mapping[str, Sequence[Row]]) -> dict[object, str]:
    """The programme of each table whose rows name one and no other."""
    named: dict[object, set[str]] = defaultdict(set)
    for name in NAMED_BY_ROWS:
        for row in rows.get(name, ()):
            if row.get("program_name") and row.get("table_id"):
                named[row["table_id"]].add(row["program_name"])
    return {table: names.pop() for table, names in named.items() if len(names) == 1}


def _is_of(term: Row, document: Row) -> bool:
    """Is a term one of the document's region? A report may list those of other cities beside its own."""
    keys = ("region_code", "region_name")
    stated = next((key for key in keys if term.get(key)), None)
    return stated is None or term[stated] == document.get(stated)
