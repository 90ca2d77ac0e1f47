"""Find the people who stand twice in one file."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt
import polars as pl

from rollbook.matching.bulk.candidates import Caps, candidates
from rollbook.matching.bulk.match import (
    SLICE,
    Files,
    Scored,
    Tell,
    pairs_of,
    prepare,
    row_ranges,
    rows_between,
    score_pairs,
)
from rollbook.matching.model import Model


def dedupe_file(frame: pl.DataFrame, *, model: Model, duplicate: float, tell: Tell | None = None) -> pl.DataFrame:
    """Clusters as id, cluster, for the people found more than once; the cluster is its first id in the file.

    Two rows are one person from the weight `duplicate` on, and so are rows joined by a third.
    """
    files = prepare(frame, frame, model)
    parents = np.arange(len(frame))
    for scored in _self_pairs(files, model, tell):
        alike = scored.weight >= duplicate
        for one, other in zip(scored.left[alike].tolist(), scored.right[alike].tolist(), strict=True):
            _join(parents, one, other)
    return _clusters(frame["id"], parents)


def _self_pairs(files: Files, model: Model, tell: Tell | None) -> Iterator[Scored]:
    """Every pair of two rows of the file, once."""
    size = len(files.left)
    for start in range(0, size, SLICE):
        keys = [rows_between(part, start, start + SLICE) for part in files.left_keys]
        packed = candidates(keys, files.right_keys, caps=Caps())
        packed = packed[(packed >> 32) < (packed & 0xFFFF_FFFF)]
        for rows in row_ranges(packed, start, min(start + SLICE, size)):
            if tell is not None:
                tell("comparing", rows.start, size)
            yield score_pairs(files, pairs_of(packed, rows), model)


def _root(parents: npt.NDArray[np.int64], row: int) -> int:
    while parents[row] != row:
        parents[row] = parents[parents[row]]
        row = int(parents[row])
    return row


def _join(parents: npt.NDArray[np.int64], one: int, other: int) -> None:
    first, second = sorted((_root(parents, one), _root(parents, other)))
    parents[second] = first


def _clusters(ids: pl.Series, parents: npt.NDArray[np.int64]) -> pl.DataFrame:
    roots = np.array([_root(parents, row) for row in range(len(parents))], dtype=np.int64)
    sizes = np.bincount(roots, minlength=len(roots)) if len(roots) else roots
    rows = np.flatnonzero(sizes[roots] > 1) if len(roots) else roots
    return pl.DataFrame({"id": ids.gather(rows), "cluster": ids.gather(roots[rows])}).sort("cluster", "id")
