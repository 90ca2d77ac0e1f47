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


def proves(asked: Asked, known: Details) -> bool:
    """Whether number and details belong together beyond doubt: nothing that was given contradicts, and the names are
    those of the record now or once, or near spellings of them with the same birth date.

    What gives access to a record asks this; `similar` alone is an answer to a person who will look.
    """
    if _flags(asked, known) & {"VRF7", "VRF8"}:
        return False
    if _pair(asked.given_name, asked.family_name) in _pairs(known):
        return True
    return asked.date_of_birth is not None and _is_straight(asked, known)


def _flags(asked: Asked, known: Details) -> set[str]:
    asked_given, asked_family = _pair(asked.given_name, asked.family_name)
    given, family = _pair(known.given_name, known.family_name)
    stored = [given, family, fold(known.previous_family_name)]
    flags = {f"VRF{number}" for number, name in enumerate(stored, 1) if asked_given != name}
    flags |= {f"VRF{number}" for number, name in enumerate(stored, 4) if asked_family != name}
    if asked.date_of_birth is not None and asked.date_of_birth != known.date_of_birth:
        flags.add("VRF7")
    if asked.gender not in ("", "0", "9") and known.gender in ("1", "2") and asked.gender != known.gender:
        flags.add("VRF8")
    return flags


def _pair(given: str, family: str) -> tuple[str, str]:
    """Both names folded; a single name counts as a family name, wherever it was written."""
    first, last = fold(given), fold(family)
    return (first, last) if last else ("", first)


def _pairs(known: Details) -> set[tuple[str, str]]:
    """Every pair of names the learner has or had."""
    families = [name for name in (known.previous_family_name, known.family_name_at_16) if name]
    pairs = {_pair(known.given_name, known.family_name), *(_pair(*former) for former in known.former_names)}
    return pairs | {_pair(known.given_name, family) for family in families}


def _is_similar(asked: Asked, known: Details) -> bool:
    asked_given, asked_family = _pair(asked.given_name, asked.family_name)
    given, family = _known_names(known)
    swapped = bool(asked_given) and asked_given in family and asked_family in given
    one = (bool(asked_given) and asked_given in given) or asked_family in family
    same_birth = asked.date_of_birth is not None and asked.date_of_birth == known.date_of_birth
    return swapped or _is_straight(asked, known) or (one and same_birth)


def _is_straight(asked: Asked, known: Details) -> bool:
    """Both names near to names of the learner, each in its place."""
    asked_given, asked_family = _pair(asked.given_name, asked.family_name)
    given, family = _known_names(known)
    if not asked_given:
        return _like(asked_family, {last for first, last in _pairs(known) if not first})
    return _like(asked_given, given) and _like(asked_family, family)


def _known_names(known: Details) -> tuple[set[str], set[str]]:
    pairs = _pairs(known)
    given = {first for first, _ in pairs} | {fold(known.preferred_given_name)}
    return given - {""}, {last for _, last in pairs}


def _like(name: str, stored: set[str]) -> bool:
    return any(JaroWinkler.similarity(name, other) >= SIMILAR for other in stored)
