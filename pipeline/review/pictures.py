"""Pictures of pages: where the file is, one worker that draws, and the last pictures kept in memory."""

from __future__ import annotations

import os
import stat
import threading
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from pipeline.errors import DocumentFailed, EnvironmentProblem
from pipeline.review.drawing import LARGEST_FILE, Drawn, Order, draw, unpack
from pipeline.review.originals import Originals
from pipeline.workers import wire
from pipeline.workers.isolation import Limits, Worker

_LIMITS = Limits(seconds=60, megabytes=2048)
_KEPT_BYTES = 64 * 1024 * 1024


class Pictures:
    """Draws pages on demand; may be called from several threads."""

    def __init__(self, originals: Originals) -> None:
        self._originals = originals
        self._worker = Worker(draw, _LIMITS)
        self._turn = threading.Lock()
        self._kept: OrderedDict[tuple[Any, ...], tuple[Drawn, bytes]] = OrderedDict()

    def page(
        self,
        document: Mapping[str, Any],
        number: int,
        cells: Sequence[Mapping[str, Any]],
        sentences: Sequence[str],
    ) -> tuple[Drawn, bytes]:
        """Page `number` (from 1) of a row of `documents`, with the page's rows of `cells` and its sentences of facts.

        Never raises for what is wrong with the file: `state` says it.
        """
        path = self._originals.find(document["source_path"] or "", document["sha256"])
        stamp = _stamp(path)
        if isinstance(stamp, str):
            return Drawn(stamp), b""
        boxes = [
            (c["x0"], c["top"], c["x1"], c["bottom"], len(c["text"] or ""))
            for c in cells
            if c["x0"] is not None
        ]
        scanned = document["text_source"] == "ocr" or any(c["ocr_confidence"] is not None for c in cells)
        order = Order(path, document["sha256"], number, scanned, tuple(boxes), tuple(sentences))
        key = (document["sha256"], number, scanned, stamp, order.cells, order.sentences)
        with self._turn:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
            drawn = self._drawn(document["file_name"] or "", order)
            if drawn[0].state == "ok":
                self._keep(key, drawn)
            return drawn

    def close(self) -> None:
        """End the worker."""
        self._worker.retire()

    def _drawn(self, name: str, order: Order) -> tuple[Drawn, bytes]:
        try:
            return unpack(self._worker.call(name, order))
        except (DocumentFailed, EnvironmentProblem, wire.Garbled):
            return Drawn("unreadable"), b""

    def _keep(self, key: tuple[Any, ...], drawn: tuple[Drawn, bytes]) -> None:
        self._kept[key] = drawn
        size = sum(len(picture) for _, picture in self._kept.values())
        while size > _KEPT_BYTES and len(self._kept) > 1:
            _, (_, picture) = self._kept.popitem(last=False)
            size -= len(picture)


def _stamp(path: Path) -> tuple[int, ...] | str:
    """What changes when the file does, or the state that a file is in that cannot be drawn."""
    try:
        found = os.stat(path)
    except (FileNotFoundError, NotADirectoryError):
        return "missing"
    except (OSError, ValueError):
        return "unreadable"
    if not stat.S_ISREG(found.st_mode) or found.st_size > LARGEST_FILE:
        return "unreadable"
    return found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns
