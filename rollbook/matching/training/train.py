"""Train a model: frequencies and u from a snapshot of the register, m by Splink, all weights on labelled pairs."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from math import log2
from typing import Any

import polars as pl

from rollbook.matching.levels import FIELDS
from rollbook.matching.model import Model, data_file, known_interactions, model_from
from rollbook.matching.training.document import model_document, typical_bits
from rollbook.matching.training.fit import Fitted, fit
from rollbook.matching.training.pairs import joined, labelled_pairs
from rollbook.matching.training.thresholds import Best, best_of, thresholds
from rollbook.matching.training.unlabelled import Probabilities, random_u, splink_probabilities

_LEAST = 0.002  # m of any level: errors that the training pairs do not show are held to be rare, not impossible
Tell = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Searches:
    """Searches of a register with their answers: the id of each search's learner, "" for none."""

    searches: pl.DataFrame
    register: pl.DataFrame
    answers: Sequence[str]


def train(
    snapshot: pl.DataFrame,
    labelled: Iterable[Searches],
    judged: Iterable[Searches],
    *,
    seed: int,
    about: dict[str, Any],
    tell: Tell,
) -> dict[str, Any]:
    """The document of a model file. Weights are fitted on `labelled`, thresholds set on `judged`."""
    tell("Counting how common names and dates are")
    typical = typical_bits(snapshot)
    start = starting_model(snapshot, typical)
    u = random_u(snapshot, start, typical, seed)
    sets, probabilities = [], None
    for one in labelled:
        if probabilities is None:
            tell("Estimating m with Splink")
            probabilities = with_assumed(splink_probabilities(one.searches, one.register, start, u))
        tell("Comparing labelled pairs")
        sets.append(labelled_pairs(one.searches, one.register, one.answers, start))
    if probabilities is None:
        raise ValueError("Training needs at least one labelled set.")
    tell("Fitting the weights")
    fitted = fit(joined(sets), weights_of(probabilities), known_interactions(), assumed_fields())
    document = model_document(fitted, probabilities, snapshot, typical, about)
    tell("Setting the thresholds")
    model = model_from(document)
    found: list[Best] = [best_of(one.searches, one.register, one.answers, model) for one in judged]
    return document | {"thresholds": thresholds(found)}


def starting_model(snapshot: pl.DataFrame, typical: dict[str, float]) -> Model:
    """A model without weights, for what is counted before there are any."""
    nothing = Fitted({(name, level.code): 0.0 for name, kind in FIELDS.items() for level in kind}, {}, {}, 0.0)
    ones = dict.fromkeys(nothing.levels, (1.0, 1.0))
    return model_from(model_document(nothing, ones, snapshot, typical, {}))


def with_assumed(probabilities: Probabilities) -> Probabilities:
    """m and u with those of `data/assumed.toml` in place, and none of them nought."""
    assumed = tomllib.loads(data_file("assumed.toml").read_text(encoding="utf-8"))
    held = {
        (name, code): (float(level["m"]), float(level["u"]))
        for name, levels in assumed.items()
        for code, level in levels.items()
    }
    return {key: held.get(key, (max(m, _LEAST), u)) for key, (m, u) in probabilities.items()}


def weights_of(probabilities: Probabilities) -> dict[tuple[str, str], float]:
    """log2 of m over u, the weights of Fellegi and Sunter."""
    return {key: log2(m / u) for key, (m, u) in probabilities.items()}


def assumed_fields() -> frozenset[str]:
    """The fields whose weights are not trained."""
    return frozenset(tomllib.loads(data_file("assumed.toml").read_text(encoding="utf-8")))
