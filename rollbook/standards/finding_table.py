"""Findings as a table, so that 200,000 of them cost little; and one finding after another, for whoever wants values."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pyarrow as pa

from rollbook.base.findings import Finding, Position, Severity
from rollbook.standards.columns import without_rows

# `row_id` and `top_id` are the ids of the record and of the one on top of it (the learner); both are null for the
# file. `fields` and `values` are all that a rule shows, `field` and `value` the first: the one to mend.
FINDING_COLUMNS = {
    "rule": pa.string(),
    "severity": pa.string(),
    "table": pa.string(),
    "row_id": pa.int64(),
    "top_id": pa.int64(),
    "record": pa.string(),
    "line": pa.int64(),
    "field": pa.string(),
    "value": pa.string(),
    "says": pa.string(),
    "fix": pa.string(),
    "fields": pa.list_(pa.string()),
    "values": pa.list_(pa.string()),
}
FINDING_SCHEMA = pa.schema(list(FINDING_COLUMNS.items()))


def table_of(findings: Iterable[Finding]) -> pa.Table:
    """Findings that are values, as such a table."""
    rows = list(findings)
    if not rows:
        return without_rows(FINDING_SCHEMA)
    columns = {
        "rule": [one.rule for one in rows],
        "severity": [str(one.severity) for one in rows],
        "table": [_table(one.position.record) for one in rows],
        "row_id": [None] * len(rows),
        "top_id": [None] * len(rows),
        "record": [one.position.record for one in rows],
        "line": [one.position.line for one in rows],
        "field": [one.field for one in rows],
        "value": [one.value for one in rows],
        "says": [one.says for one in rows],
        "fix": [one.fix for one in rows],
        "fields": [[one.field] for one in rows],
        "values": [[one.value] for one in rows],
    }
    return pa.table({name: pa.array(columns[name], kind) for name, kind in FINDING_COLUMNS.items()})


def findings_in(table: pa.Table) -> Iterator[Finding]:
    """The findings of a table, in its order, a few thousand at a time."""
    wanted = table.select(["rule", "field", "says", "fix", "severity", "value", "line", "record"])
    for batch in wanted.to_batches(max_chunksize=4096):
        for rule, field, says, fix, severity, value, line, record in zip(*(c.to_pylist() for c in batch), strict=True):
            yield Finding(rule, field, says, fix or "", Severity(severity), value or "", Position(line, record or ""))


def _table(record: str) -> str:
    """The table that a record's name ends with: `aim` in `learner L1 / aim 2`."""
    return record.rpartition(" / ")[2].partition(" ")[0]
