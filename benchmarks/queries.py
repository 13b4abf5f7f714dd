"""How long the named queries take: published documents multiplied until they hold ten million facts.

    python -m benchmarks.queries [--published data/parquet] [--facts 10000000] [--folder FOLDER] [--times 5]

A copy of a document is one of its own: another city or county, another year, other amounts, its own programme. But for
one in ten, which shares them with the next copy, as documents do that are published twice. Facts stand in files as a
run writes them; cells, which no named query asks for, are left out. With --folder what is made is kept there, and used
again the next time.

Every query is asked for the whole country, for one city, one year and one topic, as `jixiao query` asks it on a
terminal in a catalog that is open: its first rows and their count, once to warm up, then --times times. With --whole
all rows are asked for, as files are written. Prints the median milliseconds until the answer is there, and the median
milliseconds of processor time, of which a busy machine takes nothing away.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pyarrow as pa

from pipeline.answers.catalog import OWN_CHECKS, Catalog, open_catalog, open_version
from pipeline.answers.named_queries import NamedQuery, load_queries
from pipeline.answers.present import MOST_ROWS_SHOWN
from pipeline.errors import UsageError
from pipeline.publishing import layout
from pipeline.publishing.findings_across import write_findings_across
from pipeline.publishing.materialized_views import write_materialized
from pipeline.publishing.parts import LARGEST_PART, head, inventory, write_part
from pipeline.publishing.programs import write_programs
from pipeline.publishing.publish import read_manifest, write_manifest
from pipeline.publishing.spool import NULL_YEAR
from pipeline.schemas import FACTS, PARTITION_KEY, PARTITIONED, REFERENCES, SCHEMAS, stored_schema
from pipeline.version import ROOT

_LEFT_OUT = ("tables", "cells")
_BAR_MS = 300
# Year, region and programme of a copy come from its group: of ten pairs of copies one has a group for both.
_COPIES = """
CREATE TABLE places AS
SELECT row_number() OVER (ORDER BY region_code) - 1 AS place, region_code, min(region_name) AS region_name,
       min(province_name) AS province_name, min(level) AS level
FROM read_parquet($regions) WHERE region_code IS NOT NULL AND level IN ('city', 'county') GROUP BY region_code;
CREATE TABLE copies AS
SELECT *, left(md5(concat(old_id, copy)), 16) AS new_id, concat(' 第', pair, '号') AS suffix,
       (hash(old_id, pair, 'year') % 7)::INTEGER - 3 AS years, 1 + (hash(old_id, copy) % 900) / 1000 AS factor
