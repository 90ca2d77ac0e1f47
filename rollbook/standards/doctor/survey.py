"""One pass over a damaged file: counts what is wrong in each column and keeps the first few examples."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from rollbook.base.findings import Finding, Position
from rollbook.standards.doctor.dates import ColumnOfDates, Readings, readings
from rollbook.standards.doctor.diagnosis import DAY_FIRST, MONTH_FIRST, Example, Plan, Proposal
from rollbook.standards.doctor.rows import PlacedRow
from rollbook.standards.doctor.values import has_lost_digits, mends_for
from rollbook.standards.layouts import Field

_EXAMPLES = 3
_LONGEST_SHOWN = 60  # characters of a value in an example
_FINDINGS = 100  # the doctor's own; whatever is wrong with a row is said again when the mended file is read

_WORDS = {
    "number_form": ("Numbers are written as a spreadsheet shows them (2.0, 9.27E+09).", "Write them in full."),
    "leading_zeros": (
        "Zeros at the front of numbers have been dropped.",
        "Put them back, as the check digits confirm.",
    ),
    "letters": ("Letters with accents are damaged (UTF-8 that was read as another encoding).", "Put them right."),
}


@dataclass(slots=True)
class _Damage:
    count: int = 0
    examples: list[Example] = field(default_factory=list)

    def see(self, line: int, column: str, before: str, after: str) -> None:
        self.count += 1
        if len(self.examples) < _EXAMPLES:
            self.examples.append(Example(line, column, before[:_LONGEST_SHOWN], after[:_LONGEST_SHOWN]))


@dataclass(slots=True)
class _Dates:
    column: Field
    evidence: ColumnOfDates = field(default_factory=ColumnOfDates)
    count: int = 0
    examples: list[tuple[int, str, Readings]] = field(default_factory=list)

    def see(self, line: int, value: str, found: Readings) -> None:
        self.count += 1
        self.evidence.see(found)
        if len(self.examples) < _EXAMPLES:
            self.examples.append((line, value, found))


class Survey:
    """What one file shows. Feed it every row, then ask for proposals and findings."""

    def __init__(self, plan: Plan) -> None:
        self._today = plan.today
        columns = plan.layout.fields_of("learner")
        self._dates = [_Dates(column) for column in columns if column.type == "date"]
        self._mends = [(column.at, mends_for(column)) for column in columns if mends_for(column)]
        self._numbers = [column.at for column in columns if column.digits or column.unchanged]
        self._own = [column.at for column in plan.layout.fields_of("file")]
        self._damage: dict[tuple[str, str], _Damage] = {}
        self._slipped = _Damage()
        self._repeated = _Damage()
        self.findings: list[Finding] = []
        self.count = 0

    def see(self, row: PlacedRow) -> None:
        """Look at one row."""
        self.count += 1
        if not row.is_placed:
            says = "The values of this row do not stand in their columns, and where they belong cannot be told."
            self._find("unplaced", "", says, "Correct the row in the file it came from.", row.line)
            return
        if row.was_slipped:
            self._slipped.see(row.line, "", f"{len(row.raw)} columns", "values back in their columns")
        if self.count > 1 and any(row.values[heading] for heading in self._own):
            self._repeated.see(row.line, self._own[0], row.values[self._own[0]], "")
        self._see_values(row)

    def _see_values(self, row: PlacedRow) -> None:
        for dates in self._dates:
            value = row.values[dates.column.at]
            if value and (found := readings(value, field=dates.column.field, today=self._today)).is_date:
                dates.see(row.line, value, found)
        for heading, mends in self._mends:
            value = row.values[heading]
            for kind, mend in mends if value else ():
                after = mend(value)
                if after is not None and after != value:
                    self._damage.setdefault((kind, heading), _Damage()).see(row.line, heading, value, after)
                    break
        for heading in self._numbers:
            if has_lost_digits(row.values[heading]):
                says = f"A spreadsheet has kept only the first digits of {heading}; the others are gone."
                self._find("lost_digits", heading, says, "Export it again, or leave it empty.", row.line)

    def _find(self, rule: str, heading: str, says: str, fix: str, line: int) -> None:
        if len(self.findings) < _FINDINGS:
            self.findings.append(Finding(rule, heading, says, fix, position=Position(line, f"learner {self.count}")))

    def date_orders(self) -> dict[str, str]:
        """The order of day and month in each damaged column of dates that shows it."""
        return {dates.column.at: dates.evidence.order for dates in self._dates if dates.count and dates.evidence.order}

    def proposals(self) -> Iterator[Proposal]:
        """What to mend in the rows."""
        if self._slipped.count:
            says = "Rows have values in the wrong columns (a comma without quotes, or cells left out)."
            yield Proposal("slipped", "", says, "Put them back.", self._slipped.count, tuple(self._slipped.examples))
        if self._repeated.count:
            says = "The file's own values stand in rows after row 2."
            examples = tuple(self._repeated.examples)
            yield Proposal("repeated", "", says, "Leave them out there.", self._repeated.count, examples)
        for dates in self._dates:
            if dates.count:
                yield _of_dates(dates)
        for (kind, heading), damage in self._damage.items():
            says, does = _WORDS[kind]
            yield Proposal(kind, heading, says, does, damage.count, tuple(damage.examples))


def _of_dates(dates: _Dates) -> Proposal:
    order = dates.evidence.order
    choices = () if order else (DAY_FIRST, MONTH_FIRST)
    examples = tuple(
        Example(
            line, dates.column.at, value, _iso(found.by(order or DAY_FIRST)),
            tuple(_iso(found.by(choice)) for choice in choices),
        )
        for line, value, found in dates.examples
    )  # fmt: skip
    says, does = _says_of_dates(dates, order)
    return Proposal("dates", dates.column.at, says, does, dates.count, examples, choices)


def _says_of_dates(dates: _Dates, order: str) -> tuple[str, str]:
    seen = dates.evidence
    if order:
        clue = f" {seen.day_first_only + seen.month_first_only:,} of them can be read in one way only, all {order}."
        clue = clue if seen.day_first_only or seen.month_first_only else ""
        return f"Dates are not written as YYYY-MM-DD.{clue}", f"Write them so, read {order}."
    if seen.day_first_only:
        clue = "some of them must be read day first and some month first"
    else:
        clue = "each could be read day first or month first"
    return f"Dates are not written as YYYY-MM-DD, and {clue}.", "Write them so, once you have said which comes first."


def _iso(day: date | None) -> str:
    return day.isoformat() if day is not None else ""
