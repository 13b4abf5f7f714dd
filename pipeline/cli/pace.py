"""How fast a run is, and how long it will still take."""

from __future__ import annotations

import time
from collections.abc import Callable

from pipeline.language import tr

_MINUTE, _HOUR = 60, 3600


class Pace:
    """How many documents of how many are read, how fast, and how long the rest will take."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._began = clock()
        self.total = self.count = 0

    def start(self, total: int) -> None:
        self._began, self.total, self.count = self._clock(), total, 0

    def done(self) -> None:
        self.count += 1

    def said(self) -> str:
        """`2.5 documents a second, about 4 min left`; '' before the first document is read."""
        passed = self._clock() - self._began
        if not self.count or passed <= 0:
            return ""
        left = (self.total - self.count) * passed / self.count
        return tr("{rate}, about {time} left", rate=_rate(self.count / passed), time=_duration(left))

    def interrupted(self) -> str:
        """What a run that was stopped leaves: documents are published together, at its end."""
        stands = tr("what was published before stands")
        if not self.total:
            return stands
        if self.count == self.total:
            return tr(
                "{total} documents had been read; what is not published will be read again; {stands}",
                total=self.total,
                stands=stands,
            )
        return tr(
            "{count} of {total} documents had been read; they will be read again; {stands}",
            count=self.count,
            total=self.total,
            stands=stands,
        )


def _rate(per_second: float) -> str:
    if per_second >= 1:
        return tr("{rate:.1f} documents a second", rate=per_second)
    return tr("{rate:.1f} documents a minute", rate=per_second * _MINUTE)


def _duration(seconds: float) -> str:
    if seconds < _MINUTE:
        return tr("{time:.0f} s", time=seconds)
    if seconds < _HOUR:
        return tr("{time:.0f} min", time=seconds / _MINUTE)
    return tr("{time:.1f} h", time=seconds / _HOUR)
