"""How long the server waits for a client, and how much it listens to: one that is slow or endless is hung up on.

What a person's browser sends is small and comes at once. uvicorn has a limit for the pause between two requests and
none for a request that never ends, or for an answer that is never taken.
"""

from __future__ import annotations

import asyncio
from typing import Any

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

REQUEST_SECONDS = 15.0
"""From the first byte of a request, or from the connection, to the end of its body."""
ANSWER_SECONDS = 60.0
"""In which a client takes nothing of an answer that waits for it."""
LONGEST_HEAD = 32 * 1024
"""Bytes of a request's first line and headers together."""
MOST_CONNECTIONS = 100


class ImpatientProtocol(H11Protocol):
    """HTTP with an end to every wait."""

    _late: asyncio.TimerHandle | None = None
    _stuck: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._expect()

    def data_received(self, data: bytes) -> None:
        self._expect()
        super().data_received(data)
        self._settle()

    def connection_lost(self, exc: Exception | None) -> None:
        for timer in (self._late, self._stuck):
            if timer is not None:
                timer.cancel()
        super().connection_lost(exc)

    def pause_writing(self) -> None:
        super().pause_writing()
        self._stuck = self.loop.call_later(ANSWER_SECONDS, self.transport.abort)

    def resume_writing(self) -> None:
        super().resume_writing()
        if self._stuck is not None:
            self._stuck.cancel()

    def _expect(self) -> None:
        """A request has so much time, however often a byte of it comes."""
        if self._late is None:
            self._late = self.loop.call_later(REQUEST_SECONDS, self._hang_up)

    def _settle(self) -> None:
        """Nothing is expected any more once a request is whole, or none has begun."""
        unread: Any = self.conn.trailing_data[0]
        is_begun = self.conn.their_state is h11.SEND_BODY or (
            self.conn.their_state is h11.IDLE and bool(unread)
        )
        if self._late is not None and not is_begun:
            self._late.cancel()
            self._late = None

    def _hang_up(self) -> None:
        self._late = None
        self.transport.abort()
