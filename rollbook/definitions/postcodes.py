"""Postcodes of the United Kingdom and of the forces (BFPO): form only, since no list of those in use is at hand.

Source: learner.xsd (MIAPPostCode). GIR 0AA and ZZ99 9ZZ (not known, or outside the United Kingdom) are allowed.
"""

from __future__ import annotations

import re

from rollbook.definitions.identifiers.refused import Reason, Refused

NOT_KNOWN = "ZZ99 9ZZ"
# The second half never holds C, I, K, M, O or V.
_ORDINARY = re.compile(r"([A-Z]{1,2}[0-9R][0-9A-Z]?)([0-9][ABD-HJLNP-UW-Z]{2})")
_GIROBANK = re.compile(r"(GIR)(0AA)")
_FORCES = re.compile(r"BFPO([0-9]{1,4})")
_FIX = f"Write it as SW1A 2AA; for an unknown or foreign address write {NOT_KNOWN}."


def parse(text: str) -> str | Refused:
    """The postcode in capitals with one blank in its place, whatever the spacing was, or why it is none."""
    joined = "".join(text.split()).replace("-", "").upper()
    if not joined:
        return Refused(Reason.EMPTY, "A postcode is missing.", _FIX)
    forces = _FORCES.fullmatch(joined)
    if forces is not None:
        return f"BFPO {forces.group(1)}"
    ordinary = _ORDINARY.fullmatch(joined) or _GIROBANK.fullmatch(joined)
    if ordinary is None:
        return Refused(Reason.CHARACTERS, "This is not the form of a postcode.", _FIX)
    return f"{ordinary.group(1)} {ordinary.group(2)}"


def why_refused(text: str) -> Refused | None:
    """Why this is no postcode, or None when it is one."""
    parsed = parse(text)
    return parsed if isinstance(parsed, Refused) else None


def is_valid(text: str) -> bool:
    """Has this the form of a postcode?"""
    return why_refused(text) is None


def is_placeholder(postcode: str) -> bool:
    """Does this postcode, in capitals, stand for no known place in the United Kingdom?"""
    return postcode.startswith("ZZ99")
