"""Candidate pairs: rows of two files that share a key. Keys held by too many are left out, and counted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

from rollbook.matching.bulk.keys import KeyParts, Part, keys_of_kind
from rollbook.matching.keys import KINDS

MOST_FOR_A_KEY = 400  # rows of the right file under one key; a commoner key says too little to look under


@dataclass
class Caps:
    """How many keys were left out for being too common, and how many look-ups that cost."""

    keys: int = 0
    lookups: int = 0


def stored_index(made: KeyParts) -> Iterator[Part]:
    """The right file's keys, kind by kind."""
    for kind in KINDS:
        yield keys_of_kind(kind, made)


def candidates(left: list[Part], right: list[Part], *, caps: Caps) -> npt.NDArray[np.int64]:
    """Distinct pairs as (left row << 32 | right row), ascending."""
    found = [_pairs(mine, theirs, caps) for mine, theirs in zip(left, right, strict=True)]
    return np.unique(np.concatenate(found))


def _pairs(left: Part, right: Part, caps: Caps) -> npt.NDArray[np.int64]:
    if not len(left.rows) or not len(right.rows):
        return np.empty(0, dtype=np.int64)
    mine = pl.DataFrame({"key": left.hashes, "left": left.rows})
    theirs = pl.DataFrame({"key": right.hashes, "right": right.rows})
    theirs = theirs.join(mine.select("key").unique(), on="key", how="semi").unique()
    counts = theirs.group_by("key").len()
    common = counts.filter(pl.col("len") > MOST_FOR_A_KEY).select("key")
    if len(common):
        caps.keys += len(common)
        caps.lookups += len(mine.join(common, on="key", how="semi"))
        theirs = theirs.join(common, on="key", how="anti")
    pairs = mine.join(theirs, on="key").select(
        pair=pl.col("left").cast(pl.Int64) * (1 << 32) + pl.col("right").cast(pl.Int64)
    )
    return pairs["pair"].to_numpy()
