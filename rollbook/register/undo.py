"""Undoing a link: which changes go back to the number they were asked under, which stay, which a reviewer settles.

The survivor becomes what it would be if only the others' changes had been made; the number gets its own changes made
to it one by one, as if it had never been linked. So no name of one person stays among the former names of the other.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from rollbook.register.consequences import FOLLOWS, added, with_consequences, without


@dataclass(frozen=True, slots=True)
class Change:
    """One change made to a record while the link stood: each detail's value before and after.

    `follows`: the lists followed from the details (an ordinary change); otherwise they were set as given (a repair).
    `was_mistake`: what it replaced had never been so, and came into no list.
    """

    asked_under: int
    details: Mapping[str, tuple[Any, Any]]
    follows: bool = True
    was_mistake: bool = False

    @property
    def plain(self) -> dict[str, Any]:
        """The details it set, without the lists."""
        return {name: after for name, (_, after) in self.details.items() if name not in FOLLOWS}


@dataclass(frozen=True, slots=True)
class Returned:
    """A change that the number takes with it: the number it was asked under, and the details it sets."""

    asked_under: int
    details: Mapping[str, Any]
    was_mistake: bool = False


@dataclass(frozen=True, slots=True)
class Undo:
    """What an undo does to one record of the way a number led.

    `returned`: the changes the number takes with it, in order.
    `restored`: details and lists of the record set to what they would be without them.
    `unclear`: details changed under both, as (under the number, under the others).
    """

    returned: tuple[Returned, ...] = ()
    restored: Mapping[str, Any] = field(default_factory=dict)
    unclear: Mapping[str, tuple[Any, Any]] = field(default_factory=dict)


def plan(start: Mapping[str, Any], changes: Sequence[Change], numbers: Iterable[int]) -> Undo:
    """Sort the changes made to a record while the link stood, oldest first.

    `start` is the record as it stood when the link began to lead to it; `numbers` are the number that leaves and
    every number linked to it. A detail changed only under them returns with them; one changed only under others
    stays; one changed under both is unclear, and until it is settled nothing of it moves. Others' changes that
    came to nothing in the end, or were taken back by an earlier undo, do not count.
    """
    leaving = set(numbers)
    stood = _without_taken_back(changes)
    ours = [change for change in stood if change.asked_under in leaving]
    theirs = [change for change in stood if change.asked_under not in leaving]
    without_ours = _replayed(start, theirs)
    contested = {name for change in theirs if change.follows for name in change.plain}
    last = {name: value for change in ours for name, value in change.plain.items()}
    unclear = {
        name: (value, without_ours[name])
        for name, value in last.items()
        if name in contested and without_ours[name] != start[name]
    }
    clear = set(last) - set(unclear)
    lists = {name for name, sources in FOLLOWS.items() if clear & set(sources) and not set(unclear) & set(sources)}
    # Each identifier is a detail of its own: one that is unclear does not hold back another.
    if clear & set(FOLLOWS["identifiers"]):
        present = _replayed(start, stood)
        held = {name: present[name] for name in unclear if name in FOLLOWS["identifiers"]}
        without_ours.update(with_consequences(without_ours, held))
        lists.add("identifiers")
    return Undo(
        returned=tuple(
            Returned(change.asked_under, values, change.was_mistake)
            for change in ours
            if (values := _only(change.plain, names=clear))
        ),
        restored={name: without_ours[name] for name in (*sorted(clear), *sorted(lists))},
        unclear=unclear,
    )


def _without_taken_back(changes: Sequence[Change]) -> list[Change]:
    """The changes without those an earlier undo took back: from where a detail had its repaired value to the repair."""
    details = [dict(change.details) for change in changes]
    for place, change in enumerate(changes):
        if change.follows:
            continue
        for name, repaired in change.plain.items():
            since = _last_place(details[:place], name, repaired)
            for each in details[since : place + 1] if since is not None else ():
                each.pop(name, None)
    return [replace(change, details=kept) for change, kept in zip(changes, details, strict=True)]


def _last_place(details: Sequence[Mapping[str, tuple[Any, Any]]], name: str, value: Any) -> int | None:
    """The place of the last change that found this value in the detail."""
    places = (n for n in range(len(details) - 1, -1, -1) if name in details[n] and details[n][name][0] == value)
    return next(places, None)


def _replayed(start: Mapping[str, Any], changes: Iterable[Change]) -> dict[str, Any]:
    record = dict(start)
    for change in changes:
        if change.follows:
            record.update(with_consequences(record, change.plain, was_mistake=change.was_mistake))
            continue
        record.update(change.plain)
        for name, (before, after) in change.details.items():
            if name in FOLLOWS:
                record[name] = added(without(record[name], without(before, after)), without(after, before))
    return record


def _only(values: Mapping[str, Any], *, names: set[str]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if name in names}
