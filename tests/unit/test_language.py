"""Messages in two languages: which one is spoken, and that the Chinese catalogue is whole."""

from __future__ import annotations

import pickle

import pytest

from pipeline.language import CHINESE, ENGLISH, Message, english, in_use, preferred, tr
from pipeline.language import messages as messages_module
from scripts import messages

WORDS = {"{count} tables in {file}": "{file}中有{count}张表", "the file {name}": "文件{name}"}


class Catalogue:
    def gettext(self, message: str) -> str:
        return WORDS.get(message, message)


@pytest.fixture(autouse=True)
def small_catalogue(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(messages_module, "_chinese", Catalogue)


def test_a_message_is_said_in_the_language_of_the_process_and_gives_the_other() -> None:
    with in_use(CHINESE):
        said = tr("{count} tables in {file}", count=3, file="a.pdf")
    assert said == "a.pdf中有3张表"
    assert said.in_language(ENGLISH) == "3 tables in a.pdf"


def test_a_message_within_a_message_is_translated_with_it() -> None:
    with in_use(ENGLISH):
        said = tr("{count} tables in {file}", count=3, file=tr("the file {name}", name="b"))
    assert said == "3 tables in the file b"
    assert said.in_language(CHINESE) == "文件b中有3张表"


def test_what_is_filled_in_is_not_a_template() -> None:
    with in_use(ENGLISH):
        assert tr("the file {name}", name="{count}") == "the file {count}"
        assert tr("braces {as} they are") == "braces {as} they are"


def test_a_message_crosses_processes_whole() -> None:
    with in_use(ENGLISH):
        arrived = pickle.loads(pickle.dumps(tr("the file {name}", name="c")))
        assert isinstance(arrived, Message)
        assert arrived == "the file c"
    assert arrived.in_language(CHINESE) == "文件c"


def test_an_error_that_is_filled_in_is_kept_as_its_text() -> None:
    """It may hold what cannot cross processes; numbers keep what their format needs."""
    wrong = ValueError("broken")
    wrong.__cause__ = OSError(lambda: None)
    with in_use(ENGLISH):
        said = tr("{count:,} tables: {error}", count=1234, error=wrong)
        assert pickle.loads(pickle.dumps(said)) == said == "1,234 tables: broken"


def test_for_what_is_published_a_message_is_english() -> None:
    with in_use(CHINESE):
        assert english(tr("the file {name}", name="d")) == "the file d"
        assert english("as it is") == "as it is"


@pytest.mark.parametrize(
    ("arguments", "environment", "language"),
    [
        (["--lang", "en", "status"], {"LANG": "zh_CN.UTF-8"}, "en"),
        (["status", "--lang=zh"], {"JIXIAO_LANG": "en"}, "zh"),
        (["query", "--", "--lang=zh"], {"JIXIAO_LANG": "en"}, "en"),
        (["--lang", "fr"], {"LC_ALL": "de_DE.UTF-8"}, "en"),
        ([], {"JIXIAO_LANG": "", "LC_ALL": "", "LC_MESSAGES": "zh_TW.UTF-8", "LANG": "en_US.UTF-8"}, "zh"),
        ([], {"LC_ALL": "en_GB.UTF-8", "LANG": "zh_CN.UTF-8"}, "en"),
        ([], {"LANG": "C.UTF-8"}, "zh"),
        ([], {"LANG": "POSIX"}, "zh"),
        ([], {}, "zh"),
    ],
)
def test_the_language_of_a_run(arguments: list[str], environment: dict[str, str], language: str) -> None:
    assert preferred(arguments, environment) == language


def test_the_chinese_catalogue_is_whole_and_compiled() -> None:
    kept = messages.read()
    assert messages.faults(kept) == []
    assert messages.CATALOGUE.with_suffix(".mo").read_bytes() == messages.compiled(kept)
