"""What can be wrong with the form of a file of any standard: in the words of its readers, and explained for pages."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_FILE = Path(__file__).with_name("form_findings.toml")


@dataclass(frozen=True, slots=True)
class FormFinding:
    """One kind. `says` and `fix` are told of one place, with {places} to fill in; `means` and `because` explain.

    `says` is empty where the reader has words of its own. `shapes` are those of layouts in which it can happen.
    """

    code: str
    shapes: tuple[str, ...]
    means: str
    fix: str
    because: str
    says: str = ""

    @property
    def mend(self) -> str:
        """What to do about it, wherever it is."""
        places = {"around": "the element around it", "known": "the standard has it", "name": "it", "title": "it"}
        return self.fix.format(**places)


@cache
def form_findings() -> dict[str, FormFinding]:
    """All of them, by code."""
    data = tomllib.loads(_FILE.read_text("utf-8"))
    return {code: FormFinding(code, tuple(one.pop("shapes")), **one) for code, one in data.items()}


def form_findings_of(shape: str) -> dict[str, FormFinding]:
    """Those that files of one shape can have, by code."""
    return {code: one for code, one in form_findings().items() if shape in one.shapes}
