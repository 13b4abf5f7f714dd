"""Faulty documents among good ones harm nobody; the full run is `python -m benchmarks.chaos`."""

from __future__ import annotations

from pathlib import Path

from benchmarks import chaos


def test_good_documents_come_out_the_same_beside_every_kind_of_faulty_one(tmp_path: Path) -> None:
    documents = len(chaos.REASONS) + 6
    wrong, _ = chaos.compare(tmp_path, documents, len(chaos.REASONS) / documents, seed=3, workers=2)
    assert wrong == []
