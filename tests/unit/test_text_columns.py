"""Pages in two columns of text. All wordings are invented."""

from __future__ import annotations

from extractors.model import TextLine
from extractors.whole.text_columns import by_columns


def line(text: str, x0: float, x1: float, row: int) -> TextLine:
    return TextLine(text, x0, 100.0 + 20 * row, x1, 112.0 + 20 * row)


def page(rows: int) -> list[TextLine]:
    """A page with a title over both columns, whose lines are apart or read as one."""
    lines = [line("一个横跨两栏的标题横跨两栏的标题", 150, 450, 0)]
    for row in range(1, rows + 1):
        if row % 2:
            lines += [line(f"左栏{row}的文字", 60, 290, row), line(f"右栏{row}的文字", 310, 540, row)]
        else:
            lines.append(line(f"左栏{row}的文字 右栏{row}的文字", 60, 540, row))
    return lines


def test_columns_are_read_one_after_the_other_under_their_title() -> None:
    title, left, right = by_columns(page(12))
    assert [one.text for one in title] == ["一个横跨两栏的标题横跨两栏的标题"]
    assert [one.text for one in left] == [f"左栏{row}的文字" for row in range(1, 13)]
    assert [one.text for one in right] == [f"右栏{row}的文字" for row in range(1, 13)]


def test_a_page_of_full_lines_and_a_short_list_beside_text_are_one_column() -> None:
    full = [line(f"整行文字{row}整行文字整行文字整行文字", 60, 540, row) for row in range(20)]
    assert by_columns(full) == [full]
    labels = [*full, *(line("甲", 310, 330, row) for row in range(20, 26))]
    assert by_columns(labels) == [labels]
