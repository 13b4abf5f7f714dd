"""Small tables of the user's own that questions can join: `--with population.csv` is the table `population`.

The file is read here, before the question is asked: the process that answers opens no file but the published ones. What
cannot be read is refused with its line. A table takes its name from the file; `population` has a form of its own, so
that named queries can give amounts per head.
"""

from __future__ import annotations

import csv
import io
import re
import stat
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

import pyarrow as pa

from normalizers.regions import Region, load_index, resolve
from pipeline.errors import UsageError
from pipeline.language import tr, tr_noop

MOST_BYTES = 10_000_000
_NAME = re.compile(r"[a-z_\u4e00-\u9fff][a-z0-9_\u4e00-\u9fff]{0,62}")
# Digits behind a leading zero are a code or an id, not a number: 007 stays as it is.
_WHOLE = re.compile(r"-?(?:0|[1-9]\d{0,17})")
_NUMBER = re.compile(r"-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][-+]?\d{1,3})?")
_PEOPLE = re.compile(r"\d{1,3}(?:,\d{3})+|\d{1,12}")
_TYPED = {"region_code": pa.string(), "fiscal_year": pa.int32()}
_CALLED = {
    "region_code": ("地区代码", "行政区划代码"),
    "region_name": ("地区", "地区名称"),
    "fiscal_year": ("年度", "年份"),
    "population": ("人口", "常住人口"),
}
_FORM = tr_noop("Its columns: region_code or region_name, fiscal_year, population (persons).")


@dataclass(frozen=True, slots=True)
class _Sheet:
    """The texts of a file: names of columns, and each row with its line."""

    path: Path
    names: Sequence[str]
    rows: Sequence[tuple[int, Sequence[str]]]

    def refuse(self, line: int, what: str, hint: str = "") -> NoReturn:
        raise UsageError(tr("{name}, line {line}: {what}", name=self.path.name, line=line, what=what), hint)


def read_user_tables(paths: Iterable[Path]) -> dict[str, pa.Table]:
    """Tables by name. Raises UsageError for a file that cannot be read, with the line that is wrong."""
    found: dict[str, pa.Table] = {}
    for path in paths:
        name = path.stem.lower()
        if path.suffix.lower() != ".csv" or not _NAME.fullmatch(name):
            raise UsageError(
                tr("--with {name}: a CSV file whose name is that of a table is expected", name=path.name),
                tr("Letters, digits and _, such as population.csv."),
            )
        if name in found:
            raise UsageError(tr("--with names two files for the table {name}", name=name))
        sheet = _read(path)
        found[name] = _population(sheet) if name == "population" else _typed(sheet)
    return found


