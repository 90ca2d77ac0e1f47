"""What a sweep for duplicates reads: the next learners, and pairs that somebody has already looked at."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import connection

from rollbook.matching import Normal, normalise
from rollbook.service.readers.candidates import details_of
from rollbook.service.sql import sql

Pair = tuple[int, int]


def next_learners(after: int, changed_since: datetime | None, most: int) -> list[tuple[int, Normal]]:
    """The live learners with the next numbers whose record stands since then."""
    with connection.cursor() as cursor:
        cursor.execute(sql("sweep/learners"), {"after": after, "changed_since": changed_since, "most": most})
        return [(uln, normalise(details_of(columns))) for uln, *columns in cursor.fetchall()]


def known_pairs(pairs: Collection[Pair]) -> set[Pair]:
    """Of these pairs (lower number first), those with a case already, or with a link that was undone."""
    lows, highs = [low for low, _ in pairs], [high for _, high in pairs]
    with connection.cursor() as cursor:
        cursor.execute(sql("sweep/known_pairs"), {"lows": lows, "highs": highs})
        return {(low, high) for low, high in cursor.fetchall()}
