"""The plan for those who already have something that keeps time: units of systemd, a line of crontab."""

from __future__ import annotations

import re
import shlex
from collections.abc import Sequence
from pathlib import Path

from pipeline.errors import UsageError
from pipeline.language import tr, tr_noop
from pipeline.nightly.plan import Plan

SERVICE = "jixiao-refresh"
_FOLDER = "/etc/systemd/system"
_DAYS = ("Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_PLAIN = re.compile(r"[A-Za-z0-9_@:,./+=-]+")
_BREAKS = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]")
# Debian's cron refuses longer lines.
_LONGEST_LINE = 998
_CRON_NOTES = tr_noop("""\
# For `crontab -e`. cronie (Red Hat, openEuler, Kylin) takes the times below as of {zone}; the cron of Debian
# and Ubuntu does not know CRON_TZ and takes them as of the machine's time zone: see `timedatectl`.
# What was due while the machine was off is not made up for; --print systemd does that.""")


def systemd_units(plan: Plan, command: Sequence[str], user: str, folder: Path) -> str:
    """A service and its timer, each behind a comment that names its file. Raises UsageError."""
    times = "\n".join(f"OnCalendar={time}" for time in on_calendar(plan))
    note = tr("Two files; to install them, put this behind the command that printed them:")
    service = tr("jixiao: refresh the published performance tables")
    timer = tr("jixiao: when to refresh")
    return f"""\
# {note}
#   | sudo awk '/^# \\/etc\\//{{f=$2}} f{{print > f}}' && sudo systemctl daemon-reload
#   sudo systemctl enable --now {SERVICE}.timer
#
# {_FOLDER}/{SERVICE}.service
[Unit]
Description={service}
Documentation=file:{_escaped(str(folder / "docs/night.md")).replace(" ", "%%20")}
After=network-online.target remote-fs.target
Wants=network-online.target

[Service]
Type=oneshot
User={_escaped(user)}
WorkingDirectory={_escaped(str(folder))}
ExecStart={" ".join([_quoted(command[0]), *(_quoted(word, variables=True) for word in command[1:])])}
Nice=10

# {_FOLDER}/{SERVICE}.timer
[Unit]
Description={timer}

[Timer]
{times}
Persistent=true

[Install]
WantedBy=timers.target
"""


def crontab_lines(plan: Plan, command: Sequence[str], folder: Path) -> str:
    """Lines for `crontab -e`. Raises UsageError."""
    for word in (*command, str(folder)):
        _refuse_breaks(word)
    _lists(plan, "--print cron")
    line = f"{plan.cron} cd {shlex.quote(str(folder))} && exec {shlex.join(command)}".replace("%", "\\%")
    if len(line.encode()) > _LONGEST_LINE:
        raise UsageError(
            tr(
                "the line is longer than the {longest_line} bytes that cron takes", longest_line=_LONGEST_LINE
            ),
            tr("Use --print systemd, or links with shorter names."),
        )
    notes = tr(_CRON_NOTES, zone=plan.zone)
    return f"""\
{notes}
CRON_TZ={plan.zone}
{line}
"""


def on_calendar(plan: Plan) -> list[str]:
    """The plan as systemd's calendar events, which are added up. Raises UsageError for what these cannot say."""
    minutes, hours, days, months, weekdays = _lists(plan, "--print systemd")
    clock = f"{hours}:{minutes}:00 {plan.zone}"
    if plan.fields().day_and:
        day = f"{weekdays} " if weekdays != "*" else ""
        return [f"{day}*-{months}-{days} {clock}"]
    # Cron runs when either the day of the month or that of the week fits.
    return [f"*-{months}-{days} {clock}", f"{weekdays} *-{months}-* {clock}"]


def _lists(plan: Plan, option: str) -> list[str]:
    """Minutes, hours, days, months and weekdays as systemd lists them; `*` for all."""
    fields = plan.fields()
    if any(not isinstance(one, int) or one < 0 for one in (*fields.days, *fields.weekdays)):
        raise UsageError(
            tr("{option} cannot say '{cron}'", option=option, cron=plan.cron),
            tr("Without L, W and #; or leave `jixiao schedule` running."),
        )
    full = (range(60), range(24), range(1, 32), range(1, 13))
    sets = (fields.minutes, fields.hours, fields.days, fields.months)
    lists = [
        "*" if found >= set(every) else ",".join(f"{one:02d}" for one in sorted(found))
        for found, every in zip(sets, full, strict=True)
    ]
    names = {_DAYS[one] for one in fields.weekdays if isinstance(one, int)}
    return [*lists, "*" if len(names) == 7 else ",".join(day for day in _DAYS[1:] if day in names)]


def _quoted(word: str, variables: bool = False) -> str:
    """A word of ExecStart; in all but the first `$` would begin a variable."""
    escaped = _escaped(word)
    if variables:
        escaped = escaped.replace("$", "$$")
    if _PLAIN.fullmatch(escaped):
        return escaped
    return '"' + escaped.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _escaped(text: str) -> str:
    """Text in a unit file, where `%` begins a specifier."""
    _refuse_breaks(text)
    return text.replace("%", "%%")


def _refuse_breaks(text: str) -> None:
    if _BREAKS.search(text):
        raise UsageError(
            tr(
                "{text!a} cannot stand in a unit or crontab: it holds a control character or is no UTF-8",
                text=text,
            ),
            tr("Rename it, or leave `jixiao schedule` running."),
        )
