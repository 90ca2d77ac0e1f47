"""The model: what each level of agreement weighs, read from `data/model.json` or a file of one's own.

Weights are log2 of odds (Fellegi and Sunter 1969): each level's m (how often one person's two records stand at
it) over u (how often two people's do), as Splink trains them, then fitted together with the interactions.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from rollbook.base.errors import Unreadable
from rollbook.matching.frequencies import Frequencies, NameTable
from rollbook.matching.levels import FIELDS, Levels


@dataclass(frozen=True, slots=True)
class LevelWeight:
    """What one level of one field weighs.

    `m` and `u` are Splink's; `weight` is the fitted log2 weight at a value of typical frequency; `rarity` is
    the share of a value's own rarity that is added to it (1 for an agreement that is wholly worth it).
    """

    m: float
    u: float
    weight: float
    rarity: float = 0.0


@dataclass(frozen=True, slots=True)
class FieldWeights:
    """One field's levels, in the order of its level class, and the bits of a value of typical frequency."""

    levels: tuple[LevelWeight, ...]
    typical_bits: float = 0.0


@dataclass(frozen=True, slots=True)
class Interaction:
    """A pattern over the level vector, with its sentence and its weight."""

    name: str
    says: str
    when: tuple[tuple[int, frozenset[int]], ...]
    weight: float = 0.0

    def holds(self, levels: Levels | tuple[int, ...]) -> bool:
        """Whether every field the pattern names stands at one of its levels."""
        return all(levels[place] in allowed for place, allowed in self.when)


@dataclass(frozen=True, slots=True)
class Model:
    """Everything a score is made of. `offset` is added to the prior, log2 of 1 over the register's size."""

    fields: Mapping[str, FieldWeights]
    interactions: tuple[Interaction, ...]
    frequencies: Frequencies
    offset: float = 0.0
    about: Mapping[str, Any] = field(default_factory=dict)
    thresholds: Mapping[str, float] = field(default_factory=dict)
    # Level vector: its sum and its reasons. A few thousand vectors make up nearly all comparisons.
    known: dict[Levels, Any] = field(default_factory=dict, repr=False, compare=False)


def load_model(path: Path | None = None) -> Model:
    """The model of a file written by `rollbook model train`, or the packaged one.

    Raises Unreadable when the file is missing or is no model.
    """
    if path is None:
        return _packaged_model()
    try:
        return model_from(json.loads(path.read_text(encoding="utf-8")))
    except (OSError, UnicodeDecodeError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise Unreadable(
            f"{path} is not a matching model.", fix="Give a file that `rollbook model train` wrote."
        ) from error


@cache
def _packaged_model() -> Model:
    return model_from(json.loads(data_file("model.json").read_text(encoding="utf-8")))


def model_from(document: Mapping[str, Any]) -> Model:
    """The model of a parsed model file."""
    return Model(
        fields={name: _field_weights(name, document["fields"][name]) for name in FIELDS},
        interactions=tuple(
            Interaction(one.name, one.says, one.when, document["interactions"].get(one.name, 0.0))
            for one in known_interactions()
        ),
        frequencies=_name_table(document["frequencies"]),
        offset=document["offset"],
        about=document["about"],
        thresholds=document.get("thresholds", {}),
    )


def _field_weights(name: str, document: Mapping[str, Any]) -> FieldWeights:
    levels = tuple(LevelWeight(**document["levels"][level.code]) for level in FIELDS[name])
    return FieldWeights(levels, document.get("typical_bits", 0.0))


def _name_table(document: Mapping[str, Any]) -> NameTable:
    """Shares from the model file, where names are written with their count in a million."""
    givens, families = (
        {name: count / 1e6 for name, count in document[kind].items()} for kind in ("givens", "families")
    )
    return NameTable(
        givens, families, document["rare"], document["day"], document["first_of_january"], document["home"]
    )


@cache
def known_interactions() -> tuple[Interaction, ...]:
    """The patterns of `data/interactions.toml`, without weights."""
    document = tomllib.loads(data_file("interactions.toml").read_text(encoding="utf-8"))
    return tuple(_interaction(entry) for entry in document["interaction"])


def _interaction(entry: Mapping[str, Any]) -> Interaction:
    when = []
    for place, (name, levels) in enumerate(FIELDS.items()):
        if name in entry["when"]:
            when.append((place, frozenset(int(levels[code.upper()]) for code in entry["when"][name])))
    return Interaction(entry["name"], entry["says"], tuple(when))


def data_file(name: str) -> Traversable:
    """A packaged data file of matching."""
    return files("rollbook.matching").joinpath("data", name)
