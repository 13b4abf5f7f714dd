"""The published tables in a notebook or a script of one's own: statements in, Arrow or pandas out.

from pipeline import open_catalog

with open_catalog("data/parquet") as data:
    data.sql("SELECT region_name, ratio_pct FROM subsidy_terms").to_pandas()
    data.query("subsidy_ratios", city="宁波").to_pandas()
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import TracebackType
from typing import Any

import pyarrow as pa

from pipeline.answers import catalog
from pipeline.answers.named_queries import find_query, load_queries
from pipeline.answers.user_tables import read_user_tables
from pipeline.version import ROOT

Value = str | int | float | date | None


@dataclass(frozen=True, slots=True)
class Published:
    """One published version, read-only. It stays the same for as long as it is open, whatever is published."""

    inside: catalog.Catalog

    def sql(self, statement: str, **parameters: Any) -> pa.Table:
        """Rows of one SELECT over the published tables; `$name` in it is the parameter `name`.

        Raises UsageError for any other statement, and for mistakes in it.
        """
        return self.inside.select(statement, parameters)

    def select(self, statement: str, parameters: Mapping[str, Any] | None = None) -> pa.Table:
        """The same with the parameters as a mapping."""
        return self.inside.select(statement, parameters)

    def query(self, name: str, **parameters: Value) -> pa.Table:
        """The answer of a named query. Raises UsageError for an unknown name or parameter."""
        given = {key: str(value) for key, value in parameters.items() if value is not None}
        return find_query(name).run(self.inside, given)

    @property
    def queries(self) -> Sequence[str]:
        """Names for `query`."""
        return tuple(load_queries())

    @property
    def version(self) -> int:
        """Number of the published version."""
        return int(self.inside.version.name)

    def close(self) -> None:
        """Let go of the files. Nothing can be asked afterwards."""
        self.inside.bare.close()

    def __enter__(self) -> Published:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def open_catalog(data: str | Path | None = None, given: Sequence[str | Path] = ()) -> Published:
    """Open what is published in a folder, by default data/parquet of the checkout.

    `given` are CSV files that stand beside it as tables of their names, such as population.csv. Raises UsageError when
    nothing is published or a file cannot be read.
    """
    folder = Path(data) if data is not None else ROOT / "data" / "parquet"
    return Published(
        catalog.open_catalog(folder, given=read_user_tables(map(Path, given)) if given else None)
    )
