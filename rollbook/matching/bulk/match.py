"""Match the people of one file with those of another."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

from rollbook.matching.bulk.candidates import Caps, candidates, more_candidates
from rollbook.matching.bulk.keys import Part, all_keys, key_parts, name_sounds
from rollbook.matching.bulk.levels import Pairs, compare_pairs
from rollbook.matching.bulk.people import Encoders, People, encode_people
from rollbook.matching.bulk.shares import FileShares, file_shares
from rollbook.matching.bulk.weights import Weights, distinct_vectors, weigh_pairs
from rollbook.matching.model import Model
from rollbook.matching.scoring import Summed

SLICE = 100_000  # rows of the left file whose candidates are found at a time
MOST_PAIRS = 1_500_000  # pairs compared at a time: about 0.6 GB
_TOLD = 4  # reasons written for a pair, the weightiest first
_POSSIBLE = -8.0  # weight from which a candidate is worth a look, for a model without thresholds
Tell = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Scored:
    """Candidate pairs with their weights; `rivalled` counts the left row's other candidates."""

    left: npt.NDArray[np.int64]
    right: npt.NDArray[np.int64]
    weight: Weights
    rivalled: Weights
    vectors: npt.NDArray[np.intp]
    summed: list[Summed]


@dataclass(frozen=True, slots=True)
class Files:
    """Two encoded files, with everything that is made once for them."""

    left: People
    right: People
    encoders: Encoders
    left_keys: list[Part]
    right_keys: list[Part]
    shares: FileShares


def match_files(
    left: pl.DataFrame, right: pl.DataFrame, *, model: Model, top: int | None, link: float, tell: Tell | None = None
) -> pl.DataFrame:
    """Links from left to right as left_id, right_id, weight, reasons; best first within a left row.

    With `top`, each left row's best so many whatever their weight; without, the best one if its weight is
    at least `link`. Weights are log2 of odds with rivals counted. `tell` hears (step, done, of).
    """
    files = prepare(left, right, model)
    caps = Caps()
    found = [
        _chosen(scored, top=top, link=link, left=left["id"], right=right["id"])
        for scored in score_slices(files, model, caps=caps, tell=tell)
    ]
    return pl.concat(found) if found else _nothing()


def prepare(left: pl.DataFrame, right: pl.DataFrame, model: Model) -> Files:
    """Encode two files and make their keys."""
    encoders = Encoders()
    theirs = encode_people(right, encoders)
    mine = theirs if left is right else encode_people(left, encoders)
    sounds = name_sounds(encoders)
    return Files(
        mine,
        theirs,
        encoders,
        left_keys=list(all_keys(key_parts(mine, encoders, sounds, turned=True))),
        right_keys=list(all_keys(key_parts(theirs, encoders, sounds, turned=False))),
        shares=file_shares(theirs, encoders, model),
    )


def score_slices(files: Files, model: Model, *, caps: Caps, tell: Tell | None = None) -> Iterator[Scored]:
    """Score every candidate pair, some left rows at a time, so that memory stays within bounds.

    Who is not found under the ordinary keys is looked for under the kinds of BULK_KINDS as well.
    """
    size = len(files.left)
    for start in range(0, size, SLICE):
        keys = [rows_between(part, start, start + SLICE) for part in files.left_keys]
        packed = candidates(keys, files.right_keys, caps=caps)
        for rows in row_ranges(packed, start, min(start + SLICE, size)):
            if tell is not None:
                tell("matching", rows.start, size)
            yield _looked_for_twice(files, keys, pairs_of(packed, rows), rows, model, caps=caps)


def row_ranges(packed: npt.NDArray[np.int64], start: int, stop: int) -> Iterator[range]:
    """The left rows from start to stop in pieces of about MOST_PAIRS pairs each, or of one row."""
    left = packed >> 32
    while start < stop:
        after = int(np.searchsorted(left, start)) + MOST_PAIRS
        end = stop if after >= len(left) else max(int(left[after]), start + 1)
        yield range(start, end)
        start = end


