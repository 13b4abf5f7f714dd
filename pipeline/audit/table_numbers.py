"""Numbers of tables that are used twice."""

from __future__ import annotations

import re
from collections.abc import Iterable
from unicodedata import normalize

from normalizers.text import match_key
from pipeline.audit.rules import Report

# 表 2-1, 附表3.2: a bare 表 1 may begin again in every annex, a number of two parts does not.
# The space behind the number is kept, for a year may follow: 表 2-1 2023 年度绩效指标.
_NUMBER = re.compile(r"\s*(附?表)\s*(\d{1,2}\s*[-.—–]\s*\d{1,2})(?![\d.-])(.*)")


def numbers_twice(captions: Iterable[tuple[str, int, str | None]], report: Report) -> None:
    """Report a table whose number an earlier table with another title carries.

    `captions` are table, page and caption in reading order. A repeated title is a continuation.
    """
    first: dict[str, tuple[str, str]] = {}
    for table_id, page, caption in captions:
        found = _NUMBER.match(normalize("NFKC", caption or ""))
        if not found or not caption:
            continue
        number, title = match_key(found[1] + found[2]), match_key(found[3])
        before = first.setdefault(number, (title, caption))
        if not (before[0].startswith(title) or title.startswith(before[0])):
            report.find(
                "caption_number_twice",
                (table_id, page, None),
                printed=number,
                recomputed="",
                number=number,
                first=before[1],
                second=caption,
            )
