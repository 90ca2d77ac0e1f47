"""The records a search may be about come by the key index, however large the register: the plan is held here."""

from __future__ import annotations

import pytest
from django.db import connection

from rollbook.matching import Details, normalise, search_keys
from rollbook.register.outcomes import ExactMatch
from rollbook.service.actions.learners.find import find
from rollbook.service.readers import candidates as reader

ROWS = 5_000
# Learners whose keys nobody searches for, straight into the tables: what is looked at is the plan, not the people.
FILL = """
with drawn as (
    select start::bigint * 10 + 10 - remainder as uln, n
    from (select n, 970000000 + n as start,
                 (select sum(substr((970000000 + n)::text, place, 1)::int * (11 - place)) %% 11
                  from generate_series(1, 9) as place)::int as remainder
          from generate_series(1, %s) as n) as starts
    where remainder > 0
), numbers as (
    insert into service_issuednumber (uln, source, at) select uln, 'loaded', now() from drawn returning uln
)
insert into service_learner
    (uln, version, status, title, given_name, middle_names, preferred_given_name, family_name, previous_family_name,
     family_name_at_16, former_names, alternative_names, date_of_birth, gender, postcode, former_postcodes,
     address_line_1, address_line_2, address_town, address_county_or_city, school_at_16, place_of_birth, email,
     nationality, scottish_candidate_number, unique_pupil_number, identifiers, ability_to_share, notice_version,
     verification_type, other_verification_description, keys, created_at, since)
select uln, 1, 'live', '', 'Given' || n, '', '', 'Family' || n, '', '', '[]', '[]', date '2001-01-01' + n %% 5000, '1',
       'ZE1 0AA', '{}', '', '', '', '', '', '', '', '', '', '', '[]', 0, '', 0, '',
       array(select hashint8extended(uln, k) from generate_series(1, 30) as k), now(), now()
from drawn
"""


@pytest.fixture
def filled(db):
    with connection.cursor() as cursor:
        cursor.execute(FILL, [ROWS])
        cursor.execute("analyze service_learner")
    reader.forget()
    yield
    reader.forget()


def plan_of_the_search(asked) -> str:
    """The plan of the query inside the function, under the settings the function sets."""
    keys = "{" + ",".join(str(key) for key in search_keys(asked)) + "}"
    with connection.cursor() as cursor:
        cursor.execute("select prosrc, proconfig from pg_proc where proname = 'learners_with_keys'")
        source, settings = cursor.fetchone()
        query = source.split("return query", 1)[1].split(";", 1)[0].replace("sought", f"'{keys}'::bigint[]")
        for setting in settings:
            name, value = setting.split("=")
            cursor.execute("select set_config(%s, %s, true)", [name, value])
        cursor.execute("explain " + query)
        return "\n".join(row[0] for row in cursor.fetchall())


def test_candidates_come_by_the_key_index(filled):
    plan = plan_of_the_search(normalise(Details(given_name="Zuleika", family_name="Thistlewood", postcode="ZE1 0AA")))
    assert "Bitmap Index Scan on learner_keys" in plan
    assert "Seq Scan" not in plan
    assert "Parallel" not in plan


def test_the_list_goes_through_the_function_once_for_each_search(filled):
    from rollbook.service.sql import sql

    with connection.cursor() as cursor:
        cursor.execute(f"explain {sql('learners/candidates')}", {"numbers": [0, 1], "keys": ["{1}", "{2}"]})
        plan = "\n".join(row[0] for row in cursor.fetchall())
    assert "Function Scan on learners_with_keys" in plan
    assert "Seq Scan on service_learner" not in plan


def test_what_was_written_a_moment_ago_is_found_by_the_index(filled, registered, by, someone):
    uln = registered()
    (found,) = find([someone()], by=by, purpose="enrolment")
    assert found.outcome == ExactMatch(uln)
    with connection.cursor() as cursor:
        cursor.execute("select reloptions from pg_class where relname = 'learner_keys'")
        assert cursor.fetchone()[0] == ["fastupdate=off"]


def test_a_linked_record_is_found_under_its_own_details_and_named_by_its_survivor(linked):
    number, survivor, _ = linked
    asked = normalise(Details(given_name="Orlando", family_name="Quennell", postcode="LE1 1AA"))
    (found,) = reader.candidates([asked])
    assert [(known.uln, known.survivor) for known in found] == [(number, survivor)]


def test_a_key_that_is_too_common_is_passed_over(registered, by, someone):
    from rollbook.service.models import CommonKey

    registered()
    asked = normalise(Details(given_name="Zuleika", family_name="Thistlewood", postcode="ZE1 0AA"))
    reader.forget()
    assert len(reader.candidates([asked])[0]) == 1
    CommonKey.objects.bulk_create([CommonKey(key=key, learners=900) for key in search_keys(asked)])
    reader.forget()
    assert reader.candidates([asked]) == [[]]
    reader.forget()
