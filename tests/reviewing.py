"""A small published folder for tests of the review page, with the PDF file that its boxes belong to."""

from __future__ import annotations

import csv
import io
import re
from hashlib import sha256
from html import unescape
from pathlib import Path
from typing import Any

import pikepdf
from reportlab.pdfgen.canvas import Canvas
from starlette.testclient import TestClient

from pipeline.publishing.publish import open_publication, tables_from_rows
from pipeline.review.app import create_app
from pipeline.review.site import Site
from tests import factories

CHINESE = {"accept-language": "zh-CN"}
CITIES = (("宁波市", "330200", "浙江省"), ("温州市", "330300", "浙江省"), ("赣州市", "360700", "江西省"))
FAILED = "damaged: torn.pdf is a damaged PDF: no end of file"
HOST = "http://127.0.0.1:8765"
SIZE = (400.0, 600.0)
XS, YS = (50.0, 150.0, 250.0, 350.0), (100.0, 130.0, 160.0)
WORDS = (("Item", "Budget", "Spent"), ("Premium subsidy", "1,234.50", "1,200.00"))
SENTENCE = "Coverage reached 35% in 2023."
EVIL = '<img src=x onerror="alert(1)">'
FORMULA = '=HYPERLINK("http://example.com","click")'


def write_pdf(path: Path, rotate: int = 0, pages: int = 2) -> str:
    """A table and a sentence on page 1, nothing but a number on the others; returns the SHA-256."""
    canvas = Canvas(str(path), pagesize=SIZE, invariant=True)
    for number in range(pages):
        canvas.setFont("Helvetica", 10)
        if number == 0:
            for y in YS:
                canvas.line(XS[0], SIZE[1] - y, XS[-1], SIZE[1] - y)
            for x in XS:
                canvas.line(x, SIZE[1] - YS[0], x, SIZE[1] - YS[-1])
            for row, texts in enumerate(WORDS):
                for column, text in enumerate(texts):
                    canvas.drawString(XS[column] + 5, SIZE[1] - YS[row] - 20, text)
            canvas.drawString(50, SIZE[1] - 220, SENTENCE)
        canvas.drawString(190, 30, str(number + 1))
        canvas.showPage()
    canvas.save()
    if rotate:
        with pikepdf.open(path, allow_overwriting_input=True) as pdf:
            pdf.pages[0].Rotate = rotate
            pdf.save(path)
    return sha256(path.read_bytes()).hexdigest()


def cells(document_id: str, table_id: str = "t0", text: str | None = None) -> list[dict[str, Any]]:
    """The cells of the table in `write_pdf`, `text` in the last one if given."""
    found = []
    for row, texts in enumerate(WORDS):
        for column, word in enumerate(texts):
            is_last = (row, column) == (1, 2)
            found.append(
                {
                    "document_id": document_id,
                    "table_id": table_id,
                    "row_index": row,
                    "column_index": column,
                    "row_span": 1,
                    "column_span": 1,
                    "text": text if is_last and text is not None else word,
                    "is_header": row == 0,
                    "page_number": 1,
                    "x0": XS[column],
                    "top": YS[row],
                    "x1": XS[column + 1],
                    "bottom": YS[row + 1],
                }
            )
    return found


def publish(folder: Path) -> dict[str, str]:
    """Publish four documents in folder/data; name -> document id.

    `good` with its file, `evil` full of what a browser might obey, `lost` whose file is gone, `changed` whose file
    is another one by now.
    """
    ids = {}
    with open_publication(folder / "data") as publication:
        for name in ("good", "evil", "lost", "changed"):
            path = folder / f"{name}.pdf"
            digest = write_pdf(path, pages={"good": 2, "evil": 3, "lost": 4, "changed": 5}[name])
            own = {"document_id": digest[:16]}
            ids[name] = digest[:16]
            document = factories.document(
                name, **own, sha256=digest, source_path=str(path), page_count=2, file_name=f"{name}.pdf"
            )
            if name == "good":
                document |= {"number_count": 1250, "taken_count": 1000, "understood_count": 1249}
            if name == "evil":
                document |= {
                    "title": EVIL,
                    "file_name": f"{EVIL}.pdf",
                    "region_code": None,
                    "region_name": EVIL,
                }
            text = FORMULA if name == "evil" else None
            said = EVIL if name == "evil" else "1,234.50"
            rows = {
                "tables": [factories.table(name, **own, caption=EVIL if name == "evil" else "表1 预算")],
                "cells": cells(digest[:16], text=text),
                "budget": [
                    factories.budget(
                        name, **own, column_index=1, line_item=said if name == "evil" else "保费补助"
                    ),
                    factories.budget(
                        name, **own, phase="executed", source_text="1,200.00", execution_rate_printed_pct=97.2
                    ),
                ],
                "subsidy_terms": [
                    factories.term(name, **own),
                    factories.term(name, **own, ratio_op="=", ratio_pct=40.0, enterprise_class="general"),
                ],
                "metrics": [factories.metric(name, **own, source_text=EVIL if name == "evil" else SENTENCE)],
                "findings": [
                    factories.finding(
                        name, **own, row_index=1, printed=said, message=EVIL if name == "evil" else "合计不符"
                    )
                ],
            }
            publication.put(document, tables_from_rows(rows))
        publication.commit([factories.region()])
    (folder / "lost.pdf").unlink()
    (folder / "changed.pdf").write_bytes((folder / "good.pdf").read_bytes())
    return ids


