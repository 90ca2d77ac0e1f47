"""What was done with a learner's record, in words for the learner; from the table `deeds.toml`."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files


def deed(action: str, outcome: str = "") -> str:
    """The sentence for a line of the access log; an unknown action is told by its name rather than left out."""
    table = deeds()
    return table.get(f"{action}.{outcome}") or table.get(action) or f"{action.replace('_', ' ').capitalize()}."


@cache
def deeds() -> dict[str, str]:
    """Every sentence by action, or by action and outcome."""
    table = tomllib.loads(files(__package__).joinpath("deeds.toml").read_text("utf-8"))
    return {str(code): str(says) for code, says in table.items()}
