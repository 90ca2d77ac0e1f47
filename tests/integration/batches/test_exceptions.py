"""Exceptions by cause, a page at a time, and several of one cause settled together where that is safe."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from rollbook.base.errors import InvalidInput, NotAllowed, NotFound
from rollbook.register.policy import load_policy
from rollbook.service.actions.batches.together import empty_all, leave_all
from rollbook.service.models import Batch, BatchRow, Enrolment
from rollbook.service.readers.batches import result
from rollbook.service.readers.exceptions import causes, exception, exception_page, next_exception

UNKNOWN_NUMBER = "1000000000"


@pytest.fixture
def mixed(sent, someone):
    """A twin, two without birth date, one with a number that nobody has."""
    return sent(
        someone(),
        someone(given_name="Ottilie"),
        someone(given_name="Ignatius", family_name="Quill", date_of_birth=""),
        someone(given_name="Isidore", family_name="Sparrow", date_of_birth=""),
        someone(
            given_name="Leopold",
            family_name="Wren",
            gender="1",
            date_of_birth="1999-05-17",
            postcode="EX1 1AA",
            uln=UNKNOWN_NUMBER,
        ),
    )


def of(found, code):
    return next(cause for cause in found if cause.code == code)


def test_rows_are_grouped_by_cause_the_most_frequent_first(mixed, caller):
    found = causes(mixed.id, by=caller("batch"))
    assert (found[0].code, found[0].count) == ("RC010", 2)
    assert {cause.code for cause in found[1:]} == {"RB004", "RC007"}
    assert all("Quill" not in cause.says for cause in found)


def test_a_page_ends_where_the_next_begins_and_nothing_is_left_out(mixed, caller):
    numbers, after = [], 0
    while after is not None:
        page = exception_page(mixed.id, by=caller("batch"), after=after, most=2)
        numbers += [row["number"] for row in page["rows"]]
        after = page["after"]
    assert numbers == [2, 3, 4, 5]
    assert page["waiting"] == 4


def test_a_page_of_one_cause_holds_its_rows_only(mixed, caller):
    by = caller("batch")
    key = of(causes(mixed.id, by=by), "RC010").key
    assert [row["number"] for row in exception_page(mixed.id, by=by, cause=key)["rows"]] == [3, 4]


def test_one_row_shows_its_candidates_in_words_with_a_token(mixed, caller):
    told = exception(mixed.id, 2, by=caller("batch"))
    assert told["values"]["GivenName"] == "Ottilie"
    assert told["candidates"][0]["agreement"]["family_name"] == "same"
    assert "Zuleika" not in str(told["candidates"])


def test_after_the_last_row_comes_the_first_that_waits(mixed, caller):
    by = caller("batch")
    assert next_exception(mixed.id, 2, by=by) == 3
    assert next_exception(mixed.id, 5, by=by) == 2
    key = of(causes(mixed.id, by=by), "RC010").key
    assert next_exception(mixed.id, 4, by=by, cause=key) == 3


def test_rows_of_one_cause_are_left_together_for_one_reason(mixed, caller):
    by = caller("batch")
    done = leave_all(mixed.id, of(causes(mixed.id, by=by), "RC010").key, reason="Asked the schools.", by=by)
    assert (done.settled, done.left) == (2, 0)
    assert exception_page(mixed.id, by=by)["waiting"] == 2


def test_leaving_together_needs_a_reason(mixed, caller):
    by = caller("batch")
    with pytest.raises(InvalidInput):
        leave_all(mixed.id, of(causes(mixed.id, by=by), "RC010").key, reason=" ", by=by)


def test_a_number_nobody_has_is_emptied_and_the_learner_searched_for(mixed, caller):
    by = caller("batch")
    done = empty_all(mixed.id, of(causes(mixed.id, by=by), "RB004").key, "ULN", by=by)
    assert (done.settled, done.waiting, done.left) == (1, 0, 0)
    row = BatchRow.objects.get(batch_id=mixed.id, number=5)
    assert (row.code, row.settled_by) == ("RC001", by.id)
    assert Enrolment.objects.filter(learner_id=row.uln).exists()


def test_a_value_that_every_row_needs_is_not_emptied_for_many(mixed, caller):
    by = caller("batch")
    key = of(causes(mixed.id, by=by), "RC010").key
    for heading in ("DateOfBirth", "FamilyName", "ULN", "NoSuchColumn"):
        with pytest.raises(InvalidInput):
            empty_all(mixed.id, key, heading, by=by)


def test_possible_matches_are_never_settled_together_but_left(mixed, caller):
    cause = of(causes(mixed.id, by=caller("batch")), "RC007")
    assert cause.headings == ()
    assert cause.has_candidates


def test_more_rows_than_stand_in_one_transaction_are_taken_up_in_turns(sent, someone, caller, monkeypatch):
    batch = sent(*[someone(given_name=f"Name{chr(97 + n)}", uln=UNKNOWN_NUMBER) for n in range(3)])
    by = caller("batch")
    policy = type("Policy", (), {**{n: getattr(load_policy(), n) for n in load_policy().__dataclass_fields__}})
    policy.most_in_transaction = 2
    monkeypatch.setattr("rollbook.service.actions.batches.together.load_policy", lambda: policy)
    key = causes(batch.id, by=by)[0].key
    assert empty_all(batch.id, key, "ULN", by=by).left == 1


def test_a_cause_that_nothing_waits_for_is_not_found(mixed, caller):
    with pytest.raises(NotFound):
        leave_all(mixed.id, "0" * 12, reason="Why.", by=caller("batch"))


def test_another_organisation_and_a_role_that_may_not_see_nothing(mixed, caller, other_college):
    stranger = caller("batch", organisation=other_college)
    for way in (causes, exception_page):
        with pytest.raises(NotFound):
            way(mixed.id, by=stranger)
        with pytest.raises(NotAllowed):
            way(mixed.id, by=caller("view_only"))
    with pytest.raises(NotFound):
        exception(mixed.id, 2, by=stranger)


def test_the_file_of_settled_rows_holds_those_with_a_number_and_their_count(mixed, caller):
    by = caller("batch")
    empty_all(mixed.id, of(causes(mixed.id, by=by), "RB004").key, "ULN", by=by)
    leave_all(mixed.id, of(causes(mixed.id, by=by), "RC010").key, reason="Asked.", by=by)
    lines = b"".join(result(mixed.id, by=by, settled_only=True)).decode("utf-8-sig").splitlines()
    assert len(lines) == 2
    assert '"Leopold"' in lines[1]
    assert lines[1].split(",")[3] == '"1"'


def test_the_file_of_settled_rows_may_be_empty(mixed, caller):
    lines = b"".join(result(mixed.id, by=caller("batch"), settled_only=True)).decode("utf-8-sig").splitlines()
    assert len(lines) == 2
    assert lines[1].split(",")[3] == '"0"'


def test_five_thousand_exceptions_cost_a_page_no_more_than_fifty(mixed, caller):
    batch = Batch.objects.get(pk=mixed.id)
    columns = BatchRow.objects.get(batch=batch, number=3).columns
    BatchRow.objects.bulk_create(
        BatchRow(batch=batch, number=n, line=n, columns=columns, code="RC010", reason="x", is_exception=True)
        for n in range(100, 5100)
    )
    with CaptureQueriesContext(connection) as asked:
        page = exception_page(mixed.id, by=caller("batch"), after=4000)
    assert len(page["rows"]) == 50
    assert len(asked) <= 4
    assert page["waiting"] == 5004
