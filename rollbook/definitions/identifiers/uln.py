"""Unique Learner Number: ten digits for life, the last one a check digit.

Source: HESA C17051; learner.xsd (MIAPULN); ILR derived rule DD01. A right check digit proves nothing: one random
number in eleven has it.
"""

from __future__ import annotations

from rollbook.base.check_digits import weighted_sum
from rollbook.base.text import digits_only
from rollbook.definitions.identifiers.refused import Reason, Refused, refuse_unless_digits

WEIGHTS = (10, 9, 8, 7, 6, 5, 4, 3, 2)
NOT_KNOWN = "9999999999"  # written where a learner has no number yet; never a learner


def parse(text: str) -> str | Refused:
    """The ten digits of a ULN, blanks and hyphens forgiven, or why it is none."""
    number = digits_only(text)
    if number == NOT_KNOWN:
        return Refused(
            Reason.PLACEHOLDER,
            "9999999999 stands for a number that is not known yet; it is never a learner.",
            "Search for the learner by name and date of birth instead.",
        )
    return refuse_unless_digits(number, length=10, what="A ULN") or _with_right_check_digit(number)


def _with_right_check_digit(number: str) -> str | Refused:
    if number[0] == "0":
        return Refused(Reason.CHARACTERS, "A ULN never begins with 0.")
    expected = uln_with_check_digit(number[:9])
    if expected is None:
        return Refused(Reason.CHECK_DIGIT, "No ULN begins with these nine digits: they leave no check digit.")
    if expected != number:
        return Refused(Reason.CHECK_DIGIT, "The last digit of this ULN does not fit the other nine.")
    return number


def uln_with_check_digit(first_nine: str) -> str | None:
    """The ULN that begins with nine given digits, or None where the sum leaves remainder 0 and there is none.

    The check digit is 10 less the remainder of the weighted sum by 11 (weights 10 to 2). A caller that passes
    anything but nine digits has a mistake of its own: ValueError.
    """
    if len(first_nine) != 9 or not (first_nine.isascii() and first_nine.isdigit()):
        raise ValueError("nine digits are needed")
    remainder = weighted_sum([int(digit) for digit in first_nine], WEIGHTS) % 11
    return None if remainder == 0 else f"{first_nine}{10 - remainder}"


def why_refused(text: str) -> Refused | None:
    """Why this is no ULN, or None when it is one."""
    parsed = parse(text)
    return parsed if isinstance(parsed, Refused) else None


def is_valid(text: str) -> bool:
    """Is this a well-formed ULN?"""
    return why_refused(text) is None


def for_people(number: str) -> str:
    """As people read it aloud: `123 456 7890`."""
    return f"{number[:3]} {number[3:6]} {number[6:]}"
