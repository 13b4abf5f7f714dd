"""`jixiao search`: where words stand in the documents, by the named query of that name."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace
from functools import partial
from typing import Any

import pyarrow as pa

from pipeline.answers.search_matches import marks
from pipeline.cli.delivery import answer
from pipeline.cli.run_options import add_output
from pipeline.language import tr

_BEFORE = 6  # characters that stay before the first word that is found
_NARROWED_BY = ("kind", "table", "type", "city", "year")


def add_command(add: Any, common: ArgumentParser) -> None:
    """Declare the command."""
    parser = add.add_parser(
        "search",
        parents=[common],
        help=tr("find words in cells, captions, titles, findings and sentences with facts"),
    )
    parser.add_argument(
        "words",
        nargs="+",
        metavar="WORD",
        help=tr(
            "all of them must stand in one text; width, spaces, punctuation and 1,000 or 1000 do not matter"
        ),
    )
    parser.add_argument(
        "--kind", metavar="KIND", help=tr("only title, caption, heading, cell, sentence or finding")
    )
    parser.add_argument(
        "--table", metavar="KIND", help=tr("only in tables of this kind, such as budget or subsidy_policy")
    )
    parser.add_argument(
        "--type",
        metavar="TYPE",
        help=tr("only in documents of this kind, such as policy or department_budget"),
    )
    parser.add_argument("--city", metavar="NAME", help=tr("only in documents of this region, code or name"))
    parser.add_argument("--year", metavar="YEAR", help=tr("only in documents of this budget year"))
    add_output(parser)
    parser.set_defaults(run=search)


def search(options: Namespace) -> int:
    """The texts that hold the words; on standard error what else to try, if there are none."""
    narrowed = {name: getattr(options, name) for name in _NARROWED_BY}
    given = {name: value for name, value in narrowed.items() if value is not None}
    words = " ".join(options.words)
    code, rows = answer(
        options, "search", {"text": words, **given}, shortened=partial(_excerpts, words=words)
    )
    if not rows:
        print(
            tr("No text holds all of these words. Fewer words, or parts of them, find more.")
            if not given
            else tr("No text of this kind and place holds all of these words."),
            file=sys.stderr,
        )
    return code


def _excerpts(table: pa.Table, words: str) -> pa.Table:
    """The answer with each text from shortly before the first word: columns of a terminal are narrow."""
    texts = []
    for text in table.column("text").to_pylist():
        start = next(iter(marks(text, words)), (0, 0))[0] - _BEFORE
        texts.append(f"…{text[start:]}" if start > 0 else text)
    return table.set_column(table.column_names.index("text"), "text", pa.array(texts, pa.string()))
