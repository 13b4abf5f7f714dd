"""How long the pages of `jixiao review` take over many documents.

    python -m benchmarks.review [--documents 10000] [--data DIR]

Publishes the documents of DIR (default: the samples of data/samples) again and again under other ids until there are so
many, in a folder of its own, then asks for every page three times and prints the median.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from starlette.testclient import TestClient

from pipeline import cli
from pipeline.answers.catalog import Catalog, open_catalog
from pipeline.publishing import layout
from pipeline.review.app import create_app
from pipeline.review.site import Site
from pipeline.schemas import PARTITION_KEY, PARTITIONED, REFERENCES, SCHEMAS, stored_schema
from pipeline.version import ROOT

_ROWS_IN_A_FILE = 250_000
_CHANGED = 6  # hexadecimal digits of an id


def main() -> None:
    """Read the options, make the data, print the times."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--documents", type=int, default=10_000)
    parser.add_argument("--data", type=Path, help="published folder to multiply")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        source = options.data or folder / "samples"
        if options.data is None:
            with redirect_stdout(StringIO()):
                cli.main(["ingest", str(ROOT / "data" / "samples"), "--data", str(source)])
        with open_catalog(source) as catalog:
            multiply(catalog, options.documents, folder / "many")
        measure(folder / "many", folder / "overrides.csv")


def multiply(catalog: Catalog, wanted: int, data: Path) -> None:
    """Write a version in which the catalog's documents stand again and again, `wanted` in all or a few more."""
    [distinct] = catalog.select("SELECT count(*) FROM documents").column(0).to_pylist()
    version = data / layout.VERSIONS / "000001"
    for name in SCHEMAS:
        rows = catalog.select(f'FROM "{name}"').cast(SCHEMAS[name])
        if name not in REFERENCES:
            rows = pa.concat_tables([_again(rows, number) for number in range(-(-wanted // distinct))])
        for folder, part in _by_year(name, rows).items():
            (version / folder).mkdir(parents=True)
            for number, start in enumerate(range(0, max(1, part.num_rows), _ROWS_IN_A_FILE)):
                piece = part.slice(start, _ROWS_IN_A_FILE)
                target = version / folder / f"part-{number}.parquet"
                pq.write_table(piece, target, compression="zstd", row_group_size=131_072)
        print(f"{rows.num_rows:>10,}  {name}")
    (data / layout.CURRENT).symlink_to(f"{layout.VERSIONS}/{version.name}")


def _again(rows: pa.Table, number: int) -> pa.Table:
    """The rows as those of other documents."""
    for name in ("document_id", "table_id"):
        if name in rows.column_names:
            index = rows.schema.get_field_index(name)
            ids = rows.column(name)
            fresh = pc.utf8_replace_slice(ids, 0, _CHANGED, f"{number:0{_CHANGED}x}")
            rows = rows.set_column(index, rows.schema.field(name), fresh)
    return rows


def _by_year(name: str, rows: pa.Table) -> dict[str, pa.Table]:
    """Folder below the version -> rows as they are stored."""
    schema = stored_schema(name)
    if name not in PARTITIONED:
        return {name: rows.cast(schema)}
    years = rows.column(PARTITION_KEY)
    return {
        f"{name}/{PARTITION_KEY}={'__HIVE_DEFAULT_PARTITION__' if year is None else year}": rows.filter(
            pc.is_null(years) if year is None else pc.equal(years, year)
        ).select(schema.names)
        for year in pc.unique(years).to_pylist()
    }


def measure(data: Path, overrides: Path) -> None:
    """Print the median seconds and the size of every page."""
    site = Site(data, overrides)
    client = TestClient(create_app(site), base_url="http://127.0.0.1")
    with site.reading() as reader:
        row = reader.row("SELECT document_id FROM documents ORDER BY document_id DESC LIMIT 1")
    assert row is not None
    one = f"/documents/{row['document_id']}"
    addresses = [
        "/", "/?q=出口", "/?province=山东省&year=2023", "/?order=status&offset=6000",
        "/search?q=保险", "/search?q=nowhere", "/search?q=保险&kind=cell&year=2023", "/search?q=出口&offset=6000",
        "/findings", "/findings?q=nowhere", "/compare", "/compare?city=宁波", "/compare?measure=rate_on_initial",
        "/unread",
        one, f"{one}?view=tables", f"{one}?view=findings", f"{one}/card?fact=budget.1", f"{one}/pages/1",
    ]  # fmt: skip
    for address in addresses:
        times = []
        for _ in range(3):
            began = time.perf_counter()
            answer = client.get(address)
            times.append(time.perf_counter() - began)
        print(
            f"{statistics.median(times):8.3f} s  {len(answer.content) // 1024:5} KB  {answer.status_code}  {address}"
        )
    site.close()


if __name__ == "__main__":
    main()
