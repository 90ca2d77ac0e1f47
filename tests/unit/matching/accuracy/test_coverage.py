"""Samples of an invented register, judged by its truth: the interval holds the truth about as often as it says."""

from __future__ import annotations

import random
from collections import defaultdict
from datetime import date
from functools import cache

import pytest

from rollbook.matching import load_model, load_thresholds
from rollbook.matching.accuracy import Stratum, allocate, band_of, bands, draw, precision, recall, total
from rollbook.matching.bulk.candidates import Caps
from rollbook.matching.bulk.match import prepare, score_slices
from rollbook.synthetic.people import people
from rollbook.synthetic.queries import queries

DRAWS = 300
# At the first, some pairs of two people are above it; at the second, many pairs of one person below.
LEVELS = (load_thresholds().possible, load_thresholds().link)
Pairs = dict[tuple[int, int], tuple[int, bool]]


@cache
def register() -> tuple[list[tuple[int, int, float, bool]], int]:
    """Every pair of a crowded register, in which some stand twice, that shares a key; its weight and its truth."""
    known = people(2500, 41, born_from=date(2005, 1, 1), born_to=date(2005, 3, 31))
    again, truth = queries(known, 1500, 42, errors="correlated")
    rows = {learner: row for row, learner in enumerate(known["id"])}
    partner = [rows.get(learner, -1) for learner in again.join(truth, on="id")["learner_id"]]
    found = [
        (len(known) + int(left), int(right), float(weight), bool(partner[left] == right))
        for scored in score_slices(prepare(again, known, load_model()), load_model(), caps=Caps())
        for left, right, weight in zip(scored.left, scored.right, scored.weight, strict=True)
    ]
    return found, len(known) + len(again)


@cache
def pairs(threshold: float) -> Pairs:
    """The pairs in a band around the threshold: the band's place, and whether it is one person."""
    among = bands(threshold)
    banded = {(left, right): (band_of(weight, among), same) for left, right, weight, same in register()[0]}
    return {pair: (among.index(band), same) for pair, (band, same) in banded.items() if band is not None}


def truth(threshold: float) -> tuple[float, float]:
    among = bands(threshold)
    taken = [same for band, same in pairs(threshold).values() if among[band].low >= threshold]
    return sum(taken) / len(taken), sum(taken) / sum(same for _, same in pairs(threshold).values())


def strata(by_band: dict[int, list[bool]], many: dict[int, tuple[float, float]], level: float, seed: int):
    among = bands(level)
    sizes = allocate({band: float(len(each)) for band, each in by_band.items()}, 250, least=8)
    drawn = {band: draw(by_band[band], size, seed=seed, name=str(band)) for band, size in sizes.items()}
    return [
        Stratum(count, len(drawn[band]), sum(drawn[band]), among[band].low >= level, error)
        for band, (count, error) in many.items()
    ]


def counted(threshold: float, seed: int):
    """A sample where the pairs of each band are known."""
    by_band: dict[int, list[bool]] = defaultdict(list)
    for band, same in pairs(threshold).values():
        by_band[band].append(same)
    return strata(by_band, {band: (float(len(each)), 0.0) for band, each in by_band.items()}, threshold, seed)


def met(threshold: float, seed: int):
    """A sample of the pairs met by some learners: how many there are in all is estimated too."""
    size = register()[1]
    learners = set(random.Random(seed).sample(range(size), 800))
    counts: dict[int, dict[int, int]] = defaultdict(lambda: dict.fromkeys(learners, 0))
    by_band: dict[int, list[bool]] = defaultdict(list)
    for pair, (band, same) in pairs(threshold).items():
        inside = [each for each in pair if each in learners]
        if inside:
            by_band[band].append(same)
        for each in inside:
            counts[band][each] += 1
    many = {band: total(list(each.values()), of=size) for band, each in counts.items() if by_band[band]}
    return strata(by_band, many, threshold, seed)


@pytest.mark.parametrize("sample", [counted, met])
@pytest.mark.parametrize("threshold", LEVELS)
@pytest.mark.parametrize(("figure", "place"), [(precision, 0), (recall, 1)])
def test_the_interval_holds_the_truth_about_as_often_as_it_says(sample, threshold, figure, place):
    real = truth(threshold)[place]
    found = [figure(sample(threshold, seed)) for seed in range(DRAWS)]
    assert sum(each.low <= real <= each.high for each in found) / DRAWS >= 0.93
    assert sum(each.value for each in found) / DRAWS == pytest.approx(real, abs=0.01)
    assert sum(each.high - each.low for each in found) / DRAWS < 0.1


def test_the_invented_register_can_tell_the_figures_apart():
    assert 0.8 < truth(LEVELS[0])[0] < 0.96
    assert 0.8 < truth(LEVELS[1])[1] < 0.9
