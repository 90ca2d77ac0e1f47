"""Fit all weights together: a logistic regression over levels, rarity and interactions, in bits.

It starts from, and is drawn towards, the log2(m/u) weights, so that a level the pairs hardly show keeps the
weight it was given without labels. Newton's method over distinct level vectors: a few thousand rows.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import log

import numpy as np
import numpy.typing as npt

from rollbook.matching.bulk.weights import unpacked_levels
from rollbook.matching.levels import FIELDS
from rollbook.matching.model import Interaction
from rollbook.matching.scoring import RARITY_FIELDS
from rollbook.matching.training.pairs import Floats, LabelledPairs

_BIT = log(2)  # a weight in bits times this is one in natural logarithms
# Levels that share one measure of how far rarity counts, and where the measure starts.
RARITY_GROUPS: tuple[tuple[str, tuple[str, ...], float], ...] = (
    ("given", ("same",), 1.0),
    ("given", ("preferred", "nickname", "former", "swapped", "middle"), 0.7),
    ("given", ("near", "part"), 0.5),
    ("family", ("same",), 1.0),
    ("family", ("former", "swapped", "single"), 0.7),
    ("family", ("near", "part"), 0.5),
    ("birth", ("same",), 1.0),
    ("postcode", ("same", "former"), 1.0),
)
# Levels that must not weigh more than the one before: agreement that reaches further says at least as much.
ORDERED: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("given", ("same", "near", "similar", "different")),
    ("given", ("same", "nickname", "different")),
    ("family", ("same", "near", "similar", "different")),
    ("family", ("same", "former", "different")),
    ("birth", ("same", "one_digit", "month_and_year", "year", "different")),
    ("birth", ("same", "turned", "year", "different")),
    ("gender", ("same", "different")),
    ("postcode", ("same", "near", "sector", "district", "area", "different")),
    ("postcode", ("same", "former", "district")),
    ("middle", ("same", "part", "different")),
    ("middle", ("same", "near", "different")),
    ("place", ("same", "near", "different")),
    ("school", ("same", "near", "different")),
    ("email", ("same", "near", "different")),
    ("identifier", ("same", "near", "different")),
)
_PULL = 2.0  # how strongly a level's weight is drawn to its start, in pairs
_HOLD = 1e6
_PULL_PATTERN = 1.0
_PULL_RARITY = 50.0
_PULL_OFFSET = 1e-6
_TIE = 1e7  # holds two weights together that came out in the wrong order
_MOST_STEP = 8.0  # bits; a longer Newton step is cut
_ENOUGH = 1e-3
_SLACK = 0.01  # bits by which an order may be broken
_ROUNDS = 40


@dataclass(frozen=True, slots=True)
class Terms:
    """The names of what is fitted, in order: levels, patterns, rarity groups, and the offset last."""

    levels: tuple[tuple[str, str], ...]
    patterns: tuple[Interaction, ...]

    @property
    def fixed(self) -> int:
        """How many terms a level vector decides alone."""
        return len(self.levels) + len(self.patterns)


@dataclass(frozen=True, slots=True)
class Fitted:
    """Weights in bits: of levels by (field, code), of patterns by name; shares of rarity; the prior's offset."""

    levels: Mapping[tuple[str, str], float]
    patterns: Mapping[str, float]
    rarity: Mapping[tuple[str, str], float]
    offset: float


@dataclass(frozen=True, slots=True)
class _Design:
    """Pairs as rows of distinct vectors (`fixed`, vectors x terms), and one column for each rarity group."""

    fixed: Floats
    place: npt.NDArray[np.intp]
    rarity: Floats
    prior: Floats
    same: Floats

    def sums(self, values: Floats) -> Floats:
        """Values of pairs added up by level vector."""
        total: Floats = np.bincount(self.place, values, len(self.fixed)).astype(np.float64)
        return total


@dataclass(frozen=True, slots=True)
class Centre:
    """Where the weights start, and how strongly each is drawn back there."""

    weights: Floats
    pull: Floats


def fit(
    pairs: LabelledPairs,
    start: Mapping[tuple[str, str], float],
    patterns: Sequence[Interaction],
    held: Collection[str] = (),
) -> Fitted:
    """Weights that explain the pairs best, near `start` (log2 of m/u by field and level code).

    Fields in `held` keep the weights they start with.
    """
    levels = tuple((name, level.code) for name, kind in FIELDS.items() for level in kind if level)
    terms = Terms(levels, tuple(patterns))
    begin = [start.get(level, 0.0) for level in levels]
    groups = [share for _, _, share in RARITY_GROUPS]
    centre = np.array([*begin, *(0.0 for _ in patterns), *groups, 0.0])
    pulls = (
        [_HOLD if name in held else _PULL for name, _ in levels]
        + [_PULL_PATTERN] * len(patterns)
        + [_PULL_RARITY] * len(groups)
        + [_PULL_OFFSET]
    )
    return _named(_in_order(_design(pairs, terms), Centre(centre, np.array(pulls)), terms), terms)


