"""SQL in files of its own, each opening with one line that says what it is for."""

from __future__ import annotations

from functools import cache
from importlib.resources import files


@cache
def sql(name: str) -> str:
    """The text of one file, by its name below this folder without the ending."""
    return files(__package__).joinpath(f"{name}.sql").read_text("utf-8")
