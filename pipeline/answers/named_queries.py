"""The SQL files in queries/: what each answers, its parameters, and running it.

A file starts with comment lines, then holds one SELECT statement:

    -- title: 各城市补贴比例 | Subsidy ratios by city
    -- answers: one or more sentences; further `-- answers:` lines go on
    -- 说明: the same in Chinese
    -- param city text: region code or name; all when left out
    -- 参数 city: the same in Chinese
    -- param year integer = 2023: budget year
    -- param topic topic: what the programme is about; all when left out
    -- param class text: small, general, all or other; all when left out
    -- values class enterprise_class: small general all other
    -- scope city: SELECT place FROM (SELECT DISTINCT place FROM terms_told) WHERE place_is(place, $city)
    -- with population: what it can do with a user's table of that name
    -- 附表 population: the same in Chinese
    -- column region_name: what the output column holds

A scope names the places that a value of its parameter can mean; it is asked first, where the parameter has one. The
statement is given them as `$places`, a list, or null where nothing narrows them. That is what lets DuckDB leave out all
other rows as it reads them; a subquery would be answered too late for that. A parameter that is a topic is given as a
list, too: the topic that the user names, by its code or one of its names, and those below it.

`values` lists the codes that a parameter may take, or that a column of the answer holds and no published table
declares; `*` are all that a published column of that name may hold. Behind the name stands the column whose words they
have, where that has another name. Users may give the words in place of the codes (pipeline/answers/code_words.py).

The order of the answer is the last part of the statement and begins a line.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pyarrow as pa

from pipeline.answers.catalog import QUERIES, Catalog
from pipeline.answers.code_words import code_meant, words_of
from pipeline.answers.parameters import PARSED, Parameter
from pipeline.answers.places import region_meant
from pipeline.answers.topics import topics_meant
from pipeline.errors import UsageError
from pipeline.language import CHINESE, chosen, listed, tr
from pipeline.nearest import did_you_mean
from pipeline.schemas import SCHEMAS, allowed_values

_LINE = re.compile(
    r"-- (title|answers|param|values|scope|with|column|说明|参数|附表)(?: (\w+))?(?: (\w+))?(?: = (\S+))?: (.+)"
)
_CHINESE = ("说明", "参数", "附表")
_ASKED = re.compile(r"\$(\w+)")


@dataclass(frozen=True, slots=True)
class NamedQuery:
    """One file. `columns` maps output columns to their descriptions, `scopes` parameters to statements."""

    name: str
    title_zh: str
    title_en: str
    answers: str
    parameters: tuple[Parameter, ...]
    columns: Mapping[str, str]
    sql: str
    scopes: Mapping[str, str] = field(default_factory=dict)
    knows: Mapping[str, str] = field(default_factory=dict)
    """Tables that a user may give, and what the query makes of them."""
    answers_zh: str = ""
    knows_zh: Mapping[str, str] = field(default_factory=dict)
    codes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Codes of columns that no published table declares."""

    @property
    def title(self) -> str:
        """In the language of the process."""
        return self.title_zh if chosen() == CHINESE else self.title_en

    @property
    def said(self) -> str:
        """What it answers, in the language of the process."""
        return self.answers_zh if chosen() == CHINESE and self.answers_zh else self.answers

    def takes(self, table: str) -> str:
        """What it makes of a table that a user may give, in the language of the process."""
        return self.knows_zh.get(table, "") if chosen() == CHINESE else self.knows[table]

    def asked(self, given: Mapping[str, str]) -> dict[str, str]:
        """What is asked for, defaults too, as codes; a value that is not possible as it is given."""
        found = {}
        for one in self.parameters:
            text = given.get(one.name, one.default)
            if text is not None:
                found[one.name] = code_meant(text, one.words) or text
        return found

    def run(self, catalog: Catalog, given: Mapping[str, str]) -> pa.Table:
        """Rows of the answer. Raises UsageError for unknown or wrong parameters, and for too many rows."""
        values = self._values(catalog, given)
        return catalog.answer(self.sql, _asked(self.sql, values))

    def first(self, catalog: Catalog, given: Mapping[str, str], most: int) -> tuple[pa.Table, int]:
        """The first rows of the answer, and how many it has. To find these takes far less than to sort all."""
        values = self._values(catalog, given)
        table = self._select(catalog, f"{self.sql}\nLIMIT {most}", values)
        if table.num_rows < most:
            return table, table.num_rows
        unordered = self.sql.rpartition("\nORDER BY ")[0] or self.sql
        [count] = (
            self._select(catalog, f"SELECT count(*) FROM (\n{unordered}\n)", values).column(0).to_pylist()
        )
        return table, count

    def _values(self, catalog: Catalog, given: Mapping[str, str]) -> dict[str, Any]:
        known = [parameter.name for parameter in self.parameters]
        if unknown := given.keys() - set(known):
            names = listed(known) or tr("none")
            raise UsageError(
                tr(
                    "query {name} has no parameter {unknown}",
                    name=self.name,
                    unknown=listed(sorted(unknown)),
                ),
                tr("Its parameters: {names}.", names=names),
            )
        values = {parameter.name: parameter.value(given.get(parameter.name)) for parameter in self.parameters}
        for parameter in self.parameters:
            if parameter.kind == "topic" and values[parameter.name] is not None:
                values[parameter.name] = topics_meant(catalog, values[parameter.name])
        if self.scopes:
            values["places"] = self._places(catalog, values)
        return values

    def _select(self, catalog: Catalog, sql: str, values: Mapping[str, Any]) -> pa.Table:
        """Rows of a statement that may leave out parameters, as it does those that only a scope asks for."""
        return catalog.select(sql, _asked(sql, values))

    def _places(self, catalog: Catalog, values: Mapping[str, Any]) -> list[str] | None:
        """Places in all scopes whose parameters have values; None for all places."""
        found: set[str] | None = None
        for name, sql in self.scopes.items():
            if values[name] is not None:
                places = set(catalog.select(sql, {name: values[name]}).column(0).to_pylist())
                if not places:
                    meant = region_meant(catalog, values[name], sql, name)
                    places = set(catalog.select(sql, {name: meant}).column(0).to_pylist())
                found = places if found is None else found & places
        return None if found is None else sorted(found)