FROM (
    SELECT document_id AS old_id, region_code AS old_code, copy,
           CASE WHEN (copy // 2) % 10 = 0 THEN copy - copy % 2 ELSE copy END AS pair,
           hash(document_id, pair, 'place') % (SELECT count(*) FROM places) AS place
    FROM read_parquet($documents), range($copies) AS numbers(copy)
) JOIN places USING (place)
"""


def multiply(version: Path, data: Path, facts: int) -> None:
    """Publish copies of the documents of a version in `data` until they hold so many facts."""
    held = sum(read_manifest(version)["rows"][name] for name in FACTS)
    folder = data / layout.VERSIONS / "000001"
    layout.make_folder(folder)
    with duckdb.connect(
        ":memory:", config={"temp_directory": str(data), "memory_limit": "6GB"}
    ) as connection:
        given = {name: f"{version}/{name}/**/*.parquet" for name in ("regions", "documents")}
        for statement in _COPIES.split(";"):
            named = {key: value for key, value in given.items() if f"${key}" in statement}
            counted = {"copies": -(-facts // held)} if "$copies" in statement else {}
            connection.execute(statement, named | counted)
        for name in SCHEMAS:
            _multiply_table(connection, version, folder, name)
    write_programs(folder, {})
    with open_version(folder, settings=OWN_CHECKS, described=False) as catalog:
        write_materialized(catalog, None, ())
    write_findings_across(folder)
    write_manifest(folder, 1, inventory(folder, None, {}))
    (data / layout.CURRENT).symlink_to(f"{layout.VERSIONS}/000001")


def _multiply_table(connection: duckdb.DuckDBPyConnection, version: Path, folder: Path, name: str) -> None:
    schema = stored_schema(name)
    if name not in REFERENCES:
        write_part(folder, head(name), schema, ())
    hive = f"hive_partitioning = {name in PARTITIONED}"
    source = f"read_parquet('{version}/{name}/**/*.parquet', union_by_name = true, {hive})"
    if name in _LEFT_OUT:
        return
    if "document_id" not in schema.names:  # lists that documents are read by
        rows = connection.sql(f"FROM {source}").to_arrow_table()
        write_part(folder, f"{name}/part-0.parquet", schema, [rows.select(schema.names).cast(schema)])
        return
    columns = ", ".join(f"{_changed(column, name)} AS {column}" for column in SCHEMAS[name].names)
    named = "t.region_code" if "region_code" in schema.names else "1"
    connection.execute(
        f"CREATE TABLE made AS SELECT {columns}, ordinal"
        f" FROM (SELECT *, row_number() OVER () AS ordinal FROM {source}) AS t"
        " JOIN copies AS c ON t.document_id = c.old_id"
        f" LEFT JOIN places AS near ON near.place = hash(new_id, {named}) % (SELECT count(*) FROM places)"
    )
    years: list[int | None] = [None]
    if name in PARTITIONED:
        years = [year for (year,) in connection.sql(f"SELECT DISTINCT {PARTITION_KEY} FROM made").fetchall()]
    for year in years:
        where = (
            f"WHERE {PARTITION_KEY} IS NOT DISTINCT FROM {'NULL' if year is None else year}"
            if name in PARTITIONED
            else ""
        )
        made = connection.sql(f"FROM made {where} ORDER BY document_id, ordinal").to_arrow_reader(50_000)
        part = f"{PARTITION_KEY}={NULL_YEAR if year is None else year}/" if name in PARTITIONED else ""
        tables = (pa.Table.from_batches([batch]).select(schema.names).cast(schema) for batch in made)
        for number, held in enumerate(_files(tables)):
            write_part(folder, f"{name}/{part}part-000001-{number:03}.parquet", schema, held)
    connection.execute("DROP TABLE made")


def _changed(column: str, name: str) -> str:
    """What a copy says in a column."""
    if column in ("region_code", "region_name", "province_name"):
        elsewhere = f"CASE WHEN t.region_code IS NULL THEN t.{column} ELSE near.{column} END"
        return f"CASE WHEN t.region_code = c.old_code THEN c.{column} ELSE {elsewhere} END"
    if column.endswith("_yuan"):
        return f"(t.{column} * c.factor)::DECIMAL(20, 2)"
    return {
        "document_id": "c.new_id",
        "table_id": "concat(c.new_id, right(t.table_id, 5))",
        "program_name": "t.program_name || c.suffix",
        "program_id": "concat(t.program_id, '-', c.pair)",
        "title": "t.title || c.suffix",
        "source_text": "t.source_text || c.suffix",
        "file_name": "concat(c.new_id, '.pdf')",
        "sha256": "sha256(c.new_id)",
        PARTITION_KEY: f"(t.{PARTITION_KEY} + c.years)::INTEGER",
    }.get(column, f"t.{column}")


def _files(tables: Iterator[pa.Table]) -> Iterator[list[pa.Table]]:
    """The rows for one file each. A document may be cut between two, which no query minds."""
    held: list[pa.Table] = []
    for table in tables:
        held.append(table)
        if sum(one.num_rows for one in held) >= LARGEST_PART:
            yield held
            held = []
    if held:
        yield held


def milliseconds(
    query: NamedQuery, catalog: Catalog, given: dict[str, str], times: int, whole: bool
) -> tuple[float, float, int]:
    """Medians of so many answers after one to warm up, by the clock and of processor time; the rows of the answer."""

    def ask() -> int:
        return (
            query.run(catalog, given).num_rows if whole else query.first(catalog, given, MOST_ROWS_SHOWN)[1]
        )

    rows = ask()
    taken, used = [], []
    for _ in range(times):
        began, cpu = time.perf_counter(), time.process_time()
        ask()
        taken.append((time.perf_counter() - began) * 1000)
        used.append((time.process_time() - cpu) * 1000)
    return statistics.median(taken), statistics.median(used), rows


def main() -> int:
    """Make the facts, ask, print a Markdown table. Exit code 1 when there is nothing to multiply."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--published", type=Path, default=ROOT / "data" / "parquet")
    parser.add_argument("--facts", type=int, default=10_000_000)
    parser.add_argument("--folder", type=Path, help="keep what is made here, and use it again")
    parser.add_argument("--city", default="宁波")
    parser.add_argument("--year", default="2023")
    parser.add_argument("--topic", default="外经贸")
    parser.add_argument("--times", type=int, default=5)
    parser.add_argument("--whole", action="store_true", help="all rows of the answers")
    parser.add_argument("--only", action="append", choices=sorted(load_queries()), help="repeatable")
    options = parser.parse_args()
    with contextlib.ExitStack() as stack:
        data = options.folder or Path(stack.enter_context(tempfile.TemporaryDirectory()))
        if layout.current_version(data) is None:
            version = layout.current_version(options.published)
            if version is None:
                print(
                    f"nothing is published in {options.published}: run `jixiao ingest` first", file=sys.stderr
                )
                return 1
            multiply(version, data, options.facts)
        _print(data, options)
    return 0


def _print(data: Path, options: argparse.Namespace) -> None:
    with open_catalog(data) as catalog:
        held = read_manifest(catalog.version)
        size = sum(file["bytes"] for file in held["files"]) / 1e6
        facts = sum(held["rows"][name] for name in FACTS)
        print(
            f"{held['rows']['documents']} documents, {facts} facts, {size:.0f} MB, {os.cpu_count()} processors\n"
        )
        asked = {
            "country": {},
            options.city: {"city": options.city},
            options.year: {"year": options.year},
            options.topic: {"topic": options.topic},
        }
        print(f"| query | {' | '.join(f'{name}, ms | CPU ms | rows' for name in asked)} |")
        print(f"|---|{'---:|---:|---:|' * len(asked)}")
        for name, query in load_queries().items():
            if options.only and name not in options.only:
                continue
            known = {parameter.name for parameter in query.parameters}
            line = [name]
            for given in asked.values():
                if not given.keys() <= known:
                    line += ["", "", ""]
                    continue
                try:
                    taken, used, rows = milliseconds(query, catalog, given, options.times, options.whole)
                    line += [f"{taken:.0f}{'' if taken <= _BAR_MS else ' !'}", f"{used:.0f}", str(rows)]
                except UsageError as error:
                    line += [error.message, "", ""]
            print(f"| {' | '.join(line)} |", flush=True)


if __name__ == "__main__":
    sys.exit(main())
