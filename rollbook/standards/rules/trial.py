"""Tries rules on their examples: all of them written as files, read back, and laid side by side in one database.

Every example is a file for itself. A rule that looks only at its own record and what hangs on it is run over all its
examples at once; any other is shown one example after another.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import BytesIO
from itertools import groupby
from typing import Any

import pyarrow as pa
import pyarrow.compute

from rollbook.standards.layouts import Layout, layout_of
from rollbook.standards.rules.parsing import functions, has_subquery, has_window, parts_of
from rollbook.standards.rules.paths import parsed, path_sql
from rollbook.standards.rules.query import hits_sql
from rollbook.standards.rules.records import as_text, changed, raw_tables, valid_record
from rollbook.standards.rules.rule import Example, Rule
from rollbook.standards.tables import (
    EXAMPLE,
    GIVEN,
    Connection,
    StandardData,
    build,
    lay_raw,
    open_tables,
    quoted,
    see_around,
    see_examples,
    single_tables,
    standard_data,
)
from rollbook.standards.xml import read_xml, write_xml

_WORD = re.compile(r"\w+")
Places = tuple[str, ...]  # records by path, sorted


@dataclass(frozen=True)
class Trial:
    """Rules with their examples, ready to be run in any variation."""

    connection: Connection
    layout: Layout
    data: StandardData
    numbers: Mapping[str, tuple[int, ...]]  # of the examples of each rule, in the order of `rule.examples`
    examples: tuple[Example, ...]
    faults: Mapping[int, str]  # examples that cannot be written, and why
    around: Sequence[Any]  # for each example, what tells apart what stands around it
    state: dict[str, Any] = field(default_factory=dict)

    def reported(self, rule: Rule, *, rows: str = "") -> list[Places]:
        """For each example of a rule, the records that it reports. duckdb.Error when the rule cannot be run.

        `rows` are other rows than those it looks at. ValueError when an example cannot be written.
        """
        path = path_sql(self.layout.table(rule.table), self.layout)
        query = hits_sql(rule, f"{EXAMPLE}, {path}", rows=rows)
        found: dict[int, list[str]] = {number: [] for number in self.numbers[rule.code]}
        for _ in self.shown(rule):
            for number, place in self.connection.execute(query).fetchall():
                found[number].append(place)
        return [tuple(sorted(places)) for places in found.values()]

    def expected(self, rule: Rule) -> list[Places]:
        """For each example of a rule, the records it should report."""
        return [tuple(sorted(parsed(one, self.layout) for one in example.at)) for example in rule.examples]

    def shown(self, rule: Rule) -> Iterator[range]:
        """Show the examples of a rule: as many at once as cannot touch one another, with the same things around."""
        numbers = self.numbers[rule.code]
        for number in numbers:
            if number in self.faults:
                raise ValueError(self.faults[number])
        alone = self.looks_around(rule)
        for _, ones in groupby(numbers, key=lambda number: (self.around[number], alone and number)):
            group = list(ones)
            see_examples(self.connection, group[0], group[-1])
            self._see_around(group[0])
            yield range(group[0], group[-1] + 1)

    def looks_around(self, rule: Rule) -> bool:
        """Does the rule, or a macro it uses, look into other rows than its own?"""
        nodes = parts_of(rule).all
        used = {name for node in nodes for name in functions(node)} & self._looking_macros()
        return bool(used or rule.window or any(has_subquery(node) or has_window(node) for node in nodes))

    def _looking_macros(self) -> set[str]:
        tables = {table.name for table in self.layout.tables}
        return {macro.name for macro in self.data.macros if tables & set(_WORD.findall(macro.sql))} | {
            macro.name for macro in self.data.macros if set(self.data.references) & set(_WORD.findall(macro.sql))
        }

    def _see_around(self, number: int) -> None:
        """Let the rows see what stands around an example: the tables on top, and what is said of the file."""
        if self.state.get("around") == self.around[number]:
            return
        self.state["around"] = self.around[number]
        see_around(self.connection, self.layout, self.data, number)
        changes = self.examples[number].changes
        for name, kind in GIVEN.items():
            self.connection.execute(f"set variable {name} = cast($1 as {kind})", [changes.get(name)])


@contextmanager
def trial(rules: Iterable[Rule], standard: str, version: str) -> Iterator[Trial]:
    """Write, read and build the examples of these rules. One that cannot be written is a fault of its rule."""
    layout, data = layout_of(standard, version), standard_data(standard, version)
    numbers: dict[str, tuple[int, ...]] = {}
    examples: list[Example] = []
    for rule in rules:
        numbers[rule.code] = tuple(range(len(examples), len(examples) + len(rule.examples)))
        examples += rule.examples
    with open_tables() as connection:
        faults: dict[int, str] = {}
        lay_raw(connection, layout, _side_by_side(layout, examples, data, faults), examples=True)
        build(connection, layout, data, examples=True)
        _lay_references(connection, examples, data)
        around = _around(connection, layout, examples)
        yield Trial(connection, layout, data, numbers, tuple(examples), faults, around)


def _around(connection: Connection, layout: Layout, examples: list[Example]) -> list[Any]:
    """A key for each example: the same when the tables on top and what is said of the file are the same."""
    found: list[list[Any]] = [[str(one.changes.get(name)) for name in GIVEN] for one in examples]
    for table in single_tables(layout):
        rows = f"select {EXAMPLE}, hash(columns(* exclude ({EXAMPLE}, id))) from built.{quoted(table.name)}"
        for number, *hashes in connection.execute(rows).fetchall():
            found[number].append((table.name, *hashes))
    return [tuple(one) for one in found]


def _side_by_side(
    layout: Layout, examples: list[Example], data: StandardData, faults: dict[int, str]
) -> dict[str, pa.Table]:
    valid = valid_record(layout.standard, layout.version)
    parts: dict[str, list[pa.Table]] = defaultdict(list)
    offsets: dict[str, int] = dict.fromkeys((table.name for table in layout.tables), 0)
    for number, example in enumerate(examples):
        outside = {*GIVEN, *data.references}
        changes = {name: one for name, one in example.changes.items() if name not in outside}
        try:
            raw = read_back(layout, changed(layout, valid, changes))
        except (ValueError, TypeError, AttributeError) as error:
            faults[number] = f"an example cannot be written: {error}: {dict(example.changes)}"
            raw = read_back(layout, changed(layout, valid, {}))
        for name, table in raw.items():
            parts[name].append(_moved(table, layout, name, offsets, number))
        for name, table in raw.items():
            offsets[name] += table.num_rows
    return {name: pa.concat_tables(ones) for name, ones in parts.items()}


def read_back(layout: Layout, document: dict[str, Any]) -> Mapping[str, pa.Table]:
    """A document written as a real file, and the raw tables that reading it gives."""
    file = BytesIO()
    write_xml(layout, raw_tables(layout, document), file)
    return read_xml(file, layout).raw


def _moved(table: pa.Table, layout: Layout, name: str, offsets: Mapping[str, int], number: int) -> pa.Table:
    """The same rows with ids of their own among all examples."""
    columns = {column: table[column] for column in table.column_names}
    for parent in layout.parents_of(name):
        columns[f"{parent}_id"] = pa.compute.add(table[f"{parent}_id"], offsets[parent])
    columns["id"] = pa.compute.add(table["id"], offsets[name])
    columns[EXAMPLE] = pa.array([number] * table.num_rows, pa.int32())
    return pa.table(columns)


def _lay_references(connection: Connection, examples: list[Example], data: StandardData) -> None:
    """Reference tables hold the rows of all examples; a view shows those of the one that is seen."""
    for name, form in data.references.items():
        rows = [
            {EXAMPLE: str(number)} | {key: None if one[key] == "" else as_text(one[key]) for key in one}
            for number, example in enumerate(examples)
            for one in example.changes.get(name, ())
        ]
        connection.execute(f"alter table {quoted(name)} rename to {quoted('all_' + name)}")
        connection.execute(f"alter table {quoted('all_' + name)} add column {EXAMPLE} bigint")
        if rows:
            columns = sorted({key for row in rows for key in row})
            given = pa.table({key: pa.array([row.get(key) for row in rows], pa.string()) for key in columns})
            form.fill(connection, given, into=f"all_{name}", also={EXAMPLE: "bigint"})
        connection.execute(
            f"create view {quoted(name)} as select * exclude ({EXAMPLE}) from {quoted('all_' + name)} "
            f"where {EXAMPLE} between getvariable('{EXAMPLE}') and getvariable('last_{EXAMPLE}')"
        )
