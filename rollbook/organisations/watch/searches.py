"""What the watch knows of a search, and of the organisation that asked: coarse facts, never who was searched for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from rollbook.organisations.watch.rules import Known, Watch


class Kind(StrEnum):
    """What was asked: a search by details, a question about a number and names, or a registration that gave one."""

    FIND = "find"
    NUMBER = "number"
    REGISTERED = "registered"


@dataclass(frozen=True, slots=True)
class Search:
    """One search (or registration) of a credential.

    `area` is the postcode area asked for, "" where none was; `born` the year of birth, 0 where it is not known;
    `block` the number asked for without its last two digits, 0 where no number was; `place` stands for a person's
    session, "" where there is none. `is_held` says that it led to a learner the organisation holds now; `by` is the
    credential, told apart only where all of an organisation are looked at together.
    """

    at: datetime
    kind: Kind
    area: str = ""
    born: int = 0
    block: int = 0
    place: str = ""
    is_held: bool = False
    by: str = ""


@dataclass(frozen=True, slots=True)
class Home:
    """The organisation as its learners show it. `busiest_day` is the most searches it made on a day before."""

    learners: int
    areas: Mapping[str, int]
    born: Mapping[int, int]
    busiest_day: int = 0
    teaches: bool = True

    def is_known(self, known: Known) -> bool:
        """Whether it holds enough learners to say where they live and how old they are."""
        return self.learners >= known.least_learners

    def own_areas(self, known: Known) -> frozenset[str]:
        """The postcode areas its learners come from."""
        least = max(known.area_learners, self.learners * known.area_percent / 100)
        return frozenset(area for area, learners in self.areas.items() if learners >= least)

    def own_ages(self, known: Known, *, on: date) -> frozenset[int]:
        """The bands of age (by where each begins) that it teaches."""
        counted = dict.fromkeys(known.age_bands, 0)
        for born, learners in self.born.items():
            counted[band(on.year - born, known)] += learners
        least = max(known.age_learners, self.learners * known.age_percent / 100)
        return frozenset(begins for begins, learners in counted.items() if learners >= least)


def band(age: int, known: Known) -> int:
    """Where the band of an age begins."""
    return max((begins for begins in known.age_bands if begins <= age), default=known.age_bands[0])


def unsettled(searches: Sequence[Search], watch: Watch) -> list[Search]:
    """The searches (in the order they were made) that led to no learner whom the organisation holds.

    A registration gives a number to somebody no search could name: it settles the latest search before it.
    """
    within = timedelta(minutes=watch.register_minutes)
    open_: list[Search] = []
    for each in searches:
        if each.kind is Kind.REGISTERED:
            _settle_latest(open_, each.at - within, each.by)
        elif not each.is_held:
            open_.append(each)
    return open_


def _settle_latest(open_: list[Search], since: datetime, by: str) -> None:
    for place in range(len(open_) - 1, -1, -1):
        if open_[place].at < since:
            return
        if open_[place].kind is Kind.FIND and open_[place].by == by:
            del open_[place]
            return
