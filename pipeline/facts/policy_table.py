"""Terms that the cells of a policy table state in words: by region, class, item and year.

What a heading says of whom, where or when (小微企业, 宁波市, 2020年政策, 建议) parts a row into statements; the
other cells of a row make one statement together (比例 | 上限). A statement is read as a sentence under its labels.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from extractors.addresses import Addressed, Column, Part
from normalizers import labels, terms
from normalizers.facets import read_label
from normalizers.numbers import parse_number, units
from normalizers.periods import find_year
from normalizers.region_table import Region
from normalizers.text import is_blank, match_key
from pipeline.context import Row, TableRows
from pipeline.facts.own_shares import last_payers, payers_of_lines
from pipeline.facts.policy_columns import NO_KEY, Key, PolicyColumns
from pipeline.facts.policy_places import Places
from pipeline.facts.policy_text import term_values
from pipeline.facts.scales import is_band, names_award
from pipeline.facts.term_labels import payer_of_heading
from pipeline.meaning import plain_name

_LIMIT = re.compile(r"(?:每[^\d]{1,4}|单[^\d]{1,3})?\d")  # 每家50万元 under 最高限额
_OTHER_SUPPORT = re.compile(r"补[贴助]|贴息|资助|保费|扶持")


@dataclass(slots=True)
class _Statement:
    """Cells of one or several rows that are read together, and whose they are."""

    rows: list[int]
    columns: list[Column]
    label: str = ""
    topic: str = ""
    enterprise_class: str | None = None
    region: Region | None = None
    key: Key = field(default_factory=Key)
    alone: bool = False  # one cell: its own text is the source


def stated_terms(view: TableRows, address: Addressed) -> list[Row]:
    """The rows of all parts that stand in a policy table, or state a standard beside what was paid by it."""
    rows: list[Row] = []
    kinds = [block.kind for block in view.classified.blocks]
    for part in address.parts:
        if not part.lines:
            continue
        if "subsidy_policy" in kinds:
            rows += _PolicyPart(view, part).read()
        elif "disbursement" in kinds:
            rows += _PolicyPart(view, part, only=("ratio", "cap")).read()
    return rows


class _PolicyPart:
    """Reads one part of a policy table; `only` limits what headings of statements measure."""

    def __init__(self, view: TableRows, part: Part, only: tuple[str, ...] = ()) -> None:
        self._view = view
        self._columns = PolicyColumns(view, part, only)
        self._places = Places(view)
        self._payers = payers_of_lines(part)
        self._own = frozenset(row for row, payer in last_payers(part).items() if payer == "own")

    def read(self) -> list[Row]:
        """The terms in reading order; none where numbers stand under or beside their payers, which figures state."""
        if not self._columns.stated:
            return []
        payers = [c for c in self._columns.stated if payer_of_heading(self._columns.heads[c.index])]
        has_payers = bool(payers or self._payers)
        if len(payers) > 1 or (has_payers and all(map(self._are_numbers, self._columns.stated))):
            return []
        return [row for statement in self._statements() for row in self._terms(statement)]

    def _are_numbers(self, column: Column) -> bool:
        texts = [self._columns.text(row, column) for row in self._columns.rows]
        return all(is_blank(text) or _is_number(text) for text in texts)

    # What parts the statements

    def _statements(self) -> Iterator[_Statement]:
        cities = [c for c in self._columns.stated if self._columns.keys[c.index].place]
        if len(cities) > 1:
            yield from self._of_cities(cities)
            return
        groups = self._groups()
        for row in self._columns.rows:
            if self._view.is_total(row) or row in self._own:
                continue
            name = self._columns.label_at(row, self._columns.region)
            region = self._places.of_row(name, row, self._names_of_regions()) if name else None
            if self._columns.region is not None and region is None:
                continue
            for key, columns in groups:
                yield self._statement(row, region, key, columns)

    def _groups(self) -> list[tuple[Key, list[Column]]]:
        """Columns whose cells are read together, with what parts them from the others."""
        keyed: dict[Key, list[Column]] = {}
        free: list[Column] = []
        for column in self._columns.stated:
            key = self._columns.keys[column.index]
            if key.says():
                keyed.setdefault(key, []).append(column)
            else:
                free.append(column)
        if not keyed:
            measures = [self._columns.heads[c.index].measure for c in free]
            one_term = sorted(map(str, measures)) == ["cap", "ratio"]
            if self._columns.region is not None and self._columns.classes is None and not one_term:
                return [(NO_KEY, [c]) for c in free]
            return [(NO_KEY, free)]
        years = [key.year for key in keyed if key.year is not None]
        if len(set(years)) > 1 or any(key.status for key in keyed):
            # What no year heads, such as a limit, is said of the last, a condition of all.
            last = next((k for k in keyed if k.year == max(years)), None) if years else None
            if last is not None:
                keyed[last] += free
            return list(keyed.items())
        alone = [(NO_KEY, [c]) for c in free]
        return sorted([*keyed.items(), *alone], key=lambda group: group[1][0].index)

    def _statement(self, row: int, region: Region | None, key: Key, columns: list[Column]) -> _Statement:
        label = self._columns.label_at(row, self._columns.classes, self._columns.region)
        topic = self._columns.text(row, self._columns.topic)
        found = labels.enterprise_class(label)
        if found == "other" and labels.names_the_rest(label) and self._columns.small_above(row):
            found, label = "general", ""
        own = key.enterprise_class or found or self._columns.by_contrast(columns)
        label = " ".join(one for one in (topic, label) if one)
        return _Statement([row], columns, label, topic, own, region, key, alone=len(columns) == 1)

    def _of_cities(self, cities: list[Column]) -> Iterator[_Statement]:
        """The cells of a city that belong to one class make one statement; what they are about stands left."""
        left = [c for c in self._columns.stated if c.index < cities[0].index]
        left = [c for c in (self._columns.label, *left) if c is not None]
        groups: dict[str, list[int]] = {}
        for row in self._columns.rows:
            texts = [self._columns.text(row, c) for c in left]
            own = next((text for text in texts if labels.enterprise_class(text)), "")
            groups.setdefault(own or (texts[0] if len(texts) > 1 else ""), []).append(row)
        names = {c.path[-1] for c in cities}
        for name, rows in groups.items():
            for column in cities:
                place = self._places.named(column.path[-1])
                region = self._places.among(names, place) if place else None
                found = labels.enterprise_class(name)
                topics = [
                    " ".join(self._columns.text(r, c) for c in left if self._columns.text(r, c) != name)
                    for r in rows
                ]
                yield _Statement(rows, [column], "/".join([name, *topics]), "", found, region, alone=True)

    # Reading a statement

    def _terms(self, one: _Statement) -> Iterator[Row]:
        columns, row = one.columns, one.rows[0]
        place = next((c for c in columns if self._columns.heads[c.index].measure == "ratio"), columns[0])
        if len(one.rows) > 1 or (
            one.alone and one.region is not None and not one.key.says() and "/" in one.label
        ):
            topics = one.label.split("/")[1:]
            texts = [
                self._worded(self._columns.text(r, place), [t]) for r, t in zip(one.rows, topics, strict=True)
            ]
        elif one.alone:
            text = self._columns.text(row, place)
            texts = [
                self._worded(text, list(place.path))
                if len(self._columns.stated) > 1 and self._columns.region is None
                else text
            ]
        else:
            texts = [self._worded(self._columns.text(row, c), list(c.path)) for c in columns]
        texts = list(dict.fromkeys(text for text in texts if not is_blank(text)))
        if not texts:
            return
        source = "，".join(text.rstrip("。；; ") for text in texts) if len(texts) > 1 else texts[0]
        headings = "/".join(dict.fromkeys(h for c in columns for h in c.path))
        is_name = not (
            (labels.enterprise_class(one.topic) and not names_award(one.topic))
            or terms.is_generic(match_key(one.topic))
            or _is_number(one.topic)
        )
        item = one.topic if one.topic and is_name else None
        is_own = one.key.says() or one.region is not None  # what else stands in the row is of others
        shown = source if is_own else self._view.row_text(row)
        context = " ".join(word for word in (one.label, headings, self._manner()) if word)
        for term in terms.parse_terms(source, context=context):
            values = self._values(term, one, row, item)
            yield self._view.fact(row, place.index, shown, **values)

    def _values(self, term: terms.Term, one: _Statement, row: int, item: str | None) -> Row:
        context = self._view.context
        code = one.region.region_code if one.region else context.region_code
        name = one.region.region_name if one.region else context.region_name
        status = one.key.status or term.status
        last = max((k.year for k in self._columns.keys.values() if k.year is not None), default=None)
        if status is None and one.key.year is not None and last is not None and one.key.year < last:
            status = "historic"
        own_year = (
            find_year(self._columns.text(row, self._columns.years))
            if self._columns.years is not None
            else None
        )
        term = replace(
            term,
            status=status,
            enterprise_class=term.enterprise_class or one.enterprise_class,
            item=plain_name(item) if item else term.item,
        )
        year = own_year or one.key.year or context.fiscal_year
        values = term_values(term, (code, name)) | {"fiscal_year": year}
        own = values["item"]
        if own is not None and is_band(own):
            values["item"] = None  # 500万美元以下 says when, and not for what
        return values

    def _worded(self, text: str, topics: Iterable[str]) -> str:
        """A cell's statement with the word that its heading gives it: 50万元 under 最高限额 is 最高50万元."""
        if is_blank(text):
            return ""
        text = text.rstrip("。；; ")
        heads = [read_label(topic) for topic in topics]
        number = parse_number(text)
        if number is not None:
            unit = next((u for topic in topics if (u := units.header_unit(topic)) is not None), None)
            if unit is not None:
                text = f"{text}{unit.name}"
            elif any(head.measure == "ratio" for head in heads) and number > 1:
                text = f"{text}%"
        is_limit = any(head.measure == "cap" for head in heads)
        return f"最高{text}" if is_limit and _LIMIT.match(text) else text

    def _manner(self) -> str:
        """奖励, where all that the part states are prizes: 奖励50万元 | 按发行规模0.3%."""
        said = match_key(
            "".join(self._columns.text(r, c) for r in self._columns.rows for c in self._columns.stated)
        )
        return "奖励" if "奖励" in said and not _OTHER_SUPPORT.search(said) else ""

    def _names_of_regions(self) -> set[str]:
        return {self._columns.text(row, self._columns.region) for row in self._columns.rows}


def _is_number(text: str) -> bool:
    """A bare number or share: it names nothing."""
    return parse_number(text.rstrip("%％‰ ")) is not None