def _design(pairs: LabelledPairs, terms: Terms) -> _Design:
    distinct, place = np.unique(pairs.packed, return_inverse=True)
    vectors = [unpacked_levels(number) for number in distinct.tolist()]
    fixed = np.zeros((len(vectors), terms.fixed))
    column = {level: at for at, level in enumerate(terms.levels)}
    shares = np.zeros((len(vectors), len(RARITY_GROUPS)))
    for row, levels in enumerate(vectors):
        coded = {name: level.code for name, level in zip(FIELDS, levels, strict=True) if level}
        for name, code in coded.items():
            fixed[row, column[name, code]] = 1
        for at, pattern in enumerate(terms.patterns):
            fixed[row, len(terms.levels) + at] = pattern.holds(levels)
        shares[row] = [coded.get(name) in codes for name, codes, _ in RARITY_GROUPS]
    fields = [RARITY_FIELDS.index(name) for name, _, _ in RARITY_GROUPS]
    rarity = shares[place] * pairs.rarity[:, fields]
    return _Design(fixed, place, rarity, pairs.prior, pairs.same.astype(np.float64))


def _in_order(design: _Design, centre: Centre, terms: Terms) -> Floats:
    """Fit, tie weights that came out in the wrong order, and fit again until none does."""
    column = {level: at for at, level in enumerate(terms.levels)}
    ordered = [(column[name, more], column[name, less]) for name, codes in ORDERED for more, less in pairwise(codes)]
    ties = np.zeros((len(centre.weights), len(centre.weights)))
    weights = _newton(design, centre, ties, centre.weights)
    for _ in ordered:
        wrong = [(more, less) for more, less in ordered if weights[more] < weights[less] - _SLACK]
        if not wrong:
            break
        for more, less in wrong:
            ties += _tie(more, less, len(ties))
        weights = _newton(design, centre, ties, weights)
    return weights


def _tie(one: int, other: int, size: int) -> Floats:
    direction = np.zeros(size)
    direction[one], direction[other] = 1, -1
    return _TIE * np.outer(direction, direction)


def _newton(design: _Design, centre: Centre, ties: Floats, start: Floats) -> Floats:
    weights = start.copy()
    for _ in range(_ROUNDS):
        gradient, curvature = _slopes(design, weights)
        gradient -= centre.pull * (weights - centre.weights) + ties @ weights
        step = np.linalg.solve(curvature + np.diag(centre.pull) + ties, gradient)
        longest = float(np.abs(step).max())
        weights += step * min(1.0, _MOST_STEP / max(longest, _ENOUGH))
        if longest < _ENOUGH:
            break
    return weights


def _slopes(design: _Design, weights: Floats) -> tuple[Floats, Floats]:
    """Gradient and curvature of the log-likelihood. Sums go by level vector, so that pairs are only counted."""
    fixed, groups = design.fixed.shape[1], design.rarity.shape[1]
    bits = (design.fixed @ weights[:fixed])[design.place] + design.rarity @ weights[fixed:-1]
    chance = 1 / (1 + np.exp2(-np.clip(bits + weights[-1] + design.prior, -60, 60)))
    wrong = design.same - chance
    spread = chance * (1 - chance) * _BIT
    rest = np.column_stack([design.rarity, np.ones(len(wrong))])
    by_vector = np.column_stack([design.sums(spread * column) for column in rest.T])
    corner = design.fixed.T @ (design.fixed * by_vector[:, groups][:, None])
    side = design.fixed.T @ by_vector
    curvature = np.block([[corner, side], [side.T, rest.T @ (rest * spread[:, None])]])
    return np.concatenate([design.fixed.T @ design.sums(wrong), rest.T @ wrong]), curvature


def _named(weights: Floats, terms: Terms) -> Fitted:
    levels, patterns = len(terms.levels), len(terms.patterns)
    shares = weights[levels + patterns : -1]
    return Fitted(
        levels=dict(zip(terms.levels, weights[:levels].tolist(), strict=True)),
        patterns={one.name: float(weight) for one, weight in zip(terms.patterns, weights[levels:], strict=False)},
        rarity={
            (name, code): float(share)
            for (name, codes, _), share in zip(RARITY_GROUPS, shares, strict=True)
            for code in codes
        },
        offset=float(weights[-1]),
    )
