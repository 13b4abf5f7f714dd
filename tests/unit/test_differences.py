"""Two versions compared: by what facts speak of, not by where they stand."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from pipeline.nightly.differences import Differences, compare
from pipeline.nightly.run_report_text import as_text
from pipeline.publishing.publish import open_publication, tables_from_rows
from tests import factories

LATER = datetime(2024, 2, 2)
BODY = {"run": 1, "started_at": "now", "seconds": 1, "exit_code": 0, "folders": []}


def publish(folder: Path, seed: str, rows: dict[str, list[Any]], **document: Any) -> Path:
    row = factories.document(seed, **document)
    for found in rows.values():
        for one in found:
            one["document_id"] = row["document_id"]
    rows = {"tables": [factories.table(seed, row_count=20)], **rows}
    with open_publication(folder) as publication:
        publication.put(row, tables_from_rows(rows))
        return publication.commit([factories.region()])


def reread(folder: Path, before: dict[str, list[Any]], after: dict[str, list[Any]]) -> Differences:
    old = publish(folder, "a", before)
    return compare(old, publish(folder, "a", after, ingested_at=LATER))


def item(name: str, row: int, amount: str | None, **changes: Any) -> Any:
    yuan = None if amount is None else Decimal(amount)
    return factories.budget(line_item=name, row_index=row, amount_yuan=yuan, **changes)


def test_a_line_more_at_the_top_makes_no_other_fact_new(tmp_path: Path) -> None:
    before = {"budget": [item("甲", 1, "1"), item("乙", 2, "2")]}
    after = {"budget": [item("新", 1, "9"), item("甲", 2, "1"), item("乙", 3, "2.5", page_number=2)]}
    found = reread(tmp_path, before, after)
    assert found.fact_counts == {"budget": {"added": 1, "removed": 0, "changed": 1}}
    changed, added = found.facts
    assert (changed["was"], changed["is"]) == ("amount_yuan 2.00", "amount_yuan 2.50")
    assert (changed["page_before"], changed["page"], changed["file_name"]) == (1, 2, "a.pdf")
    assert "乙" in changed["subject"] and changed["source_text"] == "1,234.50"
    assert (added["kind"], added["is"], added["was"]) == ("added", "amount_yuan 9.00", "")


def test_a_line_that_becomes_a_total_is_told_and_one_that_is_none_says_nothing_of_it(tmp_path: Path) -> None:
    total = item("乙", 2, "2") | {"is_total": True, "flow": "expenditure"}
    found = reread(tmp_path, {"budget": [item("乙", 2, "2")]}, {"budget": [total, item("丙", 3, "4")]})
    said = [(row["kind"], row["was"], row["is"]) for row in found.facts]
    assert said == [("changed", "", "is_total true, flow expenditure"), ("added", "", "amount_yuan 4.00")]


def test_a_fact_printed_twice_and_changed_once_is_one_change(tmp_path: Path) -> None:
    before = {"budget": [item("甲", 1, "1"), item("甲", 5, "1"), item("乙", 6, None)]}
    after = {"budget": [item("甲", 1, "1"), item("甲", 5, "3")]}
    found = reread(tmp_path, before, after)
    assert found.fact_counts == {"budget": {"added": 0, "removed": 1, "changed": 1}}


def test_every_table_of_facts_is_compared(tmp_path: Path) -> None:
    before = {
        "disbursement": [factories.disbursement()],
        "indicators": [factories.indicator()],
        "subsidy_terms": [factories.term()],
        "metrics": [factories.metric()],
    }
    after = {
        "disbursement": [factories.disbursement(paid_yuan=Decimal("5"))],
        "indicators": [factories.indicator(actual_text="12家")],
        "subsidy_terms": [factories.term(ratio_op="=", ratio_pct=None)],
        "metrics": [factories.metric(value=36.0)],
    }
    found = reread(tmp_path, before, after)
    assert {name: counts["changed"] for name, counts in found.fact_counts.items()} == dict.fromkeys(before, 1)
    said = {row["table"]: (row["was"], row["is"]) for row in found.facts}
    assert said["disbursement"] == ("paid_yuan 400000.00", "paid_yuan 5.00")
    assert said["subsidy_terms"] == ("ratio_op ≤, ratio_pct 50.0", "ratio_op =")


def test_a_changed_file_is_compared_with_what_it_held(tmp_path: Path) -> None:
    old = publish(tmp_path, "a", {"budget": [item("甲", 1, "1")], "findings": [factories.finding()]})
    with open_publication(tmp_path) as publication:
        publication.remove(factories.document("a")["document_id"])
        row = factories.document("b", source_path="data/raw/a.pdf", file_name="a.pdf")
        facts = {"budget": [factories.budget("b", line_item="甲", amount_yuan=Decimal("2"))]}
        rows = {"tables": [factories.table("b")], "findings": [factories.finding("b")], **facts}
        publication.put(row, tables_from_rows(rows))
        new = publication.commit([factories.region()])
    found = compare(old, new)
    [changed] = found.documents["changed"]
    assert changed["replaces"] == factories.document("a")["document_id"]
    assert found.fact_counts == {"budget": {"added": 0, "removed": 0, "changed": 1}}
    assert found.finding_counts == {"new": 0, "gone": 0}
    assert (found.documents["gone"], found.documents["new"]) == ([], [])


def test_findings_come_and_go(tmp_path: Path) -> None:
    stays = factories.finding(message="一")
    before = {"findings": [stays, factories.finding(message="二")]}
    after = {"findings": [stays, stays | {"row_index": 9}, factories.finding(message="三", severity="error")]}
    found = reread(tmp_path, before, after)
    assert found.finding_counts == {"new": 2, "gone": 1}
    assert [(row["kind"], row["message"]) for row in found.findings] == [
        ("new", "三"), ("new", "一"), ("gone", "二"),
    ]  # fmt: skip


def test_facts_and_findings_of_a_workbook_have_the_names_of_their_cells(tmp_path: Path) -> None:
    before = {"budget": [item("甲", 1, "1", place_text="收入!C7")]}
    after = {
        "budget": [item("甲", 1, "2", place_text="收入!C8")],
        "findings": [factories.finding(message="一", place_text="收入")],
    }
    found = reread(tmp_path, before, after)
    assert [row["place_text"] for row in (*found.facts, *found.findings)] == ["收入!C8", "收入"]
    said = as_text(BODY | {"differences": found.as_object()})
    assert "a.pdf 收入!C8" in said and "a.pdf 收入  一" in said and "p.1" not in said


def test_the_first_version_is_all_new(tmp_path: Path) -> None:
    found = compare(None, publish(tmp_path, "a", {"findings": [factories.finding()]}))
    assert len(found.documents["new"]) == 1 and found.finding_counts == {"new": 1, "gone": 0}
    assert found.as_object()["document_counts"]["new"] == 1
