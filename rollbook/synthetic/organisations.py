"""An invented set of organisations of every kind, their links, and one person in each role."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def landscape() -> dict[str, list[dict[str, Any]]]:
    """The set: `organisation`, `link`, `user`, and what they have done, each a list of plain values.

    See `organisations.toml`.
    """
    return tomllib.loads(files(__package__).joinpath("organisations.toml").read_text("utf-8"))
