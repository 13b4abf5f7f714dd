"""What decides that documents are read again."""

from __future__ import annotations

import ast
from collections.abc import Iterator

import pytest

from pipeline import version

# Limits of time and memory, how results come back, and words of messages and findings: what is read stays the same.
NOT_READING = {
    "pipeline/workers/child.py",
    "pipeline/language/__init__.py",
    "pipeline/language/chosen.py",
    "pipeline/answers/chinese_names.py",
    "pipeline/answers/facet_words.py",
}


def imported(name: str) -> Iterator[str]:
    """Files of the package `pipeline` that a file imports."""
    for node in ast.walk(ast.parse((version.ROOT / name).read_text("utf-8"))):
        names: list[str] = []
        if isinstance(node, ast.ImportFrom) and node.module:
            names = [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
        elif isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        for path in (one.replace(".", "/") for one in names if one.startswith("pipeline.")):
            yield from (
                file for file in (f"{path}.py", f"{path}/__init__.py") if (version.ROOT / file).is_file()
            )


def reading_code() -> set[str]:
    """`pipeline/ingest.py` and all of `pipeline` that it imports, directly or not."""
    found, waiting = set(), ["pipeline/ingest.py"]
    while waiting:
        name = waiting.pop()
        if name not in found | NOT_READING:
            found.add(name)
            waiting += imported(name)
    return found


def test_all_code_that_reads_a_document_decides_its_version() -> None:
    covered = {str(path.relative_to(version.ROOT)) for path in version.reading_files()}
    assert reading_code() <= covered
    assert {"pipeline/audit/document.py", "pipeline/document/page_status.py"} <= reading_code()


@pytest.mark.parametrize("name", ["pipeline/audit/checks.toml", "normalizers/data/regions.csv"])
def test_data_beside_the_code_counts(name: str) -> None:
    assert version.ROOT / name in version.reading_files()


def test_code_that_only_publishes_or_asks_does_not_count() -> None:
    folders = {str(path.relative_to(version.ROOT).parent) for path in version.reading_files()}
    assert folders.isdisjoint({"pipeline/publishing", "pipeline/answers", "pipeline/cli"})
