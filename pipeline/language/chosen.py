"""Which language the program speaks: `--lang`, the variable JIXIAO_LANG, or the locale; Chinese where none says."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

CHINESE = "zh"
ENGLISH = "en"
LANGUAGES = (CHINESE, ENGLISH)
_OPTION = "--lang"
VARIABLE = "JIXIAO_LANG"
# In the order in which POSIX lets them decide about messages.
_LOCALES = ("LC_ALL", "LC_MESSAGES", "LANG")

# Only the command line chooses: what other processes say may be published, and must not depend on a locale.
_chosen = ENGLISH


def chosen() -> str:
    """`zh` or `en`: the language of this process."""
    return _chosen


def choose(language: str) -> None:
    """Speak `language` from now on. Raises ValueError for one that is neither `zh` nor `en`."""
    global _chosen
    if language not in LANGUAGES:
        raise ValueError(language)
    _chosen = language


@contextmanager
def in_use(language: str) -> Iterator[None]:
    """Speak `language` within the block."""
    before = chosen()
    choose(language)
    try:
        yield
    finally:
        choose(before)


def preferred(arguments: Sequence[str], environment: Mapping[str, str]) -> str:
    """The language that a command line asks for, before it is parsed: the parser's own texts depend on it.

    What is not understood is passed over here; the parser refuses it later, in the language found otherwise."""
    for place, argument in enumerate(arguments):
        if argument == "--":
            break
        option, given, value = argument.partition("=")
        if option == _OPTION:
            value = value if given else "".join(arguments[place + 1 : place + 2])
            if value in LANGUAGES:
                return value
    if (asked := environment.get(VARIABLE, "")) in LANGUAGES:
        return asked
    return _of_locale(environment)


def _of_locale(environment: Mapping[str, str]) -> str:
    name = next((environment[variable] for variable in _LOCALES if environment.get(variable)), "")
    language = name.partition(".")[0].partition("_")[0].lower()
    # C and POSIX stand for no language, as do machines without a locale: the night runs on such.
    return CHINESE if language in (CHINESE, "", "c", "posix") else ENGLISH
