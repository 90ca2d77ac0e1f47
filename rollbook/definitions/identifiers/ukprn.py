"""UK Provider Reference Number: eight digits, no check digit. Source: HESA field length; UKRLP query clients."""

from __future__ import annotations

from rollbook.base.text import digits_only
from rollbook.definitions.identifiers.refused import Refused, refuse_unless_digits


def parse(text: str) -> str | Refused:
    """The eight digits, blanks and hyphens forgiven, or why it is no UKPRN."""
    number = digits_only(text)
    return refuse_unless_digits(number, length=8, what="A UKPRN") or number


def why_refused(text: str) -> Refused | None:
    """Why this is no UKPRN, or None when it is one."""
    parsed = parse(text)
    return parsed if isinstance(parsed, Refused) else None


def is_valid(text: str) -> bool:
    """Is this well-formed? Whether a provider holds it is another question."""
    return why_refused(text) is None


def for_people(number: str) -> str:
    """As it is written everywhere: eight digits together."""
    return number
