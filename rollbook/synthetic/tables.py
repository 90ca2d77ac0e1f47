"""The data files of this part, read once: shares and rates are TOML, spelling variants CSV."""

from __future__ import annotations

import csv
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

DATA = Path(__file__).parent / "data"


@cache
def table(name: str) -> dict[str, Any]:
    """A TOML file of the folder `data`, by its name without ending. Treat as read only."""
    return tomllib.loads((DATA / f"{name}.toml").read_text(encoding="utf-8"))


@cache
def variants() -> dict[str, tuple[str, ...]]:
    """Short forms and other spellings of a given name, both ways round."""
    found: dict[str, set[str]] = {}
    with (DATA / "variants.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            for other in row["others"].split():
                found.setdefault(row["name"], set()).add(other)
                found.setdefault(other, set()).add(row["name"])
    return {name: tuple(sorted(others)) for name, others in found.items()}


def are_variants(one: str, other: str) -> bool:
    """Whether two given names are the same, or short forms or spellings of one another."""
    families = variants()
    return one == other or other in families.get(one, ()) or bool({*families.get(one, ())} & {*families.get(other, ())})
