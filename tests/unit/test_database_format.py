"""The DuckDB file of an export: older releases must open it."""

from __future__ import annotations

from pathlib import Path

import duckdb

from pipeline.export import database

READ_SINCE_1_0 = 64


def test_the_file_has_the_storage_format_of_old_releases(tmp_path: Path) -> None:
    path = tmp_path / "a.duckdb"
    with database.new_file(path) as connection:
        connection.execute("CREATE TABLE t AS SELECT 1 AS a; CREATE VIEW v AS FROM t")
    # The header: a checksum of 8 bytes, DUCK, the number of the format.
    head = path.read_bytes()[:20]
    assert (head[8:12], int.from_bytes(head[12:20], "little")) == (b"DUCK", READ_SINCE_1_0)
    with duckdb.connect(str(path), read_only=True) as again:
        assert again.execute("FROM v").fetchall() == [(1,)]