def publish_cities(folder: Path) -> dict[str, str]:
    """A report for each of CITIES, one that failed and one without terms; name -> document id."""
    ids = {}
    with open_publication(folder / "data") as publication:
        for number, (name, code, province) in enumerate(CITIES):
            own = {"region_code": code, "region_name": name}
            document = factories.document(
                name, **own, province_name=province, fiscal_year=2022 + number, total_score=80.5 + number
            )
            year = {"fiscal_year": 2022 + number}
            terms = [
                factories.term(name, **own, **year, ratio_op="≤", ratio_pct=60.0 + number, cap_yuan=500_000),
                factories.term(
                    name, **own, **year, ratio_op="=", ratio_pct=100.0, enterprise_class="general"
                ),
                factories.term(name, **own, **year, ratio_op="≥", ratio_pct=20.0, status="historic"),
            ]
            findings = {
                "宁波市": [
                    factories.finding(name, severity="error", check="sum_differs_down", message="合计不符")
                ],
                "温州市": [
                    factories.finding(name, severity="warning", check="rate_differs", message="比率不符")
                ]
                * 2,
                "赣州市": [],
            }[name]
            rows = {"subsidy_terms": terms, "findings": findings, "tables": [factories.table(name)]}
            if name == "赣州市":
                rows["figures"] = [
                    factories.figure(
                        name, fact_table=None, column_path=["竣结额"], row_path=["坝体"], value_text="4.5"
                    )
                ]
            publication.put(document, tables_from_rows(rows))
            ids[name] = str(document["document_id"])
        failed = factories.document(
            "torn", status="failed", status_reason=FAILED, title=None, region_code=None, region_name=None,
            province_name=None, fiscal_year=None, document_type=None, page_count=None,
        )  # fmt: skip
        publication.put(failed, tables_from_rows({}))
        ids["torn"] = str(failed["document_id"])
        bare = factories.document("bare", region_code="330400", region_name="嘉兴市", fiscal_year=2023)
        publication.put(bare, tables_from_rows({}))
        ids["bare"] = str(bare["document_id"])
        publication.commit([factories.region()])
    return ids


def client_of(site: Site) -> TestClient:
    """A browser without a screen, at the address that the page answers to."""
    return TestClient(create_app(site), base_url=HOST, raise_server_exceptions=True, follow_redirects=False)


def body(client: TestClient, address: str, status: int = 200, language: str = "zh") -> str:
    """A page as text."""
    answer = client.get(address, headers={"accept-language": language})
    assert answer.status_code == status, answer.text
    return unescape(answer.text)


def form_of(client: TestClient, document: str, fact: str, **changes: str) -> dict[str, str]:
    """The correction form of a fact, filled in."""
    card = client.get(f"/documents/{document}/card?fact={fact}").text
    hidden = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', card))
    assert {"token", "fact", "place"} < set(hidden)
    return {**{name: unescape(value) for name, value in hidden.items()}, **changes}


def mark_of(client: TestClient, document: str, fact: str) -> str:
    """What the button of a fact sends."""
    page = client.get(f"/documents/{document}?kind={fact.partition('.')[0]}").text
    [value] = re.findall(rf'name="mark" value="({re.escape(fact)}\.\w+)"', page)
    return value


def put(data: Path, title: str) -> str:
    """Publish one document with one fact whose line item is the title; returns its id."""
    with open_publication(data) as publication:
        document = factories.document("a", title=title)
        publication.put(document, tables_from_rows({"budget": [factories.budget("a", line_item=title)]}))
        publication.commit([factories.region()])
    return str(document["document_id"])


def table_of(client: TestClient, address: str, language: str = "zh") -> list[dict[str, str]]:
    answer = client.get(f"{address}&lang={language}")
    assert answer.status_code == 200
    text = answer.content.decode("utf-8")
    assert text.startswith("\ufeff"), "spreadsheet programs take it for another encoding without the mark"
    return list(csv.DictReader(io.StringIO(text[1:])))
