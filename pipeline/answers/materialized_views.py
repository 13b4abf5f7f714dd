"""Which helper views a version keeps computed, and where: beside its tables, out of sight of their readers.

    DIR/.versions/000007/.kept/3f9c2a10b7d4-32/indicators_told/part-00.parquet

The folder is named after the statements that made it and the number of parts of each view. A program with other
statements finds no folder of its own and computes the views when they are asked for: slower, and as right.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

FOLDER = ".kept"
OF_DOCUMENTS = (
    "execution_told",
    "funding_told",
    "indicators_told",
    "terms_told",
    "standards_told",
    "payments_told",
    "metrics_told",
    "scores_told",
    "counts_told",
    "totals_told",
    "functions_told",
    "three_public_told",
    "programmes_told",
    "payers_told",
    "topic_terms_told",
    "unread_told",
    "texts_told",
)
"""Views whose rows of a document come from that document alone; `…_of(documents)` makes some of them."""
OF_ALL = "pairs_told"
"""The view that compares documents. It is computed anew with every version."""
OF_PROGRAMMES = "programmes_near"
"""The view that compares programmes. It is computed anew, too."""


def made_by(queries: Path) -> str:
    """Names the statements of the helper views: others give another name."""
    text = "".join(path.read_text("utf-8") for path in sorted((queries / "views").rglob("*.sql")))
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def materialized_in(version: Path, queries: Path) -> Path | None:
    """Folder with what the version keeps of these views; None when it keeps nothing."""
    return next(iter(sorted((version / FOLDER).glob(f"{made_by(queries)}-*"))), None)


def folder_for(version: Path, queries: Path, parts: int) -> Path:
    """Where a version keeps these views, each cut into so many parts."""
    return version / FOLDER / f"{made_by(queries)}-{parts}"


def parts_in(folder: Path) -> int:
    """Into how many parts each view of the folder is cut."""
    return int(folder.name.rpartition("-")[2])


def files_in(version: Path, queries: Path) -> dict[str, list[str]]:
    """Files of each view that the version keeps. One without rows has no file, and is as quick to compute."""
    folder = materialized_in(version, queries)
    if folder is None:
        return {}
    views = (*OF_DOCUMENTS, OF_ALL, OF_PROGRAMMES)
    found = {view: sorted(map(str, (folder / view).glob("*.parquet"))) for view in views}
    return {view: files for view, files in found.items() if files}
