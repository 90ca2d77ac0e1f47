"""What a change of version means for the records of a file: both packs of rules over the same records.

The records are laid out for each version: what a version has no place for is named, and so is every rule that could
not be run in both. Rules on the file as a whole are left out: a file of one version is always wrong for another.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

import pyarrow as pa

from rollbook.standards.checking import NONE_GIVEN, CheckResult, check_loaded
from rollbook.standards.layouts import Layout
from rollbook.standards.loaded import Loaded, schema_of
from rollbook.standards.rules.differing import Difference
from rollbook.standards.rules.records import main_table
from rollbook.standards.rules.rule import plain_code
from rollbook.standards.tables import Given


@dataclass(frozen=True, slots=True)
class Hit:
    """A rule that speaks of other records in one version than in the other: which ones, by name."""

    rule: str
    before: tuple[str, ...]
    after: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Effect:
    """What a change means for a file. `by_change` are rules that change, `by_year` those that only the days move.

    `without_place` counts the values that a version has no field for; `not_compared` says why a rule is left out.
    """

    by_change: tuple[Hit, ...]
    by_year: tuple[Hit, ...]
    without_place: Mapping[str, int]
    not_compared: Mapping[str, str]


def effect(loaded: Loaded, change: Difference, *, today: date, references: Given = NONE_GIVEN) -> Effect:
    """Check one file's records by both versions, and say where they differ."""
    lost: dict[str, int] = {}
    results = []
    for layout in (change.before, change.after):
        made, missing = laid_out_for(loaded, layout)
        lost |= missing
        results.append(check_loaded(made, today=today, references=references))
    before, after = results
    not_compared = dict(_not_compared(change, before, after))
    hits = [one for one in _hits(before, after) if plain_code(one.rule) not in {plain_code(c) for c in not_compared}]
    return Effect(
        by_change=tuple(one for one in hits if plain_code(one.rule) in change.codes),
        by_year=tuple(one for one in hits if plain_code(one.rule) not in change.codes),
        without_place=lost,
        not_compared=not_compared,
    )


def laid_out_for(loaded: Loaded, layout: Layout) -> tuple[Loaded, dict[str, int]]:
    """The same records in the tables of another version, and how many values found no place there."""
    raw, lost = {}, {}
    known = {table.name for table in layout.tables}
    for table in layout.tables:
        schema = schema_of(layout, table.name)
        rows = loaded.raw.get(table.name)
        if rows is None or any(name.endswith("_id") and name not in rows.column_names for name in schema.names):
            raw[table.name] = schema.empty_table()
            continue
        columns = [rows[one.name] if one.name in rows.column_names else _nothing(rows, one) for one in schema]
        raw[table.name] = pa.table(columns, schema=schema)
    for name, rows in loaded.raw.items():
        fields = {one.name for one in layout.fields_of(name)} if name in known else set()
        for one in loaded.layout.fields_of(name):
            held = rows.num_rows - rows[one.name].null_count
            if held and one.name not in fields:
                lost[f"{name}.{one.name}"] = held
    return Loaded(layout, raw), lost


def _nothing(rows: pa.Table, field: pa.Field) -> pa.Array:
    return pa.nulls(rows.num_rows, field.type)


def _hits(before: CheckResult, after: CheckResult) -> Iterator[Hit]:
    old, new = _by_rule(before), _by_rule(after)
    for rule in sorted({*old, *new}):
        gone, come = old.get(rule, Counter()), new.get(rule, Counter())
        if gone != come:
            yield Hit(rule, tuple((gone - come).elements()), tuple((come - gone).elements()))


def _by_rule(result: CheckResult) -> dict[str, Counter[str]]:
    """The records that each rule speaks of, of people only: what stands above them is the file's."""
    layout, main = result.layout, main_table(result.layout).name
    people = {one.name for one in layout.tables if main in (one.name, *layout.parents_of(one.name))}
    found: dict[str, Counter[str]] = {}
    columns = (result.table[name].to_pylist() for name in ("rule", "table", "record"))
    for rule, table, record in zip(*columns, strict=True):
        if table in people:
            found.setdefault(rule, Counter())[record] += 1
    return found


def _not_compared(change: Difference, before: CheckResult, after: CheckResult) -> Iterator[tuple[str, str]]:
    for result in (before, after):
        for one in result.not_run:
            yield one.rule, f"Not run by {result.layout.version}: {one.why}"
    for new in change.unknown:
        yield new.name, new.why
