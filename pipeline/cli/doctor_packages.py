"""Packages that the program needs, and whether those that are there are new enough."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Sequence
from importlib.metadata import PackageNotFoundError, version

from extractors.recognition import OCR_ENGINES, ocr_engine
from pipeline.cli.verdict import Verdict, fail, ok, warn
from pipeline.language import listed, tr, tr_noop
from pipeline.version import ROOT

_REQUIREMENT = re.compile(r"(?P<name>[\w.-]+)(?:\[[^]]*\])?(?:>=(?P<lowest>[\d.]+))?")
_EXTRAS = {
    "ocr": tr_noop("scans fail with needs_ocr, all else works"),
    "charts": tr_noop("only jixiao chart needs it"),
    "dask": tr_noop("only --executor dask needs it"),
    "dagster": tr_noop("only Dagster needs it"),
}
"""What is lacking without an extra of the program; others serve its development."""


def packages() -> Iterator[Verdict]:
    """One line for all that every run needs, one for each extra, as the checkout names them."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    needed = project["dependencies"]
    if lacks := _lacking(needed):
        yield fail(
            tr("packages"), listed(lacks), tr("`make setup` in the checkout installs what is missing.")
        )
    else:
        yield ok(tr("packages"), tr("{needed} of {needed} there", needed=len(needed)))
    for extra, without in _EXTRAS.items():
        if extra not in project["optional-dependencies"]:
            continue
        lacks = _lacking(project["optional-dependencies"][extra])
        hint = f"{ROOT}/.venv/bin/pip install -e '{ROOT}[{extra}]'"
        if not lacks:
            yield ok(tr("extra {extra}", extra=extra), _recognition() if extra == "ocr" else tr("there"))
        elif extra == "ocr":
            yield warn(
                tr("extra {extra}", extra=extra),
                tr("{lacks}; {without}", lacks=listed(lacks), without=tr(without)),
                tr("If you have scans: {hint}", hint=hint),
            )
        else:
            yield ok(
                tr("extra {extra}", extra=extra),
                tr("not there; {without}: {hint}", without=tr(without), hint=hint),
            )


def _recognition() -> str:
    """Which engine runs the models of the extra ocr."""
    engine = ocr_engine()
    if engine == OCR_ENGINES[0]:
        return tr("there; {engine} runs its models", engine=engine)
    return tr("there; {engine} runs its models, which takes longer than openvino", engine=engine)


def _lacking(requirements: Sequence[str]) -> list[str]:
    """What is wrong with packages; [] when all are there and new enough. Those for some machines only are left out."""
    return [
        lack
        for one in requirements
        if ";" not in one and (match := _REQUIREMENT.match(one)) and (lack := _lack(**match.groupdict()))
    ]


def _lack(name: str, lowest: str | None) -> str:
    """What is wrong with a package; '' when it is there and new enough."""
    try:
        have = version(name)
    except PackageNotFoundError:
        return tr("{name} is missing", name=name)
    if lowest and _numbers(have) < _numbers(lowest):
        return tr("{name} {have} is older than {lowest}", name=name, have=have, lowest=lowest)
    return ""


def _numbers(text: str) -> tuple[int, ...]:
    return tuple(int(part) for part in re.findall(r"\d+", text.split("+")[0])[:3])
