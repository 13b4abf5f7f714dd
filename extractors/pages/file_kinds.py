"""What is a file that is not read? Named for the user's sake; nothing is unpacked."""

from __future__ import annotations

import re
import tomllib
from functools import lru_cache
from pathlib import Path
from typing import Any

_RULES = Path(__file__).with_suffix(".toml")
_LOOK = 64 * 1024


def name_kind(path: Path) -> str:
    """Words such as `a web page (HTML)`; `unknown data` when nothing fits. Raises OSError."""
    head, near = _ends(path)
    if signed := _signed(head, near):
        return signed
    text = _as_text(head)
    for rule in _rules()["text"]:
        if text is not None and re.match(rule["pattern"], text, re.IGNORECASE | re.DOTALL):
            return str(rule["kind"])
    if text is not None:
        return "plain text"
    return "nothing but zeros" if not any(near) else "unknown data"


def signed_kind(path: Path) -> str:
    """What the first bytes say for certain, such as `a ZIP archive`; '' for text and the unknown. Raises OSError.

    A document of another kind may hold a whole PDF near its beginning, and is none all the same.
    """
    return _signed(*_ends(path))


def is_packed(path: Path) -> bool:
    """Does the file hold other files, or one in other form, that have to be unpacked first? Raises OSError."""
    kind = signed_kind(path)
    return any(rule["kind"] == kind and rule.get("packed", False) for rule in _rules()["binary"])


def _ends(path: Path) -> tuple[bytes, bytes]:
    """The beginning of a file, and that together with its end."""
    with path.open("rb") as stream:
        head = stream.read(_LOOK)
        stream.seek(0, 2)
        stream.seek(max(0, stream.tell() - _LOOK))
        return head, head + stream.read(_LOOK)


def _signed(head: bytes, near: bytes) -> str:
    for rule in _rules()["binary"]:
        if head.startswith(bytes.fromhex(rule["starts"])) and rule.get("holds", "").encode() in near:
            return str(rule["kind"])
    return ""


@lru_cache(maxsize=1)
def _rules() -> dict[str, list[dict[str, Any]]]:
    return tomllib.loads(_RULES.read_text("utf-8"))


def _as_text(head: bytes) -> str | None:
    """The beginning as text without leading blanks; None when it holds control characters."""
    if any(byte < 32 and byte not in b"\t\n\f\r\x1b" for byte in head):
        return None
    whole = len(head) < _LOOK  # else the last character may be cut
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return head.decode(encoding, "strict" if whole else "ignore").lstrip()
        except UnicodeDecodeError:
            continue
    return None
