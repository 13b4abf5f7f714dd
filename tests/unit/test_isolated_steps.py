"""An error at any step costs its page, table, check or paragraph; the rest of the document is published."""

from __future__ import annotations

import importlib
import inspect
from collections import Counter
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from extractors.failures import Part
from extractors.whole.joining import join
from pipeline import audit, tables
from pipeline.errors import DocumentFailed, Encrypted, InternalError
from pipeline.ingest import Extraction, extract_document
from pipeline.schemas.schemas import FACTS
from pipeline.version import ROOT
from pipeline.workers.reading import encode_rows

REPORT = ROOT / "tests" / "reports" / "ganzhou_2022_mixed.pdf"  # six pages, drawn and undrawn tables, prose
PAGES = 6


class Failing:
    """A function that raises at one of its calls, or at all from there on; otherwise it does what it did."""

    def __init__(
        self, function: Callable[..., Any], error: BaseException, at: int, *, for_ever: bool
    ) -> None:
        self.calls, self._function, self._error, self._at = 0, function, error, at
        self._for_ever = for_ever
        self.__name__, self.__module__ = function.__name__, function.__module__

    def __call__(self, *given: Any, **named: Any) -> Any:
        self.calls += 1
        if self.calls == self._at or (self._for_ever and self.calls > self._at):
            raise self._error
        return self._function(*given, **named)


Inject = Callable[..., Failing]


@pytest.fixture
def inject(monkeypatch: pytest.MonkeyPatch) -> Inject:
    """Make `module.function` raise, at its call number `at`; an IndexError unless said otherwise."""

    def put(
        where: str, at: int = 1, error: BaseException | None = None, *, for_ever: bool = False
    ) -> Failing:
        module, _, name = where.rpartition(".")
        owner = importlib.import_module(module)
        failing = Failing(getattr(owner, name), error or IndexError("injected"), at, for_ever=for_ever)
        monkeypatch.setattr(owner, name, failing)
        return failing

    return put


@cache
def whole() -> Extraction:
    return extract_document(REPORT)


def lost(found: Extraction) -> list[dict[str, Any]]:
    return [row for row in found.rows["findings"] if row["check"] == "part_lost"]


def check_degraded(found: Extraction, part: Part, error: str = "IndexError: injected at ") -> dict[str, Any]:
    """One part is lost, and the document says so twice: in its status and in a finding, which is returned."""
    assert found.document["status"] == "degraded"
    reason = found.document["status_reason"]
    assert reason.startswith(f"parts_lost: {part.value}") and error in reason and ".py:" in reason
    assert encode_rows(found.rows).keys() >= {"cells", "tables", "findings"}
    [finding] = lost(found)
    assert error in finding["message"] and finding["severity"] == "error"
    return finding


def texts(found: Extraction, without_page: int | None = None) -> Counter[tuple[int, str]]:
    """Texts of cells by page."""
    cells = [(row["page_number"], row["text"]) for row in found.rows["cells"]]
    return Counter(cell for cell in cells if cell[0] != without_page)


def facts(found: Extraction, name: str) -> list[dict[str, Any]]:
    return list(found.rows.get(name, []))


@pytest.mark.parametrize(
    "where",
    [
        "extractors.pages.document.open_page",
        "extractors.pages.document.page_geometry",
        "extractors.pages.actual_text.read_characters",
        "extractors.choice.read.sourced",
        "extractors.choice.read.read_ruled",
        "extractors.undrawn.ruleless.find_regions",
        "extractors.choice.read.text_lines",
    ],
)
def test_a_page_that_fails_is_lost_alone(where: str, inject: Inject) -> None:
    inject(where, at=3)
    found = extract_document(REPORT)
    finding = check_degraded(found, Part.PAGE)
    assert found.document["page_count"] == PAGES
    number = finding["page_number"]
    assert f"page {number} (" in found.document["status_reason"]
    kept = texts(whole(), number)
    assert texts(found) == kept and kept != texts(whole())


def test_nothing_is_ok_where_no_page_can_be_read(inject: Inject) -> None:
    inject("extractors.choice.read.read_page", for_ever=True)
    with pytest.raises(InternalError, match=r"none of 6 pages.*page 1: IndexError: injected at "):
        extract_document(REPORT)


