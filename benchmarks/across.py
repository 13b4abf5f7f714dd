"""How long comparing documents takes: a published folder multiplied until it holds a million facts.

    python -m benchmarks.across [--published data/parquet] [--copies 300] [--alone 0.9]

Copies differ in programme, so that a copy is a document of its own; but for the share `--alone` of them, two and two
have one programme and are compared.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from pathlib import Path

import duckdb

from pipeline.publishing import layout
from pipeline.publishing.findings_across import find_across
from pipeline.publishing.parts import head, write_part
from pipeline.schemas import FACTS, PARTITION_KEY, PARTITIONED, REFERENCES, SCHEMAS, stored_schema

ROOT = Path(__file__).resolve().parent.parent
_LEFT_OUT = ("cells", "figures", "findings")  # nothing that is compared stands there


def main() -> int:
    """Print the size of the folder and the seconds that the comparison took."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--published", type=Path, default=ROOT / "data" / "parquet")
    parser.add_argument("--copies", type=int, default=300)
    parser.add_argument("--alone", type=float, default=0.9)
    options = parser.parse_args()
    version = layout.current_version(options.published)
    if version is None:
        print(f"nothing is published in {options.published}: run `jixiao ingest` first")
        return 1
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        sizes = {name: multiply(version, folder, name, options.copies, options.alone) for name in SCHEMAS}
        wall, cpu = time.perf_counter(), time.process_time()
        found = find_across(folder)
        wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    facts = sum(sizes[name] for name in FACTS)
    print(f"{sizes['documents']} documents, {facts} facts, {found.num_rows} findings")
    print(f"{wall:.1f} s, {cpu:.1f} s of CPU")
    return 0


def multiply(version: Path, folder: Path, name: str, copies: int, alone: float) -> int:
    """Write a table of the version so many times; returns its rows."""
    if name in _LEFT_OUT:
        return write_part(folder, head(name), stored_schema(name), ())
    connection = duckdb.connect()
    (folder / name).mkdir()
    single = round(copies * alone)
    programme = f"CASE WHEN copy < {single} THEN copy ELSE (copy - {single}) // 2 + {copies} END"
    # Not in digits: those of a year do not count in a name.
    programme = f"translate(({programme})::VARCHAR, '0123456789', '甲乙丙丁戊己庚辛壬癸')"
    columns = {
        "document_id": "left(md5(concat(document_id, copy)), 16)",
        "table_id": "concat(left(md5(concat(document_id, copy)), 16), right(table_id, 5))",
        "program_name": f"concat(program_name, {programme}, '号')",
        "title": f"concat(title, {programme}, '号')",
    }
    listed = ", ".join(
        f"{columns.get(column, _quoted(column))} AS {_quoted(column)}" for column in SCHEMAS[name].names
    )
    times = 1 if name in REFERENCES else copies
    hive = ", hive_partitioning = true" if name in PARTITIONED else ""
    source = f"read_parquet('{version}/{name}/**/*.parquet', union_by_name = true{hive})"
    rows = f"SELECT {listed} FROM {source}, range({times}) AS copies(copy)"
    target = f"'{folder}/{name}' (FORMAT parquet, PARTITION_BY ({PARTITION_KEY}))"
    if name not in PARTITIONED:
        target = f"'{folder}/{name}/part-0.parquet' (FORMAT parquet)"
    written = connection.execute(f"COPY ({rows}) TO {target}").fetchone()
    return int(written[0]) if written else 0


def _quoted(name: str) -> str:
    return f'"{name}"'


if __name__ == "__main__":
    sys.exit(main())
