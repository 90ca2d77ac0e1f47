"""Unique Pupil Number: a check letter, authority (3), establishment (4), year (2), serial (3).

A temporary UPN ends in a letter, which counts with its own value. A former UPN has the same form and differs from
the present one. Source: CBDS 100001, 100002; govtalk UniquePupilNumber 2.0.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

from rollbook.base.check_digits import weighted_sum
from rollbook.base.text import digits_only
from rollbook.definitions.identifiers.refused import Reason, Refused

LETTERS = "ABCDEFGHJKLMNPQRTUVWXYZ"  # without I, O and S, which are taken for digits
WEIGHTS = tuple(range(2, 14))
_FORM = re.compile(f"[{LETTERS}][0-9]{{11}}[0-9{LETTERS}]")
_COPY = "Copy the UPN again from the pupil's record."


@dataclass(frozen=True, slots=True)
class UPN:
    """A well-formed UPN and the parts it was made of. The parts say where it was issued, not where the pupil is."""

    value: str

    @property
    def is_temporary(self) -> bool:
        """Issued while the old school's UPN is awaited; to be replaced within weeks."""
        return self.value[-1].isalpha()

    @property
    def local_authority(self) -> str:
        """Three digits of the authority, or of a stand-in for one."""
        return self.value[1:4]

    @property
    def establishment(self) -> str:
        """Four digits of the school within its authority."""
        return self.value[4:8]


def parse(text: str, *, local_authorities: Collection[str] | None = None) -> UPN | Refused:
    """The UPN, upper case, blanks and hyphens forgiven, or why it is none.

    `local_authorities` are the codes allowed in characters 2 to 4; without such a list they are not checked, because
    no complete list is at hand.
    """
    value = digits_only(text).upper()
    if not value:
        return Refused(Reason.EMPTY, "A UPN is missing.", _COPY)
    if len(value) != 13:
        return Refused(Reason.LENGTH, f"A UPN has 13 characters; this has {len(value)}.", _COPY)
    if _FORM.fullmatch(value) is None:
        return Refused(Reason.CHARACTERS, _wrong_character(value), _COPY)
    if value[0] != check_letter(value[1:]):
        return Refused(Reason.CHECK_DIGIT, "The first letter of this UPN does not fit the rest.", _COPY)
    if local_authorities is not None and value[1:4] not in local_authorities:
        return Refused(Reason.AREA, "Characters 2 to 4 of this UPN are no local authority.", _COPY)
    return UPN(value)


def parse_former(text: str, *, current: str) -> UPN | Refused:
    """A UPN the pupil held before: of the same form, and not the one held now."""
    former = parse(text)
    if isinstance(former, UPN) and former.value == digits_only(current).upper():
        return Refused(Reason.PLACEHOLDER, "The former UPN is the same as the present one.", "Leave it empty.")
    return former


def check_letter(rest: str) -> str:
    """The letter for characters 2 to 13: their sum weighted by position, by 23. ValueError for a wrong form."""
    if _FORM.fullmatch(f"A{rest}") is None:
        raise ValueError("eleven digits and a digit or letter are needed")
    values = [int(mark) if mark.isdigit() else LETTERS.index(mark) for mark in rest]
    return LETTERS[weighted_sum(values, WEIGHTS) % 23]


def why_refused(text: str) -> Refused | None:
    """Why this is no UPN, or None when it is one."""
    parsed = parse(text)
    return parsed if isinstance(parsed, Refused) else None


def is_valid(text: str) -> bool:
    """Is this a well-formed UPN, permanent or temporary?"""
    return why_refused(text) is None


def for_people(upn: UPN) -> str:
    """As it is written on a record: without blanks."""
    return upn.value


def _wrong_character(value: str) -> str:
    if value[0] not in LETTERS:
        return "A UPN begins with a letter other than I, O or S."
    if not (value[1:12].isascii() and value[1:12].isdigit()):
        return "Characters 2 to 12 of a UPN are digits."
    return "A UPN ends with a digit, or a temporary one with a letter other than I, O or S."
