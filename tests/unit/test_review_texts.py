"""Every word of the review page stands in the texts file, in both languages."""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from pathlib import Path

import pytest

from normalizers.facets import teachable
from pipeline.answers.chinese_names import code_name, names
from pipeline.answers.named_queries import load_queries
from pipeline.errors import DocumentFailed
from pipeline.review import (
    comparing,
    correction_lists,
    documents,
    downloads,
    fact_rows,
    finding_lists,
    searching,
    teaching,
    unread_lists,
    views,
)
from pipeline.review.measures import measures
from pipeline.review.texts import LANGUAGES, Texts, choose_language, load_texts
from pipeline.schemas.schemas import FACTS, SCHEMAS, allowed_values
from pipeline.version import ROOT

PACKAGE = Path(documents.__file__).parent
_TEXTS = PACKAGE / "texts.toml"
SIGNS = set("≥>≤<=")


def used_keys() -> set[str]:
    """Keys that templates and code name as a whole."""
    found: set[str] = set()
    for path in [*PACKAGE.rglob("*.html"), *PACKAGE.glob("*.py")]:
        found |= set(
            re.findall(r"""\b(?:t|say|texts_of\(request\))\(["'](\w+\.\w+)["']""", path.read_text("utf-8"))
        )
    return found


def made_keys() -> set[str]:
    """Keys that are put together of a section and a code."""
    tables = ("documents", "tables", "findings", *FACTS)
    fields = [field for name in tables for field in SCHEMAS[name]]
    codes = {code for field in fields for code in allowed_values(field)} - SIGNS
    made = {f"column.{field.name}" for field in fields} | {f"code.{code}" for code in codes}
    made |= {f"text_kind.{name}" for name in searching.KINDS} | {
        f"search.{facet.name}" for facet in searching.LISTED.facets
    }
    made |= {f"table.{name}" for name in FACTS} | {f"view.{name}" for name in views.VIEWS}
    made |= {f"order.{name}" for name in documents.LISTED.orders}
    made |= {f"finding_order.{name}" for name in finding_lists.LISTED.orders}
    made |= {f"compare_order.{name}" for name in comparing.ORDERS}
    made |= {f"doubts.{name}" for name in documents.DOUBTS}
    facets = (*documents.LISTED.facets, *finding_lists.LISTED.facets)
    made |= {f"narrow.{facet.name}" for facet in facets}
    made |= {f"check.{name}" for name in documented_checks()} | {f"reason.{code}" for code in reason_codes()}
    made |= {f"take.{name}" for name in downloads.FORMATS} | {
        f"unread_list.{name}" for name in ("heading", "label")
    }
    made |= {f"state.{name}" for name in ("pending", "applied", "stale")}
    made |= {f"picture.{name}" for name in ("missing", "changed", "unreadable", "no_page")}
    made |= {f"card.{name}" for name in ("cell", "fact", "sentence")}
    made |= {f"legend.{kind}" for kind in ("fixed", "ceiling", "floor")}
    made |= {column.head for columns in fact_rows.COLUMNS.values() for column in columns}
    made |= {"met.yes", "met.no"} | {f"lesson.{state}" for state in ("used", "unused", "pending", "gone")}
    made |= {f"teach_at.{place}" for place in teaching.PLACES} | {f"facet.{facet}" for facet in teachable()}
    made |= {
        f"unread.{kind}"
        for kind in ("heading", "label", "comparison", "debt", "statistics", "forecast", "part")
    }
    for measure in measures().values():
        query = load_queries()[measure.query]
        made |= {f"measure.{measure.name}"} | {f"compare.{parameter.name}" for parameter in query.parameters}
        made |= {f"column.{column}" for column in query.columns if column not in comparing.LEFT_OUT}
    return made - {"compare.min_yuan"}


def documented_checks() -> set[str]:
    """Names of checks, from the page that lists them."""
    page = (ROOT / "docs" / "findings.md").read_text("utf-8")
    return set(re.findall(r"^\| `(\w+)` \|", page, re.MULTILINE))


