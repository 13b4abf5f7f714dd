"""What the review page refuses, and that nothing of a document or request becomes markup."""

from __future__ import annotations

import re

import pytest
from starlette.testclient import TestClient

from tests import reviewing
from tests.reviewing import body


@pytest.mark.parametrize(
    "address",
    [
        "/",
        "/search?q=img",
        "/search?q=<img src=x onerror=alert(1)>",
        "/search?q=hyperlink",
        "/search?q=img&kind=sentence",
        "/findings",
        "/findings?q=%22%3E%3Cimg",
        "/compare",
        "/compare?city=<img src=x>",
        "/documents/{evil}",
        "/documents/{evil}?kind=budget&fact=budget.1",
        "/documents/{evil}?view=tables&row=1&table=t0&column=2",
        "/documents/{evil}?view=findings",
        "/documents/{evil}?view=about",
        "/documents/{evil}?view=%22%3E%3Cimg%20src=x%3E&page=%3Cimg%3E",
        "/documents/{evil}/card?fact=metrics.1",
    ],
)
def test_nothing_of_a_document_or_request_becomes_markup(
    client: TestClient, ids: dict[str, str], address: str
) -> None:
    answer = client.get(address.format(**ids))
    assert answer.status_code == 200
    tags = re.findall(r"<(img|script|iframe|a) [^>]*", answer.text)
    assert tags or "/card" in address
    assert "<img src=x" not in answer.text and 'onerror="' not in answer.text
    assert not re.search(r'(?:href|src)="(?!/|\?|#)', answer.text)
    assert not re.search(r"\son\w+\s*=\s*[\"']", re.sub(r'="[^"]*"', '=""', answer.text))


def test_formulas_are_shown_as_text(client: TestClient, ids: dict[str, str]) -> None:
    assert reviewing.FORMULA in body(client, f"/documents/{ids['evil']}?view=tables")


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1.evil.example", "127.0.0.1@evil", "", "localhost:8765x", "[::1]"]
)
def test_other_names_of_this_machine_are_refused(client: TestClient, host: str) -> None:
    assert client.get("/", headers={"host": host}).status_code == 403


@pytest.mark.parametrize("host", ["127.0.0.1:8765", "localhost:9000", "localhost"])
def test_own_names_are_answered_at_any_port(client: TestClient, host: str) -> None:
    assert client.get("/", headers={"host": host}).status_code == 200


@pytest.mark.parametrize(
    "address",
    ["/", "/static/review.js", "/nowhere", "/documents/{good}/pages/1", "/documents/{good}/pages/1/picture"],
)
def test_every_answer_forbids_to_load_from_elsewhere(
    client: TestClient, ids: dict[str, str], address: str
) -> None:
    headers = client.get(address.format(**ids)).headers
    policy = headers["content-security-policy"]
    assert policy.startswith("default-src 'none'") and "unsafe" not in policy and "http" not in policy
    assert headers["x-content-type-options"] == "nosniff" and headers["x-frame-options"] == "DENY"


def test_pages_need_no_inline_code_or_style(client: TestClient, ids: dict[str, str]) -> None:
    for address in ("/", f"/documents/{ids['good']}", "/compare", "/compare?query=execution_rates"):
        text = client.get(address).text
        assert re.findall(r"<script(?! src=\"/static/)|<style| style=", text) == []


def test_only_get_is_answered_elsewhere(client: TestClient) -> None:
    assert client.post("/").status_code == 405
    assert client.put("/documents/0000000000000000").status_code == 405
