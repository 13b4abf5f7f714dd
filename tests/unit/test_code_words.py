"""What users may write for the codes that a parameter takes, and for a region."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.answers.code_words import code_meant, others, words_of
from pipeline.answers.named_queries import find_query, load_queries
from pipeline.cli import commands, main
from pipeline.errors import UsageError
from tests import asking
from tests.factories import term

CLASSES = words_of("enterprise_class", ("small", "general", "all", "other"))


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("small", "small"),
        ("小微企业", "small"),
        (" 小微 ", "small"),
        ("ＳＭＡＬＬ", "small"),
        ("非小微企业", "general"),
    ],
)
def test_a_code_and_its_words_mean_the_code(text: str, code: str) -> None:
    assert code_meant(text, CLASSES) == code


@pytest.mark.parametrize("text", ["", "小", "微型", "small,general", "，"])
def test_what_names_no_code_means_none(text: str) -> None:
    assert code_meant(text, CLASSES) is None


def test_several_codes_where_they_are_one_value() -> None:
    words = words_of("by", ("city", "year", "city,year"))
    assert code_meant("城市、年度", words) == "city,year"
    assert code_meant("年度、城市", words) is None


def test_a_word_means_one_code() -> None:
    for query in load_queries().values():
        for parameter in query.parameters:
            words = [word for code, more in parameter.words.items() for word in {code, *more}]
            assert len(words) == len(set(words)), f"{query.name} --param {parameter.name}"


def test_every_column_of_the_file_is_asked_for() -> None:
    known = {
        word
        for query in load_queries().values()
        for parameter in query.parameters
        for code, more in parameter.words.items()
        for word in more
    }
    for column, codes in others().items():
        for code, words in codes.items():
            assert known.issuperset(words), f"code_words.toml: {column}.{code} is left over"


def test_a_check_is_asked_for_by_its_chinese_name() -> None:
    assert commands._check("缺少地区") == "region_missing" == commands._check("region_missing")
    assert commands._check("没有这项检查") == "没有这项检查" and commands._check(None) is None


def test_a_value_that_is_not_possible_is_refused_with_those_that_are() -> None:
    [parameter] = [one for one in find_query("subsidy_ratios").parameters if one.name == "class"]
    with pytest.raises(UsageError, match="--param class=个体") as raised:
        parameter.value("个体")
    assert "small 小微企业, general 一般企业" in raised.value.hint
    with pytest.raises(UsageError) as raised:
        parameter.value("smal")
    assert raised.value.hint.startswith("Did you mean small? ")


def test_chinese_words_ask_for_codes(tmp_path: Path) -> None:
    terms = [
        term("a", enterprise_class=name, ratio_pct=pct) for name, pct in (("small", 80.0), ("general", 50.0))
    ]
    with asking.publish(tmp_path, {"a": {"subsidy_terms": terms}}) as catalog:
        found = asking.ask(catalog, "subsidy_ratios", **{"class": "一般企业", "status": "现行"})
        assert asking.pick(found, "enterprise_class") == [("general",)]


@pytest.mark.parametrize("name", ["宁波", "宁波市", "330200", "浙江省宁波市", "浙江"])
def test_a_region_under_any_of_its_names(name: str, tmp_path: Path) -> None:
    with asking.publish(tmp_path, {"a": {"subsidy_terms": [term("a")]}}) as catalog:
        assert len(asking.ask(catalog, "subsidy_ratios", city=name)) == 1


def test_a_region_without_rows_and_what_is_no_region(tmp_path: Path) -> None:
    with asking.publish(tmp_path, {"a": {"subsidy_terms": [term("a")]}}) as catalog:
        assert asking.ask(catalog, "subsidy_ratios", city="哈尔滨") == []
        with pytest.raises(UsageError, match="宁坡: there is no such region") as raised:
            asking.ask(catalog, "subsidy_ratios", city="宁坡")
    assert raised.value.hint == "Did you mean 宁波市? The answer has these regions: 宁波市."


def test_a_wrong_value_ends_with_one_and_is_said_in_chinese(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with asking.publish(tmp_path, {"a": {"subsidy_terms": [term("a")]}}):
        pass
    said = ["query", "subsidy_ratios", "--data", str(tmp_path), "--param", "class=个体", "--lang", "zh"]
    assert main(said) == 1
    assert "可选：small 小微企业、general 一般企业" in capsys.readouterr().err
