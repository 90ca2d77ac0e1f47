"""The pages of exceptions: the list by cause, one row beside it, each way to settle it, and the next in view."""

from __future__ import annotations

import io
import re
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from rollbook.service.actions.batches.working import work_on_chunk
from rollbook.service.models import AccessLog, Batch, BatchRow, DuplicateCase, Enrolment, Learner
from rollbook.synthetic.batch_files import write_batch_file

UNKNOWN_NUMBER = "1000000000"


@pytest.fixture
def client(signed_in):
    return signed_in("batch")


@pytest.fixture
def send(client, college):
    """Sends a file of these learners, works through it, and gives the address of its exceptions."""

    def go(*learners: dict[str, str]) -> str:
        out = io.BytesIO()
        write_batch_file(out, learners, count=len(learners), ukprn=college.ukprn, written=datetime(2026, 9, 1, 9, 0))
        file = SimpleUploadedFile("LRB_10000001_010920260900.CSV", out.getvalue())
        batch = client.post("/batches/send", {"file": file})["Location"]
        while work_on_chunk(UUID(batch.split("/")[-1])):
            pass
        Batch.objects.update(finished_at=timezone.now() - timedelta(minutes=2))
        return f"{batch}/exceptions"

    return go


@pytest.fixture
def waiting(send, someone):
    """A twin (row 2), two without birth date (3, 4), and a number that nobody has (5)."""
    stranger = {"gender": "1", "date_of_birth": "1999-05-17", "postcode": "EX1 1AA"}
    return send(
        someone(),
        someone(given_name="Ottilie"),
        someone(given_name="Ignatius", family_name="Quill", date_of_birth=""),
        someone(given_name="Isidore", family_name="Sparrow", date_of_birth=""),
        someone(given_name="Leopold", family_name="Wren", uln=UNKNOWN_NUMBER, **stranger),
    )


def page_of(answer: Any) -> str:
    return str(answer.content.decode())


def row_in_view(answer: Any) -> str:
    found = re.search(r'id="detail" data-row="(\d+)"', page_of(answer))
    assert found is not None
    return found[1]


def candidate(client: Any, address: str) -> str:
    found = re.search(r'name="candidate" value="([^"]+)"', page_of(client.get(f"{address}?row=2")))
    assert found is not None
    return found[1]


def settle(client: Any, address: str, row: int, **form: str) -> Any:
    return client.post(f"{address}/{row}/settle", {"form_key": str(uuid4()), **form})


def test_the_first_row_that_waits_is_in_view_beside_the_list(client, waiting):
    answer = client.get(waiting)
    assert row_in_view(answer) == "2"
    assert "4 rows wait for a decision" in page_of(answer)
    assert page_of(answer).count("<tr data-row=") == 4


def test_a_candidate_is_shown_in_words_and_not_by_stored_values(client, waiting):
    shown = page_of(client.get(f"{waiting}?row=2"))
    assert "word-same" in shown
    assert "Zuleika" not in shown
    assert str(Learner.objects.get().uln_id) not in shown


def test_choosing_the_candidate_settles_the_row_and_brings_the_next(client, waiting):
    answer = settle(client, waiting, 2, decision="choose", candidate=candidate(client, waiting))
    assert answer.status_code == 303
    assert answer["Location"].endswith("?row=3#list")
    assert BatchRow.objects.get(number=2).uln == Enrolment.objects.first().learner_id
    assert "Row 2 is settled." in page_of(client.get(answer["Location"]))


def test_choosing_nobody_is_said_and_changes_nothing(client, waiting):
    answer = settle(client, waiting, 2, decision="choose")
    assert answer.status_code == 422
    assert "No candidate was chosen." in page_of(answer)
    assert row_in_view(answer) == "2"


def test_a_new_learner_needs_a_reason_which_a_reviewer_sees(client, waiting):
    refused = settle(client, waiting, 2, decision="new", reason=" ")
    assert refused.status_code == 422
    assert "A reason is needed." in page_of(refused)
    settle(client, waiting, 2, decision="new", reason="Twins, two passports seen.")
    assert DuplicateCase.objects.get().said == "Twins, two passports seen."
    assert BatchRow.objects.get(number=2).code == "RC001"


