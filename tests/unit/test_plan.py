"""Times of a plan, as cron and people mean them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from pipeline.errors import UsageError
from pipeline.nightly.plan import Plan, parse_plan


def utc(day: int, hour: int, minute: int = 0, second: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, second, tzinfo=UTC)


def test_a_time_of_day_is_one_in_its_zone() -> None:
    plan = parse_plan("02:00", None, "Asia/Shanghai")
    assert plan == Plan("0 2 * * *", "Asia/Shanghai")
    assert plan.after(utc(19, 17, 59)) == utc(19, 18)
    assert plan.after(utc(19, 18)) == utc(20, 18)
    assert plan.until(utc(19, 18)) == utc(19, 18)
    assert plan.until(utc(19, 17, 59, 59)) == utc(18, 18)


@pytest.mark.parametrize(
    ("cron", "first"),
    [
        ("0 2 * * 1", utc(23, 2)),  # Monday is 1, Sunday 0 and 7
        ("0 2 * * 0", utc(22, 2)),
        ("0 2 * * 7", utc(22, 2)),
        ("0 2 1 * 1", utc(23, 2)),  # the first of the month, and every Monday
        ("*/20 2 * * *", utc(21, 2)),
        ("30 23 * * mon-fri", utc(20, 23, 30)),
    ],
)
def test_an_expression_means_what_cron_takes_it_to_mean(cron: str, first: datetime) -> None:
    assert parse_plan(None, cron, "UTC").after(utc(20, 12)) == first


@pytest.mark.parametrize(
    ("at", "cron", "zone", "says"),
    [
        ("25:00", None, "UTC", "--at 25:00"),
        ("2 Uhr", None, "UTC", "--at 2 Uhr"),
        ("", None, "UTC", "no time of day"),
        ("02:00", "0 2 * * *", "UTC", "do not go together"),
        (None, "0 2 * *", "UTC", "five fields"),
        (None, "0 0 2 * * *", "UTC", "five fields"),
        (None, "0 26 * * *", "UTC", "hour"),
        (None, "0 2 30 2 *", "UTC", "day"),
        ("02:00", None, "Asia/Nowhere", "no such time zone"),
        ("02:00", None, "../etc/passwd", "no such time zone"),
        ("02:00", None, "", "no such time zone"),
    ],
)
def test_what_is_no_plan_is_refused(at: str | None, cron: str | None, zone: str, says: str) -> None:
    with pytest.raises(UsageError, match=says):
        parse_plan(at, cron, zone)
