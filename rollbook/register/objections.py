"""A learner's objection: what can be objected to and how, and what it forbids everybody else to enter.

It outranks any organisation's entry from the moment it stands; only the register's team changes a contested detail.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from rollbook.base.findings import Finding
from rollbook.definitions import ability_to_share

SHARING = "ability_to_share"
LONGEST = {"said": 1000, "wanted": 400, "evidence": 400}


@dataclass(frozen=True, slots=True)
class Kind:
    """Something to object to: its sentence, the detail it is always about, and the widest sharing it leaves."""

    says: str
    field: str = ""
    widest: int | None = None


@dataclass(frozen=True, slots=True)
class Objecting:
    """An objection as it is said: what to, in whose words, what she wants instead, how she said it, evidence seen."""

    kind: str
    said: str
    said_how: str
    field: str = ""
    wanted: str = ""
    evidence: str = ""

    @property
    def contested(self) -> str:
        """The detail it is about, or an empty text."""
        return kinds()[self.kind].field or (self.field if self.kind == "detail" else "")


def kinds() -> Mapping[str, Kind]:
    """What can be objected to, by code."""
    return {code: Kind(**row) for code, row in _data()["kind"].items()}


def ways() -> Mapping[str, str]:
    """How an objection can be said, by code."""
    return dict(_data()["how"])


def contestable() -> tuple[str, ...]:
    """The details that can be contested."""
    return tuple(_data()["contested"]["details"])


def objection_errors(said: Objecting) -> list[Finding]:
    """Every reason why an objection cannot be recorded as it is said."""
    found = []
    if said.kind not in kinds():
        found.append(
            Finding("kind_unknown", "kind", "It is not said what the learner objects to.", "Choose one of the three.")
        )
    if said.kind == "detail" and said.field not in contestable():
        found.append(Finding("field_unknown", "field", "It is not said which detail is wrong.", "Choose the detail."))
    if not said.said.strip():
        found.append(Finding("missing", "said", "The learner's own words are missing.", "Write down what was said."))
    if said.said_how not in ways():
        found.append(
            Finding("way_unknown", "said_how", "It is not said how the learner told you.", "Choose how it was said.")
        )
    for name, most in LONGEST.items():
        if len(getattr(said, name)) > most:
            found.append(Finding("too_long", name, f"This is longer than {most} characters.", "Shorten it."))
    return found


def refusals(before: Mapping[str, Any], values: Mapping[str, Any], *, contested: Iterable[str]) -> list[Finding]:
    """What is wrong with an organisation's values: the contested details among those they would change."""
    changed = {name for name in contested if name in values and values[name] != before[name]}
    return [
        Finding(
            "under_objection",
            name,
            "The learner objects to this detail; until that is settled it stays as it is.",
            "Leave it as it is. The register's team settles the objection.",
        )
        for name in sorted(changed)
    ]


def wider_sharing(ability: int, *, widest: int | None) -> list[Finding]:
    """The finding on an ability to share that goes beyond what the learner's objection allows, if it does."""
    if widest is None or not ability_to_share.is_wider(str(ability), than=str(widest)):
        return []
    return [
        Finding(
            "under_objection",
            SHARING,
            "The learner objects to sharing, and that outranks any entry.",
            "Leave it as it is. If the learner thinks otherwise now, tell the register's team.",
        )
    ]


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads(files(__package__).joinpath("objections.toml").read_text("utf-8"))
