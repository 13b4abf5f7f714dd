"""Corrections meet the facts that they were made for, and no others."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from pipeline.errors import UsageError
from pipeline.nightly.override_file import Override, append_override, check
from pipeline.nightly.overrides import Overrides, apply_overrides, correct, load_overrides
from pipeline.publishing.publish import tables_from_rows
from tests import factories

DOCUMENT = factories.document("a")["document_id"]
LINE = Override(
    document_id=DOCUMENT,
    table="budget",
    table_id="t0",
    page_number="1",
    row_index="1",
    column_index="2",
    column="amount_yuan",
    source_text="1,234.50",
    old_value="12345000.00",
    new_value="12354000",
    who="李雷",
    at="2026-11-20T08:00:00Z",
    why="看错两位",
)


def applied(*lines: Override, **rows: Any) -> tuple[dict[str, list[dict[str, Any]]], Overrides]:
    overrides = Overrides({DOCUMENT: lines})
    return apply_overrides(overrides, DOCUMENT, rows or {"budget": [factories.budget()]}), overrides


def test_a_correction_changes_its_fact_and_says_so() -> None:
    before = factories.budget()
    rows, made = applied(LINE, budget=[before, factories.budget(row_index=2)])
    corrected, other = rows["budget"]
    assert corrected["amount_yuan"] == Decimal("12354000.00")
    assert corrected["corrected"] == (
        "金额（元） = 12354000.00，原读作“12345000.00”（李雷，2026-11-20T08:00:00Z：看错两位）"
    )
    assert other == factories.budget(row_index=2) and before == factories.budget()
    assert (made.applied, made.outdated, made.unneeded, rows.get("findings")) == (1, 0, 0, None)
    assert tables_from_rows(rows)


def lines_of(*amounts: int, **changes: Any) -> list[dict[str, Any]]:
    """Lines of one column, the last of which is their total."""
    return [
        factories.budget(
            row_index=n + 1,
            line_item=f"子项{n}",
            amount_yuan=Decimal(amount),
            source_text=str(amount),
            is_total=n == len(amounts) - 1,
            **changes,
        )
        for n, amount in enumerate(amounts)
    ]


@pytest.mark.parametrize(
    ("amounts", "old", "new", "found"),
    [
        ((100_000, 200_000, 300_000), 200_000, 250_000, [("300000.00", "350000.00")]),
        ((100_000, 200_000, 300_000), 200_000, 200_010, []),
        ((100_000, 200_000, 900_000), 200_000, 250_000, []),
        ((100_000, 200_000, 350_000), 200_000, 250_000, []),
    ],
    ids=["broken", "within rounding", "off before", "mended"],
)
def test_a_correction_that_breaks_a_sum_is_a_finding(
    amounts: tuple[int, ...], old: int, new: int, found: list[tuple[str, str]]
) -> None:
    line = replace(LINE, row_index="2", source_text=str(old), old_value=f"{old}.00", new_value=str(new))
    rows, made = applied(line, budget=lines_of(*amounts))
    assert made.applied == 1
    findings = rows.get("findings", [])
    assert [(one["printed"], one["recomputed"]) for one in findings] == found
    assert all(one["check"] == "correction_breaks_sum" and one["row_index"] == 3 for one in findings)
    assert tables_from_rows(rows)


def test_figures_stay_as_they_were_read() -> None:
    made = Overrides({DOCUMENT: [LINE]})
    read = tables_from_rows({"budget": [factories.budget()], "figures": [factories.figure()]})
    _, published = correct(made, factories.document("a"), read)
    assert published["budget"].column("amount_yuan").to_pylist() == [Decimal("12354000.00")]
    assert published["figures"].equals(read["figures"])
    with pytest.raises(UsageError, match="no such table of facts"):
        check(replace(LINE, table="figures"))


def test_a_fact_in_prose_is_found_by_its_page_and_sentence() -> None:
    row = factories.metric()
    line = replace(
        LINE, table="metrics", table_id="", row_index="", column_index="", column="value",
        source_text=row["source_text"], old_value="35", new_value="53",
    )  # fmt: skip
    rows, _ = applied(line, metrics=[row, factories.metric(page_number=2)])
    assert [one["value"] for one in rows["metrics"]] == [53.0, 35.0]


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"amount_yuan": Decimal("5.00")}, "现在读出的是“5.00”"),
        ({"source_text": "1,243.50"}, "该位置现在没有这段原文"),
        ({"row_index": 9}, "该位置现在没有这段原文"),
        ({"amount_yuan": None}, "现在读出的是“”"),
    ],
)
def test_what_the_document_no_longer_says_stays_as_read(change: dict[str, Any], says: str) -> None:
    rows, made = applied(LINE, budget=[factories.budget(**change)])
    assert rows["budget"] == [factories.budget(**change)]
    [finding] = rows["findings"]
    assert (finding["check"], finding["severity"]) == ("override_outdated", "warning")
    assert says in finding["message"] and "李雷" in finding["message"]
    assert (made.applied, made.outdated) == (0, 1)
    assert tables_from_rows(rows)


def test_a_correction_that_is_no_longer_needed_says_so() -> None:
    rows, made = applied(LINE, budget=[factories.budget(amount_yuan=Decimal("12354000.00"))])
    assert "corrected" not in rows["budget"][0]
    [finding] = rows["findings"]
    assert (finding["check"], finding["severity"]) == ("override_unneeded", "info")
    assert made.unneeded == 1


def test_of_two_facts_alike_none_is_guessed() -> None:
    rows, made = applied(LINE, budget=[factories.budget(phase="initial"), factories.budget(phase="adjusted")])
    assert all(row["amount_yuan"] == Decimal("12345000.00") for row in rows["budget"])
    assert "2条数据" in rows["findings"][0]["message"] and made.outdated == 1


def test_of_two_facts_at_one_place_the_one_with_the_old_value_is_meant() -> None:
    other = factories.budget(phase="adjusted", amount_yuan=Decimal("7.00"))
    rows, _ = applied(LINE, budget=[other, factories.budget()])
    assert [row["amount_yuan"] for row in rows["budget"]] == [Decimal("7.00"), Decimal("12354000.00")]


@pytest.mark.parametrize("old", ["12345000.00", "12354000.00", "12,354,000"])
def test_the_last_of_several_corrections_holds(old: str) -> None:
    """Whether it was written before or after the first one was published."""
    second = replace(LINE, old_value=old, new_value="1", who="韩梅梅")
    rows, made = applied(LINE, second)
    [row] = rows["budget"]
    assert row["amount_yuan"] == Decimal("1.00")
    assert row["corrected"].count("原读作") == 2 and made.applied == 2


def test_a_value_may_be_taken_away_and_given() -> None:
    rows, _ = applied(replace(LINE, new_value=""))
    assert rows["budget"][0]["amount_yuan"] is None
    rows, _ = applied(replace(LINE, old_value=""), budget=[factories.budget(amount_yuan=None)])
    assert rows["budget"][0]["amount_yuan"] == Decimal("12354000.00")


def test_the_year_of_a_fact_may_be_corrected() -> None:
    rows, _ = applied(replace(LINE, column="fiscal_year", old_value="2023", new_value="2022"))
    assert rows["budget"][0]["fiscal_year"] == 2022


def test_what_a_corrector_writes_is_one_harmless_line() -> None:
    rows, _ = applied(replace(LINE, why="a\nb\x1b[2J"))
    assert "\n" not in rows["budget"][0]["corrected"] and "\x1b" not in rows["budget"][0]["corrected"]


def test_the_checksum_tells_when_corrections_changed() -> None:
    digests = {
        Overrides({DOCUMENT: lines}).digest(DOCUMENT)
        for lines in ((LINE,), (LINE, LINE), (replace(LINE, new_value="3"),))
    }
    assert len(digests) == 3 and Overrides({DOCUMENT: [LINE]}).digest("other") is None


def test_a_file_is_read_and_every_line_checked(tmp_path: Path) -> None:
    path = tmp_path / "overrides.csv"
    append_override(path, LINE)
    append_override(path, replace(LINE, document_id="0" * 16))
    loaded = load_overrides(path)
    assert loaded.by_document == {DOCUMENT: [LINE], "0" * 16: [replace(LINE, document_id="0" * 16)]}
    assert loaded.unknown([DOCUMENT]) == ["0" * 16]
    path.write_text(path.read_text("utf-8").replace("12354000", "twelve"), "utf-8")
    with pytest.raises(
        UsageError, match=r"overrides\.csv: correction 1 is not in order: amount_yuan: twelve"
    ):
        load_overrides(path)


def test_no_file_is_no_corrections_unless_it_was_named(tmp_path: Path) -> None:
    assert load_overrides(tmp_path / "none.csv").by_document == {}
    with pytest.raises(UsageError, match="does not exist"):
        load_overrides(tmp_path / "none.csv", must_exist=True)


def test_what_is_said_of_a_correction_is_in_words_and_not_in_codes() -> None:
    line = replace(LINE, column="phase", old_value="initial", new_value="adjusted")
    rows, _ = applied(line)
    assert rows["budget"][0]["corrected"].startswith("预算阶段 = 调整后预算，原读作“年初预算”（李雷")
    [finding] = applied(replace(line, old_value="executed"))[0]["findings"]
    assert "对“预算”中“预算阶段”的更正：现在读出的是“年初预算”，与更正时的“执行数”不符" in finding["message"]
