"""Errors: codes are stable, every one says what to do next, and all survive the way between processes."""

from __future__ import annotations

import pickle

import pytest

from pipeline import errors
from pipeline.errors import DocumentFailed, JixiaoError, failure_class


def descendants(base: type[JixiaoError]) -> list[type[JixiaoError]]:
    return [base] + [one for child in base.__subclasses__() for one in descendants(child)]


FAILURES = [one for one in descendants(DocumentFailed) if one is not DocumentFailed]


@pytest.mark.parametrize("kind", descendants(JixiaoError))
def test_errors_pickle(kind: type[JixiaoError]) -> None:
    copy = pickle.loads(pickle.dumps(kind("x.pdf is odd", "do this")))
    assert (type(copy), copy.message, copy.hint) == (kind, "x.pdf is odd", "do this")


@pytest.mark.parametrize("kind", FAILURES)
def test_failures_have_a_reason_of_their_own_and_a_next_step(kind: type[DocumentFailed]) -> None:
    assert [other.reason for other in FAILURES].count(kind.reason) == 1
    assert kind("x").hint
    assert failure_class(kind("x.pdf: odd").status_reason) is kind


def test_an_unknown_reason_is_a_plain_failure() -> None:
    assert failure_class("from_the_future: x") is DocumentFailed
    assert failure_class(None) is DocumentFailed


@pytest.mark.parametrize(
    ("kind", "code"),
    [
        (errors.UsageError, 1),
        (errors.EnvironmentProblem, 1),
        (errors.DocumentTimeout, 2),
        (errors.LockHeld, 3),
        (errors.PublishFailed, 4),
    ],
)
def test_exit_codes(kind: type[JixiaoError], code: int) -> None:
    assert kind.exit_code == code
