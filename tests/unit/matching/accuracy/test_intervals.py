"""Shares, their intervals and the agreement of two reviewers, against values that are known."""

from __future__ import annotations

from math import sqrt

import pytest

from rollbook.matching.accuracy import Stratum, Verdict, agreement, precision, recall, settled, wilson

SAME, DIFFERENT, UNSURE = Verdict.SAME, Verdict.DIFFERENT, Verdict.CANNOT_TELL

# Newcombe 1998 (Statistics in Medicine 17, 857), table I, the score method without continuity correction.
NEWCOMBE = [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611)]
# Brown, Cai and DasGupta 2001: one or two of few are mended by the limits of a Poisson count.
MENDED = [(1, 50, 0.0010, 0.1050), (2, 50, 0.0071, 0.1346), (49, 50, 0.8950, 0.9990)]


@pytest.mark.parametrize(("hits", "of", "low", "high"), [*NEWCOMBE, *MENDED])
def test_the_limits_of_a_share_are_the_published_ones(hits, of, low, high):
    found = wilson(hits, of)
    assert (round(found.low, 4), round(found.high, 4)) == (low, high)


def test_nothing_judged_says_anything_from_nought_to_one():
    assert (wilson(0, 0).low, wilson(0, 0).high) == (0.0, 1.0)


def test_the_precision_of_one_stratum_has_wilsons_limits():
    alone, direct = precision([Stratum(500, 40, 36, True)]), wilson(36, 40)
    assert alone is not None
    assert (alone.value, alone.low, alone.high) == pytest.approx((direct.value, direct.low, direct.high))


def test_a_stratum_counts_by_the_pairs_it_stands_for():
    found = precision([Stratum(900, 10, 10, True), Stratum(100, 10, 0, True), Stratum(5000, 10, 0, False)])
    assert found is not None
    assert found.value == pytest.approx(0.9)


def test_recall_counts_pairs_of_one_person_that_were_not_taken():
    found = recall([Stratum(100, 10, 10, True), Stratum(1000, 100, 1, False)])
    assert found is not None
    assert found.value == pytest.approx(100 / 110)
    assert found.low < found.value < found.high


def test_recall_falls_with_the_upper_limit_of_a_large_stratum_where_nothing_was_found():
    few, many = (recall([Stratum(100, 20, 20, True), Stratum(10_000, n, 0, False)]) for n in (20, 2000))
    assert few is not None
    assert many is not None
    assert few.value == many.value == 1.0
    assert few.low < 0.15 < 0.7 < many.low


def test_an_estimated_number_of_pairs_makes_the_interval_wider():
    sure = precision([Stratum(100, 50, 50, True), Stratum(100, 50, 10, True)])
    unsure = precision([Stratum(100, 50, 50, True, 40.0), Stratum(100, 50, 10, True, 40.0)])
    assert sure is not None
    assert unsure is not None
    assert unsure.low < sure.low < sure.high < unsure.high


@pytest.mark.parametrize("figure", [precision, recall])
def test_a_stratum_nobody_judged_leaves_the_figure_open(figure):
    assert figure([Stratum(10, 5, 5, True), Stratum(10, 0, 0, True)]) is None
    assert figure([]) is None


def test_kappa_is_that_of_the_text_books():
    table = {(SAME, SAME): 20, (SAME, DIFFERENT): 5, (DIFFERENT, SAME): 10, (DIFFERENT, DIFFERENT): 15}
    found = agreement([pair for pair, count in table.items() for _ in range(count)])
    assert (found.judged, found.agreed) == (50, 35)
    assert found.kappa is not None
    assert found.kappa.value == pytest.approx(0.4)
    # With even margins on both sides the large-sample error is sqrt of po (1 - po), near this table's.
    assert (found.kappa.high - found.kappa.low) / 2 == pytest.approx(1.96 * sqrt(0.21 / 50) / 0.5, rel=0.03)


def test_kappa_says_nothing_where_everybody_always_says_the_same():
    assert agreement([(SAME, SAME)] * 9).kappa is None
    assert agreement([]).kappa is None


def test_agreement_no_better_than_chance_is_a_kappa_of_nought():
    found = agreement([(SAME, SAME), (SAME, DIFFERENT), (DIFFERENT, SAME), (DIFFERENT, DIFFERENT)])
    assert found.kappa is not None
    assert found.kappa.value == pytest.approx(0.0)


@pytest.mark.parametrize(
    ("said", "one"),
    [([], None), ([SAME], SAME), ([SAME, SAME], SAME), ([SAME, DIFFERENT], UNSURE), ([SAME, UNSURE], UNSURE)],
)
def test_two_reviewers_make_one_verdict_only_where_they_agree(said, one):
    assert settled(said) is one
