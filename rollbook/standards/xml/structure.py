"""What is wrong with the structure of an XML file: elements that are strangers, repeated, out of place or of order.

They are gathered while a record is read and get its name when the record is whole.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from rollbook.base.findings import Finding, Position, Severity
from rollbook.standards.form_findings import form_findings
from rollbook.standards.gathering import Row
from rollbook.standards.records import record_name
from rollbook.standards.xml.plan import Inner, Plan, TablePlan

MOST = 1000  # of one kind, at one place of the layout, are told one by one; then they are counted


class Structure:
    """The findings about structure, as they come."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._waiting: list[tuple[str, str, str, str, str, int, TablePlan, Row | None]] = []
        self._counts: Counter[tuple[str, str, str]] = Counter()
        self.findings: list[Finding] = []

    def note(
        self, code: str, name: str, inner: Inner, row: Row | None, *, line: int, value: str = "", known: str = ""
    ) -> None:
        """Remember one; `inner` is the element around it, `row` the record it belongs to."""
        key = (code, inner.at, name)
        if key not in self._counts and len(self._counts) >= MOST:
            key = (code, "", "others")  # a file may be full of names that are all different
        self._counts[key] += 1
        if self._counts[key] <= MOST:
            around = inner.at.rpartition("/")[2] or self._plan.layout.root
            self._waiting.append((code, name, around, known, value, line, inner.plan, row))

    def settle(self, *, keep_open: bool = True) -> None:
        """Look at the gathered rows, which are whole, and give the findings that wait their records' names."""
        for plan in self._plan.tables.values():
            self._note_missing_groups(plan, len(plan.rows) - (plan.open if keep_open else 0))
        for code, name, around, known, value, line, plan, row in self._waiting:
            kind = form_findings()[code]
            words = {"name": name, "around": around, "known": known, "title": self._plan.layout.title}
            position = Position(line, self._record(plan, row))
            severity = self._severity(code)
            self.findings.append(
                Finding(code, name, kind.says.format(**words), kind.fix.format(**words), severity, value, position)
            )
        self._waiting.clear()

    def _note_missing_groups(self, plan: TablePlan, ready: int) -> None:
        for at, slot, around in plan.needed:
            for row in plan.rows[:ready]:
                if row[slot] is None and (not around or row[around]):
                    above, _, name = at.rpartition("/")
                    self.note("missing_group", name, Inner(above, slot, plan), row, line=row[1])

    def counted(self) -> Iterator[Finding]:
        """One finding for each kind of which there were too many to tell one by one."""
        for (code, at, name), count in self._counts.items():
            if count > MOST:
                says = f"The same is so in {count - MOST:,} more places ({name}{' in ' if at else ''}{at})."
                yield Finding(code, name, says, "Correct it in the system that wrote the file.", self._severity(code))

    def _severity(self, code: str) -> Severity:
        """An error, unless the layout is a reading that may itself be wrong in this."""
        return Severity.WARNING if code in self._plan.layout.warnings else Severity.ERROR

    def _record(self, plan: TablePlan | None, row: Row | None) -> str:
        parts: list[tuple[str, str, int]] = []
        while plan is not None and plan.table.name and row is not None:
            parts.append((plan.table.name, plan.key(row), row[2]))
            above = plan.above
            row = above.row(row[plan.first - 1]) if above is not None else None
            plan = above
        return record_name(reversed(parts))