def reason_codes() -> set[str]:
    """Codes of reasons why a document is degraded or failed."""
    found, to_do = set(), [DocumentFailed]
    for known in to_do:
        found.add(known.reason)
        to_do += known.__subclasses__()
    return found | {
        "unreadable_pages",
        "unreadable_pictures",
        "page_count_differs",
        "xfa_form",
        "portfolio",
    }


def told_elsewhere() -> set[str]:
    """Keys that a template picks from a list of its own or by a condition, and columns of lists taken away."""
    lists = (documents, searching, finding_lists, unread_lists, correction_lists)
    found = {f"column.{column}" for one in lists for column in one._TAKEN}
    for path in PACKAGE.rglob("*.html"):
        text = path.read_text("utf-8")
        sections = set(re.findall(r"""t\(["'](\w+)\.["'] ~""", text))
        words = set(re.findall(r"""["'](\w+(?:\.\w+)?)["']""", text))
        found |= {f"{section}.{word}" for section in sections for word in words} | words
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_is_missing(language: str) -> None:
    texts = load_texts()
    missing = {
        key for key in used_keys() | made_keys() if not texts.get(key, ("", ""))[LANGUAGES.index(language)]
    }
    assert len(used_keys()) > 60 and missing == set()


def test_no_text_is_left_over() -> None:
    own = {
        f"{section}.{key}"
        for section, texts in tomllib.loads(_TEXTS.read_text("utf-8")).items()
        for key in texts
    }
    by_code = {"unit.100m", "unit.10k", "code.no"}
    assert own - used_keys() - made_keys() - told_elsewhere() - by_code == set()


def test_every_text_has_the_same_parts_in_both_languages() -> None:
    parts = {key: [set(re.findall(r"{(\w+)}", text)) for text in pair] for key, pair in load_texts().items()}
    assert [key for key, (chinese, english) in parts.items() if chinese != english] == []


def test_chinese_is_chinese_and_english_is_english() -> None:
    chinese = re.compile(r"[\u4e00-\u9fff]")
    wrong = [key for key, (_, text) in load_texts().items() if chinese.search(text) and key != "site.zh"]
    assert wrong == []


def test_templates_hold_no_words_of_their_own() -> None:
    for path in PACKAGE.rglob("*.html"):
        text = re.sub(
            r"{% block body_class %}\w+|{[{%#].*?[}%#]}|<[^>]*>",
            " ",
            path.read_text("utf-8"),
            flags=re.DOTALL,
        )
        assert (
            re.findall(r"[A-Za-z\u4e00-\u9fff]{2,}", text.replace("jixiao query", "").replace("--param", ""))
            == []
        ), path


def test_codes_are_called_as_in_other_outputs() -> None:
    shared = defaultdict(set)
    for (_, _, code), name in names().items():
        shared[code].add(name.label)
    ours = {
        key.partition(".")[2]: chinese
        for key, (chinese, _) in load_texts().items()
        if key.startswith("code.")
    }
    assert {code: word for code, word in ours.items() if code in shared and word not in shared[code]} == {}
    assert Texts("zh").code("enterprise_class", "other") != Texts("zh").code("funding_source", "other")


def test_a_code_without_a_text_stands_for_itself() -> None:
    assert Texts("zh")("code.≥") == "≥"


@pytest.mark.parametrize(
    ("asked", "cookies", "accepted", "chosen"),
    [
        ("en", {"lang": "zh"}, "zh", "en"),
        ("fr", {"lang": "en"}, "zh", "en"),
        ("", {}, "en-GB,en", "en"),
        ("", {}, "de", "zh"),
        ("", {"lang": "../x"}, "", "zh"),
    ],
)
def test_the_language_of_a_request(asked: str, cookies: dict[str, str], accepted: str, chosen: str) -> None:
    assert choose_language(asked, cookies, accepted) == chosen


def test_all_that_can_be_taught_is_called_something_in_chinese() -> None:
    texts = load_texts()
    bare = [
        f"{facet}_{value}"
        for facet, values in teachable().items()
        for value in (str(one).lower() for one in values if one is not True)
        if code_name(facet, value, "figures") == value and f"meaning.{facet}_{value}" not in texts
    ]
    assert bare == []
