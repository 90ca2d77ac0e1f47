"""Which version comes before which: `2018-19` before `2025-26`, `2A` before `10`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

_NUMBERS = re.compile(r"(\d+)")


def version_key(version: str) -> tuple[tuple[int, str], ...]:
    """For sorting: numbers by size, the rest as text."""
    parts = _NUMBERS.split(version)
    return tuple((int(part), "") if part.isdigit() else (-1, part) for part in parts if part)


def holds(version: str, entry: Mapping[str, Any]) -> bool:
    """Does an entry with `since` and `until` (both included, both optional) hold for this version?"""
    since, until = entry.get("since"), entry.get("until")
    return (since is None or version_key(since) <= version_key(version)) and (
        until is None or version_key(version) <= version_key(until)
    )
