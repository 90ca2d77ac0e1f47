"""Given names used for one another, from `data/nicknames.txt`."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

NO_FAMILY: frozenset[str] = frozenset()


@cache
def families() -> dict[str, frozenset[str]]:
    """Each name of the list with the full names it may stand for, itself included where it is one."""
    found: dict[str, set[str]] = {}
    text = files("rollbook.matching").joinpath("data/nicknames.txt").read_text(encoding="utf-8")
    for line in text.splitlines():
        if line and not line.startswith("#"):
            full, _, short = line.partition(":")
            for name in (full, *short.split()):
                found.setdefault(name, set()).add(full)
    return {name: frozenset(full) for name, full in found.items()}


def are_nicknames(one: str, other: str) -> bool:
    """Whether two different folded names can be forms of one name."""
    known = families()
    return not known.get(one, NO_FAMILY).isdisjoint(known.get(other, NO_FAMILY))


@cache
def full_names(name: str) -> tuple[str, ...]:
    """The full names a folded name may stand for, in order; the name alone where the list does not know it."""
    return tuple(sorted(families().get(name, (name,))))
