"""How number and details belong together, as a table. Source: verification codes and failure flags of the LRS."""

from datetime import date

import pytest

from rollbook.matching import Details
from rollbook.register.verify import Asked, Grade, proves, verify

BORN, OTHER = date(2008, 2, 29), date(2008, 2, 28)
ZULEIKA = Details(
    given_name="Zuleika",
    family_name="Thistlewood",
    previous_family_name="Ashgrove",
    date_of_birth=BORN,
    gender="2",
    preferred_given_name="Zuzu",
    former_names=(("Suleika", "Marchbanks"),),
)
SINGLE = Details(given_name="Sukarno", family_name="", date_of_birth=BORN, gender="1")
MATCH, SIMILAR, NONE = Grade.MATCH, Grade.SIMILAR, Grade.NO_MATCH

# asked given name, family name, birth date, gender -> grade, whether it proves that they belong together
ROWS = [
    ("Zuleika", "Thistlewood", None, "", MATCH, True),
    ("ZULEIKA", "thistlewood", BORN, "2", MATCH, True),
    ("Zuléïka", "Thistle-wood", BORN, "2", SIMILAR, True),
    ("Zuleika", "Thistlewood", BORN, "0", MATCH, True),
    ("Zuleika", "Thistlewood", OTHER, "", SIMILAR, False),
    ("Zuleika", "Thistlewood", BORN, "1", SIMILAR, False),
    ("Zuleika", "Ashgrove", None, "", SIMILAR, True),
    ("Suleika", "Marchbanks", None, "", SIMILAR, True),
    ("Suleika", "Thistlewood", None, "", SIMILAR, False),
    ("Suleika", "Thistlewood", BORN, "", SIMILAR, True),
    ("Zulieka", "Thistlewod", None, "", SIMILAR, False),
    ("Zulieka", "Thistlewod", BORN, "2", SIMILAR, True),
    ("Zuzu", "Thistlewood", None, "", SIMILAR, False),
    ("Thistlewood", "Zuleika", None, "", SIMILAR, False),
    ("Zuleika", "Quennell", None, "", NONE, False),
    ("Zuleika", "Quennell", BORN, "", SIMILAR, False),
    ("Zuleika", "Quennell", OTHER, "", NONE, False),
    ("Orlando", "Thistlewood", None, "", NONE, False),
    ("Orlando", "Quennell", BORN, "2", NONE, False),
    ("Thistlewood", "", None, "", NONE, False),
    ("", "Thistlewood", BORN, "", SIMILAR, False),
]
SINGLE_ROWS = [
    ("Sukarno", "", None, MATCH, True),
    ("", "Sukarno", None, MATCH, True),
    ("", "Soekarno", None, SIMILAR, False),
    ("", "Soekarno", BORN, SIMILAR, True),
    ("Ahmad", "Sukarno", None, NONE, False),
    ("", "Quennell", None, NONE, False),
]


@pytest.mark.parametrize(("given", "family", "born", "gender", "grade", "proof"), ROWS)
def test_names_are_held_against_the_record(given, family, born, gender, grade, proof):
    asked = Asked(given, family, born, gender)
    assert verify(asked, ZULEIKA, uln=1, linked=False).grade is grade
    assert proves(asked, ZULEIKA) is proof


@pytest.mark.parametrize(("given", "family", "born", "grade", "proof"), SINGLE_ROWS)
def test_a_single_name_stands_in_either_column(given, family, born, grade, proof):
    for known in (SINGLE, Details(family_name="Sukarno", date_of_birth=BORN, gender="1")):
        asked = Asked(given, family, born)
        assert verify(asked, known, uln=1, linked=False).grade is grade
        assert proves(asked, known) is proof


@pytest.mark.parametrize(("plain", "linked"), [(MATCH, Grade.LINKED_MATCH), (SIMILAR, Grade.LINKED_SIMILAR)])
def test_a_linked_number_says_so(plain, linked):
    family = "Thistlewood" if plain is MATCH else "Thistlewod"
    assert verify(Asked("Zuleika", family), ZULEIKA, uln=1, linked=False).grade is plain
    assert verify(Asked("Zuleika", family), ZULEIKA, uln=1, linked=True).grade is linked


@pytest.mark.parametrize(
    ("asked", "flags"),
    [
        (Asked("Zuleika", "Thistlewood"), "2 3 4 6"),
        (Asked("Thistlewood", "Ashgrove"), "1 3 4 5"),
        (Asked("Orlando", "Quennell", OTHER, "1"), "1 2 3 4 5 6 7 8"),
        (Asked("Zuleika", "Thistlewood", BORN, "9"), "2 3 4 6"),
    ],
)
def test_the_flags_name_each_comparison_that_failed(asked, flags):
    answer = verify(asked, ZULEIKA, uln=1, linked=False)
    assert answer.flags == tuple(f"VRF{number}" for number in flags.split())


def test_a_number_that_does_not_match_is_not_repeated():
    assert verify(Asked("Orlando", "Quennell"), ZULEIKA, uln=1, linked=False).uln is None
    assert verify(Asked("Zuleika", "Thistlewood"), ZULEIKA, uln=1, linked=False).uln == 1
