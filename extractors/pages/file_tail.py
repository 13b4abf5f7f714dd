"""Does a file end in the middle of an update? A PDF may be changed by what is written behind its end.

Where the last update is cut off, an older state lies whole before it, and every engine shows that in silence. What
servers put behind a file (spaces, a web page, zeros) holds no objects.
"""

from __future__ import annotations

import re
from pathlib import Path

_END = b"%%EOF"
_WITHIN = 1 << 26
_OBJECT = re.compile(rb"(?<![0-9])[0-9]{1,10} [0-9]{1,5} obj\b")
_TABLE_FOUND = re.compile(rb"startxref\s+[0-9]+")
UPDATE_CUT_OFF = (
    "update_cut_off: the end of the file is missing, so that an older state of it may be shown; "
    "download or copy it again"
)


def end_before_cut_update(path: Path) -> int | None:
    """Where the last whole state of the file ends, in bytes, if objects stand behind it and nothing leads to them."""
    with path.open("rb") as file:
        size = file.seek(0, 2)
        file.seek(max(size - _WITHIN, 0))
        _, end, behind = file.read(_WITHIN).rpartition(_END)
    is_cut = end and _OBJECT.search(behind) and not _TABLE_FOUND.search(behind)
    return size - len(behind) if is_cut else None
