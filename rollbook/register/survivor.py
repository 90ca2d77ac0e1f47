"""Which of two numbers of one person had better survive: proposed only where both signs point to the same one.

Source: our own. The number that more organisations hold makes the fewest of them change their records; the older one
is the one the person has been told first. Where the two disagree, or nothing tells them apart, a reviewer chooses.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

Side = Literal["first", "second"]


@dataclass(frozen=True, slots=True)
class Standing:
    """How a number stands: how many organisations hold it, and since when the register has its record."""

    holders: int
    since: datetime


@dataclass(frozen=True, slots=True)
class Proposal:
    """The side that had better survive, or None, and the sentence that says why."""

    survivor: Side | None
    says: str


def propose(first: Standing, second: Standing) -> Proposal:
    """Which of the two had better survive, and why."""
    held: Side = "first" if first.holders > second.holders else "second"
    older: Side = "first" if first.since < second.since else "second"
    if first.holders == second.holders and first.since == second.since:
        return Proposal(None, "Nothing tells the two numbers apart: as many organisations hold them, for as long.")
    if first.holders == second.holders:
        return Proposal(older, "As many organisations hold the one as the other, and this number is the older.")
    if first.since == second.since:
        return Proposal(held, "More organisations hold this number, so fewer have to change their records.")
    if held == older:
        return Proposal(held, "More organisations hold this number, and it is the older.")
    return Proposal(None, "One number is the older, the other is held by more organisations. You decide.")
