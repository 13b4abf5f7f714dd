"""Templates, and how values are written in them. Everything is escaped unless this package made it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape
from starlette.requests import Request
from starlette.responses import HTMLResponse

from pipeline.account import percent
from pipeline.answers.marks import marks
from pipeline.nightly.override_file import value_text
from pipeline.review.charts import legend_mark
from pipeline.review.facts import words_id
from pipeline.review.meaning_names import facet_name, meaning, meaning_name, reading, said
from pipeline.review.paging import query_string
from pipeline.review.texts import LANGUAGES, Texts, choose_language
from pipeline.schemas import FACTS, SCHEMAS, allowed_values, shown_path

_CODED = {
    field.name
    for name in ("documents", "tables", "findings", *FACTS)
    for field in SCHEMAS[name]
    if allowed_values(field)
}
_YEAR_SECONDS = 365 * 24 * 3600


def build_environment() -> Environment:
    """The templates of this package."""
    environment = Environment(
        loader=PackageLoader("pipeline.review"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        "plain": value_text,
        "is_number": is_number,
        "shown": shown,
        "marked": marked,
        "words_id": words_id,
        "facet_name": facet_name,
        "meaning_name": meaning_name,
        "meaning": meaning,
        "reading": reading,
        "said": said,
        "moment": moment,
    }
    environment.globals |= {
        "query_string": query_string,
        "legend_mark": legend_mark,
        "coded": _CODED,
        "codes_of": codes_of,
        "percent": percent,
    }
    return environment


def codes_of(table: str, column: str) -> tuple[str, ...]:
    """Codes that a column of a table of facts may hold; () for any other column."""
    return allowed_values(SCHEMAS[table].field(column))


def moment(at: str) -> str:
    """A time as files kept by hand write it (UTC, 2026-11-20T08:00:00Z), to the minute."""
    return at[:16].replace("T", " ") + " UTC"


def is_number(value: Any) -> bool:
    """Is the value set at the right, with figures of one width?"""
    return isinstance(value, int | float | Decimal) and not isinstance(value, bool)


def shown(value: Any, say: Texts, column: str = "") -> str:
    """A value for reading: codes and yes or no in words, thousands parted, '' for null."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return say("code.yes" if value else "code.no")
    if isinstance(value, Decimal):
        text = f"{value:,.2f}"
        return text.removesuffix(".00")
    if isinstance(value, float):
        return f"{value:,.4f}".rstrip("0").rstrip(".")
    if isinstance(value, int):
        return str(value) if column in ("fiscal_year", "page_number") else f"{value:,}"
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list):
        return shown_path(value) or ""
    return say.code(column, value) if column in _CODED else str(value)


def marked(text: str | None, wanted: str) -> Markup:
    """The text with the words of a search marked."""
    if not text:
        return Markup("")
    pieces, done = [], 0
    for start, end in marks(text, wanted):
        pieces += [escape(text[done:start]), Markup("<mark>{}</mark>").format(text[start:end])]
        done = end
    return Markup("").join([*pieces, escape(text[done:])])


def language_of(request: Request) -> str:
    """zh or en."""
    return choose_language(
        request.query_params.get("lang", ""), request.cookies, request.headers.get("accept-language", "")
    )


def render(
    environment: Environment, request: Request, template: str, status: int = 200, **context: Any
) -> HTMLResponse:
    """The template in the language of the request, which is remembered."""
    language = language_of(request)
    say = Texts(language)
    asked: Mapping[str, str] = dict(request.query_params)
    given = {name: value for name, value in asked.items() if name != "lang"}
    other = LANGUAGES[1 - LANGUAGES.index(language)]
    body = environment.get_template(template).render(
        t=say, lang=language, other_lang=other, given=given, path=request.url.path, **context
    )
    response = HTMLResponse(
        body, status, headers={"Content-Language": "zh-Hans" if language == "zh" else "en"}
    )
    if request.query_params.get("lang") == language:
        response.set_cookie("lang", language, max_age=_YEAR_SECONDS, httponly=True, samesite="strict")
    return response
