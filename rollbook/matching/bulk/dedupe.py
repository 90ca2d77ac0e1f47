"""Find the people who stand twice in one file."""

from __future__ import annotations

import numpy as np
import polars as pl

from rollbook.matching.bulk.candidates import Caps, candidates
from rollbook.matching.bulk.match import SLICE, Tell, _rows_between, prepare, score_pairs
from rollbook.matching.model import Model


def dedupe_file(frame: pl.DataFrame, *, model: Model, duplicate: float, tell: Tell | None = None) -> pl.DataFrame:
    """Clusters as id, cluster, for the people found more than once; the cluster is its first id in the file.

    Two rows are one person from the weight `duplicate` on, and so are rows joined by a third.
    """
    files = prepare(frame, frame, model)
    parents = np.arange(len(frame))
    for start in range(0, len(frame), SLICE):
        if tell is not None:
            tell("comparing", start, len(frame))
        keys = [_rows_between(part, start, start + SLICE) for part in files.left_keys]
        pairs = candidates(keys, files.right_keys, caps=Caps())
        pairs = pairs[(pairs >> 32) < (pairs & 0xFFFF_FFFF)]
        scored = score_pairs(files, pairs, model)
        alike = scored.weight >= duplicate
        for one, other in zip(scored.left[alike].tolist(), scored.right[alike].tolist(), strict=True):
            _join(parents, one, other)
    return _clusters(frame["id"], parents)


def _root(parents: np.ndarray, row: int) -> int:
    while parents[row] != row:
        parents[row] = parents[parents[row]]
        row = int(parents[row])
    return row


def _join(parents: np.ndarray, one: int, other: int) -> None:
    first, second = sorted((_root(parents, one), _root(parents, other)))
    parents[second] = first


def _clusters(ids: pl.Series, parents: np.ndarray) -> pl.DataFrame:
    roots = np.array([_root(parents, row) for row in range(len(parents))], dtype=np.int64)
    sizes = np.bincount(roots, minlength=len(roots)) if len(roots) else roots
    rows = np.flatnonzero(sizes[roots] > 1) if len(roots) else roots
    return pl.DataFrame({"id": ids.gather(rows), "cluster": ids.gather(roots[rows])}).sort("cluster", "id")