def test_one_page_that_can_be_read_is_enough(inject: Inject) -> None:
    inject("extractors.choice.read.read_page", at=2, for_ever=True)
    found = extract_document(REPORT)
    assert found.document["status"] == "degraded" and "and 2 more" in found.document["status_reason"]
    assert [row["page_number"] for row in lost(found)] == [2, 3, 4, 5, 6]
    assert texts(found) == Counter({key: n for key, n in texts(whole()).items() if key[0] == 1})


def test_an_undrawn_table_that_fails_is_lost_alone(inject: Inject) -> None:
    inject("extractors.undrawn.ruleless.build_table")
    found = extract_document(REPORT)
    check_degraded(found, Part.TABLE)
    # Another reader may find it on the page; no other table is touched.
    assert len(found.rows["tables"]) >= len(whole().rows["tables"]) - 1


def test_a_second_opinion_that_fails_leaves_the_first(inject: Inject) -> None:
    inject("extractors.choice.read.settle", at=2)
    found = extract_document(REPORT)
    check_degraded(found, Part.SECOND_OPINION)
    assert texts(found) == texts(whole())


@pytest.mark.parametrize(
    "where", ["extractors.whole.sheets.running_heads", "extractors.whole.sheets.is_furniture"]
)
def test_page_furniture_that_is_not_known_stays(where: str, inject: Inject) -> None:
    inject(where)
    found = extract_document(REPORT)
    check_degraded(found, Part.FURNITURE)
    assert texts(found) == texts(whole())


def test_a_table_that_cannot_be_joined_is_as_many_as_its_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    def only_single(chain: list[Any]) -> Any:
        if len(chain) > 1:
            raise IndexError("injected")
        return join(chain)

    monkeypatch.setattr("extractors.whole.assembling.join", only_single)
    found = extract_document(REPORT)
    check_degraded(found, Part.JOIN)
    assert len(found.rows["tables"]) == len(whole().rows["tables"]) + 1
    assert texts(found) >= texts(whole())


def test_what_cannot_be_told_to_go_on_does_not(inject: Inject) -> None:
    inject("extractors.whole.chains.continues", for_ever=True)
    found = extract_document(REPORT)
    assert {row["message"][:3] for row in lost(found)} and found.document["status"] == "degraded"
    assert len(found.rows["tables"]) == len(whole().rows["tables"]) + 1


def test_a_table_that_fails_by_itself_is_lost_alone(inject: Inject) -> None:
    inject("extractors.whole.assembling.join", at=1)
    found = extract_document(REPORT)
    check_degraded(found, Part.TABLE)
    assert len(found.rows["tables"]) == len(whole().rows["tables"]) - 1


def test_a_table_without_its_caption_is_published(inject: Inject) -> None:
    inject("extractors.whole.assembling.title_above", at=1)
    found = extract_document(REPORT)
    check_degraded(found, Part.CAPTION)
    assert texts(found) == texts(whole())
    assert (found.rows["tables"][0]["caption"], whole().rows["tables"][0]["caption"] is None) == (None, False)


def test_a_table_of_no_known_kind_gives_its_cells_and_figures(inject: Inject) -> None:
    inject("pipeline.tables.classify", at=1)
    found = extract_document(REPORT)
    finding = check_degraded(found, Part.MEANING)
    assert finding["table_id"] in found.document["status_reason"]
    assert texts(found) == texts(whole())
    assert len(facts(found, "figures")) == len(facts(whole(), "figures"))


@pytest.mark.parametrize("where", ["pipeline.facts.tables.stated_terms", "pipeline.tables.table_facts"])
def test_a_table_whose_meaning_fails_gives_its_cells(where: str, inject: Inject) -> None:
    inject(where, at=1)
    found = extract_document(REPORT)
    finding = check_degraded(found, Part.FACTS)
    table_id = finding["table_id"]
    assert table_id in found.document["status_reason"]
    assert texts(found) == texts(whole())
    assert len(found.rows["tables"]) == len(whole().rows["tables"])
    for name in FACTS:
        kept = [row for row in facts(whole(), name) if row["table_id"] != table_id]
        assert facts(found, name) == kept
    assert any(row["table_id"] == table_id for name in FACTS for row in facts(whole(), name))


