"""Scottish Candidate Number: nine digits, the last one a check digit. Source: HESA C07051."""

from __future__ import annotations

from rollbook.base.check_digits import weighted_sum
from rollbook.base.text import digits_only
from rollbook.definitions.identifiers.refused import Reason, Refused, refuse_unless_digits

WEIGHTS = (3, 2, 7, 6, 5, 4, 3, 2)


def parse(text: str) -> str | Refused:
    """The nine digits, blanks and hyphens forgiven, or why it is no Scottish Candidate Number."""
    number = digits_only(text)
    refused = refuse_unless_digits(number, length=9, what="A Scottish Candidate Number")
    if refused is not None:
        return refused
    if check_digit(number[:8]) != number[8]:
        return Refused(
            Reason.CHECK_DIGIT, "The last digit of this Scottish Candidate Number does not fit the other eight."
        )
    return number


def check_digit(first_eight: str) -> str | None:
    """The ninth digit for eight given ones: 11 less the remainder by 11; remainder 0 gives 0, remainder 1 none."""
    remainder = weighted_sum([int(digit) for digit in first_eight], WEIGHTS) % 11
    return {0: "0", 1: None}.get(remainder, str(11 - remainder))


def why_refused(text: str) -> Refused | None:
    """Why this is no Scottish Candidate Number, or None when it is one."""
    parsed = parse(text)
    return parsed if isinstance(parsed, Refused) else None


def is_valid(text: str) -> bool:
    """Is this a well-formed Scottish Candidate Number?"""
    return why_refused(text) is None


def for_people(number: str) -> str:
    """As it is written everywhere: nine digits together."""
    return number
