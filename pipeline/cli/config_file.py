"""Settings that the environment or a file `jixiao.toml` makes.

The file is the one that --config or JIXIAO_CONFIG names; else jixiao.toml in the checkout. One that merely lies in the
working directory may have come with somebody's reports, and does not count. Paths in a file count from its own folder.
"""

from __future__ import annotations

import os
import re
import sys
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from pipeline.cli.settings import NOT_SETTINGS, PREFIX, SETTINGS, Setting, SettingValue
from pipeline.errors import EnvironmentProblem, UsageError
from pipeline.language import tr, tr_noop
from pipeline.names import shown_name
from pipeline.nearest import did_you_mean
from pipeline.version import ROOT

FILE_NAME = "jixiao.toml"
FILE_VARIABLE = "JIXIAO_CONFIG"
_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]*://")
_HELP = tr_noop("docs/configuration.md lists the settings.")


def find_file(named: str | None) -> Path | None:
    """The settings file that counts; None when there is none. Raises UsageError when a named one is missing."""
    named = named or os.environ.get(FILE_VARIABLE) or None
    if named is not None:
        path = Path(named)
        if not path.is_file():
            raise UsageError(
                tr("there is no settings file {path}", path=shown_name(path)),
                tr("Give an existing one with --config."),
            )
        return path
    own = ROOT / FILE_NAME
    return own if own.is_file() else None


def stray_file(named: str | None) -> Path | None:
    """A settings file of the working directory that does not count, when nobody named another."""
    here = Path.cwd() / FILE_NAME
    is_stray = here.is_file() and Path.cwd().resolve() != ROOT.resolve()
    return here if is_stray and not (named or os.environ.get(FILE_VARIABLE)) else None


def tell_of_stray(named: str | None) -> None:
    """Say in one line that such a file does not count, and how it would."""
    if stray := stray_file(named):
        said = tr(
            "{path} does not count: settings come from the checkout, or from --config {file_name}",
            path=shown_name(stray),
            file_name=FILE_NAME,
        )
        print(f"jixiao: {said}", file=sys.stderr)


def settings_found(named: str | None = None) -> list[SettingValue]:
    """All settings that environment or file make, by name. Raises UsageError and EnvironmentProblem."""
    path = find_file(named)
    found: dict[str, SettingValue] = {}
    if path is not None:
        found |= {kept.setting.name: kept for kept in _from_file(path)}
    found |= {kept.setting.name: kept for kept in _from_environment(os.environ)}
    return [found[name] for name in sorted(found)]


def _from_environment(environment: Mapping[str, str]) -> Iterator[SettingValue]:
    known = {setting.variable: setting for setting in SETTINGS}
    for name, value in sorted(environment.items()):
        if not name.startswith(PREFIX) or name in NOT_SETTINGS:
            continue
        if name not in known:
            raise UsageError(
                tr("there is no setting {name} in the environment", name=name),
                tr("{meant}{help}", meant=did_you_mean(name, known), help=tr(_HELP)),
            )
        setting = known[name]
        # A variable that is set to nothing is not set.
        if value:
            several = value.split(os.pathsep) if setting.is_list else value
            yield SettingValue(setting, several, tr("environment, {name}", name=name))


def _from_file(path: Path) -> Iterator[SettingValue]:
    known = {setting.name: setting for setting in SETTINGS}
    place = shown_name(path)
    for name, value in _flat(_parsed(path)):
        if name not in known:
            raise UsageError(
                tr("{place}: there is no setting {name}", place=place, name=name),
                tr("{meant}{help}", meant=did_you_mean(name, known), help=tr(_HELP)),
            )
        setting = known[name]
        text = _as_text(value, setting, place)
        yield SettingValue(setting, _from_folder(text, path.parent) if setting.is_path else text, place)


def _parsed(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text("utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UsageError(
            tr("{path} is not TOML: {error}", path=shown_name(path), error=error),
            tr('A line reads: workers = 2, or data = "folder".'),
        ) from error
    except OSError as error:
        raise EnvironmentProblem(
            tr("cannot read {path}: {reason}", path=shown_name(path), reason=error.strerror),
            tr("Make it readable, or give another with --config."),
        ) from error


def _flat(table: Mapping[str, Any], section: str = "") -> Iterator[tuple[str, Any]]:
    for key, value in table.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{section}{key}.")
        else:
            yield section + key, value


def _as_text(value: Any, setting: Setting, place: str) -> str | bool | list[str]:
    if setting.is_list:
        if isinstance(value, list) and value and all(isinstance(one, str) for one in value):
            return value
        raise UsageError(
            tr("{place}: {name} is a list of texts", place=place, name=setting.name),
            tr('For example {name} = ["reports"].', name=setting.name),
        )
    if isinstance(value, bool):
        return value
    if isinstance(value, int | str):
        return str(value)
    raise UsageError(
        tr(
            "{place}: {name} = {value}: {about} expected",
            place=place,
            name=setting.name,
            value=value,
            about=tr(setting.about),
        ),
        tr(_HELP),
    )


def _from_folder(value: str | bool | list[str], folder: Path) -> str | bool | list[str]:
    """Relative paths count from the folder of the file; addresses and absolute paths stay."""
    if isinstance(value, list):
        return [str(_from_folder(one, folder)) for one in value]
    if isinstance(value, bool) or _ADDRESS.match(value) or folder == Path.cwd():
        return value
    return str(folder / Path(value).expanduser())
