"""LAESTAB, the DfE number of a school: local authority (3 digits) and establishment (4). May be used again over time.

Source: schema examples of the public school registers.
"""

from __future__ import annotations

from rollbook.base.text import digits_only
from rollbook.definitions.identifiers.refused import Refused, refuse_unless_digits


def parse(text: str) -> str | Refused:
    """The seven digits, with or without the stroke, blank or hyphen after the third, or why it is no LAESTAB."""
    number = digits_only(text)
    if number[3:4] == "/":
        number = number[:3] + number[4:]
    return refuse_unless_digits(number, length=7, what="A LAESTAB") or number


def why_refused(text: str) -> Refused | None:
    """Why this is no LAESTAB, or None when it is one."""
    parsed = parse(text)
    return parsed if isinstance(parsed, Refused) else None


def is_valid(text: str) -> bool:
    """Is this well-formed?"""
    return why_refused(text) is None


def for_people(number: str) -> str:
    """Authority and establishment parted by a stroke: `201/3614`."""
    return f"{number[:3]}/{number[3:]}"
