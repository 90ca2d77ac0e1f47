"""How long access lasts: unused, uncertified, or opened in an emergency. Pure decisions over `access.toml`."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class DormancyPolicy:
    """Days without use after which access ends, and how long before that a warning stands."""

    user_days: int
    invitation_days: int
    client_days: int
    warned_days: int


@dataclass(frozen=True, slots=True)
class Term:
    """A stretch of each year in which access is certified: opens and falls due on a month and day."""

    name: str
    opens: str
    due: str


@dataclass(frozen=True, slots=True)
class EmergencyPolicy:
    """How long a record stays open, how often, for what, and what follows when it was no emergency."""

    minutes: int
    judged_days: int
    most_a_day: int
    least_text: int
    most_text: int
    kind: Mapping[str, str]
    consequence: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class AccessPolicy:
    """The whole table."""

    dormancy: DormancyPolicy
    shown_days: int
    terms: tuple[Term, ...]
    emergency: EmergencyPolicy


@cache
def load_access() -> AccessPolicy:
    """The packaged table."""
    table = tomllib.loads(files(__package__).joinpath("access.toml").read_text("utf-8"))
    terms = tuple(Term(**row) for row in table["certification"]["term"])
    return AccessPolicy(
        DormancyPolicy(**table["dormancy"]),
        table["certification"]["shown_days"],
        terms,
        EmergencyPolicy(**table["emergency"]),
    )


class Use(StrEnum):
    """Whether access is used."""

    IN_USE = "in_use"
    WARNED = "warned"
    DORMANT = "dormant"


def ends_unused(*, last_used: datetime | None, since: datetime, is_machine: bool) -> datetime:
    """The moment from which this access counts as dormant.

    `since` is when it was made or let in again: whoever is let in again has the time of an invitation to come.
    """
    policy = load_access().dormancy
    if is_machine:
        return max(last_used or since, since) + timedelta(days=policy.client_days)
    invited = since + timedelta(days=policy.invitation_days)
    return invited if last_used is None else max(invited, last_used + timedelta(days=policy.user_days))


def use_of(ends: datetime, *, now: datetime) -> Use:
    """In use, warned of its end, or dormant."""
    if now >= ends:
        return Use.DORMANT
    return Use.WARNED if ends - now <= timedelta(days=load_access().dormancy.warned_days) else Use.IN_USE


@dataclass(frozen=True, slots=True)
class Due:
    """A round of certification: its name (`2026-autumn`) and the day by which it is done."""

    name: str
    due_on: date


def round_at(today: date) -> Due | None:
    """The round to be open on this day; None between the terms.

    One that opens late falls due later: owners have it before them for the whole time they are promised.
    """
    for term in load_access().terms:
        opens, due = (date.fromisoformat(f"{today.year}-{day}") for day in (term.opens, term.due))
        if opens <= today <= due:
            return Due(f"{today.year}-{term.name}", max(due, today + timedelta(days=load_access().shown_days)))
    return None
