"""One line of `jixiao doctor`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

State = Literal["ok", "warn", "fail"]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was looked at, how it is, what was found, and what to do next ('' when all is well)."""

    subject: str
    state: State
    found: str
    next: str = ""


def ok(subject: str, found: str) -> Verdict:
    return Verdict(subject, "ok", found)


def warn(subject: str, found: str, next: str) -> Verdict:
    return Verdict(subject, "warn", found, next)


def fail(subject: str, found: str, next: str) -> Verdict:
    return Verdict(subject, "fail", found, next)
