"""Whole files and single pairs give one answer: the same keys, levels and weights."""

from datetime import date

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rollbook.matching import Details, compare, load_model, normalise, score, search_keys, stored_keys
from rollbook.matching.bulk.keys import all_keys, key_parts, name_sounds
from rollbook.matching.bulk.levels import Pairs, compare_pairs
from rollbook.matching.bulk.match import match_files, prepare, score_pairs
from rollbook.matching.bulk.maybe import names_may_agree
from rollbook.matching.bulk.values import Values
from rollbook.matching.bulk.weights import with_shares
from rollbook.matching.comparison.names import Likeness, likeness
from rollbook.matching.hashing import mix, number_hash, signed
from rollbook.matching.keys import KINDS

GIVEN = st.sampled_from(
    ["", "Kate", "Katherine", "Zuleika", "Zulieka", "Ash", "Ashdown", "Anne-Marie", "Annemarie", "Mary Ann", "Z", "-"]
)
FAMILY = st.sampled_from(["", "Ash", "Ashdown", "Ash-Birch", "O'Neil", "ONeil", "Kate", "Birch", "Birhc", "B", "Łoś"])
DAY = st.none() | st.dates(date(2003, 12, 30), date(2004, 3, 12))
POSTCODE = st.sampled_from(["", "ZE1 0AA", "ZE10AB", "ZE1 9XX", "ZE2 1AA", "KW1 4XX", "4223", "4232", "12"])
PEOPLE = st.builds(
    Details,
    given_name=GIVEN,
    family_name=FAMILY,
    date_of_birth=DAY,
    gender=st.sampled_from(["", "0", "1", "2", "F", "male"]),
    postcode=POSTCODE,
    middle_names=st.sampled_from(["", "A", "Ann", "Ann Kate", "Zuleika", "Anna"]),
    preferred_given_name=GIVEN,
    previous_family_name=FAMILY,
    family_name_at_16=FAMILY,
    school_at_16=st.sampled_from(["", "Far Hill", "Far Hill School"]),
    place_of_birth=st.sampled_from(["", "Lerwick", "Lerwik", "Thurso"]),
    email=st.sampled_from(["", "zoe@example.org", "zoe@example.net", "none"]),
    former_names=st.lists(st.tuples(GIVEN, FAMILY), max_size=2).map(tuple),
    former_postcodes=st.lists(POSTCODE, max_size=2).map(tuple),
    identifiers=st.sampled_from([(), (("upn", "A123"),), (("upn", "A124"),), (("upn", "B9"),)]),
)


def frame(people):
    """The people as a file gives them."""
    rows = [
        {name: getattr(one, name) for name in Details.__dataclass_fields__ if not name.startswith(("former", "ident"))}
        | {
            "id": str(at),
            "former_names": [{"given_name": given, "family_name": family} for given, family in one.former_names],
            "former_postcodes": list(one.former_postcodes),
            "upn": dict(one.identifiers).get("upn", ""),
        }
        for at, one in enumerate(people)
    ]
    pair = pl.Struct({"given_name": pl.String, "family_name": pl.String})
    types = {"date_of_birth": pl.Date, "former_names": pl.List(pair), "former_postcodes": pl.List(pl.String)}
    return pl.DataFrame(rows, schema_overrides=types)


@settings(deadline=None, max_examples=40)
@given(left=st.lists(PEOPLE, min_size=1, max_size=8), right=st.lists(PEOPLE, min_size=1, max_size=8))
def test_levels_and_weights_of_a_file_are_those_of_single_pairs(left, right):
    files = prepare(frame(left), frame(right), load_model())
    packed = np.array([one << 32 | other for one in range(len(left)) for other in range(len(right))])
    pairs = Pairs(files.left, files.right, packed >> 32, packed & 0xFFFF_FFFF)
    levels = np.stack(compare_pairs(pairs, files.encoders), axis=1).tolist()
    weights = score_pairs(files, packed, load_model()).weight.tolist()
    model = with_shares(load_model(), files.shares)
    for at, number in enumerate(packed.tolist()):
        query, candidate = normalise(left[number >> 32]), normalise(right[number & 0xFFFF_FFFF])
        assert levels[at] == list(compare(query, candidate))
        alone = score(query, candidate, model=model, register_size=len(right))
        assert weights[at] == pytest.approx(alone.weight)


@settings(deadline=None, max_examples=40)
@given(people=st.lists(PEOPLE, min_size=1, max_size=6), turned=st.booleans())
def test_keys_of_a_file_are_those_of_single_people(people, turned):
    files = prepare(frame(people), frame(people), load_model())
    found = [set() for _ in people]
    for part, _ in zip(
        all_keys(key_parts(files.left, files.encoders, name_sounds(files.encoders), turned=turned)), KINDS, strict=False
    ):
        for row, key in zip(part.rows.tolist(), part.hashes.view(np.int64).tolist(), strict=True):
            found[row].add(key)
    keys_of = search_keys if turned else stored_keys
    assert found == [set(keys_of(normalise(one))) for one in people]


@given(first=st.integers(0, 2**64 - 1), second=st.integers(0, 2**64 - 1), kind=st.integers(1, 30))
def test_numbers_are_mixed_alike_in_python_and_in_arrays(first, second, kind):
    arrays = (np.array([value], dtype=np.uint64) for value in (first, second))
    assert mix(kind, *arrays).view(np.int64)[0] == signed(mix(kind, first, second))
    assert number_hash(np.array([first], dtype=np.uint64))[0] == number_hash(first)


@settings(deadline=None, max_examples=25)
@given(people=st.lists(PEOPLE, min_size=1, max_size=10))
def test_the_best_of_a_list_are_in_order_and_at_most_so_many(people):
    found = match_files(frame(people), frame(people), model=load_model(), top=3, link=0.0)
    for rows in found.partition_by("left_id"):
        assert len(rows) <= 3
        assert rows["weight"].is_sorted(descending=True)
        assert rows["right_id"].n_unique() == len(rows)


NAME = st.text("abehiklnorst", min_size=1, max_size=14)


@settings(deadline=None, max_examples=60)
@given(names=st.lists(NAME, min_size=2, max_size=30, unique=True), cut=st.integers(3, 8), slip=st.integers(0, 13))
def test_the_quick_test_rules_out_no_names_that_agree(names, cut, slip):
    damaged = [form for name in names for form in (name[:cut], name[:slip] + name[slip + 1 :], name[::-1][:slip])]
    known = Values(["", *dict.fromkeys([*names, *filter(None, damaged)])])
    codes = np.arange(1, len(known.values), dtype=np.int32)
    one, other = (side.ravel() for side in np.meshgrid(codes, codes))
    ruled_out = np.flatnonzero(~names_may_agree(known)(one, other))
    pairs = [(known.values[one[at]], known.values[other[at]]) for at in ruled_out.tolist()]
    assert [pair for pair in pairs if likeness(*pair) is not Likeness.DIFFERENT] == []
