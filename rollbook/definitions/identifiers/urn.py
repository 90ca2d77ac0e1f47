"""Unique Reference Number of a school or college in Get Information About Schools: six digits, no check digit."""

from __future__ import annotations

from rollbook.base.text import digits_only
from rollbook.definitions.identifiers.refused import Refused, refuse_unless_digits


def parse(text: str) -> str | Refused:
    """The six digits, blanks and hyphens forgiven, or why it is no URN."""
    number = digits_only(text)
    return refuse_unless_digits(number, length=6, what="A URN") or number


def why_refused(text: str) -> Refused | None:
    """Why this is no URN, or None when it is one."""
    parsed = parse(text)
    return parsed if isinstance(parsed, Refused) else None


def is_valid(text: str) -> bool:
    """Is this well-formed?"""
    return why_refused(text) is None


def for_people(number: str) -> str:
    """As it is written everywhere: six digits together."""
    return number
