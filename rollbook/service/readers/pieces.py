"""A long list in pieces: one page of it, and whether there are others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from django.db.models import Model, QuerySet

SIZE = 50
Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True, slots=True)
class Piece(Generic[Row]):
    """One page of a list: its rows, its number from 1, how many rows there are in all."""

    rows: Sequence[Row]
    number: int
    total: int

    @property
    def before(self) -> int | None:
        return self.number - 1 if self.number > 1 else None

    @property
    def after(self) -> int | None:
        return self.number + 1 if self.number * SIZE < self.total else None


def piece(found: QuerySet[Row], number: int) -> Piece[Row]:
    """The page of this number; the first one for a number that is none."""
    total = found.count()
    at = number if number > 0 and (number - 1) * SIZE < max(total, 1) else 1
    return Piece(list(found[(at - 1) * SIZE : at * SIZE]), at, total)


def number_of(text: str) -> int:
    """The page number a text says; 1 for whatever is none."""
    return int(text) if text.isascii() and text.isdigit() and 0 < len(text) < 7 and int(text) else 1
