"""Name communities: who forms names how (`data/communities.toml`), as one frozen value each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from types import MappingProxyType
from typing import Any

from rollbook.synthetic.tables import table


@dataclass(frozen=True, slots=True)
class Use:
    """How often names are used: 1 / (rank + shift) ** power, over the listed names and an invented tail."""

    shift: float
    power: float
    invented: int


@dataclass(frozen=True, slots=True)
class Community:
    """One name community. Shares are of its people; names of lists are `locale:attribute` in Faker."""

    name: str
    share: float
    male: tuple[str, ...]
    female: tuple[str, ...]
    family: tuple[str, ...]
    sounds: str
    given_use: Use
    family_use: Use
    countries: tuple[str, ...]
    male_head: tuple[str, ...] = ()
    female_head: tuple[str, ...] = ()
    family_head: tuple[str, ...] = ()
    female_form: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    female_endings: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    female_family: tuple[str, ...] = ()
    female_family_share: float = 0.0
    middle: float = 0.0
    second_middle: float = 0.0
    middle_fixed: tuple[str, ...] = ()
    double_family: float = 0.0
    double_given: float = 0.0
    single: float = 0.0
    preferred: float = 0.0
    junior: float = 0.0
    january: float = 0.0
    swapped: float = 0.0


@cache
def communities() -> tuple[Community, ...]:
    """All communities, in the order of the file."""
    return tuple(_community(row) for row in table("communities")["community"])


def _community(row: Mapping[str, Any]) -> Community:
    values = dict(row)
    for key in ("male_head", "female_head", "family_head", "female_family", "countries"):
        values[key] = tuple(values.get(key, "").split())
    for key in ("male", "female", "family", "middle_fixed"):
        values[key] = tuple(values.get(key, ()))
    # A community may list no names of one sex but a head: its tail is invented.
    for key in ("given_use", "family_use"):
        values[key] = Use(**values[key])
    return Community(**values)
