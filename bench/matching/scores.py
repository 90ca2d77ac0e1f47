"""How good a matcher's answers are: best F1, recall at 99.8 % precision, candidates reached, by kind and community.

Thresholds are fixed on one set and applied to another. A search is linked when its best learner's weight reaches the
threshold; the link is right if that is the learner searched for. Precision is over links made, recall over searches
for learners who are present.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

import numpy as np
import polars as pl

HIGH_PRECISION = 0.998


@dataclass(frozen=True, slots=True)
class Answers:
    """Candidate pairs (id of the search, learner_id, weight) and the seconds they took."""

    pairs: pl.DataFrame
    seconds: float


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Weights from which to link: for the best F1, and for 99.8 % precision."""

    best_f1: float
    high_precision: float


@dataclass(frozen=True, slots=True)
class Quality:
    """Precision, recall and F1 at one threshold."""

    precision: float
    recall: float
    f1: float


def best_of_each(answers: Answers, truth: pl.DataFrame) -> pl.DataFrame:
    """The truth with each search's best learner: `found` ("" for none), `weight`, `right`."""
    best = (
        answers.pairs.sort("weight", "learner_id", descending=[True, False])
        .unique("id", keep="first", maintain_order=True)
        .rename({"learner_id": "found"})
    )
    joined = truth.join(best, on="id", how="left", maintain_order="left").with_columns(pl.col("found").fill_null(""))
    return joined.with_columns(right=(pl.col("found") == pl.col("learner_id")) & (pl.col("found") != ""))


def reach(answers: Answers, truth: pl.DataFrame) -> float:
    """The share of present learners who are among the candidates of their search."""
    present = truth.filter(pl.col("learner_id") != "")
    reached = present.join(answers.pairs, on=["id", "learner_id"], how="semi")
    return len(reached) / len(present)


def fix_thresholds(best: pl.DataFrame) -> Thresholds:
    """Thresholds from a tuning set."""
    ranked = best.filter(pl.col("found") != "").sort("weight", descending=True)
    right = ranked["right"].cast(pl.Int64).cum_sum().to_numpy()
    made = np.arange(1, len(ranked) + 1)
    weights = ranked["weight"].to_numpy()
    # Only where the next weight is lower can a threshold be set.
    ends = np.append(weights[1:] < weights[:-1], True)
    precision, present = right / made, (best["learner_id"] != "").sum()
    f1 = np.where(ends, 2 * right / (made + present), 0.0)
    high = np.flatnonzero(ends & (precision >= HIGH_PRECISION))
    return Thresholds(float(weights[int(np.argmax(f1))]), float(weights[high[-1]]) if len(high) else float("inf"))


def quality(best: pl.DataFrame, threshold: float) -> Quality:
    """Precision, recall and F1 of linking from a weight."""
    links = best.filter((pl.col("found") != "") & (pl.col("weight") >= threshold))
    right = int(links["right"].sum())
    present = int((best["learner_id"] != "").sum())
    made = max(len(links), 1)
    return Quality(right / made, right / present, 2 * right / (len(links) + present))


def false_links(best: pl.DataFrame, threshold: float) -> dict[str, int]:
    """Wrong links by the kind of person searched for, the commonest first."""
    wrong = best.filter((pl.col("found") != "") & (pl.col("weight") >= threshold) & ~pl.col("right"))
    return dict(wrong["kind"].value_counts(sort=True).iter_rows())


def recall_by_community(best: pl.DataFrame, threshold: float) -> dict[str, tuple[float, float, float]]:
    """Recall of each name community with the ends of its 95 % interval (Wilson)."""
    present = best.filter(pl.col("learner_id") != "")
    linked = pl.col("right") & (pl.col("weight") >= threshold)
    rows = present.group_by("community").agg(linked.sum().alias("right"), pl.len().alias("all")).sort("community")
    return {name: (right / every, *wilson(right, every)) for name, right, every in rows.iter_rows()}


def wilson(right: int, every: int) -> tuple[float, float]:
    """The 95 % interval of a share, by Wilson's method."""
    z = 1.959964
    share = right / every
    middle = share + z * z / (2 * every)
    half = z * sqrt(share * (1 - share) / every + z * z / (4 * every * every))
    return (middle - half) / (1 + z * z / every), (middle + half) / (1 + z * z / every)
