"""What is called, and what is left behind, when a run fails: for a mail, a chat, or a watching program."""

from __future__ import annotations

import os
import shlex
import signal
import stat
import subprocess
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from secrets import token_hex
from typing import Any

from pipeline.entry import OURS, SAFE_PATH
from pipeline.errors import UsageError
from pipeline.language import tr
from pipeline.masking import masked, masked_command
from pipeline.names import shown_name

SECONDS = 60.0
MARK = "# jixiao failure file"
"""First line of a failure file. What begins otherwise was written by somebody else."""


@dataclass(frozen=True, slots=True)
class FailureHook:
    """`command`: words of a program to start when a run fails; `file`: there for as long as not all is well."""

    command: tuple[str, ...] = ()
    file: Path | None = None
    seconds: float = SECONDS

    def call(self, report: Path | None, exit_code: int) -> Mapping[str, Any]:
        """Start the command, without a shell, and wait for it for as long as it may take.

        `{report}` among its words becomes the report's JSON file. In its environment JIXIAO_REPORT is that file,
        JIXIAO_REPORT_TEXT the one for people, JIXIAO_EXIT_CODE the run's exit code. Never raises: how it went is told.
        """
        place = str(report or "")
        text = str(report.with_suffix(".txt")) if report else ""
        words = [word.replace("{report}", place) for word in self.command]
        surroundings = {
            "JIXIAO_REPORT": place,
            "JIXIAO_REPORT_TEXT": text,
            "JIXIAO_EXIT_CODE": str(exit_code),
        }
        return {"command": masked_command(self.command), "outcome": _run(words, surroundings, self.seconds)}

    def mark(self, exit_code: int, report_text: str) -> str:
        """Write the failure file, or remove it when all is well; returns what went wrong with that, or ''.

        A file that this program did not write stays as it is, and is named.
        """
        if self.file is None:
            return ""
        try:
            if not _may_go(self.file):
                return tr(
                    "{path} stays as it is: it is no failure file of this program; name another one",
                    path=shown_name(self.file),
                )
            if exit_code:
                _write(self.file, f"{MARK}\n{report_text}\n")
            else:
                self.file.unlink(missing_ok=True)
        except OSError as error:
            return tr("cannot write {path}: {reason}", path=shown_name(self.file), reason=error.strerror)
        return ""


def parse_command(text: str) -> tuple[str, ...]:
    """The words of a command as a shell would part them. Raises UsageError."""
    try:
        words = tuple(shlex.split(text))
    except ValueError as error:
        raise UsageError(
            tr("--on-failure: {error}", error=error), tr("Close every quotation mark.")
        ) from error
    if not words:
        raise UsageError(
            tr("--on-failure names no command"), tr("For example --on-failure 'mail-report {report}'.")
        )
    return words


def _may_go(path: Path) -> bool:
    """Whether the place is free, or holds what an earlier run left there. Links are not followed."""
    try:
        mode = path.lstat().st_mode
    except FileNotFoundError:
        return True
    if not stat.S_ISREG(mode):
        return False
    with path.open("rb") as stream:
        return stream.readline(len(MARK) + 2).rstrip(b"\r\n") == MARK.encode()


def _write(path: Path, text: str) -> None:
    """Over a file of an earlier run, or where nothing stands; what comes to stand there in the meantime stays."""
    content = text.encode("utf-8", "backslashreplace")
    replaces = path.exists()
    target = path.with_name(f".{path.name}.{token_hex(8)}") if replaces else path
    with target.open("xb") as stream:
        try:
            stream.write(content)
            stream.flush()
            if replaces:
                os.replace(target, path)
        except OSError:
            target.unlink(missing_ok=True)
            raise


def _environment() -> dict[str, str]:
    """As the user gave it to us."""
    return {name: value for name, value in os.environ.items() if (name, value) != (SAFE_PATH, OURS)}


def _run(words: list[str], surroundings: Mapping[str, str], seconds: float) -> str:
    try:
        # What it prints belongs beside our own messages, not among what a program may read from our output.
        process = subprocess.Popen(
            words,
            stdin=subprocess.DEVNULL,
            stdout=2,
            env={**_environment(), **surroundings},
            start_new_session=True,
        )
    except (OSError, ValueError) as error:
        return tr("{command} did not start: {error}", command=words[0], error=masked(str(error)))
    try:
        code = process.wait(seconds)
    except subprocess.TimeoutExpired:
        with suppress(OSError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        return tr("{command} was ended after {seconds:g} s", command=words[0], seconds=seconds)
    return tr("{command} ended with exit code {code}", command=words[0], code=code)