def load_queries(folder: Path = QUERIES) -> dict[str, NamedQuery]:
    """All named queries by name."""
    return {
        path.stem: parse_query(path.stem, path.read_text("utf-8")) for path in sorted(folder.glob("*.sql"))
    }


def find_query(name: str, folder: Path = QUERIES) -> NamedQuery:
    """Raises UsageError that lists the names there are."""
    queries = load_queries(folder)
    if name not in queries:
        meant = did_you_mean(name, queries)
        if any(char.isspace() for char in name):
            meant = tr("A statement goes behind --sql. ")
        raise UsageError(
            tr("there is no query {name}", name=name),
            tr("{meant}Queries: {queries}.", meant=meant, queries=listed(queries)),
        )
    return queries[name]


def parse_query(name: str, text: str) -> NamedQuery:
    """Raises UsageError when a header line does not follow the form above."""
    titles: list[str] = []
    answers: list[str] = []
    parameters: list[Parameter] = []
    columns: dict[str, str] = {}
    scopes: dict[str, str] = {}
    knows: dict[str, str] = {}
    chinese: dict[tuple[str, str], str] = {}
    codes: dict[str, tuple[str, tuple[str, ...]]] = {}
    for line in text.splitlines():
        if not line.startswith("--"):
            break
        match = _LINE.fullmatch(line)
        if match is None or (match[1] == "param" and match[3] not in PARSED):
            raise UsageError(tr("queries/{name}.sql: cannot read header line: {line}", name=name, line=line))
        word, first, second, default, note = match.groups()
        if word == "title":
            titles = [part.strip() for part in note.split("|")]
        elif word == "answers":
            answers.append(note)
        elif word == "param" and parameters and parameters[-1].name == first:
            parameters[-1] = replace(parameters[-1], description=f"{parameters[-1].description} {note}")
        elif word == "param":
            parameters.append(Parameter(first, second, default, note))
        elif word == "values":
            codes[first] = (second or first, _codes(second or first, note))
        elif word in _CHINESE:
            key = (word, first or "")
            chinese[key] = chinese.get(key, "") + note
        elif word == "scope":
            scopes[first] = note
        elif word == "with":
            knows[first] = note
        else:
            columns[first] = note
    if len(titles) != 2 or not answers or not columns:
        raise UsageError(
            tr("queries/{name}.sql lacks a title in two languages, an answer line or its columns", name=name)
        )
    if unknown := scopes.keys() - {parameter.name for parameter in parameters}:
        raise UsageError(
            tr(
                "queries/{name}.sql has a scope for no parameter: {unknown}",
                name=name,
                unknown=listed(sorted(unknown)),
            )
        )
    named = {parameter.name for parameter in parameters}
    return NamedQuery(
        name,
        titles[0],
        titles[1],
        " ".join(answers),
        tuple(
            replace(
                one,
                description_zh=chinese.get(("参数", one.name), ""),
                words=words_of(*codes[one.name], name) if one.name in codes else {},
            )
            for one in parameters
        ),
        columns,
        text,
        scopes,
        knows,
        chinese.get(("说明", ""), ""),
        {table: chinese.get(("附表", table), "") for table in knows},
        {column: known for column, (_, known) in codes.items() if column in columns or column not in named},
    )


def _asked(sql: str, values: Mapping[str, Any]) -> dict[str, Any]:
    """Of the values those that the statement asks for."""
    asked = set(_ASKED.findall(_without_notes(sql)))
    return {name: value for name, value in values.items() if name in asked}


def _codes(column: str, note: str) -> tuple[str, ...]:
    if note != "*":
        return tuple(note.split())
    found = (schema.field(column) for schema in SCHEMAS.values() if column in schema.names)
    return next(filter(None, map(allowed_values, found)))


def _without_notes(sql: str) -> str:
    return "\n".join(line for line in sql.splitlines() if not line.startswith("--"))
