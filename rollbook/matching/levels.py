"""The levels of agreement, each defined here once with its sentence. Online, bulk and the model all use these.

A level's number is its place in the level vector, in the model's tables and in bulk arrays. The first of each
field is always MISSING, the second always SAME.
"""

from __future__ import annotations

from enum import IntEnum
from typing import NamedTuple, Self


class Level(IntEnum):
    """One level of agreement of one field, with the sentence that tells a person about it."""

    says: str

    def __new__(cls, number: int, says: str) -> Self:
        member = int.__new__(cls, number)
        member._value_ = number
        member.says = says
        return member

    @property
    def code(self) -> str:
        """The level's name in the model file: `same`, `nickname`, ..."""
        return self.name.lower()


class Given(Level):
    """Given names."""

    MISSING = 0, "A given name is missing on one side."
    SAME = 1, "The given names are the same."
    PREFERRED = 2, "One given name is the preferred name of the other."
    NICKNAME = 3, "The given names are forms of one name."
    FORMER = 4, "One given name is a recorded former name of the other."
    SWAPPED = 5, "Given and family name are exchanged."
    MIDDLE = 6, "The given name of one is a middle name of the other."
    NEAR = 7, "The given names differ by a letter or two."
    PART = 8, "One given name is part of the other."
    INITIAL = 9, "One given name is only an initial, and it fits."
    SIMILAR = 10, "The given names sound alike or look alike."
    DIFFERENT = 11, "The given names are different."


class Family(Level):
    """Family names."""

    MISSING = 0, "A family name is missing on one side."
    SAME = 1, "The family names are the same."
    FORMER = 2, "One family name is a recorded former name of the other."
    SWAPPED = 3, "Family and given name are exchanged."
    PART = 4, "One family name is part of the other."
    NEAR = 5, "The family names differ by a letter or two."
    SINGLE = 6, "One has a single name, which is one of the other's names."
    INITIAL = 7, "One family name is only an initial, and it fits."
    SIMILAR = 8, "The family names sound alike or look alike."
    DIFFERENT = 9, "The family names are different."


class Birth(Level):
    """Dates of birth."""

    MISSING = 0, "A date of birth is missing on one side."
    SAME = 1, "The dates of birth are the same."
    TURNED = 2, "Day and month of birth are exchanged."
    ONE_DIGIT = 3, "The dates of birth differ by one digit, or by two that changed places."
    DAY_AND_MONTH = 4, "Day and month of birth are the same, the year is not."
    MONTH_AND_YEAR = 5, "Month and year of birth are the same, the day is not."
    DAY_AND_YEAR = 6, "Day and year of birth are the same, the month is not."
    YEAR = 7, "Only the year of birth is the same."
    DIFFERENT = 8, "The dates of birth are different."


class Gender(Level):
    """Genders."""

    MISSING = 0, "Gender is not known on one side."
    SAME = 1, "The gender is the same."
    DIFFERENT = 2, "The genders are different."


class Postcode(Level):
    """Postcodes."""

    MISSING = 0, "A postcode is missing on one side."
    SAME = 1, "The postcodes are the same."
    FORMER = 2, "One postcode is a former postcode of the other."
    NEAR = 3, "The postcodes differ by one character."
    SECTOR = 4, "The postcodes are in the same sector."
    DISTRICT = 5, "The postcodes are in the same district."
    AREA = 6, "The postcodes are in the same area."
    DIFFERENT = 7, "The postcodes are in different areas."


class Middle(Level):
    """Middle names."""

    MISSING = 0, "A middle name is missing on one side."
    SAME = 1, "The middle names are the same."
    PART = 2, "The middle names agree as far as they are given."
    NEAR = 3, "The middle names are nearly the same."
    DIFFERENT = 4, "The middle names are different."


class Place(Level):
    """Places of birth."""

    MISSING = 0, "The place of birth is missing on one side."
    SAME = 1, "The places of birth are the same."
    NEAR = 2, "The places of birth are nearly the same."
    DIFFERENT = 3, "The places of birth are different."


class School(Level):
    """Schools attended at 16."""

    MISSING = 0, "The school at 16 is missing on one side."
    SAME = 1, "The schools at 16 are the same."
    NEAR = 2, "The schools at 16 are nearly the same."
    DIFFERENT = 3, "The schools at 16 are different."


class Email(Level):
    """E-mail addresses."""

    MISSING = 0, "The e-mail address is missing on one side."
    SAME = 1, "The e-mail addresses are the same."
    NEAR = 2, "The e-mail addresses are nearly the same."
    DIFFERENT = 3, "The e-mail addresses are different."


class Identifier(Level):
    """Other identifiers of one scheme."""

    MISSING = 0, "There is no identifier of the same kind on both sides."
    SAME = 1, "Another identifier is the same."
    NEAR = 2, "Another identifier differs by one character."
    DIFFERENT = 3, "Another identifier of the same kind is different."


class Levels(NamedTuple):
    """The level of agreement of every field: what two people have in common, as ten small numbers."""

    given: Given
    family: Family
    birth: Birth
    gender: Gender
    postcode: Postcode
    middle: Middle
    place: Place
    school: School
    email: Email
    identifier: Identifier


# Field name: its levels, in the order of the level vector.
FIELDS: dict[str, type[Level]] = {
    "given": Given,
    "family": Family,
    "birth": Birth,
    "gender": Gender,
    "postcode": Postcode,
    "middle": Middle,
    "place": Place,
    "school": School,
    "email": Email,
    "identifier": Identifier,
}


def level_of(field: type[Level], number: int) -> Level:
    """A field's level by its number."""
    return field._value2member_map_[number]  # type: ignore[return-value]
