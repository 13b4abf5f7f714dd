"""`jixiao export`: one published version, or a part of it, as files that need no jixiao.

jixiao.duckdb       all tables with comments, the helper views, and every named query as a view q_NAME
tables/NAME.csv     one file a table (or .parquet)
jixiao.xlsx         one sheet a table
datapackage.json    what all this is, after the Frictionless standard
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb

from pipeline.answers import catalog as published
from pipeline.answers.about import About, warned
from pipeline.answers.folders import whole_folder
from pipeline.answers.named_queries import load_queries
from pipeline.errors import EnvironmentProblem, UsageError
from pipeline.export import database, datapackage, files
from pipeline.language import Message, listed, tr
from pipeline.names import shown_name
from pipeline.samples import samples_among, warning_of
from pipeline.schemas import SCHEMAS
from pipeline.version import program_version

FORMS = ("csv", "parquet")


@dataclass(frozen=True, slots=True)
class Choice:
    """What goes along. Documents are chosen by the region and year that they report on, facts by their documents."""

    tables: Sequence[str] = tuple(SCHEMAS)
    city: str | None = None
    year: int | None = None
    form: str = FORMS[0]
    workbook: bool = True


@dataclass(frozen=True, slots=True)
class Exported:
    """What was written: rows by table, views of the database, bytes by file, and tables that no sheet holds."""

    version: int
    documents: int
    tables: dict[str, int]
    views: tuple[str, ...]
    files: dict[str, int]
    left_out_of_workbook: dict[str, str]
    warning: Message | None = None
    """That figures are invented, where they are."""


def export(
    data_dir: Path, target: Path, choice: Choice | None = None, tell: Callable[[str], None] = lambda _: None
) -> Exported:
    """Write the folder `target` whole, or leave what stands there. `tell` hears what is being done.

    Raises UsageError for a wrong choice, a folder with other files in it, or one among published tables,
    EnvironmentProblem when it cannot be written.
    """
    choice = choice or Choice()
    if unknown := set(choice.tables) - SCHEMAS.keys():
        raise UsageError(
            tr("there is no table {unknown}", unknown=listed(sorted(unknown))),
            tr("Tables: {tables}.", tables=listed(SCHEMAS)),
        )
    try:
        return _write(data_dir, target, choice, [name for name in SCHEMAS if name in choice.tables], tell)
    except duckdb.Error as error:
        raise EnvironmentProblem(
            tr(
                "cannot export to {target}: {error}",
                target=shown_name(target),
                error=str(error).splitlines()[0],
            ),
            tr("Nothing was written. Free space, or give another folder."),
        ) from error


def _write(
    data_dir: Path, target: Path, choice: Choice, tables: Sequence[str], tell: Callable[[str], None]
) -> Exported:
    with published.open_catalog(data_dir) as catalog, whole_folder(target, datapackage.files_in) as folder:
        version = int(catalog.version.name)
        with database.new_file(folder / files.DATABASE) as connection:
            tell(tr("reading version {version}", version=version))
            # Everything is read once, here; what follows comes from the copy and so from one version.
            documents = database.copy_tables(catalog, connection, tables, choice.city, choice.year)
            views = database.add_views(connection, load_queries(), complete=len(tables) == len(SCHEMAS))
            warning = warning_of(samples_among(documents))
            about = About(
                "绩效评价数据",
                facts=_facts(version, choice, len(documents)),
                sources=sorted(documents.values()),
            )
            about = warned(about, warning)
            database.warn(connection, about.warnings)
            tell(tr("writing {count} {form} files", count=len(tables), form=choice.form))
            paths = files.write_tables(connection, folder, tables, choice.form, about)
            left_out = {}
            if choice.workbook:
                tell(tr("writing {name}", name=files.WORKBOOK))
                left_out = files.write_sheets(connection, folder, tables, about)
            rows = {name: database.count(connection, name) for name in tables}
        tell(tr("writing {name}", name=datapackage.NAME))
        datapackage.write(folder, paths, choice.form, documents, about, version)
        sizes = {
            str(path.relative_to(folder)): path.stat().st_size
            for path in sorted(folder.rglob("*"))
            if path.is_file()
        }
    return Exported(version, len(documents), rows, tuple(views), sizes, left_out, warning)


def as_lines(done: Exported, target: Path) -> str:
    """The report for people."""
    lines: list[str] = [
        tr(
            "version {version} exported to {target}: {documents} documents",
            version=done.version,
            target=target,
            documents=done.documents,
        )
    ]
    lines += [tr("  {name:28} {size:>12,} bytes", name=name, size=size) for name, size in done.files.items()]
    lines += [
        tr("  no sheet for {name}: {reason}", name=name, reason=reason)
        for name, reason in done.left_out_of_workbook.items()
    ]
    if done.warning is not None:
        lines.append(done.warning)
    return "\n".join(lines)


def _facts(version: int, choice: Choice, documents: int) -> dict[str, str]:
    chosen = {"地区": choice.city, "年度": choice.year}
    return {
        "数据版本": str(version),
        "程序": f"jixiao {program_version()}",
        "文件数": str(documents),
        "范围": ", ".join(f"{name}={value}" for name, value in chosen.items() if value is not None) or "全部",
    }
