"""Processor time of finding the sums of a large block: 3,000 rows × 12 columns in several shapes.

    python -m benchmarks.sums [--rows 3000] [--columns 12]

Made-up numbers, the same at every run. `codes` and `order` are classifications in three levels, with codes and with
nothing but the order of the lines; `flat` is a list under one total; `falling` has ever smaller numbers, so that many
lines may be the sum of some behind them; `noise` adds up nowhere; `empty` is mostly blank. Prints a Markdown table.
"""

from __future__ import annotations

import argparse
import random
import time
from collections.abc import Callable
from decimal import Decimal

from pipeline.meaning import NumberColumn, NumberRow, NumberTable, find_sums

Values = tuple[Decimal | None, ...]


def classified(rows: int, columns: int, with_codes: bool) -> list[NumberRow]:
    """Classes of some groups of some items, and a total at the end."""
    chance = random.Random(1)
    lines: list[NumberRow] = []
    totals = [Decimal(0)] * columns
    for c in range(1, rows):
        groups = []
        for g in range(1, chance.randint(3, 7)):
            items = [numbers(chance, columns) for _ in range(chance.randint(1, 9))]
            code = f"{200 + c}{g:02}" if with_codes else ""
            below = [NumberRow(f"item {i}", v, code=code and f"{code}{i:02}") for i, v in enumerate(items)]
            groups.append([NumberRow(f"group {g}", added(items), code=code), *below])
        total = added([group[0].values for group in groups])
        lines.append(NumberRow(f"class {c}", total, code=f"{200 + c}" if with_codes else ""))
        lines += [line for group in groups for line in group]
        totals = [a + (b or 0) for a, b in zip(totals, total, strict=True)]
        if len(lines) >= rows:
            break
    return [*lines, NumberRow("合计", tuple(totals), is_total=True)]


def flat(rows: int, columns: int, value: Callable[[random.Random, int], Decimal | None]) -> list[NumberRow]:
    """Lines side by side under a total."""
    chance = random.Random(2)
    lines = [tuple(value(chance, r) for _ in range(columns)) for r in range(rows)]
    return [
        NumberRow("合计", added(lines), is_total=True),
        *(NumberRow(f"{r}", v) for r, v in enumerate(lines)),
    ]


def numbers(chance: random.Random, columns: int) -> Values:
    return tuple(Decimal(chance.randint(100, 10**7)) / 100 for _ in range(columns))


def added(lines: list[Values]) -> Values:
    return tuple(sum((v for v in column if v is not None), Decimal(0)) for column in zip(*lines, strict=True))


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rows", type=int, default=3000)
    parser.add_argument("--columns", type=int, default=12)
    options = parser.parse_args()
    size = options.rows, options.columns
    shapes = {
        "codes": classified(*size, with_codes=True),
        "order": classified(*size, with_codes=False),
        "flat": flat(*size, lambda chance, r: Decimal(chance.randint(100, 10**7)) / 100),
        "falling": flat(*size, lambda chance, r: Decimal(chance.randint(1, 10**9 // (r + 1) + 1)) / 100),
        "noise": flat(*size, lambda chance, r: Decimal(chance.randint(-(10**7), 10**7)) / 100)[1:],
        "empty": flat(*size, lambda chance, r: Decimal(chance.randint(1, 99)) if r % 50 == 0 else None),
    }
    columns = tuple(NumberColumn((f"{c}",), group=c % 3) for c in range(options.columns))
    print("| shape | rows | seconds | rows that are sums |\n|---|---|---|---|")
    for name, rows in shapes.items():
        table = NumberTable(tuple(rows), columns)
        began = time.process_time()
        sums = find_sums(table)
        seconds = time.process_time() - began
        print(f"| {name} | {len(rows):,} | {seconds:.2f} | {sum(row.is_total for row in sums.rows):,} |")


if __name__ == "__main__":
    main()
