"""The last seal, as the page of the access log shows it."""

from rollbook.service.actions.learners.find import find
from rollbook.service.audit.seal import seal
from rollbook.service.readers import integrity

PURPOSE = "enrolment"


def test_the_last_seal_is_held_against_its_rows(own_database, caller, someone):
    by = caller("super_user")
    assert integrity.last_seal(by=by) is None
    find([someone()], by=by, purpose=PURPOSE)
    seal()
    told = integrity.last_seal(by=by)
    assert (told["fits"], told["rows"], told["waiting"]) == (True, 1, 0)
    find([someone()], by=by, purpose=PURPOSE)
    assert integrity.last_seal(by=by)["waiting"] == 1


def test_a_seal_that_was_changed_does_not_fit(own_database, caller, someone):
    from django.db import connection

    by = caller("super_user")
    find([someone()], by=by, purpose=PURPOSE)
    seal()
    with connection.cursor() as cursor:
        cursor.execute("alter table access_log disable trigger all")
        cursor.execute("update access_log set purpose = 'certification'")
    told = integrity.last_seal(by=by)
    assert not told["fits"]
    assert "no longer says what it said" in told["wrong"][0]
