"""Searches for the people of a register, with the truth kept."""

from __future__ import annotations

from functools import cache

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from rollbook.synthetic.people import people
from rollbook.synthetic.queries import MODELS, QUERY_COLUMNS, queries

IDENTITY = ["given_name", "family_name", "date_of_birth"]
BOTH = pytest.mark.parametrize("errors", list(MODELS))


@cache
def register() -> pl.DataFrame:
    return people(20_000, 5)


@cache
def asked(errors: str) -> tuple[pl.DataFrame, pl.DataFrame]:
    return queries(register(), 6_000, 6, errors=errors)  # type: ignore[arg-type]


def present(errors: str) -> pl.DataFrame:
    """Learners searched for: what the register says, and under `_asked` what the search says."""
    searches, truth = asked(errors)
    known = truth.filter(pl.col("learner_id") != "").join(register(), left_on="learner_id", right_on="id")
    return known.join(searches, on="id", suffix="_asked")


@BOTH
def test_the_same_seed_asks_the_same(errors: str) -> None:
    for first, second in zip(asked(errors), queries(register(), 6_000, 6, errors=errors), strict=True):  # type: ignore[arg-type]
        assert_frame_equal(first, second)


@BOTH
def test_queries_and_truth_have_one_row_each_in_one_order(errors: str) -> None:
    searches, truth = asked(errors)
    assert tuple(searches.columns) == QUERY_COLUMNS
    assert searches["id"].to_list() == truth["id"].to_list()
    assert searches["id"].n_unique() == 6_000


@BOTH
def test_seven_in_ten_are_present_and_a_third_of_the_others_hard(errors: str) -> None:
    counts = dict(asked(errors)[1]["kind"].value_counts().iter_rows())
    assert counts["present"] == 4_200
    assert counts["stranger"] == 1_200
    assert set(counts) == {"present", "stranger", "sibling", "twin", "junior", "cousin", "same_details"}


@BOTH
def test_only_present_people_have_a_learner_and_each_learner_is_asked_for_once(errors: str) -> None:
    truth = asked(errors)[1]
    assert ((truth["learner_id"] != "") == (truth["kind"] == "present")).all()
    learners = truth.filter(pl.col("kind") == "present")["learner_id"]
    assert learners.is_in(register()["id"].implode()).all()
    assert learners.is_unique().all()


@BOTH
def test_nobody_absent_has_the_names_and_birth_date_of_a_learner_unless_that_is_their_kind(errors: str) -> None:
    searches, truth = asked(errors)
    absent = truth.filter((pl.col("learner_id") == "") & (pl.col("kind") != "same_details") & (pl.col("changed") == ""))
    known = searches.join(absent, on="id", how="semi").join(register().select(IDENTITY), on=IDENTITY, how="semi")
    assert known.height == 0


@BOTH
def test_people_of_the_same_details_live_elsewhere(errors: str) -> None:
    searches, truth = asked(errors)
    same = truth.filter((pl.col("kind") == "same_details") & (pl.col("changed") == "")).join(searches, on="id")
    near = same.join(register(), left_on="near_id", right_on="id", suffix="_theirs")
    assert near.height > 10
    for name in ("given_name", "family_name"):
        assert (near[name].str.to_lowercase() == near[f"{name}_theirs"].str.to_lowercase()).all()
    assert (near["date_of_birth"] == near["date_of_birth_theirs"]).all()
    assert (near["postcode"] != near["postcode_theirs"]).all()


@BOTH
@pytest.mark.parametrize(
    ("name", "share"),
    [("given_name", 0.928), ("family_name", 0.90), ("date_of_birth", 0.967), ("postcode", 0.738), ("gender", 0.99)],
)
def test_details_agree_about_as_often_as_in_published_trials(errors: str, name: str, share: float) -> None:
    rows = present(errors)
    ours, theirs = rows[name], rows[f"{name}_asked"]
    if name != "date_of_birth":
        ours, theirs = ours.str.to_lowercase(), theirs.str.to_lowercase()
    assert abs((ours == theirs).mean() - share) < 0.035


@BOTH
def test_a_search_without_a_note_gives_the_five_details_of_the_register(errors: str) -> None:
    rows = present(errors).filter(pl.col("changed") == "")
    assert rows.height > 1_500
    for name in ("given_name", "family_name", "postcode", "gender"):
        assert (rows[name].str.to_lowercase() == rows[f"{name}_asked"].str.to_lowercase()).all()
    assert (rows["date_of_birth"] == rows["date_of_birth_asked"]).all()


@BOTH
def test_a_search_with_a_note_differs_from_the_register(errors: str) -> None:
    names = ["given_name", "family_name", "middle_names", "date_of_birth", "gender", "postcode"]
    rows = present(errors).filter(pl.col("changed") != "")
    same = pl.all_horizontal(pl.col(name) == pl.col(f"{name}_asked") for name in names)
    # Two slips can undo one another, and a wrong gender can be the register's own.
    assert rows.select(same.mean()).item() < 0.02


def test_names_go_wrong_together_more_often_in_the_correlated_model() -> None:
    def lift(errors: str) -> float:
        rows = present(errors)
        given = rows["given_name"].str.to_lowercase() != rows["given_name_asked"].str.to_lowercase()
        family = rows["family_name"].str.to_lowercase() != rows["family_name_asked"].str.to_lowercase()
        return float((given & family).mean() / (given.mean() * family.mean()))  # type: ignore[operator, arg-type]

    assert lift("correlated") > 1.2 * lift("independent")


def test_the_two_models_put_in_different_errors() -> None:
    assert set(_notes("independent")) != set(_notes("correlated"))


def _notes(errors: str) -> list[str]:
    return asked(errors)[1]["changed"].str.split(",").explode().to_list()


def test_a_small_register_can_be_searched_too() -> None:
    searches, truth = queries(people(60, 1), 40, 1, errors="independent")
    assert (searches.height, truth.height) == (40, 40)
