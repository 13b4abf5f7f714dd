"""When to refresh: a cron expression in a time zone."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from cronsim import CronSim, CronSimError

from pipeline.errors import UsageError
from pipeline.language import tr

_AT = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)")
_FIELDS = 5


@dataclass(frozen=True, slots=True)
class Plan:
    """The minutes that match the expression, in a zone named as in the tz database."""

    cron: str
    zone: str

    def after(self, moment: datetime) -> datetime:
        """The first time after the moment, which carries a zone."""
        return next(CronSim(self.cron, moment.astimezone(ZoneInfo(self.zone))))

    def until(self, moment: datetime) -> datetime:
        """The last time up to the moment, itself included."""
        # Going back, cronsim leaves out the moment that it starts from.
        start = moment.astimezone(ZoneInfo(self.zone)) + timedelta(microseconds=1)
        return next(CronSim(self.cron, start, reverse=True))

    def fields(self) -> CronSim:
        """The expression taken apart."""
        return CronSim(self.cron, datetime(2000, 1, 1))


def parse_plan(at: str | None, cron: str | None, zone: str) -> Plan:
    """The plan that the options `--at`, `--cron` and `--timezone` ask for. Raises UsageError."""
    if at and cron:
        raise UsageError(tr("--at and --cron do not go together"), tr("Give one of them."))
    try:
        ZoneInfo(zone)
    except (KeyError, ValueError, OSError) as error:
        raise UsageError(
            tr("--timezone {zone}: there is no such time zone", zone=zone), tr("For example Asia/Shanghai.")
        ) from error
    if not cron:
        found = _AT.fullmatch(at or "")
        if not found:
            raise UsageError(tr("--at {at}: no time of day", at=at), tr("For example --at 02:00."))
        cron = f"{int(found[2])} {int(found[1])} * * *"
    return _checked(Plan(" ".join(cron.split()), zone))


def _checked(plan: Plan) -> Plan:
    hint = tr("Minute, hour, day of month, month, day of week, such as '0 2 * * 1-5'.")
    if len(plan.cron.split()) != _FIELDS:
        raise UsageError(tr("--cron '{cron}': five fields expected", cron=plan.cron), hint)
    try:
        plan.after(datetime.now(ZoneInfo(plan.zone)))
    except CronSimError as error:
        raise UsageError(tr("--cron '{cron}': {error}", cron=plan.cron, error=error), hint) from error
    except StopIteration as error:
        raise UsageError(tr("--cron '{cron}': there is no such day", cron=plan.cron), hint) from error
    return plan
