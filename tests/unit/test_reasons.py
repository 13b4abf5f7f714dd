"""Why a document was not read: published in English, read in Chinese."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pytest

from pipeline import errors
from pipeline.answers.about import About
from pipeline.answers.chinese_names import code_names
from pipeline.answers.reasons import in_chinese, reason_said
from pipeline.answers.words import rows_in_words
from pipeline.language import CHINESE, in_use
from pipeline.reasons import sentence_in_chinese
from pipeline.review.texts import Texts
from pipeline.version import ROOT

FAMILY = {
    name
    for name, kind in vars(errors).items()
    if isinstance(kind, type) and issubclass(kind, errors.DocumentFailed)
}
ENGLISH_WORDS = re.compile(r"[a-z]{2,} [a-z]{2,}")
# What readers of pages say of a page, and where.
READERS = (
    "pictures/triage.py",
    "pages/false_text.py",
    "pages/actual_text.py",
    "pages/unshown.py",
    "recognition.py",
    "formats/container.py",
    "formats/workbooks/delimited.py",
    "formats/workbooks/encrypted.py",
    "formats/workbooks/ods.py",
    "formats/workbooks/sheet_builder.py",
    "formats/workbooks/text_files.py",
    "formats/workbooks/xlsx.py",
    "formats/xml.py",
)


def literals(path: Path, wanted: type[ast.AST] = ast.AST) -> Iterator[str]:
    """Texts of a module that are said: those with fields have an X in their places."""
    tree = ast.parse(path.read_text("utf-8"))
    notes = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    parts = {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in node.values}
    for node in ast.walk(tree):
        if id(node) not in notes | parts and (text := said(node)):
            yield text


def said(node: ast.AST) -> str:
    if isinstance(node, ast.JoinedStr):
        return "".join(part.value if isinstance(part, ast.Constant) else "X" for part in node.values)
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


def raised() -> Iterator[tuple[str, str]]:
    """Every sentence with which a document is said to have failed, and where."""
    for path in sorted((ROOT / "pipeline").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            name = getattr(node, "func", None)
            is_failure = isinstance(node, ast.Call) and getattr(name, "id", "") in FAMILY and node.args
            if is_failure and (sentence := said(node.args[0])):
                yield path.name, sentence


def test_every_failure_of_a_document_has_chinese() -> None:
    found = list(raised())
    assert len(found) > 25
    wanting = [(file, sentence) for file, sentence in found if sentence_in_chinese(sentence) == sentence]
    assert wanting == [], "pipeline/reasons.py lacks a template"


@pytest.mark.parametrize("name", READERS)
def test_what_readers_say_of_a_page_has_chinese(name: str) -> None:
    found = [text for text in literals(ROOT / "extractors" / name) if ENGLISH_WORDS.search(text)]
    assert found
    for text in found:
        sentence = text.partition(": ")[2] if re.match(r"\w+: ", text) else text
        assert sentence_in_chinese(sentence) != sentence, text


def test_every_kind_of_file_has_chinese() -> None:
    kinds = re.findall(
        r'^kind = "(.*)"', (ROOT / "extractors/pages/file_kinds.toml").read_text("utf-8"), re.MULTILINE
    )
    assert "an OFD document" in kinds
    for kind in kinds:
        assert sentence_in_chinese(kind) != kind


def test_every_code_has_a_chinese_name() -> None:
    codes = {getattr(errors, name).reason for name in FAMILY}
    text = (ROOT / "pipeline/document/page_status.py").read_text("utf-8")
    codes |= set(re.findall(r'f?"(\w+): ', text)) | {"xfa_form", "portfolio"}
    assert codes == set(code_names("status_reason", "documents"))


@pytest.mark.parametrize(
    ("published", "chinese"),
    [
        (
            "not_a_pdf: 表; 一.pdf is not a PDF file but a Word document.",
            "不是PDF：表; 一.pdf 不是 PDF 文件，而是 Word 文档",
        ),
        (
            "unreadable_pages: 2 of 9 pages (3, 7) could not be opened; "
            "pages_not_in_time: 1 of 9 pages (8) were not read within the time; read the file with a larger --timeout",
            "有页面打不开：9 页中的 2 页（第 3, 7 页）打不开；"
            "有页面超过时间上限：9 页中的 1 页（第 8 页）在规定时间内没有读完，请加大 --timeout 后重读",
        ),
        (
            "needs_ocr: a.pdf: no page has text of its own (an image covers the page; its text is 4 characters; "
            "OCR is not installed: pip install x).",
            "需要文字识别：a.pdf：没有一页带文字（整页是图片，文字只有 4 个字符；没有安装文字识别组件：pip install x）",
        ),
        (
            "damaged_parts: what could be read is published (xref not found; EOF)",
            "文件局部损坏：能读出的内容已发布（xref not found; EOF）",
        ),
        (
            "parts_not_read: what it holds besides text and tables was not read (a chart in it is not read; "
            "a page within the page was not read; open it alone and save it; pictures on the page were not read)",
            "有图片、图表等未读取：正文和表格以外的内容未读取（其中的图表未读取；"
            "网页中内嵌的网页未读取，请单独打开并保存；网页上的图片未读取）",
        ),
        (
            "parts_not_read: what it holds besides text and tables was not read (the page frames another, which was "
            "not read; open it and save it: a.html; what is folded away under 甲 was not read; open it on the page "
            "and save the page again; what is folded away under 乙 was not read; open it on the page and save the "
            "page again and 2 more)",
            "有图片、图表等未读取：正文和表格以外的内容未读取（网页内嵌的另一个网页未读取，请打开该网页并保存后再读取：a.html；"
            "“甲”下折叠的内容未读取，请在网页上展开后重新保存；“乙”下折叠的内容未读取，请在网页上展开后重新保存，"
            "另有 2 项）",
        ),
        ("internal_error: KeyError: 3 at x.py:9", "程序错误：KeyError: 3 at x.py:9"),
        ("some_new_code: a sentence", "some_new_code: a sentence"),
        ("timeout", "超过时间上限"),
        ("", ""),
    ],
)
def test_a_published_reason_is_read_in_chinese(published: str, chinese: str) -> None:
    assert in_chinese(published) == chinese
    assert Texts("zh").reason(published) == chinese and Texts("en").reason(published) == published
    assert reason_said(published) == published
    with in_use(CHINESE):
        assert reason_said(published) == chinese


def test_workbooks_give_reasons_in_chinese() -> None:
    table = pa.table(
        {"status": ["failed", "ok"], "status_reason": ["encrypted: a.pdf asks for a password.", None]}
    )
    assert list(rows_in_words(table, About("文件", "documents"))) == [
        ["未读出", "有密码：a.pdf 要有密码才能打开"],
        ["已读出", None],
    ]
