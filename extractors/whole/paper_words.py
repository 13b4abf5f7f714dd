"""The words of whole documents: kinds of paper, fields of forms, programmes (`vocabulary/documents.toml`)."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources
from typing import Any


@cache
def document_words() -> dict[str, Any]:
    """The words of documents.toml."""
    source = resources.files("extractors").joinpath("vocabulary/documents.toml")
    return tomllib.loads(source.read_text(encoding="utf-8"))
