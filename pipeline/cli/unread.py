"""`jixiao unread`: headings and labels whose numbers are not understood, by the named query of that name."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace
from typing import Any

from pipeline.answers.catalog import open_catalog
from pipeline.cli.commands import numbers_in
from pipeline.cli.delivery import answer
from pipeline.cli.run_options import add_output
from pipeline.language import tr


def add_command(add: Any, common: ArgumentParser) -> None:
    """Declare the command."""
    parser = add.add_parser(
        "unread", parents=[common], help=tr("headings and labels whose numbers are not understood")
    )
    parser.add_argument(
        "--all", action="store_true", help=tr("also those whose numbers are understood and are no fact")
    )
    parser.add_argument(
        "--document", metavar="TEXT", help=tr("only documents with this id or part of a file name")
    )
    add_output(parser)
    parser.set_defaults(run=unread)


def unread(options: Namespace) -> int:
    """The list, most frequent first; on standard error why it is empty, if it is."""
    given = {"understood": "yes"} if options.all else {}
    if options.document is not None:
        given["document"] = options.document
    code, rows = answer(options, "unread", given)
    if not rows:
        print(_why_nothing(options), file=sys.stderr)
    elif sys.stdout.isatty():
        print(
            tr("`jixiao teach LABEL --means …` says what one of them means, for all documents."),
            file=sys.stderr,
        )
    return code


def _why_nothing(options: Namespace) -> str:
    if options.document is not None:
        return tr("No such numbers stand in documents with “{name}” in their name.", name=options.document)
    with open_catalog(options.data, queries=None) as catalog:
        numbers = numbers_in(catalog).get("numbers", 0)
    return (
        tr("All {numbers:,} numbers in tables are understood.", numbers=numbers)
        if numbers
        else tr("No numbers of tables are published.")
    )