def correction(client: Any, address: str, row: int, **changes: str) -> dict[str, str]:
    """The row's form as a browser would send it back, with changes."""
    shown = page_of(client.get(f"{address}?row={row}"))
    form = dict(re.findall(r'name="(\w+)" value="([^"]*)"[^>]*id="correct_', shown))
    for name, options in re.findall(r'<select name="(\w+)"[^>]*>(.*?)</select>', shown, re.DOTALL):
        chosen = re.search(r'value="([^"]*)" selected', options)
        form[name] = chosen[1] if chosen else ""
    return {**form, **changes}


def test_a_corrected_row_is_worked_on_again_and_gets_its_number(client, waiting):
    birth = {"DateOfBirth_day": "2", "DateOfBirth_month": "5", "DateOfBirth_year": "1999"}
    answer = settle(client, waiting, 3, decision="correct", **correction(client, waiting, 3, **birth))
    row = BatchRow.objects.get(number=3)
    assert (row.code, "1999-05-02" in row.columns, "Quill" in row.columns) == ("RC001", True, True)
    assert "row=4" in answer["Location"]


def test_a_row_corrected_wrongly_still_waits_in_view_with_its_reason(client, waiting):
    birth = {"DateOfBirth_day": "30", "DateOfBirth_month": "2", "DateOfBirth_year": "1999"}
    answer = settle(client, waiting, 3, decision="correct", **correction(client, waiting, 3, **birth))
    assert answer["Location"].endswith("row=3#detail")
    assert "Row 3 still waits." in page_of(client.get(answer["Location"]))


def test_a_correction_that_changes_nothing_is_said(client, waiting):
    answer = settle(client, waiting, 3, decision="correct", **correction(client, waiting, 3))
    assert answer.status_code == 422
    assert "Nothing was changed." in page_of(answer)


def test_a_row_is_left_for_a_reason(client, waiting):
    settle(client, waiting, 3, decision="leave", reason="Never started.")
    row = BatchRow.objects.get(number=3)
    assert row.settled_at is not None
    assert row.uln is None


def test_a_double_click_settles_once(client, waiting):
    form = {"form_key": "one", "decision": "leave", "reason": "Never started."}
    first, second = (client.post(f"{waiting}/3/settle", form) for _ in "12")
    assert first["Location"] == second["Location"]


def test_a_row_settled_in_another_tab_is_refused_with_a_sentence(client, waiting):
    settle(client, waiting, 3, decision="leave", reason="Never started.")
    late = settle(client, waiting, 3, decision="leave", reason="Never started.")
    assert late.status_code == 409
    assert "has been settled already" in page_of(late)
    assert "This row has been settled." in page_of(client.get(f"{waiting}?row=3"))


def test_rows_are_shown_by_cause_and_left_together(client, waiting):
    shown = page_of(client.get(waiting))
    cause = re.search(r'cause=(\w+)#list">[^<]*Date of birth is missing', shown)[1]
    only = client.get(f"{waiting}?cause={cause}")
    assert page_of(only).count("<tr data-row=") == 2
    refused = client.post(f"{waiting}/together?cause={cause}", {"cause": cause, "reason": ""})
    assert refused.status_code == 422
    done = client.post(f"{waiting}/together?cause={cause}", {"cause": cause, "reason": "Asked the schools."})
    assert "2 rows are settled." in page_of(client.get(done["Location"]))
    assert BatchRow.objects.filter(is_exception=True, settled_at=None).count() == 2


def test_a_number_nobody_has_is_emptied_for_the_whole_cause(client, waiting):
    cause = re.search(r'cause=(\w+)#list">No learner has this number', page_of(client.get(waiting)))[1]
    assert "Empty ULN and try again" in page_of(client.get(f"{waiting}?cause={cause}"))
    client.post(f"{waiting}/together?cause={cause}", {"cause": cause, "empty": "ULN"})
    assert BatchRow.objects.get(number=5).code == "RC001"


