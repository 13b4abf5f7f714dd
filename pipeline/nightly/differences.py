"""What a new version says differently from the one before: documents, facts and findings.

Facts are compared by what they speak of, not by where they stand, so that a line added at the top of a table does
not make every fact below it a new one. Compared are the facts of documents that took the place of others: the file
changed, or was read again.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from pipeline.answers.catalog import quoted
from pipeline.names import literal
from pipeline.nightly.difference_words import PART, SAYS, SUBJECT
from pipeline.rows import column_of
from pipeline.schemas import FACTS, PARTITION_KEY, SCHEMAS, TEXT

Row = dict[str, Any]

# Rows of each list; the counts beside them are of all.
LISTED = 500


@dataclass(slots=True)
class Differences:
    """From one version to the next. Lists are cut at LISTED rows, counts are not."""

    documents: dict[str, list[Row]] = field(default_factory=dict)
    """Under `new`, `changed`, `gone`, `renamed` and `read_again`: rows with `document_id` and `source_path`."""
    fact_counts: dict[str, dict[str, int]] = field(default_factory=dict)
    """For each table of facts that differs: how many were `added`, `removed`, `changed`."""
    facts: list[Row] = field(default_factory=list)
    finding_counts: dict[str, int] = field(default_factory=lambda: {"new": 0, "gone": 0})
    findings: list[Row] = field(default_factory=list)

    def as_object(self) -> dict[str, Any]:
        """For JSON, with the number of documents beside their lists."""
        body = asdict(self)
        body["document_counts"] = {name: len(rows) for name, rows in self.documents.items()}
        body["documents"] = {name: rows[:LISTED] for name, rows in self.documents.items()}
        return body


def compare(old: Path | None, new: Path) -> Differences:
    """Folders of two versions; None for the version before the first. Raises duckdb.Error."""
    with duckdb.connect(":memory:") as connection:
        _show(connection, "old", old)
        _show(connection, "new", new)
        found = Differences(documents=_documents(connection))
        pairs = [(row["replaces"], row["document_id"]) for row in found.documents["changed"]]
        again = [(row["document_id"], row["document_id"]) for row in found.documents["read_again"]]
        before, after = zip(*pairs, *again, strict=True) if pairs or again else ((), ())
        replaced = pa.table({"before": column_of(TEXT, before), "after": column_of(TEXT, after)})
        connection.register("replaced", replaced)
        for table in FACTS:
            _compare_facts(connection, table, found)
        _compare_findings(connection, found)
    return found


def _show(connection: duckdb.DuckDBPyConnection, side: str, version: Path | None) -> None:
    """Views old_… or new_… with the columns of today; those that an older version lacks are null."""
    for name in ("documents", "findings", *FACTS):
        files = sorted(map(str, (version / name).rglob("*.parquet"))) if version else []
        columns = SCHEMAS[name].names
        if not files:
            connection.register(f"{side}_{name}", SCHEMAS[name].empty_table())
            continue
        hive = f", hive_partitioning=true, hive_types={{'{PARTITION_KEY}': INTEGER}}" if name in FACTS else ""
        listed = ", ".join(quoted(literal(path)) for path in files)
        source = f"read_parquet([{listed}], union_by_name=true{hive})"
        there = {row[0] for row in connection.execute(f"DESCRIBE FROM {source}").fetchall()}
        chosen = ", ".join(f'"{one}"' if one in there else f'NULL AS "{one}"' for one in columns)
        connection.execute(f'CREATE VIEW "{side}_{name}" AS SELECT {chosen} FROM {source}')


def _documents(connection: duckdb.DuckDBPyConnection) -> dict[str, list[Row]]:
    columns = "document_id, source_path, status, status_reason, ingested_at, extractor_version, corrections"
    before = {row["document_id"]: row for row in _rows(connection, f"SELECT {columns} FROM old_documents")}
    after = {row["document_id"]: row for row in _rows(connection, f"SELECT {columns} FROM new_documents")}
    gone = {row["source_path"]: row for key, row in before.items() if key not in after}
    found: dict[str, list[Row]] = {name: [] for name in ("new", "changed", "gone", "renamed", "read_again")}
    for key, row in sorted(after.items(), key=lambda item: str(item[1]["source_path"])):
        said = {name: row[name] for name in ("document_id", "source_path", "status", "status_reason")}
        was = before.get(key)
        if was is not None:
            if was["source_path"] != row["source_path"]:
                found["renamed"].append(said | {"was": was["source_path"]})
            if any(was[name] != row[name] for name in ("ingested_at", "extractor_version", "corrections")):
                found["read_again"].append(said)
        elif row["source_path"] in gone:
            found["changed"].append(said | {"replaces": gone.pop(row["source_path"])["document_id"]})
        else:
            found["new"].append(said)
    found["gone"] = [
        {"document_id": row["document_id"], "source_path": path} for path, row in sorted(gone.items())
    ]
    return found


def _compare_facts(connection: duckdb.DuckDBPyConnection, table: str, found: Differences) -> None:
    connection.execute(f"CREATE TEMP TABLE differing AS {_differing(table)}")
    counted = connection.execute("SELECT kind, count(*) FROM differing GROUP BY kind").fetchall()
    if counted:
        found.fact_counts[table] = dict.fromkeys(("added", "removed", "changed"), 0) | dict(counted)
        room = max(0, LISTED - len(found.facts))
        found.facts += _rows(
            connection,
            f"""SELECT '{table}' AS "table", kind, file_name, d.document_id, subject, was, "is",
                       page_before, page, place_text, source_text
                FROM differing AS d LEFT JOIN new_documents USING (document_id)
                ORDER BY kind <> 'changed', kind, file_name, page, page_before, subject LIMIT {room}""",
        )
    connection.execute("DROP TABLE differing")


def _differing(table: str) -> str:
    """Facts of replaced documents that are not the same before and after; one printed n times is compared n times."""
    # What is not so, such as a line that is no total, is nothing to be said.
    subject, says = (
        "["
        + ", ".join(f"coalesce(nullif({name}::VARCHAR, 'false'), '')" for name in names[table].split())
        + "]"
        for names in (SUBJECT, SAYS)
    )

    def side(name: str, key: str) -> str:
        return f"""SELECT after AS document_id, {subject} AS subject, {says} AS says, page_number, place_text,
            source_text,
            row_number() OVER (PARTITION BY after, {subject}
                               ORDER BY page_number, right(table_id, 4), row_index, column_index, {says}) AS nth
            FROM {name}_{table} JOIN replaced ON document_id = {key}"""

    names = "[" + ", ".join(f"'{name}'" for name in SAYS[table].split()) + "]"

    def told(mine: str, other: str) -> str:
        """What one side says and the other does not; beside nothing, all that it says."""
        triples = f"list_zip({names}, coalesce({mine}.says, []), coalesce({other}.says, []))"
        kept = f"[x[1] || ' ' || x[2] for x in {triples} if x[2] <> '' AND x[2] IS DISTINCT FROM x[3]]"
        return f"array_to_string({kept}, ', ')"

    return f"""
        WITH b AS ({side("old", "before")}), a AS ({side("new", "after")})
        SELECT document_id, array_to_string([x for x in subject if x <> ''], '{PART}') AS subject,
               CASE WHEN b.nth IS NULL THEN 'added' WHEN a.nth IS NULL THEN 'removed' ELSE 'changed' END AS kind,
               {told("b", "a")} AS was, {told("a", "b")} AS "is",
               b.page_number AS page_before, a.page_number AS page,
               coalesce(a.place_text, b.place_text) AS place_text,
               coalesce(a.source_text, b.source_text) AS source_text
        FROM b FULL JOIN a USING (document_id, subject, nth)
        WHERE b.nth IS NULL OR a.nth IS NULL OR a.says <> b.says"""


def _compare_findings(connection: duckdb.DuckDBPyConnection, found: Differences) -> None:
    columns = 'severity, "check", page_number, message'
    same = (
        'p."check" = t."check" AND p.page_number IS NOT DISTINCT FROM t.page_number AND p.message = t.message'
    )
    old = f"""SELECT coalesce(after, document_id) AS document_id, {columns}
              FROM old_findings LEFT JOIN replaced ON document_id = before"""
    new = f"SELECT document_id, {columns} FROM new_findings"
    connection.execute(f"""CREATE TEMP TABLE turned AS
        SELECT 'new' AS kind, * FROM ({new} EXCEPT ALL {old})
        UNION ALL SELECT 'gone', * FROM ({old} EXCEPT ALL {new})""")
    found.finding_counts |= dict(
        connection.execute("SELECT kind, count(*) FROM turned GROUP BY kind").fetchall()
    )
    found.findings = _rows(
        connection,
        f"""SELECT kind, severity, "check", coalesce(n.file_name, o.file_name) AS file_name, t.document_id,
                   page_number AS page,
                   coalesce((SELECT any_value(place_text) FROM new_findings AS p
                             WHERE p.document_id = t.document_id AND {same}),
                            (SELECT any_value(place_text) FROM old_findings AS p
                             LEFT JOIN replaced ON p.document_id = before
                             WHERE coalesce(after, p.document_id) = t.document_id AND {same})) AS place_text,
                   message
            FROM turned AS t LEFT JOIN new_documents AS n USING (document_id)
            LEFT JOIN old_documents AS o ON t.document_id = o.document_id
            ORDER BY kind DESC, array_position(['error', 'warning', 'info'], severity), file_name, page, message
            LIMIT {LISTED}""",
    )


def _rows(connection: duckdb.DuckDBPyConnection, sql: str) -> list[Row]:
    rows: list[Row] = connection.sql(sql).to_arrow_table().to_pylist()
    return rows
