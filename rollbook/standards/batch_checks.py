"""All rows of an LRS batch file, checked by what the definitions say of a learner, in the order of the file."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

from rollbook.base.findings import Finding
from rollbook.standards.batch_rows import check_row
from rollbook.standards.delimited.reading import Record
from rollbook.standards.loaded import Loaded


def check_learners(loaded: Loaded, today: date) -> list[Finding]:
    """Findings on every row in order, its form before its values, then those on the file as a whole."""
    on_rows: dict[str, list[Finding]] = defaultdict(list)
    on_file: list[Finding] = []
    for found in loaded.findings:
        is_on_row = found.position.record.startswith("learner ")
        (on_rows[found.position.record] if is_on_row else on_file).append(found)
    headings = {one.name: one.at for one in loaded.layout.fields_of("learner")}
    found_on_rows = [
        found
        for batch in loaded.raw["learner"].to_batches(max_chunksize=4096)
        for row in batch.to_pylist()
        for found in check_row(_record(row, headings, on_rows), loaded.layout, today=today)
    ]
    return [*found_on_rows, *on_file]


def _record(row: dict[str, str], headings: dict[str, str], on_rows: dict[str, list[Finding]]) -> Record:
    number = int(row["id"])
    values = {at: row[name] or "" for name, at in headings.items()}
    return Record(number, int(row["line"]), values, tuple(on_rows.get(f"learner {number}", ())))
