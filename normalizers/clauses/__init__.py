"""Sentences as tables: every number of a paragraph with the words that lead to it, as one in a grid has its labels.

    from normalizers.clauses import read_paragraph

    text = "2023年共安排玉米、大豆补贴60万元，其中中央、省级分别为40、20万元。"
    for number in read_paragraph([text], lead=["资金安排"]):
        print(number.text, number.address, number.parent, number.role)

    60万元  ('资金安排', '2023年共安排玉米、大豆补贴')           None  ''
    40      ('资金安排', '2023年共安排玉米、大豆补贴', '中央')    0     ''     (unit 万元, from the list)
    20万元  ('资金安排', '2023年共安排玉米、大豆补贴', '省级')    0     ''

`read_paragraph(sentences, lead)` and `read_sentence(text, lead)` give a list of `Stated`, in reading order; see there
for every field. It knows connectives only (``connectives.toml``): 其中, 分别, 共计, 较上年, 由…到…, 即, 以上, commas,
colons, brackets, and arithmetic. What the words mean is read from its labels with `normalizers.facets.read_label`.
`divides` tells whether a label says what the numbers behind it divide another by.
"""

from normalizers.clauses.model import Stated
from normalizers.clauses.reading import read_paragraph, read_sentence
from normalizers.clauses.words import divides

__all__ = ["Stated", "divides", "read_paragraph", "read_sentence"]
