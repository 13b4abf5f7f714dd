"""What is published is the same whatever language the one who runs it speaks."""

from __future__ import annotations

import pytest

from pipeline.errors import UnreadableFile
from pipeline.language import CHINESE, in_use
from pipeline.stores.object_store import StoredFile
from pipeline.stores.stored import checksum_of


def test_a_key_that_cannot_be_asked_for_is_told_in_english() -> None:
    """It is found where checksums are taken, by the process that speaks the user's language."""
    with in_use(CHINESE), pytest.raises(UnreadableFile) as refused:
        checksum_of(StoredFile("s3://bucket//report.pdf"))
    assert refused.value.status_reason == (
        "unreadable: report.pdf has a key that cannot be asked for: "
        "s3://bucket//report.pdf is no address of a store"
    )
