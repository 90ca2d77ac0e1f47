"""The figure of each rule: a number, the searches it rests on, and the counts its sentence names."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from rollbook.organisations.watch.rules import Rule, Watch
from rollbook.organisations.watch.searches import Home, Kind, Search, band

NIGHT_BEGINS, NIGHT_ENDS = 22, 6
NEIGHBOURS = 10  # blocks of a hundred numbers
LOOK_BACK = 50  # questions by number
TOGETHER = timedelta(hours=1)
A_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Window:
    """What a look at one credential sees: its last searches, those of them that led nowhere, and its organisation."""

    searches: Sequence[Search]
    unsettled: Sequence[Search]
    home: Home
    now: datetime
    watch: Watch

    def old_enough(self, searches: Sequence[Search], rule: Rule) -> list[Search]:
        """Those on which the rule may rest: a search just made may still be settled."""
        if not rule.after_minutes:
            return list(searches)
        before = self.now - timedelta(minutes=rule.after_minutes)
        return [each for each in searches if each.at <= before]


@dataclass(frozen=True, slots=True)
class Figure:
    """A rule's figure: `value` in the rule's unit, resting on `of` searches; `counts` fill its sentence."""

    value: float
    of: int
    counts: Mapping[str, int]


def strangers(window: Window, rule: Rule) -> Figure:
    """Searches that led to no enrolment, for each learner held."""
    learners = window.home.learners
    count = len(window.unsettled)
    return Figure(count / max(learners, 25), count, {"count": count, "learners": learners})


def past(window: Window, rule: Rule) -> Figure:
    """Searches of one day that led to no enrolment, against the most that was to be expected."""
    usual = max(window.home.busiest_day, window.home.learners // 10, 50)
    count = sum(each.at > window.now - A_DAY for each in window.old_enough(window.unsettled, rule))
    return Figure(count / usual, count, {"count": count, "usual": usual})


def unenrolled(window: Window, rule: Rule) -> Figure:
    """The share of searches that led to no enrolment."""
    old = window.old_enough([each for each in window.searches if each.kind is not Kind.REGISTERED], rule)
    newest = old[-window.watch.newest :]
    if not newest:
        return _share(0, 0)
    open_ = [each for each in window.old_enough(window.unsettled, rule) if each.at >= newest[0].at]
    return _share(min(len(open_), len(newest)), len(newest))


def verify_only(window: Window, rule: Rule) -> Figure:
    """Questions by number about learners not held, for each learner held."""
    learners = window.home.learners
    count = sum(each.kind is Kind.NUMBER for each in window.unsettled)
    return Figure(count / max(learners, 50), count, {"count": count, "learners": learners})


def far(window: Window, rule: Rule) -> Figure:
    """The share of unsettled searches outside the areas of the organisation's learners."""
    known = window.watch.known
    if not window.home.is_known(known):
        return _share(0, 0)
    own = window.home.own_areas(known)
    placed = [each for each in window.unsettled if each.area][-window.watch.newest :]
    return _share(sum(each.area not in own for each in placed), len(placed))


def ages(window: Window, rule: Rule) -> Figure:
    """The share of unsettled searches for people of an age that the organisation does not teach."""
    known = window.watch.known
    if not window.home.is_known(known):
        return _share(0, 0)
    own = window.home.own_ages(known, on=window.now.date())
    dated = [each for each in window.unsettled if each.born][-window.watch.newest :]
    return _share(sum(band(each.at.year - each.born, known) not in own for each in dated), len(dated))


def nights(window: Window, rule: Rule) -> Figure:
    """The share of unsettled searches made at night."""
    newest = window.old_enough(window.unsettled, rule)[-window.watch.newest :]
    hours = [each.at.astimezone(window.watch.zone).hour for each in newest]
    return _share(sum(hour >= NIGHT_BEGINS or hour < NIGHT_ENDS for hour in hours), len(hours))


def sequence(window: Window, rule: Rule) -> Figure:
    """The share of unsettled questions by number whose number lies beside one asked shortly before."""
    blocks = [each.block for each in window.unsettled if each.block][-window.watch.newest :]
    beside = sum(
        any(0 < abs(block - other) <= NEIGHBOURS for other in blocks[max(0, place - LOOK_BACK) : place])
        for place, block in enumerate(blocks)
    )
    return _share(beside, len(blocks))


def shared(window: Window, rule: Rule) -> Figure:
    """The most sessions that were in use side by side within an hour; one after the other is one person."""
    placed = [each for each in window.searches if each.place][-window.watch.newest :]
    most, first = 0, 0
    for last, each in enumerate(placed):
        while placed[first].at < each.at - TOGETHER:
            first += 1
        most = max(most, _side_by_side(placed[first : last + 1]))
    return Figure(float(most), len(placed), {"count": most, "of": len(placed)})


def _side_by_side(searches: Sequence[Search]) -> int:
    """The most sessions of these searches, oldest first, that had begun and were not over at one moment."""
    ends = {each.place: number for number, each in enumerate(searches)}
    most, going = 0, set[str]()
    for number, each in enumerate(searches):
        going.add(each.place)
        most = max(most, len(going))
        if ends[each.place] == number:
            going.discard(each.place)
    return most


FIGURES: dict[str, Callable[[Window, Rule], Figure]] = {
    figure.__name__: figure
    for figure in (strangers, past, unenrolled, verify_only, far, ages, nights, sequence, shared)
}


def _share(part: int, whole: int) -> Figure:
    return Figure(100 * part / whole if whole else 0.0, whole, {"count": part, "of": whole})
