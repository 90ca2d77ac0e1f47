"""The fields of a learner, read from data: what each may hold and on which occasions it is needed."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from types import MappingProxyType

_PACKAGED = Path(__file__).with_name("learner_fields.toml")


class Occasion(StrEnum):
    """What the details are for; it decides which fields may not be empty."""

    REGISTER = "register"
    UPDATE = "update"
    FIND = "find"
    FIND_BY_ULN = "find_by_uln"
    VERIFY = "verify"
    BATCH = "batch"
    BATCH_UPDATE = "batch_update"


@dataclass(frozen=True, slots=True)
class LearnerField:
    """One field: its name in programs, its title for people, its kind, length in characters and occasions.

    `most` is how many names a field of several may hold, each of the length; `item` the number of the data item in
    the Common Basic Data Set, empty where it has none.
    """

    name: str
    title: str
    kind: str
    max_length: int
    code_set: str = ""
    needed: frozenset[Occasion] = frozenset()
    in_batch: str = ""
    most: int = 1
    item: str = ""


@dataclass(frozen=True, slots=True)
class LearnerDefinition:
    """All fields by name, the ages allowed (whole years, both included), and where a single name will do."""

    fields: Mapping[str, LearnerField]
    youngest: int
    oldest: int
    single_name: frozenset[Occasion]


@cache
def learner_definition() -> LearnerDefinition:
    """The packaged definition of a learner."""
    data = tomllib.loads(_PACKAGED.read_text("utf-8"))
    fields = {entry["name"]: _field(entry) for entry in data["field"]}
    single_name = frozenset(Occasion(occasion) for occasion in data["single_name"])
    return LearnerDefinition(MappingProxyType(fields), data["age"]["youngest"], data["age"]["oldest"], single_name)


def _field(entry: dict[str, str | int | list[str]]) -> LearnerField:
    needed = entry.get("needed", [])
    assert isinstance(needed, list)
    return LearnerField(
        name=str(entry["name"]),
        title=str(entry["title"]),
        kind=str(entry["kind"]),
        max_length=int(str(entry["max_length"])),
        code_set=str(entry.get("code_set", "")),
        needed=frozenset(Occasion(occasion) for occasion in needed),
        in_batch=str(entry.get("in_batch", "")),
        most=int(str(entry.get("most", 1))),
        item=str(entry.get("item", "")),
    )
