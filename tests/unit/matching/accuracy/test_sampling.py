"""Which pairs are judged: bands, shares of a sample, draws that a seed repeats."""

from __future__ import annotations

from rollbook.matching.accuracy import allocate, band_of, bands, draw, load_sampling, total


def test_the_bands_cover_every_weight_from_the_lowest_on_and_none_reaches_across_the_threshold():
    found = bands(-7.4)
    assert [low.high for low in found[:-1]] == [high.low for high in found[1:]]
    assert all(band.high <= -7.4 or band.low >= -7.4 for band in found)
    assert band_of(1000.0, found) == found[-1]
    assert band_of(-7.4 + load_sampling().edges[0] - 0.01, found) is None


def test_a_sample_has_some_of_every_stratum_and_its_size_where_there_are_enough():
    taken = allocate({"rare": 3, "some": 100, "many": 1_000_000}, 100, least=8)
    assert taken["rare"] == 3
    assert taken["some"] >= 8
    assert sum(taken.values()) == 100


def test_a_small_sample_is_shared_out_and_has_one_of_each():
    assert allocate({"a": 50, "b": 50}, 6, least=8) == {"a": 3, "b": 3}
    assert allocate({"a": 5, "b": 5, "c": 5}, 2, least=8) == {"a": 1, "b": 1, "c": 1}


def test_a_sample_is_never_more_than_there_is():
    assert allocate({"a": 3, "b": 2.4, "none": 0.2}, 100, least=8) == {"a": 3, "b": 2}


def test_a_large_stratum_does_not_drown_a_small_one():
    taken = allocate({"near": 400, "far": 40_000}, 110, least=0)
    assert taken["near"] in (10, 11)


def test_a_seed_repeats_its_draw_and_another_draws_others():
    items = list(range(1000))
    first = draw(items, 20, seed=7, name="above")
    assert first == draw(items, 20, seed=7, name="above")
    assert first != draw(items, 20, seed=8, name="above")
    assert first != draw(items, 20, seed=7, name="below")


def test_pairs_met_from_every_learner_are_counted_exactly():
    assert total([2, 1, 1, 0], of=4) == (2.0, 0.0)


def test_pairs_met_from_some_learners_stand_for_those_of_all():
    count, error = total([1, 1, 0, 0], of=400)
    assert count == 100.0
    assert error > 0
    assert total([], of=400) == (0.0, 0.0)
