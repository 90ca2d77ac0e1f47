"""Files that are checked for a signed-in user: what is kept, for whom and how long, and what the register is asked."""

from __future__ import annotations

import io
import zipfile
from datetime import timedelta

import pytest
from django.utils import timezone

from rollbook.base.errors import NotAllowed, NotFound, TooOften, Unreadable
from rollbook.service import limits
from rollbook.service.actions.batches.sending import SentBatch
from rollbook.service.actions.batches.waiting import take_in as take_in_batch
from rollbook.service.actions.checks import answering, sending, working
from rollbook.service.jobs.checks import queue_checks_left
from rollbook.service.models import AccessLog, CheckPiece, FileCheck
from rollbook.service.readers import checks
from tests.invented_files import ILR_NAME, ilr_file

pytestmark = pytest.mark.django_db
UNUSED = 1000000078


@pytest.fixture(autouse=True)
def _whole_allowance():
    limits.forget()


@pytest.fixture
def file(tmp_path):
    """An ILR file with a number that nobody has, as an upload."""
    return io.BytesIO(ilr_file(tmp_path, {"ULN": UNUSED}).read_bytes())


@pytest.fixture
def taken(file, caller):
    return sending.take_in(file, ILR_NAME, by=caller("register"), purpose="enrolment")


@pytest.fixture
def waiting(tmp_path, caller):
    """A zipped file, which the worker checks."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.write(ilr_file(tmp_path, {"ULN": UNUSED}), ILR_NAME)
    out.seek(0)
    return sending.take_in(out, ILR_NAME.replace(".xml", ".zip"), by=caller("register"), purpose="enrolment")


def _log():
    return list(AccessLog.objects.filter(action="check_file").order_by("id").values_list("outcome", "ulns", "details"))


def test_a_small_file_is_checked_at_once_and_its_result_is_kept_in_place_of_the_file(taken, caller):
    assert checks.check(taken, by=caller("register"))["state"] == "done"
    found = checks.result(taken, by=caller("view_only"))
    assert [each.rule for each in found.findings] == ["ULN_05"]
    assert set(CheckPiece.objects.values_list("kind", flat=True)) == {"findings", "violations"}


def test_nothing_personal_is_stored_in_the_open(taken):
    stored = b"".join(bytes(each) for each in CheckPiece.objects.values_list("sealed", flat=True))
    stored += bytes(FileCheck.objects.get().about)
    assert str(UNUSED).encode() not in stored
    assert b"ULN_05" not in stored


def test_the_register_says_which_numbers_are_in_use_and_the_log_how_many_were_asked(tmp_path, caller, someone):
    from rollbook.service.actions.learners.find import find
    from rollbook.service.actions.learners.register import Registration, register

    by = caller("register")
    find([someone()], by=by, purpose="enrolment")
    (made,) = register([Registration(someone())], by=by, purpose="enrolment")
    file = io.BytesIO(ilr_file(tmp_path, {"ULN": made.uln}, {"ULN": UNUSED, "LearnRefNumber": "L2"}).read_bytes())
    taken = sending.take_in(file, ILR_NAME, by=by, purpose="enrolment")
    found = [each for each in checks.result(taken, by=by).findings if each.rule == "ULN_05"]
    assert [each.value for each in found] == [str(UNUSED)]
    (_, first), (ulns, second) = [(each[1], each[2]) for each in _log()]
    assert ulns == []
    assert (first, second) == ({"check": str(taken)}, {"check": str(taken), "ulns": 2})


def test_the_register_is_not_asked_for_those_who_may_not_verify(file, caller):
    found = answering.check_at_once(file, ILR_NAME, by=caller("machine:batch"), purpose="enrolment")
    assert "ULN_05" in {each.rule for each in found.not_run}
    assert [outcome for outcome, _, _ in _log()] == ["answered"]


def test_a_zipped_file_waits_for_the_worker(waiting, caller):
    assert checks.check(waiting, by=caller("register"))["state"] == "waiting"
    with pytest.raises(NotFound):
        checks.result(waiting, by=caller("register"))
    working.work_on(waiting)
    assert checks.check(waiting, by=caller("register"))["counts"] == {"error": 1}


def test_a_file_of_no_known_kind_says_so_on_its_page(caller):
    taken = sending.take_in(io.BytesIO(b"<nothing/>"), "a.xml", by=caller("register"), purpose="enrolment")
    told = checks.check(taken, by=caller("register"))
    assert told["state"] == "failed"
    assert "no version that is known here" in told["says"]
    assert not CheckPiece.objects.exists()


def test_a_file_that_ends_its_worker_again_and_again_is_left(waiting, caller):
    FileCheck.objects.update(tries=working.MOST_TRIES)
    working.work_on(waiting)
    assert checks.check(waiting, by=caller("register"))["state"] == "failed"


def test_a_fault_of_ours_is_told_and_does_not_come_back(waiting, caller, monkeypatch):
    monkeypatch.setattr(working, "read", lambda *_, **__: 1 / 0)
    working.work_on(waiting)
    assert "by a fault of ours" in checks.check(waiting, by=caller("register"))["says"]


def test_an_empty_or_too_large_file_is_not_taken_in(caller, settings):
    with pytest.raises(Unreadable):
        sending.take_in(io.BytesIO(b""), "a.xml", by=caller("register"), purpose="enrolment")
    settings.CHECK_FILE_MAX_BYTES = 10
    with pytest.raises(Unreadable, match="larger than"):
        sending.take_in(io.BytesIO(b"x" * 11), "a.xml", by=caller("register"), purpose="enrolment")
    assert not FileCheck.objects.exists()


def test_an_organisation_has_so_many_files_waiting_and_no_more(waiting, file, caller, monkeypatch):
    monkeypatch.setattr(sending, "MOST_WAITING", 1)
    with pytest.raises(TooOften):
        sending.take_in(file, ILR_NAME, by=caller("register"), purpose="enrolment")


def test_a_check_is_its_own_organisations(taken, caller, other_college):
    stranger = caller("register", organisation=other_college)
    assert checks.checks(by=stranger) == []
    for ask in (checks.check, checks.result, checks.violations, checks.unnumbered, sending.remove):
        with pytest.raises(NotFound):
            ask(taken, by=stranger)


def test_a_check_is_gone_after_a_week_and_when_it_is_removed(taken, file, caller):
    by = caller("register")
    FileCheck.objects.update(asked_at=timezone.now() - checks.KEPT - timedelta(minutes=1))
    with pytest.raises(NotFound):
        checks.check(taken, by=by)
    assert sending.forget_old() == 1
    file.seek(0)
    again = sending.take_in(file, ILR_NAME, by=by, purpose="enrolment")
    sending.remove(again, by=by)
    assert not CheckPiece.objects.exists()
    assert _log()[-1][0] == "removed"


def test_a_check_that_nobody_works_on_is_queued_again(waiting):
    from procrastinate.contrib.django.models import ProcrastinateJob

    assert queue_checks_left() == 0  # its job waits
    FileCheck.objects.update(asked_at=timezone.now() - timedelta(minutes=2))
    ProcrastinateJob.objects.all()._raw_delete("default")
    assert queue_checks_left() == 1


def test_the_departments_own_report_is_kept_where_there_is_one(taken, caller):
    with checks.violations(taken, by=caller("register")) as kept:
        assert b"ULN_05" in kept.read()


def test_without_an_account_nothing_is_checked_unless_the_operator_allows_it(file, settings):
    with pytest.raises(NotFound):
        answering.check_openly(file, ILR_NAME, address="192.0.2.1")
    settings.OPEN_CHECK = True
    found = answering.check_openly(file, ILR_NAME, address="192.0.2.1")
    assert "ULN_05" in {each.rule for each in found.not_run}
    assert not AccessLog.objects.exists()
    assert not FileCheck.objects.exists()


def test_without_an_account_only_so_many_files_are_checked_in_a_minute(settings, monkeypatch):
    settings.OPEN_CHECK = True
    monkeypatch.setattr(limits.time, "time", lambda: 1_790_000_000)  # all within one minute
    for _ in range(limits.load_limits().actions["open_check"]):
        with pytest.raises(Unreadable):
            answering.check_openly(io.BytesIO(b""), "a.xml", address="192.0.2.2")
    with pytest.raises(TooOften):
        answering.check_openly(io.BytesIO(b""), "a.xml", address="192.0.2.2")


def test_what_is_zipped_or_large_is_not_checked_at_once(caller, settings):
    by = caller("register")
    with pytest.raises(Unreadable, match="zipped"):
        answering.check_at_once(io.BytesIO(b"PK\3\4"), "a.zip", by=by, purpose="enrolment")
    settings.CHECK_AT_ONCE_MAX_BYTES = 10
    with pytest.raises(Unreadable, match="larger than"):
        answering.check_at_once(io.BytesIO(b"x" * 11), "a.xml", by=by, purpose="enrolment")


def test_a_suspended_user_s_file_is_not_checked(waiting, caller, college):
    type(college).objects.filter(pk=college.pk).update(status="suspended", status_reason="x")
    working.work_on(waiting)
    assert FileCheck.objects.get().state == "failed"


def test_the_register_s_own_team_has_no_files_to_check(file, caller):
    with pytest.raises(NotAllowed):
        sending.take_in(file, ILR_NAME, by=caller("operator"), purpose="register_upkeep")


def test_learners_without_a_number_are_kept_as_a_batch_file_that_can_be_sent(tmp_path, caller, make_organisation):
    by = caller("batch", make_organisation(ukprn="90000101"))
    learners = ({"LearnRefNumber": "L2", "ULN": 9999999999}, {"LearnRefNumber": "L3", "ULN": 9999999999, "Sex": ""})
    file = io.BytesIO(ilr_file(tmp_path, {}, *learners).read_bytes())
    taken = sending.take_in(file, ILR_NAME, by=by, purpose="enrolment")
    told = checks.check(taken, by=by)["unnumbered"]
    assert (told["count"], told["lacking"], [reference for reference, _ in told["lacks"]]) == (2, 1, ["L3"])
    name, kept = checks.unnumbered(taken, by=by)
    with kept:
        assert isinstance(take_in_batch(kept, name, by=by, purpose="enrolment"), SentBatch)


def test_a_file_that_does_not_say_whose_it_is_is_checked_all_the_same(tmp_path, caller):
    made = ilr_file(tmp_path, {"ULN": 9999999999}).read_bytes().replace(b"<UKPRN>90000101<", b"<UKPRN>../x<")
    taken = sending.take_in(io.BytesIO(made), ILR_NAME, by=caller("batch"), purpose="enrolment")
    told = checks.check(taken, by=caller("batch"))
    assert (told["state"], told["unnumbered"]) == ("done", {})


def test_a_file_in_which_everybody_has_a_number_makes_no_batch_file(taken, caller):
    assert not checks.check(taken, by=caller("register"))["unnumbered"]
    with pytest.raises(NotFound, match="has a number"):
        checks.unnumbered(taken, by=caller("register"))
