"""What a child says, message by message, to a supervisor that never waits for the rest of one.

    size (8 bytes) | message

A child may begin a message and stop in the middle of it. Whoever waited for the rest would not see that the child's
time is up.
"""

from __future__ import annotations

import os
from multiprocessing.connection import Connection

from pipeline.workers import wire

_SIZE = 8
_PIECE = 1 << 18


class MessagePipe:
    """One end of a connection between a child and its supervisor. The child sends, the supervisor receives."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._held = bytearray()

    def send_bytes(self, message: bytes) -> None:
        """Send a whole message. Raises OSError when nobody listens any more."""
        rest = memoryview(len(message).to_bytes(_SIZE, "big") + message)
        while rest:
            rest = rest[os.write(self._connection.fileno(), rest) :]

    def receive(self, seconds: float) -> bytes | None:
        """The next message as soon as it is whole; None when so much time or a part of it has passed.

        Raises EOFError when the other end is closed, OSError, and wire.Garbled for a message that is too long.
        """
        message = self._whole()
        if message is None and self._connection.poll(seconds):
            piece = os.read(self._connection.fileno(), _PIECE)
            if not piece:
                raise EOFError
            self._held += piece
            message = self._whole()
        return message

    def _whole(self) -> bytes | None:
        """The first message held, when all of it is there."""
        if len(self._held) < _SIZE:
            return None
        end = _SIZE + int.from_bytes(self._held[:_SIZE], "big")
        if end > _SIZE + 1 + wire.LARGEST:
            raise wire.Garbled(f"a message of {end - _SIZE} bytes")
        if len(self._held) < end:
            return None
        message = bytes(memoryview(self._held)[_SIZE:end])
        del self._held[:end]
        return message
