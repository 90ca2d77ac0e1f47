"""A learner's address in the pages: the same for one number always, and no number to anybody without the key."""

from __future__ import annotations

import base64
import hashlib
from functools import cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESSIV

from rollbook.base.errors import NotFound
from rollbook.service.keys import secret


def address_of(uln: int) -> str:
    """The opaque text that stands for a number in a page's address, 32 characters."""
    return base64.urlsafe_b64encode(_cipher().encrypt(uln.to_bytes(8, "big"), None)).decode()


def uln_at(address: str) -> int:
    """The number an address stands for; NotFound for an invented one. Who may see the learner is asked elsewhere."""
    try:
        return int.from_bytes(_cipher().decrypt(base64.urlsafe_b64decode(address.encode()), None), "big")
    except (InvalidTag, ValueError) as wrong:
        raise NotFound("There is no learner at this address.", fix="Begin at the list you came from.") from wrong


@cache
def _cipher() -> AESSIV:
    # Deterministic on purpose: an address can be kept as a bookmark, and two people can speak of the same page.
    return AESSIV(hashlib.sha512(secret("address").encode()).digest()[:64])
