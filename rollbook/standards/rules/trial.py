"""Tries rules on their examples: all of them written as files, read back, and laid side by side in one database.

Every example is a file for itself. A rule that looks only at its own record and what hangs on it is run over all its
examples at once; any other is shown one example after another.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import pyarrow as pa
import pyarrow.compute

from rollbook.standards.layouts import Layout, layout_of
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
    open_tables,
    quoted,
    see_example,
    standard_data,
)
from rollbook.standards.xml import read_xml, write_xml

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

    def reported(self, rule: Rule, *, rows: str = "") -> list[Places]:
        """For each example of a rule, the records that it reports. duckdb.Error when the rule cannot be run.

        ValueError when one of them cannot be written.
        """
        found = []
        for number in self.numbers[rule.code]:
            if number in self.faults:
                raise ValueError(self.faults[number])
            self.see(number)
            query = hits_sql(rule, path_sql(self.layout.table(rule.table), self.layout), rows=rows)
            found.append(tuple(sorted(row[0] for row in self.connection.execute(query).fetchall())))
        return found

    def expected(self, rule: Rule) -> list[Places]:
        """For each example of a rule, the records it should report."""
        return [tuple(sorted(parsed(one, self.layout) for one in example.at)) for example in rule.examples]

    def see(self, number: int) -> None:
        """Show one example: its records, what is said of the file, and its own rows of reference tables."""
        see_example(self.connection, self.layout, self.data, number)
        changes = self.examples[number].changes
        for name, kind in GIVEN.items():
            value = changes.get(name)
            self.connection.execute(f"set variable {name} = cast($1 as {kind})", [value])


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
        build(connection, layout, _side_by_side(layout, examples, data, faults), data, examples=True)
        _lay_references(connection, examples, data)
        yield Trial(connection, layout, data, numbers, tuple(examples), faults)


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
            f"where {EXAMPLE} = getvariable('{EXAMPLE}')"
        )
