"""Build ``normalizers/classifications/codes.csv``: the government budget classification with the years of its names.

    python -m scripts.build_classifications --lists DIR

DIR holds ``budget_codes.csv`` (every code and name seen in published budgets and lists, with the years in which it was
seen) and ``code_changes.csv`` (renames, moves, additions and removals between editions). Both were gathered from public
sources, which they name row by row; nothing of it is needed at run time. Names of the edition of 2007 are left out:
many of its codes mean something else now. ``scripts/added_codes.csv`` beside this file has codes found in print since.

A name begins or ends in a year only where a change says so; else the year stays empty, for budgets do not print lines
of zero and a name that was not seen may well have been in force. ``seen_from`` and ``seen_to`` are the years of the
documents in which it was seen. A wording that a few documents print beside the official name is not official; one that
is the name of another code of its class is a misprint and left out.

Lines move where the changes, or ``scripts/moved_codes.csv`` beside this file, say so, and where a code that is seen no
more has the name of one first seen later, its own parent ended as well or is that of both. The items below a line that
moved go with it, each to the item of its name.
"""

from __future__ import annotations

import argparse
import csv
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path

TARGET = Path(__file__).resolve().parent.parent / "normalizers" / "classifications" / "codes.csv"
MOVED = Path(__file__).with_name("moved_codes.csv")
ADDED = Path(__file__).with_name("added_codes.csv")
COLUMNS = (
    "code",
    "code_name",
    "kind",
    "level",
    "fund_type",
    "parent_code",
    "valid_from",
    "valid_to",
    "is_official",
    "predecessor_codes",
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
LEVELS = {"类": "1", "款": "2", "项": "3", "目": "4"}
MISPRINT = "misprint or local wording"
WORDINGS = ("local wording", MISPRINT, "variant")
ENDED = "2025"  # a code that no document of this year or later prints has ended
SHARED = (
    4  # codes at most that a name belongs to which says of itself what the line is: 行政运行 has hundreds
)
CLASS = 3  # digits
Row = Mapping[str, str]


def main() -> None:
    """Write the list, sorted by code, year and name."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--lists", type=Path, required=True)
    lists: Path = parser.parse_args().lists
    codes = [row for row in read(lists / "budget_codes.csv") if row["status"] != "old_2007"] + read(ADDED)
    rows = build(codes, read(lists / "code_changes.csv"), read(MOVED))
    with TARGET.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.writer(handle, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows(rows)


def read(path: Path) -> list[Row]:
    """The rows of a list."""
    with path.open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def build(codes: list[Row], changes: list[Row], moved: list[Row]) -> list[tuple[str, ...]]:
    """One row for each code and name."""
    first: dict[tuple[str, str], str] = {}
    last: dict[tuple[str, str], str] = {}
    for change in changes:
        old, new = (change["code"], change["old_name"]), (change["new_code"], change["new_name"])
        if change["kind"] in ("rename", "added", "moved", "first_seen") and new[1]:
            first[new] = change["new_first_seen"]
        if change["kind"] in ("rename", "removed", "moved") and old[1]:
            last[old] = change["old_last_seen"]
    renamed = {(row["code"], row["old_name"]) for row in changes if row["kind"] == "rename"}
    added = {
        row["new_code"]: row["new_first_seen"] for row in changes if row["kind"] in ("added", "first_seen")
    }
    wordings = {(row["code"], row["old_name"]) for row in changes if row["kind"] in WORDINGS} - renamed
    doubtful = {(row["code"], row["old_name"]) for row in changes if row["kind"] == MISPRINT}
    codes = [row for row in codes if not is_misprint(row, codes, doubtful)]
    successor = moves(codes, changes, moved)
    predecessors: dict[str, list[str]] = defaultdict(list)
    for old_code, new_code in sorted(successor.items()):
        predecessors[new_code].append(old_code)
    ends = ends_of(successor, {code: year for (code, _), year in first.items()}, moved)
    found = {
        (
            row["code"],
            row["name"],
            KINDS[row["list"]],
            LEVELS[row["level"]],
            FUNDS.get(row["budget"], ""),
            row["parent_code"],
            first.get((row["code"], row["name"]), "") or begin_of(row["code"], added),
            last.get((row["code"], row["name"]), "") or ends.get(row["code"], ""),
            "" if (row["code"], row["name"]) in wordings else "yes",
            " ".join(predecessors.get(row["code"], ())),
            successor.get(row["code"], ""),
            row["first_year"],
            row["last_year"],
        )
        for row in codes
    }
    return sorted(found, key=lambda row: (row[0], row[6] or "0", row[1]))


def begin_of(code: str, added: Mapping[str, str]) -> str:
    """The first year of a code, or of the line above it with which it came; '' where none is known to be added."""
    return next((added[code[:n]] for n in range(len(code), CLASS - 1, -2) if code[:n] in added), "")


def ends_of(successor: Mapping[str, str], first: Mapping[str, str], moved: list[Row]) -> dict[str, str]:
    """The last year of each line that moved, where the year is known in which another took its place."""
    found = {row["code"]: str(int(row["from_year"]) - 1) for row in moved}
    for code, new in sorted(successor.items()):  # a line before its items
        year = first.get(new)
        if code not in found and (year or code[:-2] in found):
            found[code] = str(int(year) - 1) if year else found[code[:-2]]
    return found


def is_misprint(row: Row, codes: list[Row], doubtful: set[tuple[str, str]]) -> bool:
    """Is a doubtful wording the name of another code of the class?"""
    if (row["code"], row["name"]) not in doubtful:
        return False
    return any(
        other["name"] == row["name"]
        and other["code"] != row["code"]
        and other["code"][:CLASS] == row["code"][:CLASS]
        and (other["code"], other["name"]) not in doubtful
        for other in codes
    )


def moves(codes: list[Row], changes: list[Row], moved: list[Row]) -> dict[str, str]:
    """The code to which each line moved that stands elsewhere now."""
    seen: dict[str, list[str]] = defaultdict(list)
    of_name: dict[tuple[str, str], set[str]] = defaultdict(set)
    for row in codes:
        seen[row["code"]] += [year for year in (row["first_year"], row["last_year"]) if year]
        of_name[row["list"], row["name"]].add(row["code"])
    found = {row["code"]: row["new_code"] for row in changes if row["kind"] == "moved"}
    found |= {row["code"]: row["new_code"] for row in moved}
    ended = {code for code, years in seen.items() if years and max(years) < ENDED} | set(found)
    for row in codes:
        code, parent = row["code"], row["parent_code"]
        if code not in ended or code in found:
            continue
        same = of_name[row["list"], row["name"]]
        beside = [c for c in same if c[:-2] == found.get(parent)]
        later = [
            c
            for c in same
            if len(same) <= SHARED
            and seen[c]
            and seen[code]
            and min(seen[c]) > max(seen[code])
            and (parent in ended or c[:-2] == parent)
        ]
        new = beside or sorted(later, key=lambda c: (min(seen[c]), -len(c)))
        if new:
            found[code] = new[0]
    return found


if __name__ == "__main__":
    main()
