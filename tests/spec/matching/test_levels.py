"""The levels of agreement as tables: each has at least one pair of people that stands at it."""

from datetime import date

import pytest

from rollbook.matching import FIELDS, Details, compare, normalise
from rollbook.matching.levels import Birth, Email, Family, Gender, Given, Identifier, Middle, Place, Postcode, School

BORN = date(2004, 3, 7)


def person(given="Zuleika", family="Thistlewood", **more):
    return Details(given_name=given, family_name=family, **more)


EXAMPLES = [
    (person(given=""), person(), Given.MISSING),
    (person("Zuléika"), person("ZULEIKA"), Given.SAME),
    (person("Anne-Marie"), person("Annemarie"), Given.SAME),
    (person("Suleyman", preferred_given_name="Sol"), person("Sol"), Given.PREFERRED),
    (person("Katherine"), person("Kate"), Given.NICKNAME),
    (person("Mohammed"), person("Muhammad"), Given.NICKNAME),
    (person("Robin"), person("Zed", former_names=(("Robin", "Thistlewood"),)), Given.FORMER),
    (person("Thistlewood", "Zuleika"), person(), Given.SWAPPED),
    (person("Morwenna"), person(middle_names="Ann Morwenna"), Given.MIDDLE),
    (person("Zulieka"), person(), Given.NEAR),
    (person("Zuleika Ann"), person(), Given.PART),
    (person("Zul"), person(), Given.PART),
    (person("Z"), person(), Given.INITIAL),
    (person("Zoleikha"), person(), Given.SIMILAR),
    (person("Ian"), person("Zed"), Given.DIFFERENT),
    (person("", ""), person(), Family.MISSING),
    (person(family="O'Neil"), person(family="ONEIL"), Family.SAME),
    (person(previous_family_name="Ashdown"), person(family="Ashdown"), Family.FORMER),
    (person("Thistlewod", "Zuleika"), person(), Family.SWAPPED),
    (person(family="Thistlewood-Ashdown"), person(family="Ashdown"), Family.PART),
    (person(family="Thistelwood"), person(), Family.NEAR),
    (person("", "Zuleika"), person(), Family.SINGLE),
    (person(family="T"), person(), Family.INITIAL),
    (person(family="Thissalwod"), person(), Family.SIMILAR),
    (person(family="Ashdown"), person(), Family.DIFFERENT),
    (person(), person(date_of_birth=BORN), Birth.MISSING),
    (person(date_of_birth=BORN), person(date_of_birth=BORN), Birth.SAME),
    (person(date_of_birth=BORN), person(date_of_birth=date(2004, 7, 3)), Birth.TURNED),
    (person(date_of_birth=BORN), person(date_of_birth=date(2004, 3, 17)), Birth.ONE_DIGIT),
    (person(date_of_birth=BORN), person(date_of_birth=date(2040, 3, 7)), Birth.ONE_DIGIT),
    (person(date_of_birth=BORN), person(date_of_birth=date(1978, 3, 7)), Birth.DAY_AND_MONTH),
    (person(date_of_birth=BORN), person(date_of_birth=date(2004, 3, 29)), Birth.MONTH_AND_YEAR),
    (person(date_of_birth=BORN), person(date_of_birth=date(2004, 12, 7)), Birth.DAY_AND_YEAR),
    (person(date_of_birth=BORN), person(date_of_birth=date(2004, 10, 28)), Birth.YEAR),
    (person(date_of_birth=BORN), person(date_of_birth=date(1978, 10, 28)), Birth.DIFFERENT),
    (person(gender="0"), person(gender="2"), Gender.MISSING),
    (person(gender="F"), person(gender="2"), Gender.SAME),
    (person(gender="1"), person(gender="2"), Gender.DIFFERENT),
    (person(), person(postcode="ZE1 0AA"), Postcode.MISSING),
    (person(postcode="ze10aa"), person(postcode="ZE1 0AA"), Postcode.SAME),
    (person(postcode="ZE1 OAA"), person(postcode="ZE1 0AA"), Postcode.SAME),
    (person(postcode="KW1 4XX"), person(postcode="ZE1 0AA", former_postcodes=("KW1 4XX",)), Postcode.FORMER),
    (person(postcode="ZE1 0AB"), person(postcode="ZE1 0AA"), Postcode.NEAR),
    (person(postcode="ZE1 0BQ"), person(postcode="ZE1 0AA"), Postcode.SECTOR),
    (person(postcode="ZE1 9BQ"), person(postcode="ZE1 0AA"), Postcode.DISTRICT),
    (person(postcode="ZE2 9BQ"), person(postcode="ZE1 0AA"), Postcode.AREA),
    (person(postcode="KW1 4XX"), person(postcode="ZE1 0AA"), Postcode.DIFFERENT),
    (person(), person(middle_names="Ann"), Middle.MISSING),
    (person(middle_names="Ann Morwenna"), person(middle_names="ANN MORWENNA"), Middle.SAME),
    (person(middle_names="A"), person(middle_names="Ann Morwenna"), Middle.PART),
    (person(middle_names="Morwena"), person(middle_names="Morwenna"), Middle.NEAR),
    (person(middle_names="Tamsin"), person(middle_names="Morwenna"), Middle.DIFFERENT),
    (person(), person(place_of_birth="Lerwick"), Place.MISSING),
    (person(place_of_birth="LERWICK"), person(place_of_birth="Lerwick"), Place.SAME),
    (person(place_of_birth="Lerwik"), person(place_of_birth="Lerwick"), Place.NEAR),
    (person(place_of_birth="Thurso"), person(place_of_birth="Lerwick"), Place.DIFFERENT),
    (person(), person(school_at_16="Far Hill School"), School.MISSING),
    (person(school_at_16="FAR HILL SCHOOL"), person(school_at_16="Far Hill School"), School.SAME),
    (person(school_at_16="Far Hill"), person(school_at_16="Far Hill School"), School.NEAR),
    (person(school_at_16="Low Dale Academy"), person(school_at_16="Far Hill School"), School.DIFFERENT),
    (person(), person(email="zuleika@example.org"), Email.MISSING),
    (person(email="Zuleika@Example.org"), person(email="zuleika@example.org"), Email.SAME),
    (person(email="zuleika@example.net"), person(email="zuleika@example.org"), Email.NEAR),
    (person(email="rob@example.com"), person(email="zuleika@example.org"), Email.DIFFERENT),
    (person(identifiers=(("UPN", "A1"),)), person(identifiers=(("SCN", "A1"),)), Identifier.MISSING),
    (person(identifiers=(("UPN", "A123 456"),)), person(identifiers=(("upn", "a123456"),)), Identifier.SAME),
    (person(identifiers=(("UPN", "A123457"),)), person(identifiers=(("UPN", "A123456"),)), Identifier.NEAR),
    (person(identifiers=(("UPN", "B998877"),)), person(identifiers=(("UPN", "A123456"),)), Identifier.DIFFERENT),
]


@pytest.mark.parametrize(("one", "other", "level"), EXAMPLES)
def test_two_people_stand_at_a_level_whichever_is_the_query(one, other, level):
    left, right = normalise(one), normalise(other)
    assert level in compare(left, right)
    assert compare(left, right) == compare(right, left)


def test_every_level_has_an_example_and_a_sentence():
    every = {(name, level) for name, kind in FIELDS.items() for level in kind}
    shown = {(type(level).__name__.lower(), level) for _, _, level in EXAMPLES}
    assert shown == every
    assert all(level.says.endswith(".") for _, level in every)
