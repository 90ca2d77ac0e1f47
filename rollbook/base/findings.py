"""A finding: something to say about data. A value that is yielded, counted and serialised, never raised."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """How much a finding matters."""

    ERROR = "error"
    QUERY = "query"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Position:
    """Where in a file: its line, and the record's path (for example `learner 3`)."""

    line: int | None = None
    record: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to say about one value.

    `value` may be personal: it is shown in the owner's own report and never written to a log. `says` and
    `fix` are sentences without personal data.
    """

    rule: str
    field: str
    says: str
    fix: str = ""
    severity: Severity = Severity.ERROR
    value: str = ""
    position: Position = Position()
