"""The data file of the audit: sorted, complete, and documented."""

from __future__ import annotations

import re
from pathlib import Path

from pipeline.audit import rules
from pipeline.schemas.schemas import SCHEMAS, allowed_values

ROOT = Path(rules.__file__).parents[2]
CODE = "".join(p.read_text("utf-8") for p in (ROOT / "pipeline" / "audit").glob("*.py"))
FILE = (ROOT / "pipeline" / "audit" / "checks.toml").read_text("utf-8")


def test_checks_are_sorted_and_say_how_grave_they_are() -> None:
    names = list(rules.load()["check"])
    assert names == sorted(names)
    severities = allowed_values(SCHEMAS["findings"].field("severity"))
    assert {check["severity"] for check in rules.load()["check"].values()} <= set(severities)


def test_words_are_sorted_and_stand_once() -> None:
    for words in rules.load()["words"].values():
        assert len(words) == len(set(words))
    assert list(rules.load()["words"]["not_added"]) == sorted(rules.load()["words"]["not_added"])


def test_every_check_is_used_and_every_used_check_exists() -> None:
    used = set(re.findall(r'report\.find\(\s*"(\w+)"', CODE))
    assert used == set(rules.load()["check"])


def test_every_check_is_documented() -> None:
    page = (ROOT / "docs" / "findings.md").read_text("utf-8")
    for name, check in rules.load()["check"].items():
        assert f"`{name}` | {check['severity']} |" in page, name


def test_every_other_finding_of_a_document_is_documented_with_its_severity() -> None:
    page = (ROOT / "docs" / "findings.md").read_text("utf-8")
    code = "".join(path.read_text("utf-8") for path in sorted((ROOT / "pipeline").rglob("*.py")))
    written = re.findall(r'(?:finding|_note)\((?:view,)?\s*"(\w+)",\s*"(error|warning|info)"', code)
    written += re.findall(r'"check": "(\w+)",\s*"severity": "(\w+)"', code)
    readers = "".join(path.read_text("utf-8") for path in sorted((ROOT / "extractors").rglob("*.py")))
    written += re.findall(r'PageNote\(\s*"(\w+)",\s*"(\w+)"', readers)
    assert {"line_not_named", "number_too_large", "part_lost", "unread_amount", "unread_lines"} <= {
        name for name, _ in written
    }
    for name, severity in written:
        assert f"`{name}` | {severity} |" in page, name
