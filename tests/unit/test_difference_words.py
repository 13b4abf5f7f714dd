"""What changed in a fact is said in words where the process speaks Chinese."""

from __future__ import annotations

from pipeline.language import CHINESE, in_use
from pipeline.nightly.difference_words import subject_said, values_said

SAYS = "amount_yuan 51000000.00, is_total true, flow expenditure"


def test_columns_codes_and_amounts_are_said_in_words() -> None:
    with in_use(CHINESE):
        assert values_said("budget", SAYS) == "金额（元） 51,000,000.00，是否合计 是，收支 支出"
        assert (
            subject_said("budget", "330200 · 2024 · 堤防 · adjusted") == "330200 · 2024 · 堤防 · 调整后预算"
        )


def test_a_printed_text_with_a_comma_stays_in_one_piece() -> None:
    with in_use(CHINESE):
        assert values_said("indicators", "actual_text 3, 另2, score 4.5") == "完成原文 3, 另2，得分 4.5"
        assert values_said("indicators", "") == "" and values_said("gone", "x 1") == "x 1"


def test_programs_and_english_readers_get_the_names_of_the_tables() -> None:
    assert values_said("budget", SAYS) == SAYS and subject_said("budget", "city · due") == "city · due"
