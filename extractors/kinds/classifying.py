"""Logical tables to classified tables: the kind of every block and of the table, the role of every column."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, replace
from functools import cache
from importlib import resources

from extractors.addresses import Pair, Span, find_structure
from extractors.kinds.column import Column
from extractors.kinds.columns import read_columns
from extractors.kinds.transposed import transposed
from extractors.model import LogicalTable
from extractors.vocabulary import class_share, known_roles, lists_regions, region_share, shape, term_share
from extractors.whole import with_title_drawn
from normalizers.text import match_key

_MONEY = frozenset(
    {
        "amount_adjusted",
        "amount_adjustment",
        "amount_executed",
        "amount_initial",
        "amount_issued",
        "amount_paid",
    }
)


@dataclass(slots=True)
class Block:
    """Rows that share one header. `rows` are the body rows, `columns` what they hold."""

    kind: str
    header: list[int]
    rows: list[int]
    columns: list[Column]
    side: str = ""

    def column(self, role: str) -> Column | None:
        """The first column of a role."""
        return next((c for c in self.columns if c.role == role), None)

    @property
    def first(self) -> int:
        """Grid column in which the block begins."""
        return self.columns[0].index if self.columns else 0

    @property
    def end(self) -> int:
        """Grid column behind the block's last one."""
        return max((c.index + c.span for c in self.columns), default=0)

    def all(self, role: str) -> list[Column]:
        return [c for c in self.columns if c.role == role]


@dataclass(slots=True)
class ClassifiedTable:
    """A logical table with its kind, blocks and pairs.

    `transposed` is the same table with rows and columns exchanged, where it is a transposed one.
    """

    table: LogicalTable
    kind: str
    blocks: list[Block]
    pairs: list[Pair]
    header_rows: frozenset[int]
    transposed: ClassifiedTable | None = None

    @property
    def header_row_count(self) -> int:
        """Rows of the header at the top of the table, title rows included."""
        count = 0
        while count in self.header_rows:
            count += 1
        return count


@cache
def _kinds() -> list[dict[str, object]]:
    source = resources.files("extractors").joinpath("vocabulary/kinds.toml")
    found: list[dict[str, object]] = tomllib.loads(source.read_text(encoding="utf-8"))["kind"]
    return found


def classify(table: LogicalTable) -> ClassifiedTable:
    """Give a table its kind, its blocks and the role of each column."""
    structure = find_structure(table)
    titles = [row for row in structure.title_rows]
    table.caption = with_title_drawn(table.caption, [c.text for c in table.cells if c.row in titles])
    blocks = [
        _block(table, span, columns) for span in structure.spans for columns in read_columns(table, span)
    ]
    header = frozenset(titles) | {r for span in structure.spans for r in span.header}
    found = ClassifiedTable(table, _kind(blocks, structure.pairs), blocks, structure.pairs, header)
    other = transposed(table)
    if other is not None:
        found.transposed = classify(other)
        found.kind = found.transposed.kind
    return found


def _kind(blocks: list[Block], pairs: list[Pair]) -> str:
    """A table with pairs or with blocks of several kinds is a form."""
    kinds = {b.kind for b in blocks}
    stated = sum(1 for pair in pairs if known_roles(pair.labels[-1]))
    if (len(pairs) >= 2 and len(blocks) != 1) or len(pairs) >= 4 or stated >= 2 or len(kinds) > 1:
        return "form" if pairs or kinds - {"other"} else "other"
    return next(iter(kinds), "other")


def _block(table: LogicalTable, span: Span, columns: list[Column]) -> Block:
    rows = list(span.body)
    block = Block("other", span.header, rows, columns, span.side)
    if _lists_phases(table, block):
        block.columns = [replace(columns[0], role="phase", evidence="values"), *columns[1:]]
        block.kind = "budget"
        return block
    roles = {c.role for c in columns if c.role}
    caption = match_key(table.caption)
    words = caption + "".join(match_key(heading) for c in columns for heading in c.path)
    fitting = [k for k in _kinds() if _needs_met(k, roles) and not any(w in words for w in k["strange"])]  # type: ignore[attr-defined]
    if fitting:
        # Ties go to the caption's words, then to the order of the file.
        best = max(
            range(len(fitting)),
            key=lambda i: (i == 0) + 0.6 * any(word in caption for word in fitting[i]["caption"]),  # type: ignore[attr-defined]
        )
        block.kind = str(fitting[best]["name"])
    elif _states_terms(table, block):
        block.kind = "subsidy_policy"
    return block


def _lists_phases(table: LogicalTable, block: Block) -> bool:
    """Do the rows stand for the phases (年初预算数, 调整后预算数, 实际支出数) and the columns for the
    items?"""
    if len(block.columns) < 2 or any(c.role in _MONEY and c.evidence == "name" for c in block.columns):
        return False
    grid = table.grid()
    texts = [grid[r][block.columns[0].index] for r in block.rows]
    found = [next((role for role in known_roles(text) if role in _MONEY), None) for text in texts]
    return len({role for role in found if role}) >= 2 and 2 * sum(map(bool, found)) > len(texts)


def _needs_met(kind: dict[str, object], roles: set[str]) -> bool:
    needs: list[list[str]] = kind["needs"]  # type: ignore[assignment]
    without: list[str] = kind["without"]  # type: ignore[assignment]
    return all(roles & set(group) for group in needs) and not roles & set(without)


def _states_terms(table: LogicalTable, block: Block) -> bool:
    """Cells that hold ratios and caps beside a column of regions or classes make a policy table."""
    grid = table.grid()
    bodies = {c.index: [grid[r][c.index] for r in block.rows] for c in block.columns}
    regional = {i for i, texts in bodies.items() if lists_regions((t for t in texts if t), 0.5)}
    if not regional and not any(class_share([c.heading]) or region_share([c.heading]) for c in block.columns):
        return False  # whatever the cells state, which takes longer to see
    with_terms = [i for i, texts in bodies.items() if term_share(t for t in texts if t) >= 0.4]
    # Bare percentages are statistics as often as ratios: then a heading or the caption has to speak of a
    # policy.
    worded = any(shape(t) in ("name", "sentence") for i in with_terms for t in bodies[i])
    policy = any(word in match_key(table.caption) for word in ("政策", "标准", "扶持", "补贴", "补助"))
    headed = any(class_share([c.heading]) for c in block.columns if c.index in with_terms)
    named = bool(regional.difference(with_terms))
    cities = region_share(c.heading for c in block.columns if c.index in with_terms)
    return bool(with_terms) and (
        headed or (named and (worded or policy)) or (cities >= 0.5 and len(with_terms) > 1)
    )
