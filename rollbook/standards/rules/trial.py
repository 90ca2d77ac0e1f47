"""Tries rules on their examples: all of them written as files, read back, and laid side by side in one database.

Every example is a file for itself, with its own rows of reference tables; no rule sees from one into another.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import pyarrow as pa
import pyarrow.compute

from rollbook.standards.layouts import Layout, layout_of
from rollbook.standards.loaded import Loaded
from rollbook.standards.reading import read, write
from rollbook.standards.rules.apart import Apart, apart_for, source_of
from rollbook.standards.rules.elsewhere import reported_elsewhere
from rollbook.standards.rules.paths import parsed, path_sql
from rollbook.standards.rules.query import hits_sql, rows_sql
from rollbook.standards.rules.records import as_text, changed, empty_table, raw_tables, valid_record
from rollbook.standards.rules.rule import Example, Rule
from rollbook.standards.tables import (
    EXAMPLE,
    GIVEN,
    Connection,
    StandardData,
    build,
    code_from,
    lay_raw,
    open_tables,
    quoted,
    see_examples,
    seen_examples,
    standard_data,
)

Places = tuple[str, ...]  # records by path, sorted


@dataclass(frozen=True)
class Trial:
    """Rules with their examples, ready to be run in any variation."""

    connection: Connection
    layout: Layout
    data: StandardData
    numbers: Mapping[tuple[str, ...], tuple[int, ...]]  # of examples, by rule, in the order of `rule.examples`
    examples: tuple[Example, ...]
    faults: Mapping[int, str]  # examples that cannot be written, and why
    apart: Apart

    def reported(self, rule: Rule) -> list[Places]:
        """For each example of a rule, the records that it reports. duckdb.Error when the rule cannot be run.

        ValueError when an example cannot be written.
        """
        if rule.checked_by:
            return [reported_elsewhere(rule, one, self.layout) for one in rule.examples]
        self.show(rule)
        path = path_sql(self.layout.table(rule.table), self.layout)
        run = self.apart.rule(rule)
        query = hits_sql(run, f"{EXAMPLE}, {path}", rows=rows_sql(run, source_of(run)))
        found: dict[int, list[str]] = {number: [] for number in self.numbers[rule.key]}
        for number, place in self.connection.execute(query).fetchall():
            found[number].append(place)
        return [tuple(sorted(places)) for places in found.values()]

    def expected(self, rule: Rule) -> list[Places]:
        """For each example of a rule, the records it should report."""
        return [tuple(sorted(parsed(one, self.layout) for one in example.at)) for example in rule.examples]

    def show(self, rule: Rule) -> None:
        """Show the examples of a rule and no others. ValueError when one of them cannot be written."""
        numbers = self.numbers[rule.key]
        for number in numbers:
            if number in self.faults:
                raise ValueError(self.faults[number])
        if numbers:
            see_examples(self.connection, numbers[0], numbers[-1])


@contextmanager
def trial(rules: Iterable[Rule], standard: str, version: str) -> Iterator[Trial]:
    """Write, read and build the examples of these rules. One that cannot be written is a fault of its rule."""
    layout, data = layout_of(standard, version), standard_data(standard, version)
    numbers: dict[tuple[str, ...], tuple[int, ...]] = {}
    examples: list[Example] = []
    for rule in (one for one in rules if not one.checked_by):
        numbers[rule.key] = tuple(range(len(examples), len(examples) + len(rule.examples)))
        examples += rule.examples
    with open_tables() as connection:
        faults: dict[int, str] = {}
        lay_raw(connection, layout, _side_by_side(layout, examples, data, faults), examples=True)
        _lay_given(connection, examples)
        build(connection, layout, data, examples=True)
        _lay_references(connection, examples, data)
        _lay_codes(connection, examples)
        yield Trial(connection, layout, data, numbers, tuple(examples), faults, apart_for(layout, data))


def _lay_given(connection: Connection, examples: list[Example]) -> None:
    """What is said of each example's file: today, its name, the period."""
    columns = {EXAMPLE: pa.array(range(len(examples)), pa.int32())}
    for name in GIVEN:
        values = [one.changes.get(name) for one in examples]
        columns[name] = pa.array([None if one is None else as_text(one) for one in values], pa.string())
    kinds = ", ".join(f"cast({name} as {kind}) as {name}" for name, kind in GIVEN.items())
    connection.register("arrow_given", pa.table(columns))
    connection.execute(f"create table given_examples as select {EXAMPLE}, {kinds} from arrow_given")


