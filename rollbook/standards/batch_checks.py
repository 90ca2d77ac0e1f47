"""All learners of an LRS batch file, checked by what the definitions say of a learner, in the order of the file."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from rollbook.base.findings import Finding
from rollbook.standards.batch_rows import check_row
from rollbook.standards.delimited.reading import Record
from rollbook.standards.layouts import Layout, Table
from rollbook.standards.loaded import Loaded


def table_of_learners(layout: Layout) -> str:
    """The table whose rows are checked by the definitions of a learner; empty where a file has none."""
    return next((table.name for table in layout.tables if table.checked_by == "definitions"), "")


def check_learners(loaded: Loaded, today: date) -> list[Finding]:
    """Findings on every row in order, its form before its values, then those on the file as a whole."""
    table = loaded.layout.table(table_of_learners(loaded.layout))
    on_rows: dict[str, list[Finding]] = defaultdict(list)
    on_file: list[Finding] = []
    for found in loaded.findings:
        is_on_row = found.position.record.startswith(f"{table.name} ")
        (on_rows[found.position.record] if is_on_row else on_file).append(found)
    found_on_rows: list[Finding] = []
    for batch in loaded.raw[table.name].to_batches(max_chunksize=4096):
        for row in batch.to_pylist():
            record = _record(row, table, loaded.layout)
            on_form = on_rows.pop(_called_by_reader(row, table, loaded.layout), [])
            on_form = [replace(found, position=replace(record.position, line=found.position.line)) for found in on_form]
            found_on_rows += check_row(replace(record, findings=tuple(on_form)), loaded.layout, today=today)
    return [*found_on_rows, *(found for ones in on_rows.values() for found in ones), *on_file]


def _record(row: Mapping[str, str], table: Table, layout: Layout) -> Record:
    values = {one.at: row[one.name] or "" for one in layout.fields_of(table.name)}
    return Record(int(row["id"]), int(row["line"]), values, kind=table.name)


def _called_by_reader(row: Mapping[str, str], table: Table, layout: Layout) -> str:
    """A row of XML is called by its key while it is read, one of a CSV file by its number, as in all answers."""
    key = "" if layout.shape == "delimited" else " ".join(row[name] or "" for name in table.key).strip()
    return f"{table.name} {key or row['id']}"
