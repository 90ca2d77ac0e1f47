"""Labelled pairs to learn from: the candidates of searches whose answer is known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

from rollbook.matching.bulk.candidates import Caps, candidates
from rollbook.matching.bulk.levels import Pairs, compare_pairs
from rollbook.matching.bulk.match import prepare
from rollbook.matching.bulk.weights import packed_levels, rarities
from rollbook.matching.model import Model
from rollbook.matching.scoring import prior_bits

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class LabelledPairs:
    """Pairs as packed level vectors, bits of rarity (pairs x 4), prior bits, and whether they are one person."""

    packed: npt.NDArray[np.int64]
    rarity: Floats
    prior: Floats
    same: npt.NDArray[np.bool_]


def labelled_pairs(
    searches: pl.DataFrame, register: pl.DataFrame, answers: Sequence[str], model: Model
) -> LabelledPairs:
    """The candidates of every search; `answers` holds the id of each search's learner, "" for none.

    `model` gives the typical frequencies from which rarity is counted.
    """
    files = prepare(searches, register, model)
    found = candidates(files.left_keys, files.right_keys, caps=Caps())
    left, right = found >> 32, found & 0xFFFF_FFFF
    pairs = Pairs(files.left, files.right, left, right)
    rows = {learner: row for row, learner in enumerate(register["id"].to_list())}
    answer = np.array([rows.get(learner, -1) for learner in answers], dtype=np.int64)
    return LabelledPairs(
        packed_levels(compare_pairs(pairs, files.encoders)),
        np.stack(rarities(pairs, files.shares, model), axis=1),
        np.full(len(left), prior_bits(len(register), model)),
        answer[left] == right,
    )


def joined(sets: Sequence[LabelledPairs]) -> LabelledPairs:
    """Several sets as one."""
    return LabelledPairs(
        np.concatenate([one.packed for one in sets]),
        np.concatenate([one.rarity for one in sets]),
        np.concatenate([one.prior for one in sets]),
        np.concatenate([one.same for one in sets]),
    )
