"""Passwords and keys in what users give: kept out of messages, reports and what doctor shows.

A message is for whoever reads the log, a report for whoever may read the published folder; neither is the one who
was trusted with the password.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

MASK = "***"
# A path of the file system has lost one of the two strokes.
_USER_INFO = re.compile(r"(?<=:/)(/?)([^\s/?#'\"]*)(?=@)")
_KEYS = r"[\w-]*(?:token|secret|passw(?:or)?d|pwd|signature|credential|api_?key|access_?key)[\w-]*|key|sig|auth|code"
_IN_QUERY = re.compile(rf"(?<=[?&;])({_KEYS})=[^&\s,'\"]+", re.IGNORECASE)
_OPTION = re.compile(r"(--?[A-Za-z][\w-]*)(=.*)?", re.DOTALL)


def masked(text: str) -> str:
    """The text with what stands before the @ of an address, and with the values of keys in its query, left out.

    What an address gives away is left out also where a library repeats a part of it.
    """
    if ":/" not in text:
        return text
    told = {found[2] for found in _USER_INFO.finditer(text)} - {""}
    text = _USER_INFO.sub(rf"\1{MASK}", text)
    for secret in told:
        text = text.replace(f"{secret}@", f"{MASK}@")
    return _IN_QUERY.sub(rf"\1={MASK}", text)


def masked_command(words: Sequence[str]) -> list[str]:
    """A command with its program and the names of its options only: any other word may be a secret.

    `{report}`, which stands for the report's file, is none.
    """
    return [*words[:1], *(_masked_word(word) for word in words[1:])]


def _masked_word(word: str) -> str:
    if word == "{report}":
        return word
    option = _OPTION.fullmatch(word)
    # `-uME:PW` is an option with its value in one word.
    if option is None or (not word.startswith("--") and len(word) > 2):
        return MASK
    return option[1] + (f"={MASK}" if option[2] else "")
