"""The command line: `jixiao COMMAND`. Says what happened and what to do next."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from pipeline.answers.present import CSV_ENCODINGS
from pipeline.answers.sandbox import QueryLimits
from pipeline.answers.streamed import as_json
from pipeline.cli import commands, completion, doctor, night, search, teach, unread
from pipeline.cli.interrupts import Interrupted, signals_interrupt
from pipeline.cli.parsing import EPILOG, Parser, add_common, add_language, finish, parse
from pipeline.cli.run_options import (
    add_output,
    add_overrides,
    add_reading_options,
    add_wait,
    default_folder,
    positive,
)
from pipeline.cli.terminal import painted
from pipeline.errors import EXIT_OK, EnvironmentProblem, JixiaoError, UsageError
from pipeline.language import choose, preferred, tr
from pipeline.masking import masked
from pipeline.names import harmless
from pipeline.publishing.layout import KEPT_VERSIONS
from pipeline.stores.location import Folder, location, place
from pipeline.version import extractor_version, program_version

_INTERRUPTED = 130


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    arguments = sys.argv[1:] if argv is None else list(argv)
    choose(preferred(arguments, os.environ))
    try:
        with signals_interrupt():
            options = parse(build_parser, arguments)
            options.data = _published_folder(options)
            code: int = options.run(options)
            sys.stdout.flush()
            return code
    except JixiaoError as error:
        _complain(error, "--json" in arguments)
        return error.exit_code
    except BrokenPipeError:
        # The reader of a pipe has seen enough; nothing more can be written, not even at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return EXIT_OK
    except OSError as error:
        # What a command does not answer for itself: most often an answer that cannot be written where it should go.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        problem = EnvironmentProblem(
            tr("the system says: {error}", error=error), tr("Look for a full disk or a missing permission.")
        )
        _complain(problem, as_object=False)
        return problem.exit_code
    except KeyboardInterrupt as stop:
        print("\n".join([tr("stopped"), *getattr(stop, "__notes__", [])]), file=sys.stderr)
        return stop.exit_code if isinstance(stop, Interrupted) else _INTERRUPTED


def build_parser() -> argparse.ArgumentParser:
    """All commands with their options."""
    parser = Parser(
        prog="jixiao",
        description=tr("Reads Chinese budget performance reports (绩效评价) and publishes their numbers."),
        epilog=tr(EPILOG),
    )
    parser.add_argument(
        "--version",
        action="version",
        version=f"jixiao {program_version()} ({extractor_version()})",
        help=tr("show program's version number and exit"),
    )
    add_language(parser)
    common = Parser(add_help=False)
    common.add_argument(
        "--data",
        type=location,
        default=Folder(default_folder("parquet")),
        metavar="DIR",
        dest="place",
        help=tr("published folder, or its address in a store: s3://bucket/folder (%(default)s)"),
    )
    common.add_argument("--json", action="store_true", help=tr("print one machine-readable object"))
    add_common(common)
    add = parser.add_subparsers(title=tr("commands"), metavar=tr("COMMAND"), required=True)

    ingest = add.add_parser("ingest", parents=[common], help=tr("read files and publish what they say"))
    read = tr(
        "files (PDF, OFD, workbooks, Word documents, web pages, pictures of pages, zip archives of these), or folders "
        "that hold some at any depth; also in a store: s3://bucket/folder (data/raw)"
    )
    ingest.add_argument(
        "paths", nargs="*", type=place, default=[default_folder("raw")], metavar="PATH", help=read
    )
    add_reading_options(ingest)
    ingest.set_defaults(run=commands.ingest)
    night.add_commands(add, common, default_folder("raw"))

    query = add.add_parser(
        "query", parents=[common], help=tr("run a named query or an SQL statement, read-only")
    )
    query.add_argument("name", nargs="?", metavar="NAME", help=tr("a query from `jixiao queries`"))
    query.add_argument("--sql", metavar="SQL", help=tr("one SELECT statement over the published tables"))
    query.add_argument(
        "--param",
        action="append",
        default=[],
        metavar="K=V",
        help=tr("value of a parameter of the query; repeatable"),
    )
    query.add_argument("--with", type=Path, action="append", default=[], dest="given", metavar="FILE",
                       help=tr("a CSV file of yours as a table of its name; repeatable"))  # fmt: skip
    query.add_argument("--timeout", type=positive, default=int(QueryLimits().seconds), metavar="S",
                       help=tr("seconds that a statement of --sql may take (%(default)s)"))  # fmt: skip
    query.add_argument("--memory", type=positive, default=QueryLimits().megabytes, metavar="MB",
                       help=tr("memory that a statement of --sql may take (%(default)s)"))  # fmt: skip
    add_output(query)
    query.add_argument("--encoding", choices=CSV_ENCODINGS, default=CSV_ENCODINGS[0],
                       help=tr("of CSV files (%(default)s: UTF-8 with the mark that Excel looks for)"))  # fmt: skip
    query.add_argument("--with-schema", action="store_true",
                       help=tr("JSON: an object with the meaning of the columns, then the rows"))  # fmt: skip
    query.set_defaults(run=commands.query)

    queries = add.add_parser(
        "queries", parents=[common], help=tr("list the named queries and their parameters")
    )
    queries.set_defaults(run=commands.queries)

    status = add.add_parser("status", parents=[common], help=tr("documents by status, and what to do next"))
    add_overrides(status)
    status.set_defaults(run=commands.status)

    findings = add.add_parser(
        "findings", parents=[common], help=tr("contradictions and doubts in the documents")
    )
    findings.add_argument("--severity", choices=("error", "warning", "info"), help=tr("only these"))
    findings.add_argument("--check", metavar="NAME", help=tr("only this check, such as sum_differs_down"))
    findings.add_argument(
        "--document", metavar="TEXT", help=tr("only documents with this id or part of a file name")
    )
    add_output(findings, tr("print a plain list instead of groups"))
    findings.set_defaults(run=commands.findings)
    unread.add_command(add, common)
    search.add_command(add, common)
    teach.add_command(add, common)

    review = add.add_parser(
        "review", parents=[common], help=tr("local web page: page image with cell boxes beside the numbers")
    )
    review.add_argument("folders", nargs="*", type=place, default=[default_folder("raw")], metavar="FOLDER",
                        help=tr("folders to look in for files that have moved since (data/raw)"))  # fmt: skip
    review.add_argument("--port", type=_port, default=8765, metavar="N",
                        help=tr("port on 127.0.0.1 (%(default)s); the next free one when it is in use"))  # fmt: skip
    add_overrides(review)
    review.add_argument("--no-browser", action="store_true", help=tr("open no browser window"))
    review.set_defaults(run=commands.review)

    versions = add.add_parser(
        "versions", parents=[common], help=tr("list, restore or delete older versions of the published data")
    )
    versions.add_argument("action", nargs="?", choices=("list", "restore", "prune"), default="list",
                          help=tr("what to do (%(default)s)"))  # fmt: skip
    versions.add_argument("number", nargs="?", type=positive, metavar="N", help=tr("version to restore"))
    versions.add_argument("--keep", type=positive, default=KEPT_VERSIONS, metavar="K",
                          help=tr("versions that prune leaves (%(default)s)"))  # fmt: skip
    add_wait(versions)
    versions.set_defaults(run=commands.versions)

    chart = add.add_parser("chart", parents=[common], help=tr("draw the answer of a query as SVG or PNG"))
    chart.add_argument(
        "name", metavar="NAME", help=tr("a query that can be drawn; any other name lists them")
    )
    chart.add_argument("--param", action="append", default=[], metavar="K=V",
                       help=tr("value of a parameter of the query; repeatable"))  # fmt: skip
    chart.add_argument("--output", type=Path, metavar="FILE", required=True, help=tr("file .svg or .png"))
    chart.add_argument(
        "--font", type=Path, metavar="FILE", help=tr("font with Chinese characters (finds one)")
    )
    chart.set_defaults(run=commands.chart)

    export = add.add_parser(
        "export",
        parents=[common],
        help=tr("write a DuckDB file, CSV, Excel and a datapackage.json to a folder"),
    )
    export.add_argument(
        "dir",
        type=Path,
        metavar="DIR",
        help=tr("folder to make; one that holds nothing but an earlier export is replaced"),
    )
    export.add_argument("--tables", metavar="A,B", help=tr("only these tables (all)"))
    export.add_argument("--city", metavar="NAME", help=tr("only documents on this region and those in it"))
    export.add_argument("--year", type=int, metavar="YYYY", help=tr("only documents on this budget year"))
    export.add_argument(
        "--format", choices=("csv", "parquet"), default="csv", help=tr("of the files of tables (%(default)s)")
    )
    export.add_argument("--no-workbook", action="store_true", help=tr("leave the Excel file out"))
    export.set_defaults(run=commands.export)

    schema = add.add_parser(
        "schema", parents=[common], help=tr("tables, views and columns with their meaning")
    )
    schema.add_argument("table", nargs="?", metavar="TABLE", help=tr("only this table or view (all)"))
    schema.add_argument("--format", choices=("table", "markdown", "json"), help=tr("how to print (table)"))
    schema.set_defaults(run=commands.schema)
    doctor.add_command(add, common)
    completion.add_command(add, common, build_parser)
    return finish(parser)


def _published_folder(options: argparse.Namespace) -> Path:
    """The folder where commands find what is published; those that publish, and wait for each other, may find none."""
    if isinstance(options.place, Folder):
        _check_data(options.place.path)
    folder: Path = options.place.reading(may_be_empty=hasattr(options, "wait"))
    return folder


def _check_data(folder: Path) -> None:
    """Refuse a published folder whose very path would spoil what readers make of it."""
    path = os.path.realpath(folder)
    hint = tr("Give another folder with --data.")
    if any(0xD800 <= ord(char) <= 0xDFFF for char in path):
        raise UsageError(tr("--data {folder}: the path is no UTF-8", folder=folder), hint)
    if "=" in path:
        # Readers of Parquet take region_name=x in a path for a column, and for a truer one than the file's own.
        raise UsageError(
            tr("--data {folder}: a path with = in it reads as a partition of the tables", folder=folder), hint
        )


def _port(text: str) -> int:
    number = int(text)
    if not 1 <= number <= 65535:
        raise ValueError(text)
    return number


def _complain(error: JixiaoError, as_object: bool) -> None:
    if as_object:
        body = {"error": type(error).__name__, "message": masked(error.message), "next": masked(error.hint)}
        print(as_json(body | {"exit_code": error.exit_code}))
        return
    print(f"{painted('jixiao:', 'fail', sys.stderr)} {harmless(masked(error.message))}", file=sys.stderr)
    if error.hint:
        print(f"        {harmless(masked(error.hint))}", file=sys.stderr)
