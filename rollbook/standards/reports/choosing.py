"""Some of the findings: by severity, rule and field; or everything about one record. Each keeps its number.

A finding's number is its place in the whole table, from 0: it names a finding without saying anything of whom it is.
"""

from __future__ import annotations

from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as compute

from rollbook.base.errors import NotFound

NUMBER = "number"


@dataclass(frozen=True, slots=True)
class Choice:
    """What is wanted; an empty word stands for everything."""

    severity: str = ""
    rule: str = ""
    field: str = ""


def numbered(findings: pa.Table) -> pa.Table:
    """The findings with their numbers."""
    if NUMBER in findings.column_names:
        return findings
    return findings.append_column(NUMBER, pa.array(range(findings.num_rows), pa.int64()))


def chosen(findings: pa.Table, choice: Choice) -> pa.Table:
    """The findings that were wanted, with their numbers."""
    found = numbered(findings)
    for name in ("severity", "rule", "field"):
        wanted = getattr(choice, name)
        if wanted:
            found = found.filter(compute.equal(found[name], wanted))
    return found


def of_one_record(findings: pa.Table, number: int) -> pa.Table:
    """Everything found in the record on top (a learner, a pupil) that the finding of this number is about.

    NotFound when there is no such finding.
    """
    found = numbered(findings)
    if not 0 <= number < found.num_rows:
        raise NotFound("There is no such finding.", fix="Begin at the list of findings.")
    top = _top(found["record"][number].as_py() or "")
    records = compute.fill_null(found["record"], "")
    same = compute.or_(compute.equal(records, top), compute.starts_with(records, f"{top} / "))
    return found.filter(same if top else compute.equal(records, ""))


def _top(record: str) -> str:
    """`learner L1` of `learner L1 / aim 2`."""
    return record.partition(" / ")[0]
