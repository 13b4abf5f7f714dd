"""The file of taught words: what is written, kept, refused."""

from __future__ import annotations

import re
import stat
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.errors import UsageError
from pipeline.language import Message
from pipeline.nightly.meanings import like, parse_meanings, plain_label
from pipeline.nightly.report_lines import vocabulary_text
from pipeline.nightly.taught_words import Taught, load_taught, word_of
from pipeline.nightly.vocabulary_file import Entry, add_entry, drop_entry, meaning_text, read_vocabulary

ENTRY = Entry("竣结额", {"phase": "executed"}, "周工", "2026-11-20T08:00:00Z", '表注写明"实际支出"')
OTHER = Entry(
    "渡槽款", {"phase": ["paid", "due"], "is_total": True}, "李", "2026-11-21T08:00:00Z", "试", ("end",)
)


def test_what_is_written_is_read_again_and_nothing_else_changes(tmp_path: Path) -> None:
    file = tmp_path / "new" / "vocabulary.toml"
    add_entry(file, ENTRY)
    file.chmod(0o640)
    file.write_text("# 绍兴的表\n" + file.read_text("utf-8").replace("means", "# 见表注\nmeans"), "utf-8")
    add_entry(file, OTHER)
    add_entry(file, replace(ENTRY, label="堰坝款"))
    assert [one.label for one in read_vocabulary(file)] == ["竣结额", "渡槽款", "堰坝款"]
    assert meanings(file)[1] == OTHER.meaning() == "phase=paid, phase=due, is_total"
    assert drop_entry(file, " 渡 槽 款") == [replace(OTHER, place=("end",))]
    assert [one.label for one in read_vocabulary(file)] == ["竣结额", "堰坝款"]
    text = file.read_text("utf-8")
    assert text.startswith("# 绍兴的表\n") and "# 见表注" in text and "渡槽款" not in text
    assert drop_entry(file, "竣结额") == [ENTRY]
    assert "# 见表注" in file.read_text("utf-8")
    assert stat.S_IMODE(file.stat().st_mode) == 0o640
    assert [path.name for path in file.parent.iterdir() if not path.name.startswith(".")] == [file.name]


def meanings(file: Path) -> list[str]:
    return [one.meaning() for one in read_vocabulary(file)]


def test_a_label_is_taught_once(tmp_path: Path) -> None:
    file = tmp_path / "vocabulary.toml"
    add_entry(file, ENTRY)
    with pytest.raises(UsageError, match="has 竣 结额 already"):
        add_entry(file, replace(ENTRY, label="竣 结额"))
    with pytest.raises(UsageError, match="has no 渡槽款") as refused:
        drop_entry(file, "渡槽款")
    assert "竣结额" in refused.value.hint
    file.write_text(file.read_text("utf-8") * 2, "utf-8")
    with pytest.raises(UsageError, match="entries 1 and 2 are both about 竣结额"):
        load_taught(file)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[[word]", "is not TOML"),
        ('title = "x"', "holds title"),
        ("[word]\nlabel = 'x'", "holds word"),
        ("[[word]]\nlabel = '竣结额'", "entry 1 lacks means"),
        ("[[word]]\nlable = '竣结额'", "entry 1 has lable"),
        (
            "[[word]]\nlabel='竣结额'\nmeans='executed'\nwho='a'\nwhy='b'\nat='2026-11-20T08:00:00Z'",
            "entry 1",
        ),
        ("[[word]]\nlabel='竣结额'\nmeans={}\nwho='a'\nwhy=' '\nat='2026-11-20T08:00:00Z'", "why is empty"),
        ("[[word]]\nlabel='竣结额'\nmeans={}\nwho='a'\nwhy='b'\nat='today'", "at: today"),
        ("[[word]]\nlabel='竣结额'\nmeans={}\nwho='a'\nwhy='b'\nat='2026-11-20T08:00:00Z'", "no meaning"),
        (
            "[[word]]\nlabel='竣结额'\nmeans={phase='spent'}\nwho='a'\nwhy='b'\nat='2026-11-20T08:00:00Z'",
            "entry 1 is not in order: 竣结额: phase spent is not one of",
        ),
    ],
)
def test_a_file_that_is_not_in_order_stops_the_run(tmp_path: Path, text: str, said: str) -> None:
    file = tmp_path / "vocabulary.toml"
    file.write_text(text, "utf-8")
    with pytest.raises(UsageError, match=said):
        load_taught(file)
    assert file.read_text("utf-8") == text


def test_a_layout_that_is_not_understood_is_left_alone(tmp_path: Path) -> None:
    file = tmp_path / "vocabulary.toml"
    rest = "who='a'\nat='2026-11-20T08:00:00Z'\nmeans={phase='paid'}\n"
    text = (
        f"[[word]]\nlabel='竣结额'\nwhy='''\n[[word]]\n'''\n{rest}[[word]]\nlabel='渡槽款'\nwhy='b'\n{rest}"
    )
    file.write_text(text, "utf-8")
    with pytest.raises(UsageError, match="cannot be changed safely"):
        drop_entry(file, "渡槽款")
    assert file.read_text("utf-8") == text


