"""Chinese on a terminal: two columns a character, lines broken where there are no spaces."""

from __future__ import annotations

import pytest

from pipeline.language import padded, width, wrapped


@pytest.mark.parametrize(
    ("text", "columns"),
    [("", 0), ("abc", 3), ("文件", 4), ("共 3 页", 7), ("：", 2), ("“a”", 3), ("e\u0301", 1)],
)
def test_wide_characters_take_two_columns(text: str, columns: int) -> None:
    assert width(text) == columns


def test_padding_counts_columns() -> None:
    assert [padded("文件", 6), padded("files", 6), padded("文件目录", 6)] == ["文件  ", "files ", "文件目录"]


def test_a_chinese_line_breaks_between_characters_and_never_before_a_comma() -> None:
    assert wrapped("读取文件，然后发布", 8) == ["读取文", "件，然后", "发布"]
    assert wrapped("见（附件）一", 4) == ["见", "（附", "件）", "一"]
    assert wrapped("按表…; 其余", 5) == ["按", "表…;", "其余"]


def test_words_and_numbers_stay_whole_and_spaces_stay_between_them() -> None:
    assert wrapped("运行 jixiao ingest 读取 12 份", 12) == ["运行 jixiao", "ingest 读取", "12 份"]
    assert wrapped("s3://bucket/folder", 6) == ["s3://bucket/folder"]
    assert wrapped("city=…  text: 市; all", 14) == ["city=…  text:", "市; all"]


def test_all_of_the_text_is_kept_within_the_columns() -> None:
    text = "与页面图像核对数字：存疑的、全部、不核对（auto），见 docs/witness.md。"
    lines = wrapped(text, 20)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert max(map(width, lines)) <= 20
