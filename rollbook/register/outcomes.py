"""What a search can end as: one closed type. Whoever handles it handles all five."""

from __future__ import annotations

from dataclasses import dataclass, field

from rollbook.matching import Match


@dataclass(frozen=True, slots=True)
class NoMatch:
    """Nobody in the register is like this."""


@dataclass(frozen=True, slots=True)
class ExactMatch:
    """One learner agrees in all five details, and nothing else that was given contradicts."""

    uln: int


@dataclass(frozen=True, slots=True)
class Candidate:
    """A learner who may be the one: the survivor's number, and the record that was compared."""

    uln: int
    compared: int
    match: Match


@dataclass(frozen=True, slots=True)
class PossibleMatches:
    """One to ten learners who may be the one, likeliest first."""

    candidates: tuple[Candidate, ...]


@dataclass(frozen=True, slots=True)
class TooManyMatches:
    """More learners than anybody can compare: give more details.

    `likeliest` are shown to no caller; a reviewer gets them where all were passed over.
    """

    count: int
    likeliest: tuple[Candidate, ...] = field(default=(), compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class LinkedMatch:
    """An exact match with a record whose number has been linked: the survivor's number is the learner's."""

    uln: int
    linked: int


Outcome = NoMatch | ExactMatch | PossibleMatches | TooManyMatches | LinkedMatch

NAMES: dict[type, str] = {
    NoMatch: "none",
    ExactMatch: "exact",
    PossibleMatches: "possible",
    TooManyMatches: "too_many",
    LinkedMatch: "linked",
}


def name_of(outcome: Outcome) -> str:
    """The outcome's one word: none, exact, possible, too_many, linked."""
    return NAMES[type(outcome)]