def test_no_file_is_nothing_taught_unless_it_was_named(tmp_path: Path) -> None:
    assert load_taught(tmp_path / "none.toml").words == ()
    with pytest.raises(UsageError, match=r"none\.toml does not exist"):
        load_taught(tmp_path / "none.toml", must_exist=True)


def test_the_checksum_is_that_of_what_is_said() -> None:
    one = Taught([ENTRY, OTHER]).digest()
    assert Taught([]).digest() is None and one is not None
    assert Taught([replace(OTHER, why="另"), replace(ENTRY, who="另")]).digest() == one
    assert Taught([ENTRY, replace(OTHER, place=())]).digest() != one
    assert Taught([ENTRY]).digest() != one


def test_entries_that_do_nothing_or_displace_something_are_told() -> None:
    known = replace(ENTRY, label="执行数")
    other = replace(ENTRY, label="年初预算")
    assert Taught([ENTRY, known, other]).doubts() == {
        "执行数": "not needed: the program knows it",
        "年初预算": "displaces measure=amount, phase=initial",
    }


def test_a_meaning_is_said_in_chinese_as_it_can_be_taught() -> None:
    other = replace(ENTRY, label="年初预算")
    doubt = Taught([other]).doubts()["年初预算"]
    said = "度量：金额，资金阶段：年初预算"
    assert isinstance(doubt, Message) and doubt.in_language("zh") == f"取代了原有含义 {said}"
    assert parse_meanings([said]) == {"measure": "amount", "phase": "initial"}
    for means in ({"no_fact": "statistics"}, {"year_offset": -1}, {"is_total": True}, {"names": "level1"}):
        assert parse_meanings([meaning_text(means).in_language("zh")]) == means


def test_a_run_says_what_came_of_the_words() -> None:
    assert vocabulary_text({}) == ""
    made = {
        "taught": 2,
        "new": ["竣结额"],
        "gone": [],
        "unused": ["渡槽款"],
        "doubts": {"渡槽款": "not needed"},
    }
    said = vocabulary_text(made)
    assert said == "2 labels taught; read anew: 竣结额; in no document: 渡槽款; 渡槽款 not needed"
    many = vocabulary_text(
        {"taught": 1, "new": [], "gone": [f"款{n}" for n in range(23)], "unused": [], "doubts": {}}
    )
    assert many.startswith("1 label taught; taken back: 款0、") and many.endswith("款19 and 3 more")


def test_a_meaning_that_contradicts_itself_is_refused() -> None:
    with pytest.raises(UsageError, match="phase does not go with measure=score"):
        word_of(replace(ENTRY, means={"phase": "executed", "measure": "score"}))
    with pytest.raises(UsageError, match="rate_of does not go with such a label"):
        word_of(replace(ENTRY, means={"rate_of": "execution"}))
    assert word_of(replace(ENTRY, means={"measure": "rate", "rate_of": "execution"})).text == "竣结额"


@pytest.mark.parametrize(
    ("texts", "means"),
    [
        (["phase=executed"], {"phase": "executed"}),
        (["executed"], {"phase": "executed"}),
        (["资金阶段=执行数", "flow=expenditure"], {"phase": "executed", "flow": "expenditure"}),
        (["执行数，支出"], {"phase": "executed", "flow": "expenditure"}),
        (["phase=paid", "phase=due"], {"phase": ["paid", "due"]}),
        (["is_total"], {"is_total": True}),
        (["year_offset=-1"], {"year_offset": -1}),
    ],
)
def test_meanings_are_said_in_either_language(texts: list[str], means: dict[str, object]) -> None:
    assert parse_meanings(texts) == means


@pytest.mark.parametrize(
    ("text", "said", "hint"),
    [
        ("phase=spent", "spent is no phase", "One of initial.* executed"),
        ("stage=executed", "stage is no facet", "One of .*phase"),
        ("spent", "spent is no meaning", "Facets: .*phase"),
        ("other", "other may mean .*funding_source=other", "Say which"),
        ("flow=income,flow=expenditure", "flow is said 2 times", ""),
    ],
)
def test_an_unknown_meaning_is_an_error_with_the_possible_ones(text: str, said: str, hint: str) -> None:
    with pytest.raises(UsageError, match=said) as refused:
        parse_meanings([text])
    assert re.search(hint, refused.value.hint)


def test_a_label_is_taught_without_what_is_known_of_it_and_may_mean_what_another_does() -> None:
    assert plain_label("2023年竣结额（万元）") == "竣结额"
    assert plain_label("年初预算") == "年初预算"
    assert like("年初预算数") == {"measure": "amount", "phase": "initial"}
    with pytest.raises(UsageError, match="竣结额 is not known"):
        like("竣结额")
