"""What is answered about an organisation, its feed and its log."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Literal

from ninja import Schema


class Sector(Schema):
    """A part of the organisation with its own users."""

    id: str
    name: str


class Link(Schema):
    """A consortium or a subcontractor: the other organisation, and which part yours has."""

    id: int
    kind: Literal["consortium", "subcontractor"]
    part: Literal["lead", "member"]
    ukprn: str
    name: str
    since: date
    until: date | None


class Agreement(Schema):
    """The latest agreement."""

    version: str
    signed_on: date
    ends_on: date | None


class Organisation(Schema):
    """An organisation that takes part."""

    ukprn: str
    name: str
    kind: str
    urn: str | None
    laestab: str | None
    status: Literal["applied", "approved", "suspended", "closed"]
    purposes: list[str]
    sectors: list[Sector]
    links: list[Link]
    agreement: Agreement | None


class Change(Schema):
    """Something that happened to a number you hold; read the record for what it says now."""

    kind: Literal["linked", "unlinked", "corrected", "deleted"]
    uln: str
    survivor: str | None = None
    fields: list[str]
    at: datetime


class Changes(Schema):
    """A page of the feed. With `more` the next page is there now; otherwise ask again later."""

    changes: list[Change]
    next: str
    more: bool


class LogEntry(Schema):
    """One line of the access log."""

    at: datetime
    reference: str
    actor: str
    role: str
    channel: str
    purpose: str
    action: str
    outcome: str
    ulns: list[str]
    details: dict[str, Any]


class AccessLog(Schema):
    """A page of the log; without `next` it is the last one."""

    entries: list[LogEntry]
    next: str | None = None
