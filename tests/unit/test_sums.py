"""Who is the sum of whom in a block of a table. Most cases stand in sums_cases.txt beside this file."""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

import pytest

from pipeline.meaning import differences
from pipeline.meaning.amounts import Match, Scale, Values, compare
from pipeline.meaning.line_sums import LineSum, Sums
from pipeline.meaning.number_table import NumberColumn, NumberRow, NumberTable
from pipeline.meaning.sums import find_sums

CASES = Path(__file__).with_name("sums_cases.txt")
EM = 10.5  # points that ＿ indents
STYLES = (
    r"([一二三四五六七八九十])、",
    r"[（(]([一二三四五六七八九十])[)）]",
    r"(\d{1,2})[.、]",
    r"[（(](\d)[)）]",
    r"([①-⑨])",
)
DIGITS = ("一二三四五六七八九十", "①②③④⑤⑥⑦⑧⑨")
TOTAL = re.compile(r"(合计|小计|总计|总额)$")


def ordinal(label: str) -> tuple[int, int] | None:
    for style, pattern in enumerate(STYLES):
        if found := re.match(pattern, label.removeprefix("其中：")):
            text = found[1]
            places = [digits.index(text) + 1 for digits in DIGITS if text in digits]
            return style, places[0] if places else int(text)
    return None


def number(text: str) -> Decimal | None:
    text = text.strip().replace(",", "")
    return Decimal(re.sub(r"^\((.*)\)$", r"-\1", text)) if text else None


def read_row(line: str, width: int) -> NumberRow:
    label, *values = (part.strip() for part in line.split("|"))
    *outer, label = label.split("〉")
    bare = label.lstrip("§＿")
    code = re.match(r"\d{3,7}(?=[^\d.,、])", bare)
    return NumberRow(
        bare,
        tuple(number(v) for v in [*values, *[""] * width][:width]),
        tuple(outer),
        ordinal=ordinal(bare),
        code=code[0] if code else "",
        indent=EM * label.count("＿"),
        is_part=bare.startswith("其中"),
        is_total=TOTAL.search(bare) is not None,
        is_section=label.startswith("§"),
        is_deducted=bare.startswith("减："),
    )


def read_column(heading: str, at: int) -> NumberColumn:
    text, _, group = heading.strip().partition("@")
    group, _, instalments = group.partition("+") if len(group) > 1 else (group, "", "")
    path = tuple(text.split("/"))
    return NumberColumn(
        path,
        group=None if group in ("-", "+", "?") else group or at,
        instalments=instalments or None,
        adds_down=None if group == "?" else group != "-",
        is_total=TOTAL.search(path[-1]) is not None,
        is_part=any(level.startswith("其中") for level in path),
        is_difference=path[-1] == "增减额",
    )


def read_cases() -> list[tuple[str, NumberTable, list[str], str | None]]:
    """Name, block, what must be found of each row, and of the columns."""
    blocks = re.split(r"^## ", CASES.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]
    return [read_case(block) for block in blocks]


def read_case(block: str) -> tuple[str, NumberTable, list[str], str | None]:
    name, headings, *lines = block.strip().split("\n")
    columns = tuple(read_column(heading, at) for at, heading in enumerate(headings.split("|")))
    across = next((line.removeprefix("=> columns") for line in lines if line.startswith("=> columns")), None)
    body = [line.partition("=>") for line in lines if not line.startswith("=>")]
    rows = tuple(read_row(line, len(columns)) for line, _, _ in body)
    return name, NumberTable(rows, columns), [wanted for _, _, wanted in body], across


def row_found(found: LineSum) -> list[str]:
    """What was found of a row, in the words of the cases."""
    words = [] if found.parent is None else [f"p{found.parent}"]
    words += ["s" + ",".join(map(str, found.total_of))] if found.total_of else ["t"] * found.is_total
    return words + ["x"] * found.is_partial_part + [f"!{at}" for at in found.mismatches]


