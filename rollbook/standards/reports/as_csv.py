"""The CSV report, one row a finding, safe to open in a spreadsheet: a cell that would start a formula is made text."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from typing import TextIO

from rollbook.base.cells import harmless
from rollbook.standards.checking import CheckResult

_COLUMNS = ("rule", "severity", "record", "field", "value", "line", "says", "fix")


def write_csv(checked: CheckResult, out: TextIO) -> None:
    """Write the findings in the order of the file, then what was not run and not decided, as rows of their own."""
    writer = csv.writer(out)
    writer.writerow(_COLUMNS)
    for batch in checked.table.select(list(_COLUMNS)).to_batches(max_chunksize=10_000):
        columns = [batch.column(name).to_pylist() for name in _COLUMNS]
        writer.writerows(map(_safe, zip(*columns, strict=True)))
    for one in checked.not_run:
        writer.writerow(_safe((one.rule, "not run", "", "", "", "", one.why, one.fix)))
    for each in checked.not_decided:
        says = f"Not decided in {each.count:,} records of {each.table}: a field it reads is broken there."
        writer.writerow(_safe((each.rule, "not decided", "", "", "", "", says, "Mend the broken field first.")))


def _safe(cells: Iterable[object]) -> list[str]:
    return [harmless(cell) for cell in cells]
