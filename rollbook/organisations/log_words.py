"""What a line of the access log says in words, from `log_words.toml`."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files


def line_in_words(action: str, outcome: str = "") -> str:
    """The sentence for what was done; an unknown action is told by its name rather than left out."""
    table = log_words()
    return table.get(f"{action}.{outcome}") or table.get(action) or f"{action.replace('_', ' ').capitalize()}."


@cache
def log_words() -> dict[str, str]:
    """Every sentence by action, or by action and outcome."""
    table = tomllib.loads(files(__package__).joinpath("log_words.toml").read_text("utf-8"))
    return {str(code): str(says) for code, says in table.items()}
