"""Why a text is not a number of its kind: the answer every parser gives instead of raising."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Reason(StrEnum):
    """Kinds of refusal, for programs; people read the sentence."""

    EMPTY = "empty"
    LENGTH = "length"
    CHARACTERS = "characters"
    CHECK_DIGIT = "check_digit"
    PLACEHOLDER = "placeholder"
    AREA = "area"


@dataclass(frozen=True, slots=True)
class Refused:
    """One refusal: its kind, what is wrong, what to do. Neither sentence repeats the value."""

    reason: Reason
    says: str
    fix: str = "Copy the number again from the record it came from."


def refuse_unless_digits(text: str, *, length: int, what: str) -> Refused | None:
    """The refusal of a text that is not exactly `length` ASCII digits, or None; `what` begins the sentence."""
    if not text:
        return Refused(Reason.EMPTY, f"{what} is missing.")
    if not (text.isascii() and text.isdigit()):
        return Refused(Reason.CHARACTERS, f"{what} has digits only; this has other characters.")
    if len(text) != length:
        return Refused(Reason.LENGTH, f"{what} has {length} digits; this has {len(text)}.")
    return None
