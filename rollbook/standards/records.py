"""What a record is called, so that people find it: its key where it has one, or its place, from the top down."""

from __future__ import annotations

from collections.abc import Iterable


def record_name(parts: Iterable[tuple[str, str, int]]) -> str:
    """`learner L1 / aim 2 / fam 1`, out of each table's name, key (empty for none) and place within its parent."""
    return " / ".join(f"{table} {key or nth}" for table, key, nth in parts)
