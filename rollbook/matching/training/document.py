"""The model file: fitted weights, m and u, name frequencies, and how it was made."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import polars as pl

from rollbook.matching.bulk.people import Encoders, encode_people
from rollbook.matching.bulk.values import Codes, Encoder
from rollbook.matching.levels import FIELDS
from rollbook.matching.training.fit import Fitted

Probabilities = Mapping[tuple[str, str], tuple[float, float]]
_NAMES_KEPT = 2_500  # of each kind; rarer ones count as rare alike


def model_document(
    fitted: Fitted,
    probabilities: Probabilities,
    snapshot: pl.DataFrame,
    typical: Mapping[str, float],
    about: Mapping[str, Any],
) -> dict[str, Any]:
    """What `load_model` reads. `probabilities`: m and u by (field, level code); `typical`: see `typical_bits`."""
    return {
        "about": dict(about),
        "offset": round(fitted.offset, 4),
        "fields": {
            name: {"typical_bits": typical.get(name, 0.0), "levels": _levels(name, fitted, probabilities)}
            for name in FIELDS
        },
        "interactions": {name: round(weight, 3) for name, weight in fitted.patterns.items()},
        "frequencies": _frequencies(snapshot),
    }


def _levels(name: str, fitted: Fitted, probabilities: Probabilities) -> dict[str, dict[str, float]]:
    found: dict[str, dict[str, float]] = {"missing": {"m": 1.0, "u": 1.0, "weight": 0.0}}
    for level in list(FIELDS[name])[1:]:
        m, u = probabilities[name, level.code]
        found[level.code] = {
            "m": float(f"{m:.4g}"),
            "u": float(f"{u:.4g}"),
            "weight": round(fitted.levels[name, level.code], 3),
            "rarity": round(fitted.rarity.get((name, level.code), 0.0), 3),
        }
    return found


def typical_bits(snapshot: pl.DataFrame) -> dict[str, float]:
    """For names, birth dates and postcodes, the bits that two people's sharing a value says on average."""
    encoders = Encoders()
    people = encode_people(snapshot, encoders)
    columns = {"given": people.given, "family": people.family, "birth": people.birth, "postcode": people.postcode}
    return {name: round(float(-np.log2(_alike(column))), 2) for name, column in columns.items()}


def _alike(column: Codes) -> float:
    """The chance that two different people share the value."""
    counts = np.bincount(column).astype(np.float64)
    counts[0] = 0
    size = counts.sum()
    pairs = (counts * (counts - 1)).sum()
    return float(max(pairs, 1.0) / max(size * (size - 1), 1.0))


def _frequencies(snapshot: pl.DataFrame) -> dict[str, Any]:
    """Shares of common names in a million, and of what is not in the table."""
    encoders = Encoders()
    people = encode_people(snapshot, encoders)
    givens, families = (_common(column, encoders.names) for column in (people.given, people.family))
    rarest = min(min(table.values(), default=1.0) for table in (givens, families)) / 1e6
    january = np.array([bool(day and day[1:] == (1, 1)) for day in encoders.births.values().values])[people.birth]
    years = np.unique([day[0] for day in encoders.births.values().values if day])
    first = max(float(january.mean()), 1 / 365.25) / max(len(years), 1)
    return {
        "rare": float(f"{rarest / 4:.3g}"),
        "day": float(f"{_alike(people.birth[~january]):.3g}"),
        "first_of_january": float(f"{first:.3g}"),
        "home": float(f"{_alike(people.postcode):.3g}"),
        "givens": givens,
        "families": families,
    }


def _common(column: Codes, names: Encoder) -> dict[str, int]:
    """The commonest names with their count in a million."""
    counts = np.bincount(column, minlength=len(names.values().values))
    counts[0] = 0
    order = np.argsort(-counts, kind="stable")[:_NAMES_KEPT]
    known = names.values().values
    size = max(int(counts.sum()), 1)
    return {known[at]: max(round(1e6 * int(counts[at]) / size), 1) for at in order.tolist() if counts[at]}
