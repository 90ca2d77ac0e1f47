"""Sentences for what was done, from a table: `action.outcome` wins over `action`."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from importlib.resources import files


def read_sentences(package: str, file: str) -> dict[str, str]:
    """Every sentence of a TOML file that stands in this package, by action, or by action and outcome."""
    table = tomllib.loads(files(package).joinpath(file).read_text("utf-8"))
    return {str(code): str(says) for code, says in table.items()}


def in_words(sentences: Mapping[str, str], action: str, outcome: str) -> str:
    """The sentence for what was done; an unknown action is told by its name rather than left out."""
    return sentences.get(f"{action}.{outcome}") or sentences.get(action) or f"{action.replace('_', ' ').capitalize()}."
