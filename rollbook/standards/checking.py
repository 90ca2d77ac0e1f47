"""Checks a file of any standard: its form, its fields, its rules. One door for every way in.

Everything is read and everything runs; only what cannot be read at all is refused. What was not run, and what could
not be decided, is named. With `as_collected` the department's gates are put on top.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import BinaryIO

import pyarrow as pa
import pyarrow.compute

from rollbook.base.findings import Finding, Severity
from rollbook.standards.batch_checks import check_learners, table_of_learners
from rollbook.standards.columns import without_rows
from rollbook.standards.fields import check_fields
from rollbook.standards.finding_table import FINDING_SCHEMA, findings_in, table_of
from rollbook.standards.layouts import Layout
from rollbook.standards.loaded import Loaded
from rollbook.standards.reading import read
from rollbook.standards.rules.loading import asked_rules, pack_version
from rollbook.standards.rules.query import text_of
from rollbook.standards.rules.records import main_table
from rollbook.standards.rules.rule import Rule
from rollbook.standards.rules.running import NotRun, Ran, run
from rollbook.standards.rules.undecided import NotDecided
from rollbook.standards.tables import (
    Connection,
    Given,
    StandardData,
    build,
    give,
    lay_raw,
    lay_references,
    lock,
    open_tables,
    plan_lightly,
    standard_data,
)

_SMALL = 20_000  # records; below, planning a rule takes longer than running it
_IN_ORDER = [("line", "ascending"), ("row_id", "ascending"), ("rule", "ascending")]
_AT_ONCE = 10  # rules asked together of a small file
NONE_GIVEN: Given = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Versions:
    """What a file was checked with: the rules' own fingerprint, and the version of each reference table."""

    pack: str
    references: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class CheckResult:
    """What a check found. `table` holds the findings (FINDING_COLUMNS) in the order of the file.

    `records` counts the rows of each table that was read; `refused` says that the official gates let nothing pass.
    """

    layout: Layout
    table: pa.Table
    not_run: tuple[NotRun, ...]
    not_decided: tuple[NotDecided, ...]
    versions: Versions
    records: Mapping[str, int]
    name: str = ""
    refused: bool = False

    @property
    def findings(self) -> Iterator[Finding]:
        """The findings, one after another."""
        return findings_in(self.table)

    @property
    def by_severity(self) -> dict[Severity, int]:
        """How many findings there are of each severity."""
        return {Severity(one): count for one, count in Counter(self.table["severity"].to_pylist()).items()}


def check(
    source: Path | BinaryIO,
    *,
    today: date,
    name: str = "",
    layout: Layout | None = None,
    references: Given = NONE_GIVEN,
    return_period: int | None = None,
    as_collected: bool = False,
) -> CheckResult:
    """Check a file. Its kind is recognised if `layout` is not given. Unreadable when nothing can be read.

    `references` holds reference tables by name; rules that need another are not run, and named. `as_collected` drops
    records with errors in their fields before the rules run, and runs no more where a rule refuses the whole file.
    """
    return check_loaded(
        read(source, name=name, layout=layout),
        today=today,
        references=references,
        return_period=return_period,
        as_collected=as_collected,
    )


def check_loaded(
    loaded: Loaded,
    *,
    today: date,
    references: Given = NONE_GIVEN,
    return_period: int | None = None,
    as_collected: bool = False,
) -> CheckResult:
    """Check what has been read already."""
    layout, name = loaded.layout, loaded.name
    data, rules = standard_data(layout.standard, layout.version), asked_rules(layout.standard, layout.version)
    learners = table_of_learners(layout)
    records = {table: rows.num_rows for table, rows in loaded.raw.items()}
    with open_tables() as connection:
        lay_raw(connection, layout, loaded.raw)
        on_form = table_of(check_learners(loaded, today) if learners else loaded.findings)
        on_fields = check_fields(connection, layout)
        if as_collected:
            lay_raw(connection, layout, without_errors(loaded, on_fields))
        del loaded  # what has been typed is not needed as text any more
        ran, versions, refused = Ran(without_rows(FINDING_SCHEMA)), {}, False
        if rules:
            build(connection, layout, data, texts=[text_of(rule) for rule in rules])
            give(connection, today=today, file_name=name or None, return_period=return_period)
            versions = lay_references(connection, data.references, references)
            small = sum(records.values()) < _SMALL
            if small:
                plan_lightly(connection)
            lock(connection)
            has = {"today", *versions, *(["file_name"] * bool(name)), *(["return_period"] * bool(return_period))}
            at_once = _AT_ONCE if small else 1
            ran, refused = _run(connection, layout, data, rules, has, at_once, as_collected=as_collected)
    by_query = pa.concat_tables([on_fields, ran.findings])
    if learners:
        found = pa.concat_tables([on_form, _by_number(by_query, layout)])
    else:
        found = pa.concat_tables([on_form, by_query]).sort_by(_IN_ORDER)
    return CheckResult(
        layout=layout,
        table=found,
        not_run=ran.not_run,
        not_decided=ran.not_decided,
        versions=Versions(pack_version(layout.standard), versions),
        records=records,
        name=name,
        refused=refused,
    )


def check_file(source: Path | BinaryIO, *, today: date, name: str = "") -> Iterator[Finding]:
    """Findings on every row in order, then those on the file as a whole. Unreadable when it cannot be read."""
    return check(source, today=today, name=name).findings


def without_errors(loaded: Loaded, on_fields: pa.Table) -> Mapping[str, pa.Table]:
    """The raw tables without the records of people in whose fields there is an error."""
    layout, main = loaded.layout, main_table(loaded.layout).name
    below = [table.name for table in layout.tables if table.name == main or main in layout.parents_of(table.name)]
    is_error = pyarrow.compute.equal(on_fields["severity"], "error")
    is_below = pyarrow.compute.is_in(on_fields["table"], pa.array(below, pa.string()))
    wrong = on_fields.filter(pyarrow.compute.and_(is_error, is_below))["top_id"].combine_chunks().drop_null()
    kept = dict(loaded.raw)
    for name in below:
        ids = loaded.raw[name]["id" if name == main else f"{main}_id"]
        kept[name] = loaded.raw[name].filter(pyarrow.compute.invert(pyarrow.compute.is_in(ids, wrong)))
    return kept


def _by_number(found: pa.Table, layout: Layout) -> pa.Table:
    """The same with records called by their numbers, as all that is said of learners in a batch calls them."""
    places = zip(found["table"].to_pylist(), found["row_id"].to_pylist(), strict=True)
    names = [name if number is None or layout.table(name).is_single else f"{name} {number}" for name, number in places]
    return found.set_column(found.column_names.index("record"), "record", pa.array(names, pa.string()))


def _run(
    connection: Connection,
    layout: Layout,
    data: StandardData,
    rules: tuple[Rule, ...],
    given: set[str],
    at_once: int,
    *,
    as_collected: bool,
) -> tuple[Ran, bool]:
    """Run the rules; where the file may be refused whole, those on the file first."""
    if not as_collected:
        return run(connection, layout, data, rules, given=given, at_once=at_once), False
    on_file = tuple(rule for rule in rules if rule.stage == "file")
    ran = run(connection, layout, data, on_file, given=given, at_once=at_once)
    if "error" in ran.findings["severity"].to_pylist():
        others = tuple(NotRun(rule.code, "The file would be refused whole.") for rule in rules if rule not in on_file)
        return Ran(ran.findings, (*ran.not_run, *others), ran.not_decided), True
    return run(connection, layout, data, rules, given=given, at_once=at_once), False
