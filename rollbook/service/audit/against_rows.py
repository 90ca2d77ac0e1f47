"""A seal against the rows it covers: edited, missing or put in, row by row."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rollbook.base.findings import Finding, Position
from rollbook.service.audit.rows import LogRow, chain
from rollbook.service.models import LogSeal

FIX = "Compare the row with a backup, and keep this database as evidence."


def compare(seal: LogSeal, rows: Sequence[LogRow]) -> Iterator[Finding]:
    """What is wrong with these rows; nothing when they hash to what the seal says."""
    if chain(bytes(seal.previous), [row.digest for row in rows]) == bytes(seal.hash):
        return
    told = False
    for finding in _by_row(seal, rows):
        told = True
        yield finding
    if not told:
        yield _found(
            "seal_does_not_fit", f"The rows under seal {seal.number} do not give its hash.", f"seal {seal.number}"
        )


def _by_row(seal: LogSeal, rows: Sequence[LogRow]) -> Iterator[Finding]:
    sealed = _marks(bytes(seal.marks))
    here = {row.id: row for row in rows}
    when = _span(seal)
    for number in sorted(sealed.keys() | here.keys()):
        place = f"seal {seal.number}, row {number}"
        if number not in here:
            yield _found("row_missing", f"Row {number}, sealed {when}, is missing.", place)
        elif number not in sealed:
            yield _found("row_put_in", f"Row {number} was put among rows sealed {when}.", place)
        elif here[number].digest[:8] != sealed[number]:
            yield _found("row_edited", f"Row {number}, sealed {when}, no longer says what it said.", place)


def _marks(marks: bytes) -> dict[int, bytes]:
    return {
        int.from_bytes(marks[place : place + 8], "big", signed=True): marks[place + 8 : place + 16]
        for place in range(0, len(marks), 16)
    }


def _span(seal: LogSeal) -> str:
    return f"in seal {seal.number} at {seal.sealed_at:%Y-%m-%d %H:%M:%S} UTC"


def _found(rule: str, says: str, record: str) -> Finding:
    return Finding(rule, "access_log", says, FIX, position=Position(record=record))
