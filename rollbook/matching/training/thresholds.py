"""Where the thresholds lie, measured on searches with known answers that the weights were not fitted on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from rollbook.matching.bulk.candidates import Caps
from rollbook.matching.bulk.match import prepare, score_slices
from rollbook.matching.model import Model
from rollbook.matching.training.pairs import Floats

PRECISION = 0.998  # of links made without asking anybody
_SHOWN = 0.999  # share of true learners who stand at or above `possible`
_MARGIN = 0.5  # bits added to `link`, since precision at a few wrong links is uncertain


@dataclass(frozen=True, slots=True)
class Best:
    """The best candidate of each search that has any: weight with rivals counted, and whether it is the right one."""

    weight: Floats
    right: np.ndarray
    present: int
    true_weights: Floats


def best_of(searches: pl.DataFrame, register: pl.DataFrame, answers: Sequence[str], model: Model) -> Best:
    """Match and compare with the answers (an id for each search, "" for none)."""
    rows = {learner: row for row, learner in enumerate(register["id"].to_list())}
    answer = np.array([rows.get(learner, -1) for learner in answers], dtype=np.int64)
    weights, rights, trues = [], [], []
    for scored in score_slices(prepare(searches, register, model), model, caps=Caps()):
        right = answer[scored.left] == scored.right
        order = np.lexsort((-scored.weight, scored.left))
        first = order[np.r_[True, np.diff(scored.left[order]) != 0]] if len(order) else order
        weights.append(scored.rivalled[first])
        rights.append(right[first])
        trues.append(scored.rivalled[right])
    return Best(np.concatenate(weights), np.concatenate(rights), int((answer >= 0).sum()), np.concatenate(trues))


def thresholds(sets: Sequence[Best]) -> dict[str, float]:
    """The safest of several sets for `link`, their middle for `probable`, the widest for `possible`."""
    links = [_precise(best) for best in sets]
    probable = float(np.mean([_most_f1(best) for best in sets]))
    return {
        "possible": round(min(float(np.quantile(best.true_weights, 1 - _SHOWN)) for best in sets), 1),
        "probable": round(probable, 1),
        "link": round(max(links) + _MARGIN, 1),
        # A duplicate is looked at by a person, so it may be less sure than a link, but not a mere possibility.
        "duplicate": round((probable + max(links)) / 2, 1),
    }


def quality(best: Best) -> dict[str, float]:
    """F1 at its best threshold, and recall at a precision of 99.8 %."""
    precision, recall, f1, _ = _curve(best)
    good = np.flatnonzero(precision >= PRECISION)
    return {"f1": float(f1.max()), "recall_at_998": float(recall[good[-1]]) if len(good) else 0.0}


def _curve(best: Best) -> tuple[Floats, Floats, Floats, Floats]:
    """Precision, recall, F1 and weight as links are made from the surest down; ties fall together."""
    order = np.argsort(-best.weight, kind="stable")
    weight = best.weight[order]
    right, made = np.cumsum(best.right[order]), np.arange(1, len(order) + 1)
    last = np.r_[weight[1:] != weight[:-1], True]
    precision, recall = (right / made)[last], (right / max(best.present, 1))[last]
    f1 = 2 * precision * recall / np.maximum(precision + recall, 1e-9)
    return precision, recall, f1, weight[last]


def _precise(best: Best) -> float:
    precision, _, _, weight = _curve(best)
    good = np.flatnonzero(precision >= PRECISION)
    return float(weight[good[-1]]) if len(good) else float(weight[0])


def _most_f1(best: Best) -> float:
    _, _, f1, weight = _curve(best)
    return float(weight[int(np.argmax(f1))])
