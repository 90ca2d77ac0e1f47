"""What a check of a file is answered: the report of `rollbook check --json`."""

from __future__ import annotations

from typing import Any

from ninja import Schema


class Found(Schema):
    """One finding. `value` may be personal; sentences never hold it."""

    rule: str
    severity: str
    record: str | None = None
    field: str | None = None
    value: str | None = None
    line: int | None = None
    says: str
    fix: str | None = None


class NotRun(Schema):
    """A rule that was not run, why, and what to do."""

    rule: str
    why: str
    fix: str


class NotDecided(Schema):
    """A rule that could not be decided in so many records of a table: a value that it reads is broken there."""

    rule: str
    table: str
    count: int


class Report(Schema):
    """Everything found in a file, in its order, and everything that was not looked at. `checked_with` names versions.

    `unofficial` stands there where the layout is our own reading.
    """

    standard: str
    version: str
    file: str
    unofficial: str | None = None
    checked_with: dict[str, Any]
    findings: list[Found]
    not_run: list[NotRun]
    not_decided: list[NotDecided]
