"""Do this number and these names belong together? Graded answers.

Source: the verification codes and failure flags of the Learning Records Service (facts 1.6). Names are tried
crosswise, because swapped names and a name before marriage are the commonest differences.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from rapidfuzz.distance import JaroWinkler

from rollbook.base.text import fold
from rollbook.matching import Details

SIMILAR = 0.85  # Jaro-Winkler at which two spellings count as similar; the level HMPPS uses for middle names


class Grade(StrEnum):
    """How well number and details belong together."""

    MATCH = "match"
    LINKED_MATCH = "linked_match"
    SIMILAR = "similar"
    LINKED_SIMILAR = "linked_similar"
    NO_MATCH = "no_match"
    NOT_FOUND = "not_found"


@dataclass(frozen=True, slots=True)
class Asked:
    """What is held against the number: two names, and a birth date and gender where given."""

    given_name: str
    family_name: str
    date_of_birth: date | None = None
    gender: str = ""


@dataclass(frozen=True, slots=True)
class Verification:
    """The grade, and the flags of what failed (VRF1 to VRF8), for callers who may see them."""

    grade: Grade
    flags: tuple[str, ...] = ()
    uln: int | None = None


def verify(asked: Asked, known: Details, *, uln: int, linked: bool) -> Verification:
    """Hold the asked details against the record the number leads to."""
    flags = _flags(asked, known)
    if not flags & {"VRF1", "VRF5", "VRF7", "VRF8"}:
        return Verification(Grade.LINKED_MATCH if linked else Grade.MATCH, tuple(sorted(flags)), uln)
    if _is_similar(asked, known):
        return Verification(Grade.LINKED_SIMILAR if linked else Grade.SIMILAR, tuple(sorted(flags)), uln)
    return Verification(Grade.NO_MATCH, tuple(sorted(flags)))


def _flags(asked: Asked, known: Details) -> set[str]:
    stored = [fold(known.given_name), fold(known.family_name), fold(known.previous_family_name)]
    flags = {f"VRF{number}" for number, name in enumerate(stored, 1) if fold(asked.given_name) != name}
    flags |= {f"VRF{number}" for number, name in enumerate(stored, 4) if fold(asked.family_name) != name}
    if asked.date_of_birth is not None and asked.date_of_birth != known.date_of_birth:
        flags.add("VRF7")
    if asked.gender not in ("", "0", "9") and known.gender in ("1", "2") and asked.gender != known.gender:
        flags.add("VRF8")
    return flags


def _is_similar(asked: Asked, known: Details) -> bool:
    given = _names(known.given_name, known.preferred_given_name, *(former[0] for former in known.former_names))
    family = _names(
        known.family_name,
        known.previous_family_name,
        known.family_name_at_16,
        *(former[1] for former in known.former_names),
    )
    asked_given, asked_family = fold(asked.given_name), fold(asked.family_name)
    straight = _like(asked_given, given) and _like(asked_family, family)
    swapped = asked_given in family and asked_family in given
    one = asked_given in given or asked_family in family
    same_birth = asked.date_of_birth is None or asked.date_of_birth == known.date_of_birth
    return swapped or straight or (one and asked.date_of_birth is not None and same_birth)


def _names(*names: str) -> set[str]:
    return {fold(name) for name in names if name}


def _like(name: str, stored: set[str]) -> bool:
    return any(JaroWinkler.similarity(name, other) >= SIMILAR for other in stored)