@pytest.mark.parametrize(
    ("name", "still"),
    [
        ("find_title", "document_type"),
        ("document_facts", "title"),
        ("score_facts", "region_code"),
    ],
)
def test_a_document_without_its_description_is_published(name: str, still: str, inject: Inject) -> None:
    inject(f"pipeline.ingest.{name}")
    found = extract_document(REPORT)
    check_degraded(found, Part.DESCRIPTION)
    assert found.document[still] is not None
    assert texts(found) == texts(whole())


def checks() -> Iterator[str]:
    """Every function that the audit runs, as it is named where it is called."""
    source = inspect.getsource(audit.document)
    for module in vars(audit.document).values():
        name = getattr(module, "__name__", "")
        if inspect.ismodule(module) and name.startswith("pipeline.audit."):
            for function, found in vars(module).items():
                called = f"{name.rpartition('.')[2]}.{function}"
                if called in source and (inspect.isfunction(found) or called == "prose.Prose"):
                    yield f"{name}.{function}"


@pytest.mark.parametrize("where", [*checks(), "pipeline.audit.document.TableRows"])
def test_a_check_that_fails_costs_itself(where: str, inject: Inject) -> None:
    failing = inject(where)
    found = extract_document(REPORT)
    assert failing.calls
    check_degraded(found, Part.CHECK)
    for name in ("tables", *FACTS):
        assert facts(found, name) == facts(whole(), name)
    assert texts(found) == texts(whole())


def test_the_checks_of_every_module_are_tried() -> None:
    modules = {path.stem for path in Path(audit.__file__).parent.glob("*.py")}
    tried = {where.split(".")[2] for where in checks()}
    assert modules - tried == {"__init__", "document", "figures", "readings", "rules", "table_block"}


def test_confidence_that_is_not_settled_leaves_the_rows(inject: Inject) -> None:
    inject("pipeline.ingest.settle_confidence")
    found = extract_document(REPORT)
    check_degraded(found, Part.CHECK)
    assert facts(found, "budget") == facts(whole(), "budget")


@pytest.mark.parametrize(
    "where",
    [
        "extractors.prose.prose.split_sentences",
        "extractors.prose.prose.is_heading",
        "extractors.prose.prose.mark_of",
        "pipeline.prose.document.section_kind",
        "pipeline.prose.paragraph.read_paragraph",
        "pipeline.facts.policy_text.sentence_terms",
    ],
)
def test_a_paragraph_that_fails_is_lost_alone(where: str, inject: Inject) -> None:
    inject(where, at=3)
    found = extract_document(REPORT)
    check_degraded(found, Part.PARAGRAPH)
    assert texts(found) == texts(whole())
    cells = [
        [row for row in facts(one, "budget") if row["source_kind"] == "cell"] for one in (found, whole())
    ]
    assert cells[0] == cells[1]


def test_a_file_that_the_second_engine_cannot_look_at_is_read(inject: Inject) -> None:
    inject("pipeline.document.opening.examine")
    found = extract_document(REPORT)
    check_degraded(found, Part.FILE_CHECK)
    assert texts(found) == texts(whole())


@pytest.mark.parametrize("error", [MemoryError(), KeyboardInterrupt(), Encrypted("locked")])
@pytest.mark.parametrize(
    "where",
    [
        "extractors.choice.read.read_page",
        "extractors.undrawn.ruleless.build_table",
        "extractors.choice.read.settle",
        "extractors.whole.assembling.join",
        "pipeline.facts.tables.stated_terms",
        "pipeline.tables.table_facts",
        "pipeline.audit.sums.wrong_totals",
        "pipeline.facts.policy_text.sentence_terms",
    ],
)
def test_what_ends_a_document_passes_every_step(where: str, error: BaseException, inject: Inject) -> None:
    inject(where, error=error)
    with pytest.raises(type(error)):
        extract_document(REPORT)


def test_recursion_without_end_costs_one_table(monkeypatch: pytest.MonkeyPatch) -> None:
    def deeper(*given: Any) -> Any:
        return deeper(*given)

    monkeypatch.setattr(tables, "classify", deeper)
    found = extract_document(REPORT)
    assert "RecursionError" in found.document["status_reason"]
    assert texts(found) == texts(whole())


def test_the_report_is_well_without_injections(tmp_path: Path) -> None:
    assert whole().document["status"] == "ok" and lost(whole()) == []
    assert issubclass(InternalError, DocumentFailed)
