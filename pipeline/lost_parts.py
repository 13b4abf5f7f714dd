"""What failures of the program cost a document, said in its status and in its findings."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from extractors.failures import Failure, Part
from pipeline.errors import PartsLost

_SHOWN = 3
# What is missing, in the words of a finding; the page is named before it where there is one.
_MISSING: dict[Part, str] = {
    Part.PAGE: "未能读取，该页的表格和文字缺失",
    Part.TABLE: "有一张表未能读取，缺失",
    Part.SECOND_OPINION: "有一张表未能用另一方法复读，按原读法发布",
    Part.JOIN: "的表未能与相邻页的部分拼接，分作几张表发布",
    Part.FURNITURE: "未能辨认页眉页脚，可能混入正文",
    Part.CAPTION: "有一张表未能找出标题和单位",
    Part.MEANING: "有一张表未能辨认各列含义，只发布单元格",
    Part.FACTS: "有一张表未能归入数据表，只发布单元格",
    Part.PARAGRAPH: "有一段正文未能读取",
    Part.DESCRIPTION: "未能读出标题、地区、年度等文件信息",
    Part.CHECK: "有一项核对未能完成",
    Part.FILE_CHECK: "未能检查文件是否完整",
    Part.ROW: "有一行不合表的格式，未发布",
}


def reason_of(failures: Iterable[Failure]) -> str | None:
    """What `status_reason` says of them: the first parts with their errors; None where nothing failed."""
    said = list(dict.fromkeys(f"{_place(failure)} ({failure.error})" for failure in failures))
    if not said:
        return None
    more = f" and {len(said) - _SHOWN} more" if len(said) > _SHOWN else ""
    return f"{PartsLost.reason}: {', '.join(said[:_SHOWN])}{more}"


def degraded(document: Mapping[str, Any], failures: Iterable[Failure]) -> dict[str, Any]:
    """Status and reason of a document of which more parts are missing than it says itself."""
    reasons = (document.get("status_reason"), reason_of(failures))
    return {"status": "degraded", "status_reason": "; ".join(filter(None, reasons))}


def findings_of(failures: Iterable[Failure], document_id: str) -> list[dict[str, Any]]:
    """A finding for every part that is missing."""
    return [
        {
            "document_id": document_id,
            "check": "part_lost",
            "severity": "error",
            "message": _sentence(failure),
            "page_number": failure.page,
            "table_id": failure.table_id,
        }
        for failure in dict.fromkeys(failures)
    ]


def _sentence(failure: Failure) -> str:
    page = f"第{failure.page}页" if failure.page is not None else ""
    name = f"“{failure.name}”" if failure.name else ""
    return f"{page}{_MISSING[failure.part]}{name}（程序错误：{failure.error}）"


def _place(failure: Failure) -> str:
    """`page 3`, `facts of table 0f…-0002 on page 3`, `check sums.wrong_totals`."""
    if failure.part is Part.PAGE:
        return f"page {failure.page}"
    name = f" {failure.name}" if failure.name else ""
    table = f" of table {failure.table_id}" if failure.table_id else ""
    page = f" on page {failure.page}" if failure.page is not None else ""
    return f"{failure.part.value}{name}{table}{page}"
