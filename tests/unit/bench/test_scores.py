"""The measures that figures are made with, on a case small enough to count by hand."""

import polars as pl
import pytest

from bench.matching.scores import Answers, best_of_each, false_links, fix_thresholds, quality, reach, wilson

TRUTH = pl.DataFrame(
    {
        "id": ["Q1", "Q2", "Q3", "Q4", "Q5"],
        "learner_id": ["L1", "L2", "L3", "", ""],
        "kind": ["present", "present", "present", "twin", "stranger"],
        "community": ["british"] * 5,
    }
)
ANSWERS = Answers(
    pl.DataFrame(
        {
            "id": ["Q1", "Q1", "Q2", "Q3", "Q4"],
            "learner_id": ["L1", "L9", "L2", "L8", "L7"],
            "weight": [9.0, 3.0, 5.0, 2.0, 4.0],
        }
    ),
    seconds=1.0,
)


def test_precision_recall_and_f1_count_the_best_of_each_search():
    found = quality(best_of_each(ANSWERS, TRUTH), 0.0)
    assert (found.precision, found.recall) == (2 / 4, 2 / 3)
    assert found.f1 == pytest.approx(2 * 2 / (4 + 3))


def test_the_threshold_of_the_best_f1_leaves_the_false_links_out():
    best = best_of_each(ANSWERS, TRUTH)
    thresholds = fix_thresholds(best)
    assert (thresholds.best_f1, thresholds.high_precision) == (5.0, 5.0)
    assert quality(best, thresholds.best_f1).precision == 1.0


def test_reach_asks_only_whether_the_right_learner_is_among_the_candidates():
    assert reach(ANSWERS, TRUTH) == 2 / 3


def test_false_links_are_counted_by_who_was_searched_for():
    assert false_links(best_of_each(ANSWERS, TRUTH), 0.0) == {"present": 1, "twin": 1}


def test_the_interval_of_a_share_is_wilsons():
    low, high = wilson(95, 100)
    assert (low, high) == (pytest.approx(0.8882, abs=1e-4), pytest.approx(0.9785, abs=1e-4))
