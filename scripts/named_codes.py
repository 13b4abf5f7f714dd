"""Are the codes of lines that print names alone right?

    python -m scripts.named_codes sample DATA… [--size 200] [--seed 18]
    python -m scripts.named_codes stripped DATA…

`sample` draws lines of standard tables (statement of `budget` other than project, programme, three_public and other;
without income) that print no code, and shows each with the lines that lead to it, its page and the code it was given,
to be judged beside the page. `stripped` takes the lines that print their codes, gives their names alone to the function
that names lines, and counts how many get the code that is printed.
"""

from __future__ import annotations

import argparse
import random
from collections import Counter, defaultdict
from pathlib import Path

from normalizers.facets import read_label
from pipeline.meaning import named_codes
from scripts.printed_codes import Line, coded_lines, rows_of

_OTHER = frozenset({"other", "project", "programme", "three_public"})


def main() -> None:
    """Print the sample or the counts."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("what", choices=("sample", "stripped"))
    parser.add_argument("data", nargs="+", type=Path)
    parser.add_argument("--size", type=int, default=200)
    parser.add_argument("--seed", type=int, default=18)
    parser.add_argument("--verbose", action="store_true")
    given = parser.parse_args()
    if given.what == "stripped":
        for folder in given.data:
            _stripped(folder, given.verbose)
    else:
        _sample(given.data, given.size, given.seed)


def _sample(folders: list[Path], size: int, seed: int) -> None:
    found: dict[tuple[str, str, int, str], str] = {}
    for folder in folders:
        files = {row["document_id"]: row["file_name"] for row in rows_of(folder, "documents")}
        titles = {row["table_id"]: row["caption"] for row in rows_of(folder, "tables")}
        for row in rows_of(folder, "budget"):
            is_asked = row["table_id"] and row["statement"] not in _OTHER and row["flow"] != "income"
            if not is_asked or row["code_source"] == "printed":
                continue
            path = " > ".join(row["line_path"] or ())
            file, table = files[row["document_id"]], row["table_id"]
            place = f"{file} page {row['page_number']} table {table[-4:]} row {row['row_index']}"
            code, name = _code_of(row)
            key = file, table, row["row_index"], path
            found[key] = f"{place} | {titles[table]} | {path} | {code} {name}"
    drawn = random.Random(seed).sample(sorted(found), min(size, len(found)))
    print(f"{len(found)} lines")
    for n, key in enumerate(sorted(drawn), 1):
        print(n, found[key])


def _code_of(row: dict[str, str | None]) -> tuple[str, str]:
    for column in ("function", "economic", "income"):
        if row[f"{column}_code"]:
            return row[f"{column}_code"] or "", row[f"{column}_name"] or ""
    return "-", ""


def _stripped(folder: Path, is_verbose: bool) -> None:
    years = {row["document_id"]: row["fiscal_year"] for row in rows_of(folder, "documents")}
    parts: dict[tuple[str, int], list[Line]] = defaultdict(list)
    for line in coded_lines(folder):
        parts[line.table, line.first].append(line)
    counts: Counter[str] = Counter()
    for (table, _), lines in sorted(parts.items()):
        lines.sort(key=lambda line: line.row)
        names = [read_label(line.name).name or line.name for line in lines]
        for line, code in zip(lines, named_codes([names], years[table.rpartition("-")[0]]), strict=True):
            result = "right" if code == line.code else "wrong" if code else "none"
            counts[result] += 1
            if is_verbose and result != "right":
                print(result, line.table, line.row, line.code, line.name, code)
    print(folder, f"{100 * counts['right'] / max(sum(counts.values()), 1):.2f} %", dict(counts))


if __name__ == "__main__":
    main()
