"""Units and crontab lines: read again as systemd and cron read them, they start the very command."""

from __future__ import annotations

import configparser
import re
import shlex
import shutil
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import pytest

from pipeline.errors import UsageError
from pipeline.nightly.plan import Plan, parse_plan
from pipeline.nightly.units import crontab_lines, on_calendar, systemd_units

NIGHT = parse_plan("02:00", None, "Asia/Shanghai")
COMMAND = [
    "/opt/ji xiao/.venv/bin/jixiao",
    "refresh",
    "--data=/data/90%/表",
    '--on-failure=mail "{report}" $HOME it\'s \\d %h; x',
    "--",
    "/raw/plain",
    "/raw/with space/$x",
]


def units(command: list[str], folder: str = "/opt/ji xiao", plan: Plan = NIGHT) -> dict[str, str]:
    """Name -> content of the files that the printed comments name."""
    printed = systemd_units(plan, command, "reader", Path(folder))
    parts = re.split(r"^# /etc/systemd/system/(\S+)\n", printed, flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def settings(unit: str) -> configparser.ConfigParser:
    parser = configparser.ConfigParser(interpolation=None, delimiters="=", comment_prefixes="#")
    parser.optionxform = str  # type: ignore[assignment,method-assign]
    parser.read_string(unit)
    return parser


def words_of(line: str) -> list[str]:
    """A command line as systemd.service(5) describes it: quotes, C escapes, specifiers, variables."""
    found = []
    for match in re.finditer(r'"((?:\\.|[^"\\])*)"|(\S+)', line):
        text = re.sub(r"\\(.)", r"\1", match[1]) if match[1] is not None else match[2]
        text = re.sub(r"%(.)", lambda one: one[1] if one[1] == "%" else f"<specifier {one[1]}>", text)
        if found:
            text = re.sub(r"\$(.)", lambda one: "$" if one[1] == "$" else "<variable>", text)
        found.append(text)
    return found


def test_the_service_starts_the_very_command() -> None:
    service = settings(units(COMMAND)["jixiao-refresh.service"])["Service"]
    assert words_of(service["ExecStart"]) == COMMAND
    assert (service["Type"], service["User"], service["WorkingDirectory"]) == (
        "oneshot",
        "reader",
        "/opt/ji xiao",
    )


def test_the_timer_makes_up_for_what_was_missed() -> None:
    timer = settings(units(COMMAND)["jixiao-refresh.timer"])
    assert dict(timer["Timer"]) == {"OnCalendar": "*-*-* 02:00:00 Asia/Shanghai", "Persistent": "true"}
    assert timer["Install"]["WantedBy"] == "timers.target"


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd-analyze is not installed")
def test_systemd_accepts_the_units(tmp_path: Path) -> None:
    program = tmp_path / "ji xiao" / "jixiao"
    program.parent.mkdir()
    program.symlink_to("/bin/true")
    for name, content in units([str(program), *COMMAND[1:]], str(program.parent)).items():
        (tmp_path / name).write_text(content.replace("User=reader", "User=root"), "utf-8")
    files = [str(tmp_path / f"jixiao-refresh.{kind}") for kind in ("service", "timer")]
    said = subprocess.run(["systemd-analyze", "verify", *files], capture_output=True, text=True)
    assert (said.returncode, said.stderr) == (0, "")


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd-analyze is not installed")
@pytest.mark.parametrize("cron", ["*/10 1-3 1 * mon", "0 2 * * 1-5", "5 4 * 1,7 0,6", "0 2 15 * *"])
def test_systemd_means_the_same_times(cron: str) -> None:
    plan = Plan(cron, "Asia/Shanghai")
    elapses = []
    for event in on_calendar(plan):
        said = subprocess.run(
            ["systemd-analyze", "calendar", "--base-time=2026-11-20 00:00:00 UTC", event],
            capture_output=True,
            text=True,
        )
        assert said.returncode == 0, said.stderr
        elapses += re.findall(r"(?:Next elapse|\(in UTC\)): \w+ (\S+ \S+) UTC", said.stdout)
    first = plan.after(datetime(2026, 11, 20, tzinfo=UTC)).astimezone(UTC)
    assert min(elapses) == f"{first:%Y-%m-%d %H:%M:%S}"


def command_of(line: str, fields: int = 5) -> list[str]:
    """What cron makes of a line: an escaped % is one, another ends the command; the shell parts the rest."""
    rest = line.split(" ", fields)[fields]
    text = re.split(r"(?<!\\)%", rest)[0].replace("\\%", "%")
    folder, _, command = text.partition(" && exec ")
    assert shlex.split(folder) == ["cd", "/opt/ji xiao"]
    return shlex.split(command)


def test_the_crontab_line_starts_the_very_command() -> None:
    *comments, zone, line = crontab_lines(NIGHT, COMMAND, Path("/opt/ji xiao")).splitlines()
    assert all(comment.startswith("#") for comment in comments)
    assert zone == "CRON_TZ=Asia/Shanghai"
    assert line.startswith("0 2 * * * ")
    assert command_of(line) == COMMAND


def test_what_neither_can_hold_is_refused() -> None:
    for bad in ("/raw/two\nlines", "/raw/\udcd6", "/raw/\x1b[1m"):
        with pytest.raises(UsageError, match="cannot stand in a unit"):
            systemd_units(NIGHT, [*COMMAND, bad], "reader", Path("/opt"))
        with pytest.raises(UsageError, match="cannot stand in a unit"):
            crontab_lines(NIGHT, [*COMMAND, bad], Path("/opt"))
    with pytest.raises(UsageError, match="998 bytes"):
        crontab_lines(NIGHT, [*COMMAND, "/raw/" + "x" * 1000], Path("/opt"))
    for cron in ("0 2 L * *", "0 2 * * 5#2"):
        with pytest.raises(UsageError, match="--print systemd cannot say"):
            systemd_units(Plan(cron, "UTC"), COMMAND, "reader", Path("/opt"))
        with pytest.raises(UsageError, match="--print cron cannot say"):
            crontab_lines(Plan(cron, "UTC"), COMMAND, Path("/opt"))
