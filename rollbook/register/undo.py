"""Undoing a link: which changes go back to the number they were asked under, which stay, which a reviewer settles."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Change:
    """One change made to the survivor while the link stood, oldest first: each detail's value before and after."""

    asked_under: int
    details: Mapping[str, tuple[Any, Any]]


@dataclass(frozen=True, slots=True)
class Undo:
    """What an undo does.

    `returned`: details the number takes with it. `restored`: details of the survivor set back to what stood before.
    `unclear`: details changed under both, as (under the number, under the survivor).
    """

    returned: Mapping[str, Any] = field(default_factory=dict)
    restored: Mapping[str, Any] = field(default_factory=dict)
    unclear: Mapping[str, tuple[Any, Any]] = field(default_factory=dict)


def plan(changes: Sequence[Change], numbers: Iterable[int]) -> Undo:
    """Sort the changes made while the link stood.

    `numbers` are the number that leaves and every number linked to it. A detail changed only under them returns
    with them and the survivor gets back what stood before; one changed only under others stays; one changed under
    both is unclear, and until it is settled nothing of it moves.
    """
    leaving = set(numbers)
    ours = _last_and_first(change for change in changes if change.asked_under in leaving)
    theirs = _last_and_first(change for change in changes if change.asked_under not in leaving)
    return Undo(
        returned={name: last for name, (_, last) in ours.items() if name not in theirs},
        restored={name: first for name, (first, _) in ours.items() if name not in theirs},
        unclear={name: (last, theirs[name][1]) for name, (_, last) in ours.items() if name in theirs},
    )


def _last_and_first(changes: Iterable[Change]) -> dict[str, tuple[Any, Any]]:
    seen: dict[str, tuple[Any, Any]] = {}
    for change in changes:
        for name, (before, after) in change.details.items():
            seen[name] = (seen[name][0] if name in seen else before, after)
    return seen
