"""The answer of a query, printed or written in the form that the options ask for."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Callable, Mapping

import pyarrow as pa

from pipeline.answers.about import About, about_answer, warned
from pipeline.answers.catalog import open_catalog
from pipeline.answers.named_queries import find_query, load_queries
from pipeline.answers.present import (
    CSV_ENCODINGS,
    MOST_ROWS_SHOWN,
    form_named,
    pieces,
    write,
)
from pipeline.errors import EXIT_OK, UsageError
from pipeline.language import listed, tr
from pipeline.samples import warning_of_answer


def answer(
    options: Namespace,
    name: str,
    given: Mapping[str, str],
    beside: Mapping[str, pa.Table] | None = None,
    shortened: Callable[[pa.Table], pa.Table] = lambda table: table,
) -> tuple[int, int]:
    """Deliver the answer of a named query; the exit code, and how many rows it has. Raises UsageError.

    `shortened` makes of the answer what is printed as text.
    """
    wanted = find_query(name)
    if unused := [table for table in beside or {} if table not in wanted.knows]:
        able = [one.name for one in load_queries().values() if unused[0] in one.knows]
        raise UsageError(
            tr("query {name} does nothing with the table {unused}", name=name, unused=unused[0]),
            tr(
                "Queries that do: {able}. A statement behind --sql can join any table.",
                able=listed(able) or tr("none"),
            ),
        )
    with open_catalog(options.data, given=beside) as catalog:
        if options.output is None and _form_asked(options) == "table" and sys.stdout.isatty():
            table, rows = wanted.first(catalog, given, MOST_ROWS_SHOWN)
        else:
            table = wanted.run(catalog, given)
            rows = table.num_rows
        if _form_asked(options) == "table":
            table = shortened(table)
        return deliver(options, table, about_answer(wanted, given, catalog.version.name, table), rows), rows


def deliver(options: Namespace, table: pa.Table, about: About | None = None, rows: int | None = None) -> int:
    """Print a table in the form that the options ask for, or write it to their file; and say that it is invented."""
    form = _form_asked(options)
    named = table.column("document_id").to_pylist() if "document_id" in table.column_names else None
    invented = warning_of_answer(options.data, named) if table.num_rows else None
    about, with_schema = warned(about or About(), invented), getattr(options, "with_schema", False)
    if options.output is None:
        for piece in pieces(table, form, about, with_schema=with_schema, rows=rows):
            sys.stdout.write(piece)
        print()
    else:
        encoding = getattr(options, "encoding", CSV_ENCODINGS[0])
        write(table, form, options.output, about, with_schema=with_schema, encoding=encoding)
        print(tr("{rows} rows written to {file}", rows=table.num_rows, file=options.output))
    if invented is not None:
        # What a program reads from standard output stays as it is.
        print(invented, file=sys.stdout if options.output or form == "table" else sys.stderr)
    return EXIT_OK


def _form_asked(options: Namespace) -> str:
    return str(options.format or ("json" if options.json else form_named(options.output)))