def columns_found(columns: Sequence[LineSum]) -> list[str]:
    words = []
    for at, one in enumerate(columns):
        if one.total_of:
            words.append(
                f"{at}:{','.join(map(str, one.total_of))}" + "".join(f"!{m}" for m in one.mismatches)
            )
        if one.difference_of is not None:
            words.append(f"{at}-{one.difference_of[0]},{one.difference_of[1]}")
        words += [f"x{at}"] * one.is_partial_part
    return words


@pytest.mark.parametrize(
    ("table", "wanted", "across"), [pytest.param(*case, id=name) for name, *case in read_cases()]
)
def test_case(table: NumberTable, wanted: list[str], across: str | None) -> None:
    sums = find_sums(table)
    found = [" ".join(row_found(row)) for row in sums.rows]
    assert found == [" ".join(words.split()) for words in wanted]
    if across is not None:
        assert sorted(columns_found(sums.columns)) == sorted(across.split())


def block(text: str, *groups: str | None) -> NumberTable:
    """Rows of `label | number | number`; without groups each column stands for itself."""
    rows = text.strip().split("\n")
    width = rows[0].count("|")
    columns = [NumberColumn((f"{c}",), groups[c] if groups else c) for c in range(width)]
    return NumberTable(tuple(read_row(row, width) for row in rows), tuple(columns))


def counted(sums: Sums, column: int) -> list[int]:
    """Rows whose numbers are to be added."""
    rows = range(len(sums.rows))
    return [
        r
        for r in rows
        if sums.printed[r][column] and not sums.is_total(r, column) and not sums.is_repeated(r, column)
    ]


def test_a_row_is_a_total_only_where_its_parts_print_numbers() -> None:
    sums = find_sums(
        block(
            """
            基金支出合计 | 19,168 | 14,767
            机关养老支出 | 17,491 | 12,222
            ＿待遇支出 | | 12,202
            ＿转移支出 | | 20
            居民养老支出 | 1,677 | 2,545
            """
        )
    )
    assert counted(sums, 0) == [1, 4]
    assert counted(sums, 1) == [2, 3, 4]


def test_parts_that_are_not_all_printed_are_not_added() -> None:
    table = block(
        """
        一、专项收入 | 4,260 | 3,985
        其中：教育费附加收入 | 2,715 | 2,604
        二、罚没收入 | 6,390 | 4,118
        合计 | 10,650 | 8,103
        """
    )
    sums = find_sums(table)
    assert counted(sums, 0) == [0, 2]
    assert not sums.rows[0].is_total


def test_a_part_counts_where_its_whole_prints_nothing() -> None:
    sums = find_sums(
        block(
            """
            一、专项收入 | 4,260 |
            其中：教育费附加收入 | 2,715 | 31
            二、罚没收入 | 6,390 | 12
            合计 | 10,650 | 43
            """
        )
    )
    assert counted(sums, 0) == [0, 2]
    assert counted(sums, 1) == [1, 2]


def test_a_total_whose_parts_stand_elsewhere_is_added() -> None:
    sums = find_sums(
        block(
            """
            本年收入合计 | 3,690
            上年结转 | 210
            收入总计 | 3,900
            """
        )
    )
    assert counted(sums, 0) == [0, 1]


def test_a_total_of_unknown_parts_stays_one() -> None:
    sums = find_sums(block("甲局 | 412\n乙局 | 377\n合计 | 1,205\n"))
    assert sums.rows[2].is_total
    assert sums.rows[2].total_of == ()


def test_levels_and_what_a_row_goes_into() -> None:
    sums = find_sums(
        block(
            """
            205教育支出 | 655 | 612
            20502普通教育 | 655 | 612
            2050201学前教育 | 230 | 212
            2050203初中教育 | 425 | 400
            合计 | 655 | 612
            """
        )
    )
    assert [row.level for row in sums.rows] == [1, 2, 3, 3, 1]
    assert [row.summed_in for row in sums.rows] == [4, 0, 1, 1, None]
    assert sums.rows[0].children == [1]


def test_counts_of_what_held() -> None:
    sums = find_sums(block("甲 | 560 | 190\n乙 | 690 | 280\n丙 | 515 | 185\n合计 | 1,765 | 665\n"))
    assert (sums.rows[3].held, sums.rows[3].checked, sums.rows[3].mismatches) == (1, 2, (1,))


