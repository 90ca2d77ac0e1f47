"""Candidate pairs: rows of two files that share a key. Keys held by too many are left out, and counted."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

from rollbook.matching.bulk.keys import Part
from rollbook.matching.keys import BULK_KINDS, KINDS

# Rows of the right file under one key; a commoner key says too little to look under.
MOST_FOR_A_KEY = 400
MOST_FOR_A_BULK_KEY = 40


@dataclass
class Caps:
    """How many keys were left out for being too common, and how many look-ups that cost."""

    keys: int = 0
    lookups: int = 0


def candidates(left: list[Part], right: list[Part], *, caps: Caps) -> npt.NDArray[np.int64]:
    """Distinct pairs as (left row << 32 | right row), ascending."""
    found = [_pairs(*sides, most=MOST_FOR_A_KEY, caps=caps) for sides in _kinds(left, right, slice(len(KINDS)))]
    return np.unique(np.concatenate(found))


def more_candidates(
    left: list[Part], right: list[Part], rows: npt.NDArray[np.bool_], *, caps: Caps
) -> npt.NDArray[np.int64]:
    """Pairs under the kinds of BULK_KINDS, for the left rows that are true in `rows`."""
    found = [
        _pairs(_of_rows(mine, rows), theirs, most=MOST_FOR_A_BULK_KEY, caps=caps)
        for mine, theirs in _kinds(left, right, slice(len(KINDS), len(KINDS) + len(BULK_KINDS)))
    ]
    return np.unique(np.concatenate(found))


def _kinds(left: list[Part], right: list[Part], which: slice) -> list[tuple[Part, Part]]:
    return list(zip(left[which], right[which], strict=True))


def _of_rows(part: Part, rows: npt.NDArray[np.bool_]) -> Part:
    wanted = rows[part.rows]
    return Part(part.rows[wanted], part.hashes[wanted])


def _pairs(left: Part, right: Part, *, most: int, caps: Caps) -> npt.NDArray[np.int64]:
    if not len(left.rows) or not len(right.rows):
        return np.empty(0, dtype=np.int64)
    mine = pl.DataFrame({"key": left.hashes, "left": left.rows})
    theirs = pl.DataFrame({"key": right.hashes, "right": right.rows})
    theirs = theirs.join(mine.select("key").unique(), on="key", how="semi").unique()
    counts = theirs.group_by("key").len()
    common = counts.filter(pl.col("len") > most).select("key")
    if len(common):
        caps.keys += len(common)
        caps.lookups += len(mine.join(common, on="key", how="semi"))
        theirs = theirs.join(common, on="key", how="anti")
    pairs = mine.join(theirs, on="key").select(
        pair=pl.col("left").cast(pl.Int64) * (1 << 32) + pl.col("right").cast(pl.Int64)
    )
    return pairs["pair"].to_numpy()
