"""How far places, schools, e-mail addresses, middle names and identifiers agree."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from rapidfuzz import fuzz
from rapidfuzz.distance import JaroWinkler

from rollbook.matching.comparison.names import Likeness as Like
from rollbook.matching.comparison.names import is_near, likeness
from rollbook.matching.levels import Email, Identifier, Middle, Place, School

_ALIKE = 0.9  # Jaro-Winkler, and share of words in common, at which texts are nearly the same


@lru_cache(maxsize=20_000)
def place_level(one: str, other: str) -> Place:
    """The level of two folded places of birth."""
    if not one or not other:
        return Place.MISSING
    if one == other:
        return Place.SAME
    return Place.NEAR if _nearly(one, other) else Place.DIFFERENT


@lru_cache(maxsize=20_000)
def school_level(one: str, other: str) -> School:
    """The level of two folded names of schools; words may stand in another order or be missing."""
    if not one or not other:
        return School.MISSING
    if one == other:
        return School.SAME
    near = _nearly(one, other) or fuzz.token_set_ratio(one, other) >= 100 * _ALIKE
    return School.NEAR if near else School.DIFFERENT


def email_level(one: str, other: str) -> Email:
    """The level of two e-mail addresses; the same name before the @ is nearly the same."""
    if not one or not other:
        return Email.MISSING
    if one == other:
        return Email.SAME
    first, second = one.partition("@")[0], other.partition("@")[0]
    near = (first == second and len(first) >= 5) or is_near(*sorted((one, other), key=len))
    return Email.NEAR if near else Email.DIFFERENT


@lru_cache(maxsize=50_000)
def middle_level(one: tuple[str, ...], other: tuple[str, ...]) -> Middle:
    """The level of two persons' middle names."""
    if not one or not other:
        return Middle.MISSING
    if one == other:
        return Middle.SAME
    worst = max(likeness(*both) for both in zip(one, other, strict=False))
    if worst in (Like.SAME, Like.INITIAL):
        return Middle.PART
    if worst < Like.SIMILAR or not set(one).isdisjoint(other):
        return Middle.NEAR
    return Middle.DIFFERENT


def identifier_level(one: Sequence[tuple[str, str]], other: Sequence[tuple[str, str]]) -> Identifier:
    """The best level over the identifiers of schemes that both have."""
    theirs: dict[str, list[str]] = {}
    for scheme, value in other:
        theirs.setdefault(scheme, []).append(value)
    levels = [_one_identifier(value, known) for scheme, value in one for known in theirs.get(scheme, ())]
    return min(levels, default=Identifier.MISSING)


def _one_identifier(one: str, other: str) -> Identifier:
    if one == other:
        return Identifier.SAME
    return Identifier.NEAR if is_near(*sorted((one, other), key=len)) else Identifier.DIFFERENT


def _nearly(one: str, other: str) -> bool:
    return JaroWinkler.similarity(one, other) >= _ALIKE
