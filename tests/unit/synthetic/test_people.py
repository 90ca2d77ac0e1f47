"""Registers of invented people."""

from __future__ import annotations

import re
from datetime import date
from functools import cache

import polars as pl
from polars.testing import assert_frame_equal

from rollbook.synthetic.communities import communities
from rollbook.synthetic.people import COLUMNS, people
from rollbook.synthetic.tables import are_variants, table

POSTCODE = re.compile(r"(?:[A-Z]{1,2}\d{1,2}|[EW]C\d[A-Z]) \d[ABD-HJLNP-UW-Z]{2}")


@cache
def register() -> pl.DataFrame:
    return people(20_000, 5)


def pairs_with_first(kind: str) -> pl.DataFrame:
    firsts = register().filter(pl.col("kind") == "first")
    return register().filter(pl.col("kind") == kind).join(firsts, on="household", suffix="_first")


def test_the_same_seed_makes_the_same_people() -> None:
    assert_frame_equal(people(300, 8), people(300, 8))


def test_another_seed_makes_other_people() -> None:
    assert not people(300, 8).equals(people(300, 9))


def test_a_register_has_the_promised_columns_and_distinct_ids() -> None:
    assert tuple(register().columns) == COLUMNS
    assert register()["id"].n_unique() == 20_000


def test_every_postcode_old_or_new_is_well_formed() -> None:
    codes = [*register()["postcode"], *register()["former_postcodes"].explode().drop_nulls()]
    assert [code for code in codes if not POSTCODE.fullmatch(code)] == []


def test_everybody_has_a_name_and_some_have_only_one() -> None:
    single = (pl.col("given_name") == "").cast(pl.Int8) + (pl.col("family_name") == "").cast(pl.Int8)
    counts = dict(register().select(missing=single)["missing"].value_counts().iter_rows())
    assert set(counts) == {0, 1}
    assert counts[1] > 5


def test_births_keep_within_the_span_asked_for() -> None:
    born = people(2_000, 3, born_from=date(2003, 2, 1), born_to=date(2003, 3, 9))["date_of_birth"]
    assert born.min() >= date(2003, 2, 1)
    assert born.max() <= date(2003, 3, 9)


def test_a_span_of_one_day_is_possible() -> None:
    born = people(50, 3, born_from=date(2004, 2, 29), born_to=date(2004, 2, 29))["date_of_birth"]
    assert born.unique().to_list() == [date(2004, 2, 29)]


def test_communities_have_about_their_shares() -> None:
    counts = dict(register()["community"].value_counts().iter_rows())
    total = sum(community.share for community in communities())
    for community in communities():
        assert abs(counts[community.name] / 20_000 - community.share / total) < 0.02


def test_twins_share_the_birth_date_but_not_the_name() -> None:
    twins = pairs_with_first("twin")
    assert len(twins) > 50
    assert (twins["date_of_birth"] == twins["date_of_birth_first"]).all()
    names = twins.select("given_name", "given_name_first").iter_rows()
    assert not any(are_variants(one, other) for one, other in names if one and other)


def test_juniors_bear_the_name_of_somebody_a_generation_apart() -> None:
    juniors = pairs_with_first("junior").filter((pl.col("family_name") != "") & (pl.col("family_name_first") != ""))
    years = (juniors["date_of_birth"].dt.year() - juniors["date_of_birth_first"].dt.year()).abs()
    assert len(juniors) > 5
    assert (juniors["given_name"] == juniors["given_name_first"]).all()
    assert years.min() >= 17


def test_siblings_mostly_share_the_family_name() -> None:
    siblings = pairs_with_first("sibling")
    assert (siblings["family_name"] == siblings["family_name_first"]).mean() > 0.6


def test_changed_names_and_moves_are_on_record_as_often_as_said() -> None:
    moved = (register()["former_postcodes"].list.len() > 0).mean()
    assert abs(moved - table("people")["records"]["moved"]) < 0.02
    assert (register()["previous_family_name"] != "").sum() > 200
    assert (register()["former_names"].list.len() > 0).sum() > 100


def test_a_previous_family_name_differs_from_the_present_one() -> None:
    changed = register().filter(pl.col("previous_family_name") != "")
    assert (changed["previous_family_name"] != changed["family_name"]).all()


def test_gender_codes_are_the_four_of_the_register() -> None:
    assert set(register()["gender"]) == {"0", "1", "2", "9"}


def test_women_bear_the_forms_of_their_communities() -> None:
    sikh = register().filter(pl.col("community") == "sikh")
    assert "Kaur" not in set(sikh.filter(pl.col("gender") == "1")["family_name"])
    assert "Singh" not in set(sikh.filter(pl.col("gender") == "2")["family_name"])


def test_first_of_january_is_commoner_than_other_days_where_the_day_is_not_known() -> None:
    arabic = register().filter(pl.col("community") == "arabic")["date_of_birth"]
    assert ((arabic.dt.month() == 1) & (arabic.dt.day() == 1)).mean() > 0.05


def test_email_addresses_are_at_domains_kept_for_examples() -> None:
    known = register().filter(pl.col("email") != "")["email"]
    assert known.str.split("@").list.last().is_in(["example.com", "example.org", "example.net"]).all()
    assert len(known) > 4_000


def test_names_repeat_as_names_do() -> None:
    counts = register()["family_name"].value_counts()["count"]
    assert counts.max() > 80
    assert (counts == 1).sum() > 2_000
