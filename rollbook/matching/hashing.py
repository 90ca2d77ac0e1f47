"""Hashes that are the same in every process and release: of a text, and of numbers mixed into one.

The mixing works alike on Python integers and on numpy arrays of uint64: one formula for one learner and for
a million. It spreads values; it protects nothing.
"""

from __future__ import annotations

from functools import lru_cache
from hashlib import blake2b
from typing import Any

MASK = 0xFFFF_FFFF_FFFF_FFFF
_SPREAD_KIND = 0x9E37_79B9_7F4A_7C15
_SPREAD_FIRST = 0xBF58_476D_1CE4_E5B9
_SPREAD_SECOND = 0x94D0_49BB_1331_11EB
_SPREAD_LAST = 0xD6E8_FEB8_6659_FD93


@lru_cache(maxsize=200_000)
def text_hash(text: str) -> int:
    """64 bits of a text; never 0, which stands for "not given"."""
    return int.from_bytes(blake2b(text.encode(), digest_size=8).digest(), "little") or 1


def number_hash(number: Any) -> Any:
    """64 bits of a number (an int, or a uint64 array); 0 only for 0, which stands for "not given"."""
    return (number * _SPREAD_KIND) & MASK


def mix(kind: int, first: Any, second: Any) -> Any:
    """One 64-bit key of a kind and two hashed parts, each an int below 2**64 or a uint64 array."""
    value = (first * _SPREAD_FIRST + second * _SPREAD_SECOND + kind * _SPREAD_KIND % (MASK + 1)) & MASK
    value = value ^ (value >> 32)
    value = (value * _SPREAD_LAST) & MASK
    return value ^ (value >> 29)


def signed(value: int) -> int:
    """The same 64 bits as PostgreSQL's `bigint` and numpy's int64 read them."""
    return value - (MASK + 1) if value > MASK >> 1 else value
