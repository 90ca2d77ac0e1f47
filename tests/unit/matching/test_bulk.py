"""Matching whole files."""

from datetime import date

import polars as pl
import pytest

from rollbook.matching import load_model, load_thresholds
from rollbook.matching.bulk import candidates
from rollbook.matching.bulk.dedupe import dedupe_file
from rollbook.matching.bulk.match import match_files
from rollbook.synthetic.people import people
from rollbook.synthetic.queries import queries


@pytest.fixture(scope="module")
def register():
    return people(3_000, 77)


@pytest.mark.parametrize("errors", ["independent", "correlated"])
def test_most_searches_find_their_learner_first(register, errors):
    searches, truth = queries(register, 600, 78, errors=errors)
    best = match_files(searches, register, model=load_model(), top=1, link=0.0)
    asked = truth.filter(pl.col("learner_id") != "")
    right = asked.join(best, left_on=["id", "learner_id"], right_on=["left_id", "right_id"])
    assert len(right) / len(asked) >= 0.98


def test_links_without_a_top_are_nearly_all_right(register):
    searches, truth = queries(register, 600, 79, errors="independent")
    links = match_files(searches, register, model=load_model(), top=None, link=load_thresholds().link)
    answers = dict(truth.select("id", "learner_id").iter_rows())
    wrong = [left for left, right in links.select("left_id", "right_id").iter_rows() if answers[left] != right]
    assert len(links) > 300
    assert len(wrong) <= 2


def test_reasons_come_with_every_link(register):
    found = match_files(register.head(5), register, model=load_model(), top=1, link=0.0)
    assert found["reasons"].str.ends_with(".").all()


def test_a_key_held_by_too_many_is_left_out_and_counted(monkeypatch, register):
    monkeypatch.setattr(candidates, "MOST_FOR_A_KEY", 0)
    monkeypatch.setattr(candidates, "MOST_FOR_A_BULK_KEY", 0)
    assert len(match_files(register.head(5), register, model=load_model(), top=1, link=0.0)) == 0


def test_slices_of_the_left_file_give_what_one_piece_gives(monkeypatch, register):
    searches, _ = queries(register, 100, 80, errors="independent")
    whole = match_files(searches, register, model=load_model(), top=2, link=0.0)
    monkeypatch.setattr("rollbook.matching.bulk.match.SLICE", 37)
    monkeypatch.setattr("rollbook.matching.bulk.match.MOST_PAIRS", 5)
    assert match_files(searches, register, model=load_model(), top=2, link=0.0).equals(whole)


def test_the_same_person_three_times_is_one_cluster():
    row = {"given_name": "Zuleika", "family_name": "Thistlewood", "postcode": "ZE1 0AA", "gender": "2"}
    born = date(2004, 3, 7)
    frame = pl.DataFrame(
        [
            {"id": "c", **row, "date_of_birth": born},
            {"id": "x", "given_name": "Rob", "family_name": "Birch", "date_of_birth": date(1999, 1, 2)},
            {"id": "a", **row, "date_of_birth": born, "given_name": "Zulieka"},
            {"id": "b", **row, "date_of_birth": born, "postcode": "ZE1 0AB"},
        ]
    )
    found = dedupe_file(frame, model=load_model(), duplicate=load_thresholds().duplicate)
    assert sorted(found.iter_rows()) == [("a", "c"), ("b", "c"), ("c", "c")]


def test_a_file_of_strangers_has_no_clusters(register):
    strangers = register.unique("family_name", maintain_order=True).unique("date_of_birth", maintain_order=True)
    assert len(dedupe_file(strangers.head(300), model=load_model(), duplicate=load_thresholds().duplicate)) == 0
