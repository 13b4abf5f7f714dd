"""Terms that the cells of a policy table state in words: by region, class, item and year.

What a heading says of whom, where or when (小微企业, 宁波市, 2020年政策, 建议) parts a row into statements; the
other cells of a row make one statement together (比例 | 上限). A statement is read as a sentence under its labels.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from extractors.addresses import Addressed, Column, Part
from normalizers import labels, regions, terms, units
from normalizers.facets import read_label
from normalizers.numbers import parse_number
from normalizers.periods import find_year
from normalizers.regions import Region
from normalizers.terms_status import context_status
from normalizers.text import is_blank, match_key
from pipeline.facts.policy_text import term_values
from pipeline.facts.term_labels import payer_of_heading
from pipeline.meaning.labels import fold, plain_name
from pipeline.records.context import Row, TableRows

_LIMIT = re.compile(r"(?:每[^\d]{1,4}|单[^\d]{1,3})?\d")  # 每家50万元 under 最高限额
_LONGEST_CITY = 12
# Columns that state no terms.
_ASIDE = frozenset({"region", "document", "date", "remark", "row_no", "person", "unit", "reason", "year"})
_OTHER_SUPPORT = re.compile(r"补[贴助]|贴息|资助|保费|扶持")
_PROPOSED = re.compile(r"建议|拟调|优化方案")


@dataclass(frozen=True, slots=True)
class _Key:
    """What a heading says that parts one statement from another."""

    year: int | None = None
    status: str | None = None
    place: str | None = None  # a region, as printed
    enterprise_class: str | None = None

    def says(self) -> bool:
        return self != _NO_KEY


_NO_KEY = _Key()


@dataclass(slots=True)
class _Statement:
    """Cells of one or several rows that are read together, and whose they are."""

    rows: list[int]
    columns: list[Column]
    label: str = ""
    topic: str = ""
    enterprise_class: str | None = None
    region: Region | None = None
    key: _Key = field(default_factory=_Key)
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
        self._heads = {c.index: fold(c.path) for c in part.columns}
        self._rows = [line.row for line in part.lines]
        columns = [c for c in part.columns if c.kind != "ordinal"]
        self._region = self._region_column(columns)
        self._class = self._class_column(columns)
        self._year = next((c for c in columns if "year" in self._heads[c.index].names[:1]), None)
        kept = [c for c in columns if not _ASIDE.intersection(self._heads[c.index].names[:1])]
        self._keys = {c.index: self._key(c) for c in kept}
        if only:
            stated = [c for c in kept if self._heads[c.index].measure in only]
            if not stated or any({"region", "recipient"} & set(h.names[:1]) for h in self._heads.values()):
                kept = []
            else:
                first = stated[0].index
                kept = [c for c in kept if c in stated or (c.index < first and c.kind == "stub")]
        unnamed = [c for c in kept if c is not self._region and not self._keys[c.index].says()]
        is_list = self._region is not None and self._class is None
        self._topic = next((c for c in unnamed if c is not self._class and self._names(c)), None)
        if self._topic is None and not is_list and self._class is None:
            self._topic = next(iter(unnamed), None)
        self._label = self._class or self._topic
        self._stated = [c for c in kept if c not in (self._class, self._topic, self._region)]

    def read(self) -> list[Row]:
        """The terms in reading order; none where numbers stand under their payers, which figures state."""
        if not self._stated:
            return []
        payers = [c for c in self._stated if payer_of_heading(self._heads[c.index])]
        if len(payers) > 1:
            return []
        return [row for statement in self._statements() for row in self._terms(statement)]

    def _class_column(self, columns: list[Column]) -> Column | None:
        """The column that tells classes of enterprises, by its heading or by what stands in it."""
        for column in columns:
            if "class" in self._heads[column.index].names[:1]:
                return column
        for column in columns:
            texts = [text for row in self._rows if (text := self._text(row, column))]
            named = [t for t in texts if len(t) <= _LONGEST_CITY and labels.enterprise_class(t)]
            if column.kind == "stub" and texts and 2 * len(named) > len(texts):
                return column
        return None

    def _names(self, column: Column) -> bool:
        """Does a column left of all statements name what its rows are about, in words alone?"""
        texts = [text for row in self._rows if (text := self._text(row, column))]
        return column.kind == "stub" and bool(texts) and not any(re.search(r"\d", text) for text in texts)

    # What parts the statements

    def _key(self, column: Column) -> _Key:
        heading = " ".join(column.path)
        head = self._heads[column.index]
        status = context_status(match_key(heading))
        if status is None and _PROPOSED.search(heading):
            status = "recommended"
        last = column.path[-1] if column.path else ""
        place = last if last and len(last) <= _LONGEST_CITY and self._resolve(last) is not None else None
        return _Key(head.fiscal_year, status, place, labels.enterprise_class(heading) if not place else None)

    def _statements(self) -> Iterator[_Statement]:
        cities = [c for c in self._stated if self._keys[c.index].place]
        if len(cities) > 1:
            yield from self._of_cities(cities)
            return
        groups = self._groups()
        for row in self._rows:
            if self._view.is_total(row):
                continue
            name = self._label_at(row, self._region)
            region = self._region_of(name) if name else None
            if self._region is not None and region is None:
                continue
            for key, columns in groups:
                yield self._statement(row, region, key, columns)

    def _groups(self) -> list[tuple[_Key, list[Column]]]:
        """Columns whose cells are read together, with what parts them from the others."""
        keyed: dict[_Key, list[Column]] = {}
        free: list[Column] = []
        for column in self._stated:
            key = self._keys[column.index]
            if key.says():
                keyed.setdefault(key, []).append(column)
            else:
                free.append(column)
        if not keyed:
            measures = [self._heads[c.index].measure for c in free]
            one_term = sorted(map(str, measures)) == ["cap", "ratio"]
            if self._region is not None and self._class is None and not one_term:
                return [(_NO_KEY, [c]) for c in free]
            return [(_NO_KEY, free)]
        years = [key.year for key in keyed if key.year is not None]
        if len(set(years)) > 1 or any(key.status for key in keyed):
            # What no year heads, such as a limit, is said of the last, a condition of all.
            last = next((k for k in keyed if k.year == max(years)), None) if years else None
            if last is not None:
                keyed[last] += free
            return list(keyed.items())
        alone = [(_NO_KEY, [c]) for c in free]
        return sorted([*keyed.items(), *alone], key=lambda group: group[1][0].index)

    def _statement(self, row: int, region: Region | None, key: _Key, columns: list[Column]) -> _Statement:
        label = self._label_at(row, self._class, self._region)
        topic = self._text(row, self._topic)
        found = labels.enterprise_class(label)
        if found == "other" and labels.names_the_rest(label) and self._small_above(row):
            found, label = "general", ""
        own = key.enterprise_class or found or self._by_contrast(columns)
        label = " ".join(one for one in (topic, label) if one)
        return _Statement([row], columns, label, topic, own, region, key, alone=len(columns) == 1)

    def _of_cities(self, cities: list[Column]) -> Iterator[_Statement]:
        """The cells of a city that belong to one class make one statement; what they are about stands left."""
        left = [c for c in self._stated if c.index < cities[0].index]
        left = [c for c in (self._label, *left) if c is not None]
        groups: dict[str, list[int]] = {}
        for row in self._rows:
            texts = [self._text(row, c) for c in left]
            own = next((text for text in texts if labels.enterprise_class(text)), "")
            groups.setdefault(own or (texts[0] if len(texts) > 1 else ""), []).append(row)
        names = {c.path[-1] for c in cities}
        for name, rows in groups.items():
            for column in cities:
                place = self._resolve(column.path[-1])
                region = self._city_among(names, place) if place else None
                found = labels.enterprise_class(name)
                topics = [" ".join(self._text(r, c) for c in left if self._text(r, c) != name) for r in rows]
                yield _Statement(rows, [column], "/".join([name, *topics]), "", found, region, alone=True)

    # Reading a statement

    def _terms(self, one: _Statement) -> Iterator[Row]:
        columns, row = one.columns, one.rows[0]
        place = next((c for c in columns if self._heads[c.index].measure == "ratio"), columns[0])
        if len(one.rows) > 1 or (
            one.alone and one.region is not None and not one.key.says() and "/" in one.label
        ):
            topics = one.label.split("/")[1:]
            texts = [self._worded(self._text(r, place), [t]) for r, t in zip(one.rows, topics, strict=True)]
        elif one.alone:
            text = self._text(row, place)
            texts = [
                self._worded(text, list(place.path))
                if len(self._stated) > 1 and self._region is None
                else text
            ]
        else:
            texts = [self._worded(self._text(row, c), list(c.path)) for c in columns]
        texts = list(dict.fromkeys(text for text in texts if not is_blank(text)))
        if not texts:
            return
        source = "，".join(text.rstrip("。；; ") for text in texts) if len(texts) > 1 else texts[0]
        headings = "/".join(dict.fromkeys(h for c in columns for h in c.path))
        item = one.topic if one.topic and not labels.enterprise_class(one.topic) else None
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
        last = max((k.year for k in self._keys.values() if k.year is not None), default=None)
        if status is None and one.key.year is not None and last is not None and one.key.year < last:
            status = "historic"
        own_year = find_year(self._text(row, self._year)) if self._year is not None else None
        term = replace(
            term,
            status=status,
            enterprise_class=term.enterprise_class or one.enterprise_class,
            item=plain_name(item) if item else term.item,
        )
        year = own_year or one.key.year or context.fiscal_year
        return term_values(term, (code, name)) | {"fiscal_year": year}

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
        said = match_key("".join(self._text(r, c) for r in self._rows for c in self._stated))
        return "奖励" if "奖励" in said and not _OTHER_SUPPORT.search(said) else ""

    # Labels

    def _text(self, row: int, column: Column | None) -> str:
        cell = self._view.cell(row, column.index) if column is not None else None
        return cell.text if cell is not None else ""

    def _label_at(self, row: int, column: Column | None, outer: Column | None = None) -> str:
        """The label of a row; a blank one goes on from the row above, as long as the label left of it does.

        Not where the first row's place is blank, too: labels in the middle of their rows tell no beginning.
        """
        text = self._text(row, column)
        if text or column is None:
            return text
        start = self._rows[0]
        for above in range(row, start - 1, -1):
            if text := self._text(above, column):
                return text if self._text(start, column) else ""
            if outer is not None and self._text(above, outer):
                return ""
        return ""

    def _small_above(self, row: int) -> bool:
        """Is the row above one of small enterprises? 其他企业 below it are the general ones."""
        above = [r for r in self._rows if r < row]
        return (
            bool(above)
            and labels.enterprise_class(self._text(above[-1], self._class or self._label)) == "small"
        )

    def _by_contrast(self, columns: list[Column]) -> str | None:
        """Beside a column for small enterprises, one that names no class speaks of the others."""
        others = [self._keys[c.index].enterprise_class for c in self._stated if c not in columns]
        return "general" if others.count("small") == 1 and "general" not in others else None

    # Regions

    def _region_column(self, columns: list[Column]) -> Column | None:
        """The column of regions; of several (省份 | 城市) the one that tells the most rows apart, else the last."""
        found = [c for c in columns if "region" in self._heads[c.index].names[:1]]
        if len(found) < 2:
            return next(iter(found), None)
        counts = [(len({self._text(r, c) for r in self._rows} - {""}), c.index) for c in found]
        return found[counts.index(max(counts))]

    def _resolve(self, name: str) -> Region | None:
        return regions.resolve(name, year=self._view.context.fiscal_year)

    def _region_of(self, name: str) -> Region:
        """The region whose policy a row states. Tables of other cities are read without the report's region."""
        context = self._view.context
        found = self._resolve(name) or regions.resolve(
            name, parent_code=context.region_code, year=context.fiscal_year
        )
        if found is not None and found.level == "province":
            found = self._city_among({self._text(r, self._region) for r in self._rows}, found)
        if found is None:
            context.finding(
                "unknown_region",
                "info",
                f"政策表中的地区“{name}”未能对应到行政区划代码",
                table_id=self._view.table_id,
                page_number=self._view.page(self._rows[0], 0),
                row_index=next((r for r in self._rows if self._text(r, self._region) == name), None),
                printed=name,
            )
            return Region(None, name, name, "city", None, None, None, False, None, None)
        return found

    def _city_among(self, names: set[str], found: Region) -> Region:
        """吉林 in a list of cities is the city of that name, not the province."""
        city = self._resolve(f"{found.short_name}市")
        if found.level != "province" or city is None or city.level != "city":
            return found
        levels = [region.level for name in names if (region := self._resolve(name)) is not None]
        return city if 2 * levels.count("city") >= len(levels) - 1 and levels.count("city") else found
