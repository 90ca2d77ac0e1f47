"""What becomes of each row, and that a chunk stands or falls whole."""

from dataclasses import replace

import pytest

from rollbook.definitions.identifiers import uln as ulns
from rollbook.register.policy import Policy, load_policy
from rollbook.service.actions.batches import working
from rollbook.service.actions.batches.sending import send
from rollbook.service.actions.batches.working import work_on_chunk
from rollbook.service.jobs.batches import work_on
from rollbook.service.models import Batch, BatchRow, Enrolment, Learner, Organisation, User
from tests.integration.batches.conftest import work_through


def test_a_new_learner_gets_a_number_and_an_enrolment(sent, someone, returned):
    batch = sent(someone())
    (row,) = returned(batch.id)
    assert ulns.is_valid(row["ULN"])
    assert row["ReturnCode"] == "RC001"
    assert Enrolment.objects.get().learner_id == int(row["ULN"])


def test_the_return_file_is_the_file_sent_with_numbers_and_two_columns(sent, someone, returned):
    (row,) = returned(sent(someone(middle_names="Æthel", notes="=keeps")).id)
    assert (row["GivenName"], row["MiddleOtherName"], row["MISIdentifier"]) == ("Zuleika", "Æthel", "MIS000001")
    assert list(row)[:6] == ["FileVersion", "FileName", "UKPRN", "LearnerRecordCount", "ULN", "MISIdentifier"]
    assert list(row)[-2:] == ["ReturnCode", "Reason"]
    assert len(row) == 32


def test_the_same_person_twice_in_one_file_gets_one_number(sent, someone, returned):
    first, second = returned(sent(someone(), someone(given_name="ZULEIKA")).id)
    assert first["ULN"] == second["ULN"]
    assert (first["ReturnCode"], second["ReturnCode"]) == ("RC001", "RC002")


def test_a_row_with_the_right_number_is_verified_and_updates_what_is_new(sent, someone, returned):
    (row,) = returned(sent(someone()).id)
    (again,) = returned(sent(someone(uln=row["ULN"], email="z@thistlewood.example")).id)
    assert (again["ReturnCode"], again["ULN"]) == ("RC003", row["ULN"])
    assert Learner.objects.get().email == "z@thistlewood.example"


def test_a_row_with_somebody_elses_number_changes_nothing(sent, someone, returned):
    (row,) = returned(sent(someone()).id)
    (other,) = returned(sent(someone(uln=row["ULN"], given_name="Bartholomew", family_name="Quill")).id)
    assert other["ReturnCode"] == "RB003"
    assert Learner.objects.get().given_name == "Zuleika"


def test_a_row_with_a_number_nobody_has_is_an_exception(sent, someone, returned):
    (row,) = returned(sent(someone(uln="1000000000")).id)
    assert row["ReturnCode"] == "RB004"


def test_a_twin_in_the_file_is_no_match_and_waits_for_a_decision(sent, someone, returned):
    first, twin = returned(sent(someone(), someone(given_name="Ottilie")).id)
    assert first["ReturnCode"] == "RC001"
    assert twin["ReturnCode"] in ("RB005", "RC007")
    assert twin["ULN"] == "9999999999"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"date_of_birth": "2008-02-30"}, "RC011"),
        ({"family_name": ""}, "RC010"),
        ({"date_of_birth": "2025-01-01"}, "RC013"),
        ({"given_name": "x" * 4000}, "RC011"),
        ({"given_name": "Zu\u202eleika"}, "RC011"),
        ({"given_name": "9801234560"}, "RC011"),
        ({"family_name": "=cmd()"}, "RC011"),
    ],
)
def test_a_wrong_value_gets_its_code_and_the_other_rows_their_numbers(sent, someone, returned, change, code):
    wrong, right = returned(sent(someone(**change), someone(given_name="Perpetua", date_of_birth="1999-05-04")).id)
    assert wrong["ReturnCode"] == code
    assert right["ReturnCode"] == "RC001"


def test_a_chunk_that_fails_leaves_nothing_and_the_next_worker_goes_on(batch_file, caller, someone, monkeypatch):
    given, family = "Aurelio Bettina Cormac Dagny Eskil Fenella", "Quill Marsh Oakes Varga Thrale Lunt"
    people = [
        someone(given_name=first, family_name=last, date_of_birth=f"199{n}-0{n}-04", postcode=f"ZE{n} 0AA")
        for n, (first, last) in enumerate(zip(given.split(), family.split(), strict=True), 1)
    ]
    batch = send(batch_file(*people), "LRB_10000001_010920260900.CSV", by=caller("batch"), purpose="enrolment")
    monkeypatch.setattr(working, "load_policy", lambda: _two_at_a_time())
    work_on_chunk(batch.id)
    whole = working._close
    monkeypatch.setattr(working, "_close", _fails_after(1, whole))
    with pytest.raises(RuntimeError):
        work_on_chunk(batch.id)
    assert BatchRow.objects.exclude(code="").count() == Learner.objects.count() == 2
    monkeypatch.setattr(working, "_close", whole)
    work_through(batch.id)
    assert Learner.objects.count() == 6
    assert Batch.objects.get().state == "done"


def test_a_suspended_organisations_batch_waits(batch_file, caller, someone, college):
    batch = send(batch_file(someone()), "LRB_10000001_010920260900.CSV", by=caller("batch"), purpose="enrolment")
    Organisation.objects.filter(pk=college.pk).update(status="suspended", status_reason="under review")
    work_on(batch_id=str(batch.id))
    assert Batch.objects.get().state == "waiting"
    assert not Learner.objects.exists()


def _two_at_a_time() -> Policy:
    return replace(load_policy(), most_in_transaction=2)


def _fails_after(times, whole):
    left = [times]

    def close(work):
        if not left[0]:
            raise RuntimeError("killed")
        left[0] -= 1
        whole(work)

    return close


def test_a_suspended_senders_batch_waits_until_somebody_else_sends_the_file(batch_file, caller, someone, college):
    first = User.objects.create(email="b@x.example", name="B", role="batch", organisation=college, is_active=False)
    by = replace(caller("batch"), id=f"user:{first.pk}")
    name = "LRB_10000001_010920260900.CSV"
    batch = send(batch_file(someone()), name, by=by, purpose="enrolment")
    work_on(batch_id=str(batch.id))
    assert not Learner.objects.exists()
    send(batch_file(someone()), name, by=caller("batch"), purpose="enrolment")
    work_on(batch_id=str(batch.id))
    assert Learner.objects.exists()
