"""Reads one code set from the data file of its name."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType

from rollbook.base.errors import SetupMissing


@dataclass(frozen=True, slots=True)
class CodeSet:
    """A code set: its codes in published order, each with its meaning, and where they were published."""

    name: str
    title: str
    source: str
    codes: Mapping[str, str]

    def __contains__(self, code: object) -> bool:
        return code in self.codes

    def meaning(self, code: str) -> str:
        """What a code means, or an empty text for one that is not in the set."""
        return self.codes.get(code, "")

    def choices(self) -> str:
        """All codes in a sentence: `0 not known, 1 male`."""
        return ", ".join(f"{code} {meaning}" for code, meaning in self.codes.items())


@cache
def code_set(name: str) -> CodeSet:
    """The code set of that name. SetupMissing when there is no such file."""
    path = Path(__file__).with_name(f"{name}.toml")
    if not path.exists():
        raise SetupMissing(f"There is no code set called {name}.", fix="Add its data file.")
    data = tomllib.loads(path.read_text("utf-8"))
    return CodeSet(data["name"], data["title"], data["source"], MappingProxyType(data["codes"]))
