"""`jixiao doctor`: what the machine lacks, what state the published data is in, and which settings count.

Looks and reports; changes nothing. Every line is ok, a warning (all works, but not as well as it could) or a failure
(something will not work), and the last two say what to do.
"""

from __future__ import annotations

import argparse
import shlex
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from pipeline.answers.streamed import as_json
from pipeline.cli import settings
from pipeline.cli.terminal import painted
from pipeline.cli.verdict import Verdict, fail
from pipeline.errors import EXIT_OK, EXIT_USAGE, JixiaoError
from pipeline.language import english, listed, padded, tr, width
from pipeline.masking import MASK, masked, masked_command
from pipeline.names import harmless
from pipeline.nightly.failure_hook import parse_command


@dataclass(frozen=True, slots=True)
class Shown:
    """One setting: its value, and whether command line, environment, file or nobody made it."""

    name: str
    value: str
    source: str


def add_command(add: Any, common: argparse.ArgumentParser) -> None:
    """Declare the command."""
    parser = add.add_parser(
        "doctor", parents=[common], help=tr("what this machine lacks, and which settings count")
    )
    parser.add_argument(
        "--deep", action="store_true", help=tr("compare every published file with its checksum")
    )
    parser.set_defaults(run=doctor)


def doctor(options: argparse.Namespace) -> int:
    """Look at everything; 1 when something fails, else 0."""
    # Loading what is looked at takes a moment; other commands do without.
    from pipeline.cli import doctor_data, doctor_machine

    memory = int(effective("memory", options))
    workers = int(effective("workers", options))
    verdicts = [
        *doctor_machine.look(memory, workers),
        *_carefully(tr("published data"), lambda: doctor_data.look(options.data, options.deep)),
    ]
    shown = list(shown_settings(options))
    failed = any(one.state == "fail" for one in verdicts)
    code = EXIT_USAGE if failed else EXIT_OK
    if options.json:
        body = {
            "checks": [asdict(one) | {"subject": english(one.subject)} for one in verdicts],
            "settings": [asdict(one) for one in shown],
        }
        print(as_json(body | {"exit_code": code}))
    else:
        print(_as_lines(verdicts, shown))
    return code


def shown_settings(options: argparse.Namespace) -> Iterable[Shown]:
    """Every setting as it counts now, and where it comes from."""
    made = {one.setting.name: one for one in options.kept}
    for setting in settings.SETTINGS:
        if options.typed & set(setting.options):
            yield Shown(setting.name, _text(getattr(options, "place", options.data)), tr("command line"))
        elif setting.name in made:
            yield Shown(setting.name, _without_secrets(made[setting.name]), made[setting.name].source)
        else:
            default = tr(setting.unset) if setting.unset else _text(effective(setting.name, options))
            yield Shown(setting.name, default, tr("default"))


def effective(name: str, options: argparse.Namespace) -> Any:
    """The value of a setting for the commands that it counts for."""
    setting = next(one for one in settings.SETTINGS if one.name == name)
    return next((action.default for _, action in settings.actions_of(options.parser, setting)), None)


def _without_secrets(stated: settings.SettingValue) -> str:
    if "--on-failure" not in stated.setting.options:
        return _text(stated.value)
    try:
        return shlex.join(masked_command(parse_command(str(stated.value))))
    except JixiaoError:
        return MASK  # what cannot be parted into words cannot be told from a secret


def _text(value: Any) -> str:
    if isinstance(value, list):
        return listed(map(_text, value))
    return "" if value is None else masked(str(value))


def _carefully(subject: str, look: Any) -> Sequence[Verdict]:
    """What cannot even be looked at is a failure like others."""
    try:
        return list(look())
    except (JixiaoError, OSError) as error:
        hint = error.hint if isinstance(error, JixiaoError) else tr("Check that you may read it.")
        return [fail(subject, masked(str(error)), hint)]


def _state(state: str) -> str:
    return {"ok": tr("ok"), "warn": tr("warn"), "fail": tr("fail")}[state]


def _as_lines(verdicts: Sequence[Verdict], shown: Sequence[Shown]) -> str:
    lines = []
    for one in verdicts:
        state = painted(padded(_state(one.state), 4), one.state)
        lines.append(f"{state}  {padded(one.subject, 16)}  {harmless(one.found)}")
        if one.next:
            lines.append(f"      {'':16}  {harmless(one.next)}")
    columns = min(max(width(one.value) for one in shown), 40)
    lines += ["", tr("settings")]
    lines += [
        f"      {one.name:22}  {padded(harmless(one.value), columns)}  {harmless(one.source)}"
        for one in shown
    ]
    counts: Mapping[str, int] = {
        state: sum(one.state == state for one in verdicts) for state in ("ok", "warn", "fail")
    }
    lines += [
        "",
        tr(", ").join(
            tr("{count} {state}", count=count, state=_state(name)) for name, count in counts.items()
        ),
    ]
    return "\n".join(lines)
