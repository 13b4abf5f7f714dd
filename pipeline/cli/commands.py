"""What each command does: options in, text on standard output, exit code out."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pyarrow as pa

from pipeline import run
from pipeline.account import COLUMNS, shares_text, summed
from pipeline.answers.about import About
from pipeline.answers.catalog import OWN_CHECKS, Catalog, open_catalog
from pipeline.answers.chinese_names import code_names, code_said
from pipeline.answers.code_words import code_meant, words_of
from pipeline.answers.dictionary import (
    as_markdown,
    dictionary_rows,
    heading,
    rows_in_both,
    rows_in_chinese,
    table_names,
)
from pipeline.answers.named_queries import load_queries
from pipeline.answers.reasons import reason_said
from pipeline.answers.sandbox import QueryLimits, ask
from pipeline.answers.streamed import as_json
from pipeline.answers.text_table import as_text
from pipeline.cli import checked_text, findings_text, queries_text
from pipeline.cli.delivery import answer, deliver
from pipeline.cli.outcome import failure, summary
from pipeline.cli.run_options import asked_for, checked_file, overrides_file, start, tell_of_others
from pipeline.errors import EXIT_OK, UsageError
from pipeline.language import CHINESE, chosen, listed, padded, tr
from pipeline.names import harmless
from pipeline.nightly.report_lines import statuses_text
from pipeline.publishing import versions as older
from pipeline.publishing.data_checks import run_checks
from pipeline.samples import samples_among, samples_text, warning_of_answer
from pipeline.schemas import SCHEMAS

_STATUS = """
SELECT document_id, status, file_name, split_part(status_reason, ':', 1) AS reason, status_reason, source_path
FROM documents ORDER BY status = 'ok', status, file_name"""


def ingest(options: Namespace) -> int:
    """Read and publish, then check the published data and say what came of it."""
    report = start(asked_for(options, options.paths), run.ingest)
    for one in report.skipped:
        print(tr("skipped  {path}  {reason}", path=one.source_path, reason=one.reason), file=sys.stderr)
    with open_catalog(options.data, queries=None, settings=OWN_CHECKS) as catalog:
        violations = run_checks(catalog)
    if options.json:
        failures = [failure(row) for row in report.failures]
        body = asdict(report) | {"failures": failures, "checks": [asdict(found) for found in violations]}
        print(as_json(body | {"exit_code": report.exit_code}))
    else:
        print(summary(options.place, report, violations))
    return report.exit_code


def query(options: Namespace) -> int:
    """Run a named query or a statement."""
    if (options.name is None) == (options.sql is None):
        raise UsageError(
            tr("give either a query name or --sql"),
            tr("Queries: {queries}.", queries=listed(load_queries())),
        )
    given = _parameters(options.param)
    if options.sql is not None and given:
        raise UsageError(tr("--param goes with a named query"), tr("Write the value into the statement."))
    beside = _given(options.given)
    if options.sql is not None:
        table = ask(options.data, options.sql, QueryLimits(options.timeout, options.memory), beside)
        return deliver(options, table, About(facts={"语句": options.sql}))
    code, rows = answer(options, options.name, given, beside)
    if not rows and (hint := queries_text.about_nothing(given)):
        print(hint, file=sys.stderr)
    return code


def queries(options: Namespace) -> int:
    """List the named queries."""
    found = load_queries().values()
    if options.json:
        print(as_json([asdict(one) for one in found]))
        return EXIT_OK
    print(queries_text.as_list(found))
    return EXIT_OK


def status(options: Namespace) -> int:
    """Documents by status; those not ok with the reason and what to do next."""
    with open_catalog(options.data) as catalog:
        rows = catalog.select(_STATUS).to_pylist()
        numbers = numbers_in(catalog)
        checked = checked_text.shares_in(catalog, checked_file(options))
    counts = {name: sum(row["status"] == name for row in rows) for name in ("ok", "degraded", "failed")}
    wanting = [failure(row) if row["status"] == "failed" else row for row in rows if row["status"] != "ok"]
    if options.json:
        print(as_json({"documents": counts, "numbers": numbers, "checked": checked, "attention": wanting}))
        return EXIT_OK
    print(statuses_text(counts))
    if said := shares_text(numbers):
        print(tr("numbers: {said}; `jixiao unread` lists the others", said=said))
    if said := checked_text.as_line(checked):
        print(tr("checked: {said}", said=said))
    if said := samples_text(samples_among([row["document_id"] for row in rows])):
        print(tr("samples: {said}", said=said))
    for row in wanting:
        print(f"\n{padded(code_said('status', row['status'], 'documents'), 8)}  {row['source_path']}")
        print(f"          {harmless(reason_said(row['status_reason']) or tr('no reason given'))}")
        if row.get("next"):
            print(f"          {row['next']}")
    if counts["degraded"]:
        print()
        print(tr("Degraded documents are published; `jixiao findings` says what is doubtful in them."))
    return EXIT_OK


def findings(options: Namespace) -> int:
    """Contradictions and doubts."""
    with open_catalog(options.data) as catalog:
        wanted = {"severity": options.severity, "check": _check(options.check), "document": options.document}
        table = catalog.select(findings_text.SQL, wanted)
        checks = [] if table.num_rows else catalog.select(findings_text.CHECKS).column("check").to_pylist()
    if table.num_rows and not (options.format or options.json or options.output):
        print(findings_text.as_groups(table.to_pylist()))
        if (invented := warning_of_answer(options.data, None)) is not None:
            print(f"\n{invented}")
        return EXIT_OK
    if not (table.num_rows or options.format or options.json or options.output):
        print(findings_text.none_found(wanted, checks))
        return EXIT_OK
    return deliver(options, table, About("疑点", "findings"))


def _check(said: str | None) -> str | None:
    """The name of a check, also where its Chinese one is given."""
    return said and (code_meant(said, words_of("check", code_names("check", "findings"), "findings")) or said)


def review(options: Namespace) -> int:
    """Show what was read on a local web page until Ctrl-C."""
    # The web server takes a moment to load; no other command needs it.
    from pipeline.review.server import serve

    tell_of_others(options)
    serve(
        options.data,
        overrides_file(options),
        options.port,
        browser=not options.no_browser,
        say=lambda text: print(text, flush=True),
        folders=options.folders,
    )
    return EXIT_OK


def versions(options: Namespace) -> int:
    """List the versions, publish an older one again, or delete older ones."""
    if (options.action == "restore") != (options.number is not None):
        raise UsageError(
            tr("a number goes with restore, and only with it"), tr("`jixiao versions` lists the numbers.")
        )
    body: dict[str, Any]
    if options.action == "restore":
        with options.place.writing(options.wait, older=True) as folder:
            new = int(older.restore(folder, options.number, options.wait).name)
        body = {"restored": options.number, "version": new}
        said = str(
            tr(
                "version {number} is published again, as version {new}\n"
                "It stays until you run `jixiao refresh` or `jixiao ingest` with --release.",
                number=options.number,
                new=new,
            )
        )
    elif options.action == "prune":
        with options.place.writing(options.wait, older=True) as folder:
            gone = older.prune(folder, options.keep, options.wait)
        body = {"deleted": gone}
        said = tr("{count} versions deleted", count=len(gone))
    else:
        folder = options.place.reading(older=True)
        found, broken = [asdict(one) for one in older.list_versions(folder)], older.broken_versions(folder)
        body = {"versions": found, "damaged": [error.message for error in broken]}
        for error in broken:
            print(f"jixiao: {error.message}", file=sys.stderr)
        said = (
            as_text(pa.Table.from_pylist(found), about=About(scope="versions"))
            if found
            else ("" if broken else tr("nothing is published in {data_dir}", data_dir=options.place))
        )
    print(as_json(body) if options.json else said)
    return EXIT_OK


def chart(options: Namespace) -> int:
    """Draw the answer of a named query."""
    from pipeline.charts import draw_chart

    with open_catalog(options.data) as catalog:
        drawn = draw_chart(catalog, options.name, _parameters(options.param), options.output, options.font)
    said = {"chart": options.name, "rows": drawn, "output": str(options.output)}
    print(
        as_json(said) if options.json else tr("{rows} rows drawn to {file}", rows=drawn, file=options.output)
    )
    return EXIT_OK


def export(options: Namespace) -> int:
    """Write one version, or a part of it, as files that need no jixiao."""
    from pipeline import export as away

    tables = options.tables.split(",") if options.tables else tuple(SCHEMAS)
    choice = away.Choice(tables, options.city, options.year, options.format, not options.no_workbook)
    done = away.export(options.data, options.dir, choice, lambda doing: print(doing, file=sys.stderr))
    print(as_json(asdict(done)) if options.json else away.as_lines(done, options.dir))
    return EXIT_OK


def schema(options: Namespace) -> int:
    """The data dictionary."""
    names = table_names(options.table)
    form = "json" if options.json else options.format or "table"
    if form == "markdown":
        print(as_markdown(names), end="")
    elif form == "json":
        print(as_json(rows_in_both(names)))
    else:
        if options.table:
            print(heading(options.table), end="\n\n")
        rows = rows_in_chinese(names) if chosen() == CHINESE else dictionary_rows(names)
        print(as_text(pa.Table.from_pylist(rows)))
    return EXIT_OK


def numbers_in(catalog: Catalog) -> dict[str, int]:
    """What became of the numbers of all published documents; {} where none has been counted."""
    return summed(catalog.select(f"SELECT {', '.join(COLUMNS)} FROM documents").to_pylist())


def _given(paths: Sequence[Path]) -> dict[str, pa.Table]:
    """The user's own tables by name."""
    if not paths:
        return {}
    from pipeline.answers.user_tables import read_user_tables

    return read_user_tables(paths)


def _parameters(pairs: Sequence[str]) -> dict[str, str]:
    given = {}
    for pair in pairs:
        name, sign, value = pair.partition("=")
        if not sign or not name:
            raise UsageError(
                tr("--param {pair}: name=value expected", pair=pair), tr("For example --param city=宁波.")
            )
        given[name] = value
    return given
