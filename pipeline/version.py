"""Which code read a document: readings by other code are taken again."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
# What decides how a document is read and audited: code, and the word lists and tables beside it.
_READING = (
    "normalizers",
    "extractors",
    "pipeline/bands.py",
    "pipeline/ingest.py",
    "pipeline/column_sums.py",
    "pipeline/confidence.py",
    "pipeline/programme_numbers.py",
    "pipeline/lost_parts.py",
    "pipeline/reasons.py",
    "pipeline/errors.py",
    "pipeline/rows.py",
    "pipeline/tables.py",
    "pipeline/account",
    "pipeline/audit",
    "pipeline/context",
    "pipeline/document",
    "pipeline/facts",
    "pipeline/meaning",
    "pipeline/prose",
    "pipeline/records",
    "pipeline/schemas",
    "pipeline/witness",
)
_SUFFIXES = {".c", ".csv", ".py", ".toml"}


def program_version() -> str:
    """Version of the installed program; '0' when it runs without being installed."""
    try:
        return version("jixiao")
    except PackageNotFoundError:
        return "0"


@lru_cache(maxsize=1)
def extractor_version() -> str:
    """Program version and a checksum of all that decides how a document is read: `0.1.0+1a2b3c4d`."""
    digest = hashlib.sha256()
    for path in reading_files():
        digest.update(str(path.relative_to(ROOT)).encode())
        digest.update(path.read_bytes())
    return f"{program_version()}+{digest.hexdigest()[:8]}"


def reading_files() -> list[Path]:
    """Every file that decides how a document is read, sorted."""
    found: list[Path] = []
    for name in _READING:
        start = ROOT / name
        candidates = start.rglob("*") if start.is_dir() else [start]
        found += [path for path in candidates if path.suffix in _SUFFIXES and path.is_file()]
    return sorted(found)
