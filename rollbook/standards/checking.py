"""Checks a whole file: everything wrong with its form and its values, one finding at a time."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import BinaryIO

from rollbook.base.findings import Finding
from rollbook.standards.batch_rows import check_row
from rollbook.standards.delimited import read


def check_file(source: Path | BinaryIO, *, today: date, name: str = "") -> Iterator[Finding]:
    """Findings on every row in order, then those on the file as a whole. Unreadable when it cannot be read."""
    with read(source, name=name) as reading:
        for record in reading:
            yield from check_row(record, reading.layout, today=today)
        yield from reading.findings
