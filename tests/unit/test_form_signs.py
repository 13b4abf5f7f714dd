"""What tells the first row of a form from the lines over another table."""

from __future__ import annotations

import pytest

from extractors.forms.signs import opens
from extractors.lines.segments import segment_lines
from tests.written import SIZE, page_of


@pytest.mark.parametrize(
    ("row", "is_first"),
    [
        (("项目名称", "海塘加固"), True),
        (("牵头股室", "水利科"), True),  # a label that no list knows
        (("表1-2", "单位：万元"), False),
        (("某市水利局", "金额单位：元"), False),
        (("牵头股室", "1,260.00", "水利科"), False),  # a figure is no label, and the last one has no value
    ],
)
def test_a_form_begins_with_labels_and_their_values(row: tuple[str, ...], is_first: bool) -> None:
    page = page_of([(60.0 + 150 * n, 100.0, text) for n, text in enumerate(row)])
    lines = segment_lines(page, list(range(len(page.text))), SIZE)
    assert opens(lines, 0, SIZE) is is_first