def _side_by_side(
    layout: Layout, examples: list[Example], data: StandardData, faults: dict[int, str]
) -> dict[str, pa.Table]:
    valid = valid_record(layout.standard, layout.version)
    outside = {*GIVEN, *data.references, "codes"}
    parts: dict[str, list[pa.Table]] = {
        table.name: [_moved(empty_table(layout, table.name), {}, -1)] for table in layout.tables
    }
    counts = dict.fromkeys(parts, 0)
    for number, example in enumerate(examples):
        changes = {name: one for name, one in example.changes.items() if name not in outside}
        try:
            raw = read_back(layout, changed(layout, valid, changes))
        except (ValueError, TypeError, AttributeError) as error:
            faults[number] = f"an example cannot be written: {error}: {dict(example.changes)}"
            raw = read_back(layout, changed(layout, valid, {}))
        filled = {name: table for name, table in raw.items() if table.num_rows}
        for name, table in filled.items():
            offsets = {f"{parent}_id": counts[parent] for parent in layout.parents_of(name)} | {"id": counts[name]}
            parts[name].append(_moved(table, offsets, number))
        for name, table in filled.items():
            counts[name] += table.num_rows
    return {name: pa.concat_tables(ones) for name, ones in parts.items()}


def read_back(layout: Layout, document: dict[str, Any]) -> Mapping[str, pa.Table]:
    """A document written as a real file, and the raw tables that reading it gives."""
    file = BytesIO()
    write(Loaded(layout, raw_tables(layout, document)), file)
    return read(file, layout=layout).raw


def _moved(table: pa.Table, offsets: Mapping[str, int], number: int) -> pa.Table:
    """The same rows with ids of their own among all examples."""
    for name, offset in offsets.items():
        moved = pa.compute.add(table[name], offset)
        table = table.set_column(table.column_names.index(name), name, moved)
    return table.append_column(EXAMPLE, pa.array([number] * table.num_rows, pa.int32()))


def _lay_references(connection: Connection, examples: list[Example], data: StandardData) -> None:
    """Reference tables hold the rows of all examples; a view shows those of the ones that are seen."""
    for name, form in data.references.items():
        rows = [
            dict[str, str | None]({EXAMPLE: str(number)} | {key: as_text(one[key]) or None for key in one})
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
            f"create view {quoted(name)} as select * from {quoted('all_' + name)} where {seen_examples()}"
        )


def _lay_codes(connection: Connection, examples: list[Example]) -> None:
    """An example may bring codes of lists that are not held: `codes = { SOC2020 = ["2136"] }`, written as lists are."""
    rows = [
        (number, name, code.code.upper(), code.valid_from, code.valid_to)
        for number, example in enumerate(examples)
        for name, codes in example.changes.get("codes", {}).items()
        for code in map(code_from, codes)
    ]
    connection.execute(
        f"create table own_codes ({EXAMPLE} integer, list varchar, code varchar, valid_from date, valid_to date)"
    )
    if rows:
        connection.executemany("insert into own_codes values (?, ?, ?, ?, ?)", rows)
    connection.execute("alter table codes rename to held_codes")
    connection.execute(
        "create view codes as from held_codes "
        f"union all select * exclude ({EXAMPLE}) from own_codes where {seen_examples()}"
    )
