"""Do the lines of the tables that count once make the totals that they print? For every document of a published folder.

    python -m benchmarks.statements [--data data/parquet] [--question functions] [--type department_budget] [--whole]

Of each document, year and stage of the budget one table answers the question (queries/views/63_statements.sql): which
one, the sum of its lines without totals, the total that it prints, and for comparison what all amounts of the document,
year and stage make together, as a sum that knows nothing of tables gives it. Without --type the budgets and final
accounts of offices, with --whole every document. Prints a Markdown table. Exit code 1 when a sum is not the printed
total.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from pipeline.answers.catalog import open_catalog
from pipeline.version import ROOT

_OFFICES = ("department_budget", "department_final_account")
_QUESTIONS = ("spending", "functions", "execution", "basic_project", "income", "three_public", "funds")
_CHECKED = """
SELECT d.file_name, s.fiscal_year, s.phase, s.statement, s.page_number, s.amount_yuan, s.total_printed_yuan, s.adds_up,
       round(b.all_yuan / nullif(s.amount_yuan, 0), 1) AS times
FROM statements_once AS s
JOIN documents AS d USING (document_id)
LEFT JOIN (
    SELECT document_id, fiscal_year, phase, sum(amount_yuan) AS all_yuan FROM budget GROUP BY ALL
) AS b
  ON b.document_id = s.document_id AND b.phase = s.phase AND b.fiscal_year IS NOT DISTINCT FROM s.fiscal_year
WHERE s.question = $question AND ($types IS NULL OR d.document_type IN $types)
ORDER BY ALL
"""


def main() -> int:
    """Print the table, then how many sums are the printed totals."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, default=ROOT / "data" / "parquet")
    parser.add_argument("--question", choices=_QUESTIONS, default="functions")
    parser.add_argument("--type", action="append", help="kind of document; repeatable")
    parser.add_argument("--whole", action="store_true", help="documents of every kind")
    options = parser.parse_args()
    types = None if options.whole else options.type or list(_OFFICES)
    with open_catalog(options.data) as catalog:
        rows = catalog.select(_CHECKED, {"question": options.question, "types": types}).to_pylist()
    print(
        "| document | year | stage | statement | page | lines, yuan | printed total, yuan | once | sum of all rows |"
    )
    print("|---|---|---|---|---:|---:|---:|---|---:|")
    for row in rows:
        total = "" if row["total_printed_yuan"] is None else f"{row['total_printed_yuan']:,}"
        once = {True: "yes", False: "**no**", None: "no total printed"}[row["adds_up"]]
        print(
            f"| {row['file_name']} | {row['fiscal_year']} | {row['phase']} | {row['statement']} | {row['page_number']}"
            f" | {row['amount_yuan']:,} | {total} | {once} | {row['times']} times |"
        )
    right, wrong = (sum(row["adds_up"] is value for row in rows) for value in (True, False))
    print(f"\n{right} of {right + wrong} sums are the printed total, once")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
