"""The weights of many pairs at once, by the parts of `scoring.py`."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from rollbook.matching.bulk.levels import Numbers, Pairs
from rollbook.matching.bulk.shares import FileShares, Shares
from rollbook.matching.levels import FIELDS, Levels, level_of
from rollbook.matching.model import Model
from rollbook.matching.scoring import MOST_BITS, Summed, prior_bits, sum_levels

Weights = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Vectors:
    """Level vectors, each once: what each sums up to, and which one each pair has."""

    summed: list[Summed]
    place: npt.NDArray[np.intp]


def distinct_vectors(levels: list[Numbers], model: Model) -> Vectors:
    """The distinct level vectors of pairs, summed."""
    distinct, place = np.unique(packed_levels(levels), return_inverse=True)
    return Vectors([sum_levels(unpacked_levels(number), model) for number in distinct.tolist()], place)


def packed_levels(levels: list[Numbers]) -> npt.NDArray[np.int64]:
    """Level vectors as one number each, four bits a field."""
    packed = np.zeros(len(levels[0]), dtype=np.int64)
    for column in levels:
        packed = packed << 4 | column
    return packed


def unpacked_levels(number: int) -> Levels:
    """The level vector of one packed number."""
    places = range(len(FIELDS) - 1, -1, -1)
    numbers = (number >> 4 * at & 15 for at in places)
    return Levels._make(level_of(kind, at) for kind, at in zip(FIELDS.values(), numbers, strict=True))


def weigh_pairs(pairs: Pairs, vectors: Vectors, shares: FileShares, model: Model) -> Weights:
    """The weight of every pair, before rivals are counted."""
    fixed = np.array([summed.weight for summed in vectors.summed])
    scale = np.array([summed.rarity for summed in vectors.summed]).reshape(-1, 4)
    weight: Weights = fixed[vectors.place] + prior_bits(len(pairs.theirs), model)
    for at, extra in enumerate(rarities(pairs, shares, model)):
        weight += scale[vectors.place, at] * extra
    return weight


def rarities(pairs: Pairs, shares: FileShares, model: Model) -> list[Weights]:
    """Bits beyond a typical value: of two names the commoner counts, of other values the right one's."""
    givens, families = _extra(shares.givens, "given", model), _extra(shares.families, "family", model)
    births, postcodes = _extra(shares.births, "birth", model), _extra(shares.postcodes, "postcode", model)
    my_given, their_given = pairs.both("given")
    my_family, their_family = pairs.both("family")
    return [
        np.minimum(givens[my_given], givens[their_given]),
        np.minimum(families[my_family], families[their_family]),
        births[pairs.theirs.birth[pairs.right]],
        postcodes[pairs.theirs.postcode[pairs.right]],
    ]


def _extra(shares: Shares, name: str, model: Model) -> Weights:
    bits: Weights = -np.log2(shares) - model.fields[name].typical_bits
    return np.clip(bits, -MOST_BITS, MOST_BITS)


def with_shares(model: Model, shares: FileShares) -> Model:
    """The model with a file's own frequencies, to score single pairs as bulk does."""
    return replace(model, frequencies=shares, known={})
