"""The published tables as Dagster assets, one refresh for all of them, every night.

    dagster dev -m pipeline.orchestration.dagster_defs

Which folders, options and times count is said where `jixiao` itself looks: in jixiao.toml and JIXIAO_ variables
(docs/configuration.md), or as arguments in the run's configuration. The refresh is a process of its own: what it does
and promises is the same as from the command line, and so is its report.
"""

# Without `from __future__ import annotations`: Dagster looks at the annotation of `context` itself.
import json
import subprocess
from collections.abc import Iterator
from typing import Any

import dagster as dg

from pipeline.cli import build_parser
from pipeline.cli.night import plan_of
from pipeline.cli.parsing import parse
from pipeline.errors import EXIT_OK, EXIT_SOME_FAILED
from pipeline.nightly.schedule import program
from pipeline.schemas import SCHEMAS
from pipeline.version import ROOT

_READ, _SOUND = "every_document_was_read", "published_data_is_sound"
# The checks belong to the table that says what became of every file.
_CHECKED = "documents"


def _refresh(context: dg.AssetExecutionContext) -> Iterator[Any]:
    """One refresh. Raises dagster.Failure when nothing could be published; the last version stands then."""
    arguments = context.op_execution_context.op_config["arguments"]
    # What it says of its progress goes where Dagster keeps the output of steps.
    done = subprocess.run([*program(), "refresh", "--json", *arguments], stdout=subprocess.PIPE, cwd=ROOT)
    try:
        body = json.loads(done.stdout)
    except ValueError as error:
        raise dg.Failure(f"the refresh ended with exit code {done.returncode} and no report") from error
    if done.returncode not in (EXIT_OK, EXIT_SOME_FAILED):
        raise dg.Failure(body["message"], metadata={"next": body["next"], "exit_code": done.returncode})
    for table in SCHEMAS:
        yield dg.MaterializeResult(
            asset_key=table,
            metadata={
                "dagster/row_count": body["rows"][table],
                "version": body["version"],
                "report": body["report"] or "",
                "seconds": body["seconds"],
            },
            check_results=_checks(body) if table == _CHECKED else [],
        )


def _checks(body: dict[str, Any]) -> list[Any]:
    failed = [f"{row['source_path']}: {row['status_reason']}" for row in body["failed"]]
    broken = [f"{found['check']}: {found['says']} ({found['rows']} rows)" for found in body["checks"]]
    return [
        dg.AssetCheckResult(
            check_name=name, passed=not wrong, severity=dg.AssetCheckSeverity.WARN, metadata={"wrong": wrong}
        )
        for name, wrong in ((_READ, failed), (_SOUND, broken))
    ]


def _about(table: str) -> str:
    return str((SCHEMAS[table].metadata or {})[b"description"].decode())


published_tables = dg.multi_asset(
    name="refresh",
    specs=[dg.AssetSpec(table, description=_about(table), group_name="jixiao") for table in SCHEMAS],
    check_specs=[
        dg.AssetCheckSpec(_READ, asset=_CHECKED, description="no document of the folders failed"),
        dg.AssetCheckSpec(
            _SOUND, asset=_CHECKED, description="no check of the published data found anything"
        ),
    ],
    config_schema={
        "arguments": dg.Field([str], default_value=[], description="arguments of `jixiao refresh`")
    },
)(_refresh)

_PLAN = plan_of(parse(build_parser, ["schedule"]))

nightly = dg.ScheduleDefinition(
    name="nightly",
    target=dg.AssetSelection.assets(published_tables),
    cron_schedule=_PLAN.cron,
    execution_timezone=_PLAN.zone,
)

defs = dg.Definitions(assets=[published_tables], schedules=[nightly])
