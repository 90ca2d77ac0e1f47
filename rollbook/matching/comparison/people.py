"""The level vector of two people: which of their names, dates and places agree, and how far."""

from __future__ import annotations

from rollbook.matching.comparison.dates import birth_level
from rollbook.matching.comparison.names import Likeness, likeness
from rollbook.matching.comparison.other import email_level, identifier_level, middle_level, place_level, school_level
from rollbook.matching.comparison.postcodes import postcode_level
from rollbook.matching.levels import Family, Gender, Given, Levels, Middle, Postcode
from rollbook.matching.normal_form import Normal

# What a likeness means between two given names, and between two family names.
GIVEN_OF_LIKENESS = {
    Likeness.MISSING: Given.MISSING,
    Likeness.SAME: Given.SAME,
    Likeness.NICKNAME: Given.NICKNAME,
    Likeness.NEAR: Given.NEAR,
    Likeness.PART: Given.PART,
    Likeness.INITIAL: Given.INITIAL,
    Likeness.SIMILAR: Given.SIMILAR,
    Likeness.DIFFERENT: Given.DIFFERENT,
}
FAMILY_OF_LIKENESS = {
    Likeness.MISSING: Family.MISSING,
    Likeness.SAME: Family.SAME,
    Likeness.NICKNAME: Family.SIMILAR,
    Likeness.NEAR: Family.NEAR,
    Likeness.PART: Family.PART,
    Likeness.INITIAL: Family.INITIAL,
    Likeness.SIMILAR: Family.SIMILAR,
    Likeness.DIFFERENT: Family.DIFFERENT,
}
# Of two exchanged names, one may also be misspelt.
EXCHANGED = frozenset({Likeness.SAME, Likeness.NICKNAME, Likeness.NEAR})


def compare(query: Normal, candidate: Normal) -> Levels:
    """The level of agreement of every field; it does not matter which of the two is the query."""
    given, family = _names(query, candidate)
    middle = Middle.MISSING if given is Given.MIDDLE else middle_level(query.middle, candidate.middle)
    return Levels(
        given=given,
        family=family,
        birth=birth_level(query.birth, candidate.birth),
        gender=_gender(query.gender, candidate.gender),
        postcode=_postcode(query, candidate),
        middle=middle,
        place=place_level(query.place, candidate.place),
        school=school_level(query.school, candidate.school),
        email=email_level(query.email, candidate.email),
        identifier=identifier_level(query.identifiers, candidate.identifiers),
    )


def _names(query: Normal, candidate: Normal) -> tuple[Given, Family]:
    given, family = likeness(query.given, candidate.given), likeness(query.family, candidate.family)
    if given is Likeness.SAME and family is Likeness.SAME:
        return Given.SAME, Family.SAME
    if not query.given or not candidate.given:
        return Given.MISSING, _single_family(query, candidate, family)
    if given is not Likeness.SAME and family is not Likeness.SAME and _exchanged(query, candidate):
        return Given.SWAPPED, Family.SWAPPED
    return _given(query, candidate, given), _family(query, candidate, family)


def _single_family(query: Normal, candidate: Normal, family: Likeness) -> Family:
    """Somebody with a single name: it may be the other's given name."""
    if family is not Likeness.SAME and (_same(query.family, candidate.given) or _same(query.given, candidate.family)):
        return Family.SINGLE
    return _family(query, candidate, family)


def _exchanged(query: Normal, candidate: Normal) -> bool:
    """One name is to the letter the other's other name, and the second nearly so."""
    if query.given == candidate.family:
        return likeness(query.family, candidate.given) in EXCHANGED
    return query.family == candidate.given and likeness(query.given, candidate.family) in EXCHANGED


def _given(query: Normal, candidate: Normal, given: Likeness) -> Given:
    if given is Likeness.SAME:
        return Given.SAME
    if _same(query.preferred, candidate.given) or _same(query.given, candidate.preferred):
        return Given.PREFERRED
    if given is Likeness.NICKNAME:
        return Given.NICKNAME
    if query.former_names or candidate.former_names:
        mine = [name for name, _ in query.former_names]
        theirs = [name for name, _ in candidate.former_names]
        if candidate.given in mine or query.given in theirs:
            return Given.FORMER
    if query.given in candidate.middle or candidate.given in query.middle:
        return Given.MIDDLE
    return GIVEN_OF_LIKENESS[given]


def _family(query: Normal, candidate: Normal, family: Likeness) -> Family:
    if family is not Likeness.SAME and (query.previous or candidate.previous):
        mine, theirs = {query.family, *query.previous}, {candidate.family, *candidate.previous}
        if not (mine & theirs) <= {""}:
            return Family.FORMER
    return FAMILY_OF_LIKENESS[family]


def _same(one: str, other: str) -> bool:
    return bool(one) and one == other


def _gender(one: int, other: int) -> Gender:
    if not one or not other:
        return Gender.MISSING
    return Gender.SAME if one == other else Gender.DIFFERENT


def _postcode(query: Normal, candidate: Normal) -> Postcode:
    level = postcode_level(query.postcode, candidate.postcode)
    if level is not Postcode.SAME and (query.former_postcodes or candidate.former_postcodes):
        mine = {query.postcode, *query.former_postcodes}
        theirs = {candidate.postcode, *candidate.former_postcodes}
        if not (mine & theirs) <= {""}:
            return Postcode.FORMER
    return level
