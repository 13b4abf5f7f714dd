"""The exported package before the judge of its standard.

`frictionless` is not installed with the other tools (38 packages); `make datapackage` sets it up beside them.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from pipeline.export import export
from pipeline.publishing.publish import open_publication, tables_from_rows
from tests import factories

COMMAND = os.environ.get("FRICTIONLESS") or shutil.which("frictionless")
pytestmark = pytest.mark.skipif(
    COMMAND is None, reason="frictionless is not installed: run `make datapackage`"
)


@pytest.fixture
def out(tmp_path: Path) -> Path:
    with open_publication(tmp_path / "data") as publication:
        rows = {
            "tables": [factories.table()],
            "budget": [factories.budget()],
            "disbursement": [factories.disbursement(region_code=None)],
            "indicators": [factories.indicator(target_text="=300.00(场)", target_op="=")],
            "subsidy_terms": [
                factories.term(ratio_op="="),
                factories.term(ratio_op="≥", condition_text="两行\n文字"),
            ],
            "metrics": [factories.metric()],
            "findings": [factories.finding()],
        }
        publication.put(factories.document(), tables_from_rows(rows))
        publication.commit([factories.region()])
    export(tmp_path / "data", tmp_path / "out")
    return tmp_path / "out"


def validate(folder: Path) -> subprocess.CompletedProcess[str]:
    assert COMMAND is not None
    return subprocess.run(
        [COMMAND, "validate", "datapackage.json", "--json"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_package_is_valid(out: Path) -> None:
    said = validate(out)
    assert said.returncode == 0, said.stdout


@pytest.mark.parametrize(
    ("table", "old", "new", "error"),
    [
        ("subsidy_terms", "≥", "≈", "constraint-error"),
        ("budget", "12345000.00", "much", "type-error"),
        ("documents", "2024-01-02T03:04:05Z", "yesterday", "type-error"),
        ("findings", factories.document()["document_id"], "0" * 16, "foreign-key"),
    ],
)
def test_a_package_that_was_changed_is_not(out: Path, table: str, old: str, new: str, error: str) -> None:
    path = out / "tables" / f"{table}.csv"
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")
    # With a checksum that fits: it is the value that is wrong.
    about = json.loads((out / "datapackage.json").read_text("utf-8"))
    [resource] = [one for one in about["resources"] if one["name"] == table]
    changed = path.read_bytes()
    resource |= {"bytes": len(changed), "hash": f"sha256:{hashlib.sha256(changed).hexdigest()}"}
    (out / "datapackage.json").write_text(json.dumps(about), "utf-8")
    said = validate(out)
    assert said.returncode != 0 and error in said.stdout, said.stdout
