"""Findings grouped by what causes them: rule and field, then the value they share, the commonest first."""

from __future__ import annotations

from dataclasses import dataclass

import pyarrow as pa

from rollbook.standards.reports.choosing import numbered
from rollbook.standards.tables.opening import open_tables

SEVERITIES = ("error", "query", "warning")


@dataclass(frozen=True, slots=True)
class ValueGroup:
    """Records that share one wrong value: how many, and the first few with their lines and their findings' numbers."""

    value: str | None
    says: str
    count: int
    records: tuple[str, ...]
    lines: tuple[int, ...]
    numbers: tuple[int, ...] = ()

    @property
    def places(self) -> tuple[tuple[str, int, int], ...]:
        """Of each record that is told: its name, its line, its finding's number."""
        return tuple(zip(self.records, self.lines, self.numbers, strict=True))

    @property
    def more(self) -> int:
        """How many records are not told."""
        return self.count - len(self.records)


@dataclass(frozen=True, slots=True)
class RuleGroup:
    """Everything one rule says about one field. `values` are the commonest; `distinct` is how many there are."""

    rule: str
    severity: str
    field: str
    fix: str
    count: int
    distinct: int
    values: tuple[ValueGroup, ...]

    @property
    def more_values(self) -> int:
        """How many values are not told."""
        return self.distinct - len(self.values)


# Errors first; within a severity the rule with most findings, and within a rule the value that most records share.
_QUERY = """
with by_value as (
    select rule, severity, field, value, any_value(fix) as fix, count(*) as n, min(line) as first,
           arg_min(says, line) as says,
           list(record order by line, row_id)[1:{records}] as records,
           list(line order by line, row_id)[1:{records}] as lines,
           list(number order by line, row_id)[1:{records}] as numbers
    from findings group by rule, severity, field, value
),
ranked as (
    select *, row_number() over (w order by n desc, first, value) as place,
           sum(n) over w as total, count(*) over w as distincts
    from by_value window w as (partition by rule, severity, field)
)
select rule, severity, field, fix, total, distincts, value, says, n, records, lines, numbers
from ranked where place <= {values}
order by list_position(['error', 'query', 'warning'], severity), total desc, rule, field, place
"""


def group(findings: pa.Table, *, values: int = 20, records: int = 10) -> list[RuleGroup]:
    """The findings in groups, at most so many `values` a rule and `records` a value; the counts are whole."""
    with open_tables() as connection:
        connection.register("findings", numbered(findings))
        rows = connection.execute(_QUERY.format(values=int(values), records=int(records))).fetchall()
    made: dict[tuple[str, str, str], list[ValueGroup]] = {}
    heads: dict[tuple[str, str, str], tuple[str, int, int]] = {}
    for rule, severity, field, fix, total, distinct, value, says, count, names, lines, numbers in rows:
        key = (rule, severity, field)
        heads.setdefault(key, (fix or "", int(total), distinct))
        shared = ValueGroup(value, says or "", count, tuple(names), tuple(line or 0 for line in lines), tuple(numbers))
        made.setdefault(key, []).append(shared)
    return [RuleGroup(*key, *heads[key], tuple(shared)) for key, shared in made.items()]


def counts(findings: pa.Table) -> dict[str, int]:
    """How many findings of each severity, the worst first; severities with none are left out."""
    tally = findings.column("severity").value_counts().to_pylist()
    found = {one["values"]: one["counts"] for one in tally}
    return {severity: found[severity] for severity in SEVERITIES if found.get(severity)}
