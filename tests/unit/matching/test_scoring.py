"""The score is the sum of its reasons, and behaves as people expect."""

from dataclasses import replace
from datetime import date

import pytest

from rollbook.matching import Details, against_rivals, load_model, load_thresholds, normalise, score

LEARNER = Details("Zuleika", "Thistlewood", date(2004, 3, 7), "2", "ZE1 0AA", middle_names="Ann")


def weigh(register_size=1_000_000, learner=LEARNER, **changes):
    query = normalise(replace(LEARNER, **changes))
    return score(query, normalise(learner), model=load_model(), register_size=register_size)


def test_the_reasons_add_up_to_the_weight():
    match = weigh(given_name="Zulieka", postcode="KW1 4XX")
    assert match.weight == pytest.approx(sum(reason.weight for reason in match.reasons))
    assert all(reason.says.endswith(".") for reason in match.reasons)


def test_a_larger_register_asks_for_more():
    assert weigh(register_size=1_000_000).weight - weigh(register_size=60_000_000).weight == pytest.approx(5.8, abs=0.1)
    assert weigh(register_size=10).weight > weigh(register_size=1_000_000).weight


def test_details_that_agree_weigh_more_than_details_that_do_not():
    full = weigh().weight
    for change in ({"given_name": "Zulieka"}, {"postcode": "KW1 4XX"}, {"date_of_birth": date(2004, 3, 9)}):
        assert weigh(**change).weight < full


def test_a_rare_name_says_more_than_a_common_one():
    common = replace(LEARNER, given_name="John", family_name="Smith", gender="1")
    query = normalise(common)
    assert score(query, normalise(common), model=load_model(), register_size=1_000_000).weight < weigh().weight


def test_a_twin_stays_below_the_threshold_for_a_link():
    twin = weigh(given_name="Tamsin", middle_names="")
    assert "twin" in [reason.level for reason in twin.reasons]
    assert twin.weight < load_thresholds().link


def test_the_same_details_are_a_link_and_a_stranger_is_not_even_possible():
    assert weigh().weight > load_thresholds().link
    stranger = Details("Rob", "Birch", date(1978, 10, 30), "1", "KW1 4XX")
    assert weigh(learner=stranger).weight < load_thresholds().possible


def test_two_equal_rivals_leave_each_at_even_odds():
    assert against_rivals([20.0, 20.0]) == pytest.approx([0.0, 0.0], abs=1e-4)
    assert against_rivals([5.0]) == [5.0]
    assert against_rivals([]) == []


def test_thresholds_stand_in_order():
    limits = load_thresholds()
    assert limits.possible < limits.probable < limits.link