def test_columns_of_different_groups_do_not_add_up() -> None:
    text = "甲 | 705 | 410 | 295\n乙 | 620 | 380 | 240\n丙 | 885 | 515 | 370\n"
    assert find_sums(block(text, "a", "a", "a")).columns[0].total_of == (1, 2)
    assert find_sums(block(text, "a", "b", "b")).columns[0].total_of == ()


def test_an_adjustment_is_the_difference_of_the_budgets_beside_it() -> None:
    text = "甲 | 705 | 95 | 800\n乙 | 620 | 81 | 701\n丙 | 885 | 17 | 902\n"
    assert find_sums(block(text, "a", "b", "c")).columns[1].difference_of == (2, 0)


def test_a_page_of_many_columns_is_searched_pair_by_pair_for_differences(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked = 0

    def counted(total: Values, parts: Sequence[Values], scale: Scale) -> Match:
        nonlocal asked
        asked += 1
        return compare(total, parts, scale)

    monkeypatch.setattr(differences, "compare", counted)
    chance = random.Random(11)
    firsts = [[chance.randint(10_000, 99_999) for _ in range(60)] for _ in range(4)]
    rows = [(100_000 + row[0], *row[1:], 100_000 + row[0] - row[59]) for row in firsts]
    columns = [NumberColumn((f"列{at}",), group=at) for at in range(61)]
    scale = Scale(range(4), [1] * 4, [2] * 4)
    found = list(differences.find_differences(columns, list(zip(*rows, strict=True)), scale))
    assert found and found[0][1] == 0
    assert asked < 61 * 61


@pytest.mark.parametrize(("lowest", "highest", "grain"), [(1, 30, 1), (100, 99_999, 1), (1, 60, 500)])
def test_lists_of_numbers_by_chance_hold_no_sums(lowest: int, highest: int, grain: int) -> None:
    chance = random.Random(7)
    for _ in range(20):
        values = [
            tuple(Decimal(grain * chance.randint(lowest, highest)) for _ in range(2)) for _ in range(25)
        ]
        rows = tuple(NumberRow(f"项目{at}", value) for at, value in enumerate(values))
        sums = find_sums(NumberTable(rows, (NumberColumn(("预算数",), 0), NumberColumn(("执行数",), 1))))
        assert not any(row.is_total for row in sums.rows)


@pytest.mark.parametrize(("printed", "parts"), [(450_000, 3000), (430_000, 0)])
def test_thousands_of_equal_lines(printed: int, parts: int) -> None:
    rows = [NumberRow(f"第{at}户", (Decimal(150),)) for at in range(3000)]
    total = NumberRow("合计", (Decimal(printed),), is_total=True)
    sums = find_sums(NumberTable((*rows, total), (NumberColumn(("补贴",), 0),)))
    assert sums.rows[-1].total_of == tuple(range(parts))


def test_nothing_to_add() -> None:
    assert find_sums(NumberTable((), ())).rows == []
    assert find_sums(NumberTable((), (NumberColumn(),))).columns == [LineSum()]
    assert find_sums(NumberTable((NumberRow("合计", (), is_total=True),), ())).rows[0].is_total


def test_numbers_too_large_or_not_finite_do_no_harm() -> None:
    rows = [("甲", "1.8E+128"), ("乙", "3"), ("丙", "NaN"), ("合计", "1.8E+128")]
    sums = find_sums(
        NumberTable(
            tuple(NumberRow(label, (Decimal(value),), is_total=label == "合计") for label, value in rows),
            (NumberColumn(("金额",), 0),),
        )
    )
    assert sums.rows[3].is_total


def test_a_total_printed_a_thousand_times_is_no_outline() -> None:
    amounts = [(Decimal(70), Decimal(50)), (Decimal(30), Decimal(25)), *[(Decimal(100), Decimal(75))] * 1000]
    rows = [NumberRow("合计" if n > 1 else "行", values, is_total=n > 1) for n, values in enumerate(amounts)]
    found = find_sums(NumberTable(tuple(rows), (NumberColumn(("甲",)), NumberColumn(("乙",)))))
    assert found.rows[2].total_of == (0, 1)