def _read(path: Path) -> _Sheet:
    try:
        about = path.stat()
        if not stat.S_ISREG(about.st_mode) and not path.is_dir():
            raise UsageError(tr("--with {name} is no file", name=path.name))
        if about.st_size > MOST_BYTES:
            raise UsageError(
                tr("{name} has more than {most_bytes} MB", name=path.name, most_bytes=MOST_BYTES // 1000000)
            )
        raw = path.read_bytes()
    except OSError as error:
        raise UsageError(tr("cannot read {path}: {reason}", path=path, reason=error.strerror)) from error
    lines = csv.reader(io.StringIO(_decoded(path, raw), newline=""), strict=True)
    rows: list[tuple[int, list[str]]] = []
    try:
        for row in lines:
            if any(cell.strip() for cell in row):
                rows.append((lines.line_num, [cell.strip() for cell in row]))
    except csv.Error as error:
        raise UsageError(
            tr("{name}, line {line_num}: {error}", name=path.name, line_num=lines.line_num, error=error)
        ) from error
    if not rows:
        raise UsageError(tr("{name} is empty", name=path.name), tr("The first line names the columns."))
    (first, names), *rest = rows
    names = [name.lower() for name in names]
    sheet = _Sheet(path, names, rest)
    for name in names:
        if not _NAME.fullmatch(name) or names.count(name) > 1:
            sheet.refuse(
                first,
                tr("{name} cannot name a column", name=name or tr("an empty text")),
                tr("Letters, digits and _, each once."),
            )
    for line, row in rest:
        if len(row) != len(names):
            sheet.refuse(
                line, tr("{values} values for {columns} columns", values=len(row), columns=len(names))
            )
    return sheet


def _decoded(path: Path, raw: bytes) -> str:
    """Text in UTF-8, or as Chinese spreadsheet programs write it."""
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise UsageError(
        tr("{name} is text in no known encoding", name=path.name), tr("Save it as CSV in UTF-8.")
    )


def _typed(sheet: _Sheet) -> pa.Table:
    """Whole numbers, numbers and texts by what the columns hold; empty cells are null."""
    columns = {}
    for place, name in enumerate(sheet.names):
        texts = [(line, row[place]) for line, row in sheet.rows]
        kind = _TYPED.get(name) or _kind([text for _, text in texts if text])
        columns[name] = pa.array([_value(sheet, line, name, text, kind) for line, text in texts], kind)
    return pa.table(columns)


def _kind(texts: Sequence[str]) -> pa.DataType:
    if texts and all(_WHOLE.fullmatch(text) for text in texts):
        return pa.int64()
    return pa.float64() if texts and all(_NUMBER.fullmatch(text) for text in texts) else pa.string()


def _value(sheet: _Sheet, line: int, name: str, text: str, kind: pa.DataType) -> Any:
    if not text:
        return None
    if kind == pa.int32() and not re.fullmatch(r"\d{4}", text):
        sheet.refuse(line, tr("{name} {text} is no year", name=name, text=text))
    return text if kind == pa.string() else float(text) if kind == pa.float64() else int(text)


def _population(sheet: _Sheet) -> pa.Table:
    """Inhabitants by code and year, each once; a name is given the code that it had in that year."""
    known = {other: name for name, others in _CALLED.items() for other in others}
    names = [known.get(name, name) for name in sheet.names]
    sheet = _Sheet(sheet.path, names, sheet.rows)
    missing = {"fiscal_year", "population"} - set(names)
    if missing or not {"region_code", "region_name"} & set(names) or len(set(names)) < len(names):
        sheet.refuse(1, tr("these columns do not give a population by region and year"), tr(_FORM))
    rows, seen = [], dict[tuple[str, int], int]()
    for line, row in sheet.rows:
        cells = dict(zip(names, row, strict=True))
        year = _value(sheet, line, "fiscal_year", cells["fiscal_year"], pa.int32())
        if year is None:
            sheet.refuse(line, tr("fiscal_year is empty"))
        people = cells["population"]
        if not _PEOPLE.fullmatch(people) or not int(people.replace(",", "")):
            sheet.refuse(
                line,
                tr("population {people} is no number of persons", people=people or tr("(empty)")),
                tr(_FORM),
            )
        region = _region(sheet, line, cells.get("region_code", ""), cells.get("region_name", ""), year)
        code = region.region_code or ""
        if (code, year) in seen:
            sheet.refuse(
                line,
                tr(
                    "{region} {year} stands in line {line} already",
                    region=region.region_name,
                    year=year,
                    line=seen[code, year],
                ),
            )
        seen[code, year] = line
        rows.append((code, region.region_name, year, int(people.replace(",", ""))))
    kinds = (pa.string(), pa.string(), pa.int32(), pa.int64())
    columns = zip(*rows, strict=True) if rows else [()] * len(kinds)
    made = {
        name: pa.array(values, kind)
        for name, values, kind in zip(
            ("region_code", "region_name", "fiscal_year", "population"), columns, kinds, strict=True
        )
    }
    others = _typed(sheet)
    return pa.table(made | {name: others[name] for name in names if name not in made})


def _region(sheet: _Sheet, line: int, code: str, name: str, year: int) -> Region:
    """The region that a line is about, under the code of that year."""
    if code:
        names = load_index().by_code.get(code, ())
        in_use = [r for r in names if (r.valid_from or 0) <= year <= (r.valid_to or 9999)]
        if not in_use:
            what = (
                tr("region_code {code} was not in use in {year}", code=code, year=year)
                if names
                else tr("region_code {code} is no code of a region", code=code)
            )
            sheet.refuse(line, what, tr("Give the code of that year, or the name alone."))
        other = resolve(name, year=year) if name else None
        if other is not None and other.region_code not in (None, code) and not _is_called(names, name):
            sheet.refuse(
                line,
                tr(
                    "region_code {code} is not {name} ({other})",
                    code=code,
                    name=name,
                    other=other.region_code,
                ),
            )
        return in_use[-1]
    found = resolve(name, year=year)
    if found is None or found.region_code is None:
        sheet.refuse(
            line,
            tr("{name} is no region with a code, or the name of several", name=name or tr("an empty name")),
            tr("Give region_code, or the name behind its city's."),
        )
    return found


def _is_called(regions: Iterable[Region], name: str) -> bool:
    """Whether a name is one of a code's, in any year and with or without the names above it."""
    return any(
        name.endswith(known)
        for r in regions
        for known in (r.region_name, r.short_name, *r.other_names)
        if known
    )
