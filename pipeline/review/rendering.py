"""Templates, and how values are written in them. Everything is escaped unless this package made it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import groupby
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape
from starlette.requests import Request
from starlette.responses import HTMLResponse

from pipeline.account import percent
from pipeline.answers.search_matches import marks
from pipeline.errors import UsageError
from pipeline.nightly.override_file import parse_value
from pipeline.review.charts import bar, legend_mark
from pipeline.review.facts import words_id
from pipeline.review.meaning_names import facet_name, meaning, meaning_name, reading, said
from pipeline.review.paging import query_string
from pipeline.review.texts import CODED, Texts, choose_language
from pipeline.schemas import SCHEMAS, allowed_values, shown_path

_YEAR_SECONDS = 365 * 24 * 3600
_SURE = 0.9


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
        "is_number": is_number,
        "unsure": is_unsure,
        "shown": shown,
        "marked": marked,
        "words_id": words_id,
        "facet_name": facet_name,
        "meaning_name": meaning_name,
        "meaning": meaning,
        "reading": reading,
        "said": said,
        "groupby_in_order": groups,
        "moment": moment,
        "as_corrected": as_corrected,
    }
    environment.globals |= {
        "query_string": query_string,
        "legend_mark": legend_mark,
        "bar": bar,
        "amount": amount,
        "figure": figure,
        "codes_of": codes_of,
        "percent": percent,
    }
    return environment


def codes_of(table: str, column: str) -> tuple[str, ...]:
    """Codes that a column of a table of facts may hold; () for any other column."""
    return allowed_values(SCHEMAS[table].field(column))


def groups(
    rows: Sequence[Mapping[str, Any]], name: str, as_one: bool = False
) -> list[tuple[Any, list[Mapping[str, Any]]]]:
    """Rows that follow each other with the same value, with that value; all together when `as_one`."""
    if as_one:
        return [(None, list(rows))] if rows else []
    return [(value, list(those)) for value, those in groupby(rows, key=lambda row: row[name])]


def moment(at: str) -> str:
    """A time as files kept by hand write it (UTC, 2026-11-20T08:00:00Z), as the clock of this machine shows it."""
    try:
        return _by_the_clock(datetime.fromisoformat(at))
    except ValueError:
        return at


def _by_the_clock(time: datetime) -> str:
    """To the minute, with the zone: `2026-11-20 16:00 UTC+08:00`. Times without one are UTC."""
    local = (time if time.tzinfo else time.replace(tzinfo=UTC)).astimezone()
    zone = local.strftime("%z")
    return f"{local:%Y-%m-%d %H:%M} UTC" + (f"{zone[:3]}:{zone[3:5]}" if local.utcoffset() else "")


def as_corrected(text: str, table: str, column: str, say: Texts) -> str:
    """A value of the file of corrections for reading; one that does not fit its column as it stands there."""
    try:
        return shown(parse_value(table, column, text), say, column)
    except UsageError:
        return text


def is_number(value: Any) -> bool:
    """Is the value set at the right, with figures of one width?"""
    return isinstance(value, int | float | Decimal) and not isinstance(value, bool)


def is_unsure(confidence: float | None) -> bool:
    """Was it read or recognised with less confidence than most?"""
    return confidence is not None and confidence < _SURE


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
        return _by_the_clock(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list):
        return shown_path(value) or ""
    if column == "topic":
        return say.topic(str(value))
    return say.code(column, value) if column in CODED else str(value)


_SIGNS = {"ceiling": "≤", "floor": "≥", "fixed": "="}


def figure(value: Any, kind: str, unit: str, say: Texts) -> str:
    """The figure of a bar with its sign: `≤60%`, `≤300万元`, in English `≤3,000,000`."""
    sign = _SIGNS.get(kind, "")
    if unit == "percent":
        return f"{sign}{float(value):,.2f}".rstrip("0").rstrip(".") + "%"
    if unit == "yuan":
        return sign + amount(value, say)
    return sign + shown(value, say)


def amount(value: Any, say: Texts) -> str:
    """An amount in yuan as one says it: 亿元 and 万元 in Chinese."""
    for size, word in ((100_000_000, "100m"), (10_000, "10k")):
        if say.language == "zh" and abs(value) >= size:
            return f"{float(value) / size:,.4f}".rstrip("0").rstrip(".") + say(f"unit.{word}")
    return shown(value, say) + say("unit.yuan")


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
    body = environment.get_template(template).render(t=say, lang=language, given=given, **context)
    response = HTMLResponse(
        body, status, headers={"Content-Language": "zh-Hans" if language == "zh" else "en"}
    )
    if request.query_params.get("lang") == language:
        response.set_cookie("lang", language, max_age=_YEAR_SECONDS, httponly=True, samesite="strict")
    return response
