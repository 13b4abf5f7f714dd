"""Build ``normalizers/classifications/codes.csv``: the government budget classification with the years of its names.

    python -m scripts.build_classifications --lists DIR

DIR holds ``budget_codes.csv`` (every code and name seen in published budgets and lists, with the years in which it was
seen) and ``code_changes.csv`` (renames, moves, additions and removals between editions). Both were gathered from public
sources, which they name row by row; nothing of it is needed at run time. Names of the edition of 2007 are left out:
many of its codes mean something else now.

A name begins or ends in a year only where a change says so; else the year stays empty, for budgets do not print lines
of zero and a name that was not seen may well have been in force. ``seen_from`` and ``seen_to`` are the years of the
documents in which it was seen.
"""

from __future__ import annotations

import argparse
import csv
from collections.abc import Mapping
from pathlib import Path

TARGET = Path(__file__).resolve().parent.parent / "normalizers" / "classifications" / "codes.csv"
COLUMNS = (
    "code",
    "code_name",
    "kind",
    "fund_type",
    "parent_code",
    "valid_from",
    "valid_to",
    "successor_code",
    "seen_from",
    "seen_to",
)
KINDS = {
    "expenditure_function": "function",
    "revenue": "income",
    "econ_department": "economic_department",
    "econ_government": "economic_government",
}
FUNDS = {
    "general": "general_public",
    "fund": "gov_fund",
    "soe": "state_capital",
    "social": "social_insurance",
}
Row = Mapping[str, str]


def main() -> None:
    """Write the list, sorted by code, year and name."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--lists", type=Path, required=True)
    lists: Path = parser.parse_args().lists
    codes = [row for row in read(lists / "budget_codes.csv") if row["status"] != "old_2007"]
    rows = build(codes, read(lists / "code_changes.csv"))
    with TARGET.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.writer(handle, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows(rows)


def read(path: Path) -> list[Row]:
    """The rows of a list."""
    with path.open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def build(codes: list[Row], changes: list[Row]) -> list[tuple[str, ...]]:
    """One row for each code and name."""
    first: dict[tuple[str, str], str] = {}
    last: dict[tuple[str, str], str] = {}
    successor: dict[tuple[str, str], str] = {}
    for change in changes:
        old, new = (change["code"], change["old_name"]), (change["new_code"], change["new_name"])
        if change["kind"] in ("rename", "added", "moved", "first_seen") and new[1]:
            first[new] = change["new_first_seen"]
        if change["kind"] in ("rename", "removed", "moved") and old[1]:
            last[old] = change["old_last_seen"]
        if change["kind"] == "moved":
            successor[old] = change["new_code"]
    found = {
        (
            row["code"],
            row["name"],
            KINDS[row["list"]],
            FUNDS.get(row["budget"], ""),
            row["parent_code"],
            first.get((row["code"], row["name"]), ""),
            last.get((row["code"], row["name"]), ""),
            successor.get((row["code"], row["name"]), ""),
            row["first_year"],
            row["last_year"],
        )
        for row in codes
    }
    return sorted(found, key=lambda row: (row[0], row[5] or "0", row[1]))


if __name__ == "__main__":
    main()
