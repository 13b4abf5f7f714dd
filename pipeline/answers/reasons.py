"""Why a document was read in part or not at all, for readers of Chinese.

`documents.status_reason` is published in English: a stable code, a colon, a sentence; further ones behind semicolons.
Codes have their names in `chinese_names.csv`, sentences in `pipeline/reasons.py`.
"""

from __future__ import annotations

import re

from pipeline.answers.chinese_names import code_names
from pipeline.language import CHINESE, chosen
from pipeline.reasons import sentence_in_chinese


def reason_said(status_reason: str | None) -> str:
    """A published reason in the language of the process; '' where none is given."""
    return in_chinese(status_reason or "") if chosen() == CHINESE else status_reason or ""


def in_chinese(status_reason: str) -> str:
    """`not_a_pdf: a.pdf is not a PDF file but a Word document.` as `不是PDF：a.pdf 不是 PDF 文件，而是 Word 文档。`"""
    names = code_names("status_reason", "documents")
    pieces = re.split(rf"(?:^|; )({'|'.join(map(re.escape, names))})(?:: |(?=;|$))", status_reason)
    if pieces[0]:
        return status_reason
    said = [
        names[code] + (f"：{sentence_in_chinese(sentence)}" if sentence else "")
        for code, sentence in zip(pieces[1::2], pieces[2::2], strict=True)
    ]
    return "；".join(one.rstrip("。") for one in said)
