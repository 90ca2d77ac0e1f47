"""Single values that a spreadsheet or a wrong encoding has damaged, where what stood there before is certain."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal

from rollbook.definitions import learner_definition
from rollbook.definitions.identifiers import scottish_candidate_number, uln
from rollbook.standards.layouts import Field

Mend = Callable[[str], str | None]

_DECIMAL = re.compile(r"(\d{1,12})\.0+")
_SCIENTIFIC = re.compile(r"(\d)(?:[.,](\d+))?[Ee]\+?(\d{1,2})")
# How UTF-8 looks when it was read as Windows' encoding: these letters, then another above ASCII.
_MOJIBAKE = re.compile("[ÂÃÄÅÆÇÈÉÊÐÑÒØÙâãäåð][\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]")


def without_decimal_point(value: str) -> str | None:
    """`2.0` as `2`."""
    found = _DECIMAL.fullmatch(value.strip())
    return found[1] if found else None


def without_exponent(value: str) -> str | None:
    """`9.276308686E+09` in full; None when digits have been lost, for then they are gone."""
    found = _SCIENTIFIC.fullmatch(value.strip())
    if found is None or len(found[2] or "") < int(found[3]):
        return None
    number = Decimal(f"{found[1]}.{found[2] or 0}E{found[3]}")
    return f"{number:.0f}" if number == number.to_integral_value() else None


def full_uln(value: str) -> str | None:
    """The ULN that was shown with an exponent, if its check digit confirms it."""
    number = without_exponent(value) or without_decimal_point(value)
    return number if number and (uln.is_valid(number) or number == uln.NOT_KNOWN) else None


def with_leading_zeros(value: str) -> str | None:
    """A Scottish Candidate Number whose zeros at the front were dropped, if its check digit confirms it."""
    text = without_decimal_point(value) or value.strip()
    if not (text.isascii() and text.isdigit() and len(text) < 9):
        return None
    number = text.zfill(9)
    return number if scottish_candidate_number.is_valid(number) else None


def in_right_encoding(value: str) -> str | None:
    """`ZoÃ«` as `Zoë`: UTF-8 that was once read as Windows' encoding."""
    if value.isascii() or _MOJIBAKE.search(value) is None:
        return None
    try:
        return b"".join(map(_byte, value)).decode("utf-8")
    except (UnicodeDecodeError, UnicodeEncodeError):
        return None


def _byte(character: str) -> bytes:
    # Five bytes mean nothing in cp1252; programs keep them as the control characters of the same number.
    if "\u0080" <= character <= "\u009f":
        return bytes([ord(character)])
    return character.encode("cp1252")


def has_lost_digits(value: str) -> bool:
    """Was this a long number, of which a spreadsheet kept only the first digits?"""
    return _SCIENTIFIC.fullmatch(value.strip()) is not None and without_exponent(value) is None


_BY_KIND: dict[str, tuple[tuple[str, Mend], ...]] = {
    "uln": (("number_form", full_uln),),
    "scottish_candidate_number": (("leading_zeros", with_leading_zeros), ("number_form", without_exponent)),
    "code": (("number_form", without_decimal_point),),
    "name": (("letters", in_right_encoding),),
    "text": (("letters", in_right_encoding),),
    "notes": (("letters", in_right_encoding),),
}


def mends_for(column: Field) -> tuple[tuple[str, Mend], ...]:
    """The kinds of damage looked for in a column; none where values come back unchanged by agreement."""
    if column.unchanged or not column.field:
        return ()
    return _BY_KIND.get(learner_definition().fields[column.field].kind, ())
