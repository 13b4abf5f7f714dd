"""Words that a user teaches beside the vocabulary: what they say, and what may not be said."""

from __future__ import annotations

import pickle

import pytest

from normalizers.facets import (
    as_if_taught,
    is_read_by,
    known_meaning,
    lost,
    read_label,
    taught_word,
    teachable,
    use_taught,
)

WORD = taught_word("竣结额", {"phase": "executed"})


def test_a_taught_word_counts_wherever_the_rest_of_a_label_is_understood() -> None:
    assert read_label("竣结额").choices == ()
    with as_if_taught((WORD,)):
        for label in ("竣结额", "竣结额（万元）", "2023年省级竣结额", "竣 结 额"):
            assert (read_label(label).choices, read_label(label).item) == (("executed",), ""), label
            assert is_read_by(label, WORD)
        assert read_label("2023年省级竣结额").funding_source == "province"
        assert read_label("山塘竣结额公示").choices == () and not is_read_by("山塘竣结额公示", WORD)
    assert read_label("竣结额").choices == ()


def test_at_the_end_of_names_it_counts_only_when_that_is_taught() -> None:
    with as_if_taught((taught_word("竣结额", {"phase": "executed"}, ["end"]),)):
        label = read_label("山塘整治竣结额")
    assert (label.choices, label.item) == (("executed",), "山塘整治")


@pytest.mark.parametrize("place", [[], ["whole"]])
def test_what_is_taught_counts_instead_of_what_is_known(place: list[str]) -> None:
    assert known_meaning("国家") == {"funding_source": "central"}  # a whole word of the vocabulary
    with as_if_taught((taught_word("国家", {"no_fact": "statistics"}, place),)):
        label = read_label("国家")
    assert (label.funding_source, label.no_fact) == (None, "statistics")


def test_a_number_below_a_heading_that_is_no_fact_says_why() -> None:
    with as_if_taught((taught_word("帮扶户均值", {"no_fact": "statistics"}),)):
        assert read_label("2022年帮扶户均值").no_fact == "statistics"


@pytest.mark.parametrize(
    ("label", "means", "place", "said"),
    [
        ("竣结额", {"phase": "spent"}, (), "phase spent is not one of .*executed"),
        ("竣结额", {"stage": "executed"}, (), "facet stage is not one of .*phase"),
        ("竣结额", {"flow": ["income", "expenditure"]}, (), "flow has one value"),
        ("竣结额", {"is_total": 1}, (), "is_total 1 is not one of True"),
        ("竣结额", {"region": True}, (), "facet region"),
        ("竣结额", {"funding_source": "several"}, (), "funding_source several"),
        ("竣结额", {}, (), "no meaning"),
        ("竣结额", {"phase": "executed"}, ("middle",), "place middle is not one of"),
        ("额", {"phase": "executed"}, (), "label of 1 character"),
    ],
)
def test_what_cannot_be_taught_is_said(
    label: str, means: dict[str, object], place: tuple[str, ...], said: str
) -> None:
    with pytest.raises(ValueError, match=said):
        taught_word(label, means, place)


def test_a_meaning_that_contradicts_itself_is_found() -> None:
    assert lost(taught_word("竣结额", {"phase": "executed", "measure": "score"})) == ["phase"]
    assert lost(taught_word("竣结额", {"phase": "executed", "flow": "expenditure"})) == []


@pytest.mark.parametrize("facet", [facet for facet in teachable() if facet not in ("level", "rate_of")])
def test_every_value_that_is_offered_can_be_taught(facet: str) -> None:
    for value in teachable()[facet]:
        word = taught_word("竣结额", {facet: value})
        assert lost(word) == [], (facet, value)


def test_words_travel_to_other_processes_and_come_before_the_first_label() -> None:
    assert pickle.loads(pickle.dumps((WORD,))) == (WORD,)
    read_label("资金来源")
    use_taught(())  # the words that count already
    with pytest.raises(RuntimeError, match="were read before"):
        use_taught((WORD,))
