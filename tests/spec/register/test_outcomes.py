"""What a search ends as when one learner is in the register, as a table: stored details, details asked for, outcome.

The rows say what must never change: when the answer is a number, and when it is only words.
"""

from datetime import date

import pytest

from rollbook.matching import Details, load_model, normalise
from rollbook.register.find import Judge, Known, decide
from rollbook.register.outcomes import name_of

JUDGE = Judge(load_model(), register_size=1_000_000, possible=-8.0, most_possible=10)
STORED = {
    "given_name": "Zoë",
    "family_name": "O'Hara-Łukasz",
    "date_of_birth": date(2008, 4, 3),
    "gender": "2",
    "postcode": "ZE1 0AA",
}
MARRIED = {
    "former_names": (("Zoë", "Thistlewood"),),
    "former_postcodes": ("LE1 1AA",),
}

SAME = [
    {},
    {"given_name": "ZOE"},
    {"given_name": "Zoe\u0308"},
    {"family_name": "OHara-Lukasz"},
    {"family_name": "O’HARA ŁUKASZ"},
    {"family_name": "O'Hara  Lukasz"},
    {"postcode": "ze10aa"},
    {"postcode": "ZE1 OAA"},
]
FORMER = [
    {"family_name": "Thistlewood"},
    {"postcode": "LE1 1AA"},
    {"family_name": "Thistlewood", "postcode": "LE1 1AA"},
]
NEVER_EXACT = [
    {"given_name": "Zoa"},
    {"given_name": "Chloe"},
    {"family_name": "O'Hara"},
    {"family_name": "Lukasz"},
    {"given_name": "O'Hara-Łukasz", "family_name": "Zoë"},
    {"date_of_birth": date(2008, 3, 4)},
    {"date_of_birth": date(2008, 4, 4)},
    {"date_of_birth": date(2009, 4, 3)},
    {"gender": "1"},
    {"gender": "0"},
    {"gender": "9"},
    {"postcode": "ZE1 0AB"},
    {"postcode": ""},
]
STRANGERS = [
    {"given_name": "Orlando", "family_name": "Quennell", "date_of_birth": date(1971, 1, 2), "postcode": "TR1 2XX"},
    {"given_name": "Chloe", "family_name": "Marchbanks", "date_of_birth": date(2009, 11, 30), "postcode": "LE1 1AA"},
]


def outcome(asked, **stored):
    known = Known(1, 1, normalise(Details(**{**STORED, **stored})))
    return name_of(decide(normalise(Details(**{**STORED, **asked})), [known], JUDGE))


@pytest.mark.parametrize("asked", SAME)
def test_case_accents_and_punctuation_make_no_difference(asked):
    assert outcome(asked) == "exact"


@pytest.mark.parametrize("asked", FORMER)
def test_recorded_former_values_count_as_the_learners_own(asked):
    assert outcome(asked, **MARRIED) == "exact"
    assert outcome(asked) == "possible"


@pytest.mark.parametrize("asked", NEVER_EXACT)
def test_one_detail_that_is_not_the_same_is_never_exact(asked):
    assert outcome(asked) in ("possible", "none")
    assert outcome(asked, **MARRIED) in ("possible", "none")


@pytest.mark.parametrize("asked", STRANGERS)
def test_a_stranger_is_nobody(asked):
    assert outcome(asked) == "none"


@pytest.mark.parametrize(
    ("field", "asked", "stored"),
    [
        ("email", "zoe@home.invalid", "marchbanks.o@work.invalid"),
        ("place_of_birth", "Lerwick", "Truro"),
        ("school_at_16", "Anderson High School", "Poltair School"),
        ("middle_names", "Mary", "Grace"),
        ("identifiers", (("SCN", "100000011"),), (("SCN", "987654321"),)),
    ],
)
def test_a_further_detail_can_only_take_an_exact_match_away(field, asked, stored):
    assert outcome({field: asked}, **{field: stored}) == "possible"
    assert outcome({field: asked}, **{field: asked}) == "exact"
    assert outcome({field: asked}) == "exact"


@pytest.mark.parametrize("single", [{"given_name": "Sukarno", "family_name": ""}, {"family_name": "Sukarno"}])
def test_a_single_name_is_the_same_in_either_column(single):
    stored = {"given_name": "", "family_name": "Sukarno"}
    assert outcome({"given_name": "", **single}, **stored) == "exact"
    assert outcome({"given_name": "Sukarno", "family_name": "Sukarno"}, **stored) != "exact"
