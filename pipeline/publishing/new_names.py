"""Names of part files that only one of two versions has: they are given to the other, without rows."""

from __future__ import annotations

import os
import shutil
import time
from pathlib import Path

from pipeline.publishing.manifest import (
    add_announced,
)
from pipeline.publishing.parts import (
    PartFile,
    write_empty,
)
from pipeline.publishing.readers import missing_names
from pipeline.schemas import SCHEMAS

# Time for a reader that has listed folders to open the files it found.
_LISTING_SECONDS = 0.1


def announce(current: Path, coming: Path) -> None:
    """Give the names that only the coming version has to the current one, as parts without rows.

    Readers that list the current version from now on are right about the coming one, too.
    """
    names = missing_names(coming, current)
    scratch = coming.with_name(f"{coming.name}-names")
    try:
        add_announced(current, [write_empty(scratch, name) for name in names])
        for name in names:
            (current / name).parent.mkdir(parents=True, exist_ok=True)
            os.replace(scratch / name, current / name)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
    if names:
        time.sleep(_LISTING_SECONDS)


def names_since(current: Path, staging: Path) -> list[PartFile]:
    """Parts without rows for the names that only the current version has: names never go, see `readers`."""
    names = missing_names(current, staging)
    return [write_empty(staging, name) for name in names if name.parts[0] in SCHEMAS]
