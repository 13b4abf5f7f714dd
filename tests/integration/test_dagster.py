"""The night as Dagster sees it: assets, their metadata, checks, and the schedule."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from pipeline.schemas.schemas import SCHEMAS
from pipeline.version import ROOT

dg = pytest.importorskip("dagster", reason="the extra `dagster` is not installed")


@pytest.fixture
def definitions() -> Any:
    from pipeline.orchestration import dagster_defs

    return dagster_defs


def materialize(definitions: Any, *arguments: str) -> Any:
    config = {"ops": {"refresh": {"config": {"arguments": list(arguments)}}}}
    with dg.DagsterInstance.ephemeral() as instance:
        return dg.materialize(
            [definitions.published_tables], instance=instance, run_config=config, raise_on_error=False
        )


def test_the_definitions_load(definitions: Any) -> None:
    dg.Definitions.validate_loadable(definitions.defs)
    assert {key.to_user_string() for key in definitions.published_tables.keys} == set(SCHEMAS)
    schedule = definitions.nightly
    assert (schedule.cron_schedule, schedule.execution_timezone) == ("0 2 * * *", "Asia/Shanghai")


def test_a_run_materialises_every_table(definitions: Any, tmp_path: Path) -> None:
    (tmp_path / "raw").mkdir()
    shutil.copy(ROOT / "data/samples/wenzhou_2023_policy.pdf", tmp_path / "raw")
    (tmp_path / "raw/notes.pdf").write_text("minutes", "utf-8")
    done = materialize(definitions, str(tmp_path / "raw"), "--data", str(tmp_path / "out"), "--workers", "1")
    assert done.success
    seen = {
        event.asset_key.to_user_string(): event.materialization.metadata
        for event in done.get_asset_materialization_events()
    }
    assert set(seen) == set(SCHEMAS)
    assert seen["documents"]["dagster/row_count"].value == 2
    assert seen["subsidy_terms"]["dagster/row_count"].value > 0
    assert Path(seen["documents"]["report"].value).is_file()
    checks = {one.check_name: one for one in done.get_asset_check_evaluations()}
    assert checks["published_data_is_sound"].passed
    assert not checks["every_document_was_read"].passed
    assert "notes.pdf" in str(checks["every_document_was_read"].metadata["wrong"].value)


def test_a_refresh_that_publishes_nothing_fails_the_run(definitions: Any, tmp_path: Path) -> None:
    done = materialize(definitions, str(tmp_path / "nowhere"), "--data", str(tmp_path / "out"))
    assert not done.success
    assert not done.get_asset_materialization_events()
    [failure] = [event for event in done.all_events if event.is_step_failure]
    assert "does not exist" in failure.event_specific_data.error_display_string