def test_when_nothing_waits_any_more_the_batch_is_in_view(client, send, someone):
    address = send(someone(), someone(given_name="Ottilie"))
    answer = settle(client, address, 2, decision="leave", reason="Never started.")
    assert answer["Location"] == address.removesuffix("/exceptions")
    assert "Nothing waits any more." in page_of(client.get(answer["Location"]))
    assert "Nothing waits. Rows come here" in page_of(client.get(address))


def test_stored_details_are_shown_to_a_role_that_may_and_recorded(signed_in, waiting):
    register = signed_in("register")
    answer = register.post(f"{waiting}/2/stored", {"reveal": candidate(register, waiting)})
    assert "Zuleika" in "".join(re.sub(r"<[^>]+>", "", page_of(answer)))
    assert '<mark class="differs">' in page_of(answer)
    seen = AccessLog.objects.get(action="reveal")
    assert (seen.purpose, seen.ulns) == ("enrolment", [Learner.objects.get().uln_id])


def test_a_role_that_may_not_reveal_is_not_offered_it_and_is_refused(client, waiting):
    assert "Show stored details" not in page_of(client.get(f"{waiting}?row=2"))
    assert client.post(f"{waiting}/2/stored", {"reveal": "x"}).status_code == 403


def test_a_token_of_somebody_else_chooses_nobody(client, waiting, signed_in):
    theirs = candidate(signed_in("register"), waiting)
    assert settle(client, waiting, 2, decision="choose", candidate=theirs).status_code == 404


def test_addresses_that_only_take_forms_lead_to_the_list(client, waiting):
    assert client.get(f"{waiting}/2/settle")["Location"] == f"{waiting}?row=2"
    assert client.get(f"{waiting}/together")["Location"] == waiting


def test_another_organisation_and_other_roles_settle_nothing(waiting, signed_in, other_college):
    stranger = signed_in("batch", organisation=other_college)
    assert stranger.get(waiting).status_code == 404
    assert settle(stranger, waiting, 2, decision="leave", reason="x").status_code == 404
    assert stranger.post(f"{waiting}/together", {"cause": "x", "reason": "x"}).status_code == 404
    assert signed_in("view_only").get(waiting).status_code == 403


@pytest.mark.parametrize(
    "query", ["row=999", "row=0", "row=x", "after=9999999", "cause=none", "after=-1&row=2&cause=<x>"]
)
def test_addresses_with_nonsense_show_a_page(client, waiting, query):
    assert client.get(f"{waiting}?{query}").status_code in (200, 404)


@pytest.fixture
def many(waiting):
    """Five thousand more rows that wait."""
    batch = Batch.objects.get()
    columns = BatchRow.objects.get(batch=batch, number=3).columns
    reason = BatchRow.objects.get(batch=batch, number=3).reason
    BatchRow.objects.bulk_create(
        BatchRow(batch=batch, number=n, line=n, columns=columns, code="RC010", reason=reason, is_exception=True)
        for n in range(100, 5100)
    )
    return waiting


def test_a_list_of_five_thousand_is_shown_in_pages_with_few_queries(client, many, django_assert_max_num_queries):
    with django_assert_max_num_queries(25):
        shown = page_of(client.get(f"{many}?after=3000"))
    assert shown.count("<tr data-row=") == 50
    assert "5,004 rows wait" in shown
    assert "after=3050" in shown


def test_a_row_reached_by_its_number_is_in_view_whatever_the_page(client, many):
    answer = client.get(f"{many}?row=4321")
    assert row_in_view(answer) == "4321"
    assert 'data-row="4321" class="current"' in page_of(answer)


def test_after_the_last_row_of_a_page_the_next_page_is_in_view(client, many):
    answer = settle(client, many, 145, decision="leave", reason="Never started.")
    assert row_in_view(client.get(answer["Location"])) == "146"


def test_keys_that_are_switched_off_are_said_to_be(client, waiting):
    session = client.session
    session["shortcuts_off"] = True
    session.save()
    shown = page_of(client.get(waiting))
    assert 'data-shortcuts="off"' in shown
    assert "Keys for the list are switched off." in shown