def pairs_of(packed: npt.NDArray[np.int64], rows: range) -> npt.NDArray[np.int64]:
    """The pairs of some left rows."""
    ends = np.searchsorted(packed >> 32, [rows.start, rows.stop])
    return packed[ends[0] : ends[1]]


def _looked_for_twice(
    files: Files, keys: list[Part], packed: npt.NDArray[np.int64], rows: range, model: Model, *, caps: Caps
) -> Scored:
    first = score_pairs(files, packed, model)
    wanted = np.zeros(len(files.left), dtype=np.bool_)
    wanted[rows.start : rows.stop] = True
    wanted[first.left[first.weight >= model.thresholds.get("possible", _POSSIBLE)]] = False
    more = more_candidates(keys, files.right_keys, wanted, caps=caps)
    return first if not len(more) else score_pairs(files, np.union1d(_packed(first), more), model)


def _packed(scored: Scored) -> npt.NDArray[np.int64]:
    return scored.left << 32 | scored.right


def rows_between(part: Part, start: int, stop: int) -> Part:
    """The keys of some rows."""
    inside = (part.rows >= start) & (part.rows < stop)
    return Part(part.rows[inside], part.hashes[inside])


def score_pairs(files: Files, packed: npt.NDArray[np.int64], model: Model) -> Scored:
    """Score pairs packed as (left row << 32 | right row), ascending."""
    left, right = packed >> 32, packed & 0xFFFF_FFFF
    pairs = Pairs(files.left, files.right, left, right)
    vectors = distinct_vectors(compare_pairs(pairs, files.encoders), model)
    weight = weigh_pairs(pairs, vectors, files.shares, model)
    return Scored(left, right, weight, _against_rivals(left, weight), vectors.place, vectors.summed)


def _against_rivals(left: npt.NDArray[np.int64], weight: Weights) -> Weights:
    """As `against_rivals` in decision.py, for every left row at once; left rows stand together."""
    odds = np.exp2(np.minimum(weight, 200.0))
    _, group = np.unique(left, return_inverse=True)
    total = np.bincount(group, weights=odds) if len(odds) else odds
    rivals: Weights = weight - np.log2(1 + np.maximum(total[group] - odds, 0.0))
    return rivals


def _chosen(scored: Scored, *, top: int | None, link: float, left: pl.Series, right: pl.Series) -> pl.DataFrame:
    order = np.lexsort((-scored.weight, scored.left))
    rows = scored.left[order]
    starts = np.flatnonzero(np.r_[True, rows[1:] != rows[:-1]]) if len(rows) else np.empty(0, dtype=np.int64)
    rank = np.arange(len(rows)) - np.repeat(starts, np.diff(np.r_[starts, len(rows)]))
    keep = rank < top if top is not None else (rank == 0) & (scored.rivalled[order] >= link)
    chosen = order[keep]
    return pl.DataFrame(
        {
            "left_id": left.gather(scored.left[chosen]),
            "right_id": right.gather(scored.right[chosen]),
            "weight": pl.Series(np.round(scored.rivalled[chosen], 3)),
            "reasons": pl.Series(_reasons(scored, chosen), dtype=pl.String),
        }
    )


def _reasons(scored: Scored, chosen: npt.NDArray[np.intp]) -> list[str]:
    """The weightiest sentences of each chosen pair, made once for each level vector."""
    texts: dict[int, str] = {}
    for vector in np.unique(scored.vectors[chosen]).tolist():
        parts = [part for part in scored.summed[vector].reasons if part.level != "missing" and part.weight]
        parts.sort(key=lambda part: -abs(part.weight))
        texts[vector] = " ".join(part.says for part in parts[:_TOLD])
    return [texts[vector] for vector in scored.vectors[chosen].tolist()]


def _nothing() -> pl.DataFrame:
    return pl.DataFrame(
        schema={"left_id": pl.String, "right_id": pl.String, "weight": pl.Float64, "reasons": pl.String}
    )
