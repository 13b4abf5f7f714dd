"""The commands of the night: `refresh`, `report` and `schedule`, their options and what they print."""

from __future__ import annotations

import getpass
import json
import sys
from argparse import ArgumentParser, Namespace
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from pipeline.answers.streamed import as_json
from pipeline.cli.run_options import add_reading_options, asked_for, positive, start
from pipeline.errors import EXIT_OK
from pipeline.language import tr
from pipeline.names import harmless
from pipeline.nightly.failure_hook import FailureHook, parse_command
from pipeline.nightly.plan import Plan, parse_plan
from pipeline.nightly.refresh import read_and_compare
from pipeline.nightly.refresh import refresh as refresh_and_report
from pipeline.nightly.report_lines import row
from pipeline.nightly.run_report import find_report, report_files
from pipeline.nightly.run_report_text import as_text
from pipeline.nightly.schedule import (
    WallClock,
    arguments_for,
    ending_by_signal,
    keep_to,
    program,
    refresh_in_child,
)
from pipeline.nightly.units import crontab_lines, systemd_units
from pipeline.stores.location import place
from pipeline.version import ROOT

_AT = "02:00"
_WAIT_SECONDS = 3600


def add_commands(add: Any, common: ArgumentParser, raw: Path) -> None:
    """Declare the three commands. `raw`: the folder that is meant when none is named."""
    nightly = add.add_parser(
        "refresh",
        parents=[common],
        help=tr("make the published set equal to the folders, and report what changed"),
    )
    add_refresh_options(nightly, raw)
    nightly.set_defaults(run=refresh)
    report = add.add_parser(
        "report", parents=[common], help=tr("what the last refresh did, or an earlier one")
    )
    report.add_argument(
        "number", nargs="?", type=positive, metavar="N", help=tr("number of the run (the last)")
    )
    report.add_argument("--list", action="store_true", help=tr("the runs whose reports are kept"))
    report.set_defaults(run=show_report)
    stay = add.add_parser("schedule", parents=[common], help=tr("keep running, and refresh at a time of day"))
    add_refresh_options(stay, raw)
    stay.add_argument("--at", metavar="HH:MM", help=tr("time of day (02:00)"))
    stay.add_argument(
        "--cron", metavar="EXPRESSION", help=tr("five fields as in a crontab, such as '0 2 * * 1-5'")
    )
    stay.add_argument("--timezone", default="Asia/Shanghai", metavar="ZONE",
                      help=tr("zone of these times (%(default)s)"))  # fmt: skip
    stay.add_argument("--print", choices=("systemd", "cron"), dest="form",
                      help=tr("print units for systemd, or lines for a crontab, instead of staying"))  # fmt: skip
    stay.set_defaults(run=schedule, nightly=nightly)


def add_refresh_options(parser: ArgumentParser, raw: Path) -> None:
    """The options of a refresh, for every command that makes one."""
    parser.add_argument("folders", nargs="*", type=place, default=[raw], metavar="FOLDER",
                        help=tr("folders that hold files to read at any depth; "
                             "also in a store: s3://bucket/folder (data/raw)"))  # fmt: skip
    add_reading_options(parser)
    parser.add_argument(
        "--allow-removal",
        action="store_true",
        help=tr("remove also when a folder is empty or much of what was published is gone"),
    )
    parser.add_argument(
        "--on-failure",
        metavar="COMMAND",
        help=tr("program to start when something fails; {report} becomes the report's file"),
    )
    parser.add_argument("--failure-file", type=Path, metavar="FILE",
                        help=tr("written when something failed, removed when all is well"))  # fmt: skip


def refresh(options: Namespace) -> int:
    """Read, publish, check, report."""
    command = parse_command(options.on_failure) if options.on_failure is not None else ()
    hook = FailureHook(command, options.failure_file)

    def read() -> Any:
        asked = asked_for(options, options.folders)
        return start(replace(asked, mirror=True, allow_removal=options.allow_removal), read_and_compare)

    body = refresh_and_report(options.data, options.folders, read, hook, str(options.place))
    if body.get("failure_file"):
        print(f"jixiao: {body['failure_file']}", file=sys.stderr)
    print(as_json(body) if options.json else f"\n{as_text(body)}\n{_where(body)}")
    return int(body["exit_code"])


def show_report(options: Namespace) -> int:
    """The report of one run, or a line for each."""
    if options.list:
        bodies = [json.loads(path.read_text("utf-8")) for path in report_files(options.data)]
        kept = [
            {key: body.get(key) for key in ("run", "started_at", "exit_code", "version")} for body in bodies
        ]
        print(as_json({"reports": kept}) if options.json else "\n".join(map(_line, bodies)))
        return EXIT_OK
    path = find_report(options.data, options.number)
    body = json.loads(path.read_text("utf-8"))
    print(as_json(body) if options.json else as_text(body))
    return EXIT_OK


def plan_of(options: Namespace) -> Plan:
    """When to refresh, by the options of `schedule`. Raises UsageError."""
    at = options.at
    if options.cron and "--at" not in getattr(options, "typed", ("--at",)):
        # A time of day that is kept gives way to the expression of today.
        at = None
    return parse_plan(at or (None if options.cron else _AT), options.cron, options.timezone)


def schedule(options: Namespace) -> int:
    """Stay and refresh, or print what makes the machine do it."""
    plan = plan_of(options)
    if options.on_failure is not None:
        parse_command(options.on_failure)
    if not options.wait:
        # Somebody may be reading files by hand when the time comes; that is no reason to do without the night.
        options.wait = _WAIT_SECONDS
    arguments = arguments_for(options.nightly, options)
    command = [*program(), "refresh", *arguments]
    if options.form == "systemd":
        print(systemd_units(plan, command, getpass.getuser(), ROOT), end="")
        return EXIT_OK
    if options.form == "cron":
        print(crontab_lines(plan, command, ROOT), end="")
        return EXIT_OK
    clock = WallClock()
    with ending_by_signal(clock):
        codes = keep_to(plan, lambda: refresh_in_child(arguments, clock), clock, _say, _last_refresh(options))
    failed = sum(code != EXIT_OK for code in codes)
    _say(
        tr(
            "ended; {count} refreshes made, {failed} of them with an exit code other than 0",
            count=len(codes),
            failed=failed,
        )
    )
    return EXIT_OK


def _last_refresh(options: Namespace) -> datetime | None:
    """When the last refresh that is known of began."""
    files = report_files(options.data)
    return datetime.fromisoformat(json.loads(files[-1].read_text("utf-8"))["started_at"]) if files else None


def _say(text: str) -> None:
    print(f"{datetime.now(UTC):%Y-%m-%d %H:%M:%S} UTC  {text}", file=sys.stderr, flush=True)


def _line(body: Any) -> str:
    what = (
        harmless(body["error"]["message"])
        if body.get("error")
        else tr("version {number}", number=body["version"])
    )
    code = tr("exit code {code}", code=body["exit_code"])
    return f"{body['run']:>6}  {body['started_at']}  {code}  {what}"


def _where(body: Any) -> str:
    if body["report"] is None:
        return row(tr("report"), tr("could not be written"))
    return row(tr("report"), body["report"])
