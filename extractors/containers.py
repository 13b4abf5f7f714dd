"""What a zip container is, told by the names of its parts. Loads nothing: the supervisor asks, too."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Literal

PARTS: tuple[tuple[str, Literal["docx", "ofd", "unknown", "xlsx"]], ...] = (
    (r"(^|/)OFD\.xml$|^Doc_\d+/", "ofd"),
    (r"^word/", "docx"),
    (r"^xl/", "xlsx"),
    (r"^\[Content_Types\]\.xml$", "unknown"),
)
"""What a container holds, the more telling first."""


def is_document(names: Iterable[str]) -> bool:
    """Are these the parts of one document, and not the files of an archive?"""
    known = [name.replace("\\", "/") for name in names]
    return "mimetype" in known or any(re.search(pattern, name) for pattern, _ in PARTS for name in known)
