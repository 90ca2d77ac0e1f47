"""When a match is exact: agreement in the strict normal form, never a score."""

from __future__ import annotations

from rollbook.matching.comparison.people import compare
from rollbook.matching.levels import Email, Identifier, Middle, Place, School
from rollbook.matching.normal_form import Normal


def is_exact(query: Normal, candidate: Normal) -> bool:
    """Whether all five mandatory details agree, on current or recorded former values, and nothing else contradicts.

    That it is the only such candidate is for the caller to see.
    """
    if not (_complete(query) and _complete(candidate)):
        return False
    if query.birth != candidate.birth or query.gender != candidate.gender:
        return False
    return (
        _names_agree(query, candidate) and _postcodes_agree(query, candidate) and _nothing_contradicts(query, candidate)
    )


def _complete(person: Normal) -> bool:
    return bool(person.family and person.birth and person.gender and person.postcode)


def _names_agree(query: Normal, candidate: Normal) -> bool:
    """Both current, or one's current pair of names a recorded former pair of the other."""
    mine, theirs = _compact(query.given, query.family), _compact(candidate.given, candidate.family)
    return mine == theirs or mine in _known(candidate) or theirs in _known(query)


def _known(person: Normal) -> set[tuple[str, str]]:
    previous = {_compact(person.given, family) for family in person.previous}
    return previous | {_compact(given, family) for given, family in person.former_names}


def _compact(given: str, family: str) -> tuple[str, str]:
    """Family names joined or parted are one; given names are not: twins have been named Meihua and Mei-Hua."""
    return given, family.replace(" ", "")


def _postcodes_agree(query: Normal, candidate: Normal) -> bool:
    return query.postcode in (candidate.postcode, *candidate.former_postcodes) or (
        candidate.postcode in query.former_postcodes
    )


# Levels of the other details at which they speak against its being one person. A near spelling does too:
# an exact match takes no risk.
_CONTRADICTIONS = frozenset(
    {
        *((level.__class__, level) for level in (Middle.NEAR, Middle.DIFFERENT, Place.DIFFERENT, School.DIFFERENT)),
        *((level.__class__, level) for level in (Email.DIFFERENT, Identifier.NEAR, Identifier.DIFFERENT)),
    }
)


def _nothing_contradicts(query: Normal, candidate: Normal) -> bool:
    levels = compare(query, candidate)
    return not any((level.__class__, level) in _CONTRADICTIONS for level in levels)
