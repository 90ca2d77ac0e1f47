"""The register's limits, read from `policy.toml`."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Policy:
    """How many, how long: see the file for what each one means."""

    most_possible: int
    search_valid_minutes: int
    look_seconds: int
    most_in_transaction: int
    common_key_learners: int
    sweep_learners: int
    token_valid_minutes: int

    @property
    def search_valid(self) -> timedelta:
        return timedelta(minutes=self.search_valid_minutes)

    @property
    def look(self) -> timedelta:
        return timedelta(seconds=self.look_seconds)


@cache
def load_policy() -> Policy:
    """The packaged limits."""
    return Policy(**tomllib.loads(files(__package__).joinpath("policy.toml").read_text("utf-8")))
