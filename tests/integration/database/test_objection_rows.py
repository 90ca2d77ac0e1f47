"""What was said for a learner stays as it is, and the database itself refuses to share more widely than she allows."""

from __future__ import annotations

import pytest

from rollbook.definitions.ability_to_share import is_wider
from tests.integration.database.statements import A, B, refused, run

OBJECTION = """
insert into service_objection
    (id, learner_id, kind, field, allows, said, wanted, said_how, evidence, recorded_by, at)
values (gen_random_uuid(), %s, %s, %s, %s, 'no', '', 'letter', '', 'a', now())
"""
OUTCOME = """
insert into service_objectionoutcome (objection_id, outcome, reason, by, at)
select id, %s, 'because', 'a', now() from service_objection
"""
SHARE = "update service_learner set ability_to_share = 1 where uln = %s"


def test_a_record_is_not_shared_more_widely_than_its_learner_allows(three):
    run("update service_learner set ability_to_share = 2 where uln = %s", A)
    run(OBJECTION, A, "sharing", "ability_to_share", 2)
    assert "objects to sharing" in refused(SHARE, A)
    run(OUTCOME, "upheld")
    assert "objects to sharing" in refused(SHARE, A)
    run(OUTCOME, "withdrawn")
    run(SHARE, A)


def test_a_survivor_is_not_shared_more_widely_than_a_number_linked_to_it_allows(three):
    run(OBJECTION, B, "sharing", "ability_to_share", 2)
    run("update service_learner set status = 'linked', linked_to_id = %s where uln = %s", A, B)
    assert "objects to sharing" in refused(SHARE, A)


@pytest.mark.parametrize(
    ("kind", "field", "allows"),
    [("sharing", "ability_to_share", None), ("sharing", "email", 2), ("detail", "", None), ("use", "email", None),
     ("detail", "ability_to_share", None), ("another", "", None)],
)  # fmt: skip
def test_an_objection_is_to_one_thing(three, kind, field, allows):
    assert refused(OBJECTION, A, kind, field, allows) == "objection_is_to_one_thing"


def test_an_objection_is_decided_once(three):
    run(OBJECTION, A, "use", "", None)
    run(OUTCOME, "refused")
    assert refused(OUTCOME, "upheld") == "objection_decided_once"
    assert refused(OUTCOME, "another") == "objection_outcome_is_known"


@pytest.mark.parametrize("table", ["service_objection", "service_objectionoutcome"])
def test_what_was_said_and_decided_is_neither_changed_nor_removed(three, table):
    run(OBJECTION, A, "use", "", None)
    run(OUTCOME, "refused")
    column = "said" if table == "service_objection" else "reason"
    assert "only ever added" in refused(f"update {table} set {column} = 'x'")
    assert "only ever added" in refused(f"delete from {table}")


@pytest.mark.parametrize(
    "table", ["service_objection", "service_objectionoutcome", "service_numberchangeseen", "service_twopeoplereport"]
)
def test_the_application_has_no_right_to_remove_what_was_said(db, table):
    run("set local role rollbook_app")
    assert "permission denied" in refused(f"delete from {table}")
    run("reset role")


def test_a_report_of_two_people_is_settled_with_a_reason(three):
    run(
        "insert into service_twopeoplereport (id, learner_id, said, reported_by, reported_at, settled_by, settled_why)"
        " values (gen_random_uuid(), %s, 'two', 'a', now(), '', '')",
        A,
    )
    said = refused("update service_twopeoplereport set settled_at = now()")
    assert said == "two_people_settled_with_reason"


def test_the_database_orders_sharing_as_the_code_set_does(db):
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("select sharing_width(n::smallint) from unnest(array[0, 1, 2]) as n order by n")
        widths = [row[0] for row in cursor.fetchall()]
    for one in range(3):
        for two in range(3):
            assert is_wider(str(one), than=str(two)) == (widths[one] > widths[two])
