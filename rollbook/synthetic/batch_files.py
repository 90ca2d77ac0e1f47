"""Batch files of invented learners who are given: as a provider's system exports them, in the shape of the standard.

Files whose learners nobody needs to know beforehand are made from a plan: `returns`, `rollbook make batch`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any, BinaryIO

from rollbook.standards import batch_file_name, layout_of
from rollbook.standards.delimited import write

# Columns that a provider's system fills for every learner it has just enrolled.
ENROLLED = {"AbilityToShare": "1", "VerificationType": "2"}


def write_batch_file(
    out: BinaryIO, people: Iterable[Mapping[str, Any]], *, count: int, ukprn: str, written: datetime, start: int = 1
) -> str:
    """Write these people (rows with the columns of `people` or `queries`) as an LRS batch file; its name comes back.

    MIS identifiers count up from `start`. A row may carry `uln`.
    """
    layout = layout_of("lrs_batch", "2A")
    name = batch_file_name(ukprn, written)
    own = {"FileVersion": "2A", "FileName": name, "UKPRN": ukprn, "LearnerRecordCount": str(count)}
    write(layout, out, file=own, records=batch_records(people, start))
    return name


def batch_records(people: Iterable[Mapping[str, Any]], start: int = 1) -> Iterator[dict[str, str]]:
    """The rows of such a file, by heading."""
    columns = layout_of("lrs_batch", "2A").fields_of("learner")
    for number, person in enumerate(people, start):
        values = {column.at: _text(person.get(column.field)) for column in columns if column.field}
        uln = _text(person.get("uln")) or "9999999999"
        yield {**values, **ENROLLED, "MISIdentifier": f"MIS{number:06d}", "ULN": uln}


def _text(value: object) -> str:
    return "" if value is None else str(value)
