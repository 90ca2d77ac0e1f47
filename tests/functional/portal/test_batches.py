"""The pages of batches: a file sent, a damaged one mended, a batch followed, its files fetched, stopped."""

from __future__ import annotations

import csv
import io
import zipfile
from datetime import datetime
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from rollbook.service.actions.batches.working import work_on_chunk
from rollbook.service.models import Batch, WaitingUpload
from rollbook.standards import layout_of
from rollbook.standards.spreadsheets import write_spreadsheet
from rollbook.synthetic.batch_files import write_batch_file

NAME = "LRB_10000001_010920260900.CSV"
BIRTH = "choice:dates:DateOfBirth"


@pytest.fixture
def text(college: Any, someone: Any) -> str:
    """A sound batch file of one learner."""
    out = io.BytesIO()
    write_batch_file(out, [someone()], count=1, ukprn=college.ukprn, written=datetime(2026, 9, 1, 9, 0))
    return out.getvalue().decode("utf-8")


@pytest.fixture
def damaged(text):
    return text.replace("2008-02-29", "02/03/2008")


@pytest.fixture
def client(signed_in):
    return signed_in("batch")


def upload(client, content, name=NAME):
    sent = content if isinstance(content, bytes) else content.encode()
    return client.post("/batches/send", {"file": SimpleUploadedFile(name, sent)})


def page_of(answer):
    return answer.content.decode()


def test_a_sound_file_leads_to_its_batch(client, text):
    answer = upload(client, text)
    batch = Batch.objects.get()
    assert answer["Location"] == f"/batches/{batch.id}"
    assert (batch.purpose, batch.sent_by) == ("enrolment", f"user:{client.user.pk}")


def test_the_same_file_from_two_tabs_leads_to_one_batch_and_says_so(client, text):
    first, second = upload(client, text), upload(client, text)
    assert first["Location"] == second["Location"]
    assert "was sent before" in page_of(client.get(second["Location"]))


def test_a_damaged_file_leads_to_its_proposal_and_sends_nothing(client, damaged):
    answer = upload(client, damaged)
    assert answer["Location"] == f"/batches/uploads/{WaitingUpload.objects.get().id}"
    shown = page_of(client.get(answer["Location"]))
    assert "02/03/2008" in shown
    assert "2 March 2008" in shown
    assert "3 February 2008" in shown
    assert not Batch.objects.exists()


def test_the_question_must_be_answered_and_other_answers_are_kept(client, damaged):
    address = upload(client, damaged)["Location"]
    answer = client.post(f"{address}/accept", {})
    assert answer.status_code == 422
    assert 'class="summary"' in page_of(answer)
    assert "<title>Error: " in page_of(answer).replace("\n", "")


def test_the_mended_file_is_sent_once_however_often_the_button_is_pressed(client, damaged):
    address = upload(client, damaged)["Location"]
    form = {BIRTH: "day-first", "form_key": str(uuid4())}
    first, second = client.post(f"{address}/accept", form), client.post(f"{address}/accept", form)
    assert first["Location"] == second["Location"] == f"/batches/{Batch.objects.get().id}"


def test_another_tab_with_another_answer_leads_to_the_batch_that_was_sent(client, damaged):
    address = upload(client, damaged)["Location"]
    client.post(f"{address}/accept", {BIRTH: "day-first", "form_key": str(uuid4())})
    late = client.post(f"{address}/accept", {BIRTH: "month-first", "form_key": str(uuid4())})
    assert late["Location"] == f"/batches/{Batch.objects.get().id}"
    assert "was mended and sent" in page_of(client.get(address))


def test_the_mended_file_is_given_back(client, damaged):
    address = upload(client, damaged)["Location"]
    answer = client.post(f"{address}/take-away", {BIRTH: "day-first"})
    assert answer["Content-Disposition"] == f'attachment; filename="{NAME}"'
    assert b'"2008-03-02"' in b"".join(answer.streaming_content)


def test_a_discarded_file_is_gone_and_says_so(client, damaged):
    address = upload(client, damaged)["Location"]
    assert client.post(f"{address}/discard", {})["Location"] == "/batches/"
    assert "Nothing was sent" in page_of(client.get(address))
    assert client.post(f"{address}/accept", {BIRTH: "day-first"}).status_code == 409


@pytest.mark.parametrize("way", ["accept", "take-away", "discard"])
def test_an_address_that_only_takes_forms_leads_back_to_the_proposal(client, damaged, way):
    address = upload(client, damaged)["Location"]
    assert client.get(f"{address}/{way}")["Location"] == address


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "The file is empty."),
        (b"\x89PNG\r\n\x1a\n", "This is a picture"),
        (b"%PDF-1.7", "PDF document"),
        (b"PK\x03\x04zip", "damaged"),
        (b"\xd0\xcf\x11\xe0old", "old kind"),
        (b"a,b,c\r\n1,2,3\r\n", "headings"),
    ],
)
def test_what_is_no_batch_file_is_refused_beside_the_field(client, content, says):
    answer = upload(client, content, name="learners.csv")
    assert answer.status_code == 422
    assert says in page_of(answer)
    assert 'class="summary"' in page_of(answer)
    assert not WaitingUpload.objects.exists()


def test_no_file_chosen_is_said(client):
    answer = client.post("/batches/send", {})
    assert answer.status_code == 422
    assert "No file was chosen." in page_of(answer)


def test_the_file_of_another_organisation_is_refused(client, text, college):
    answer = upload(client, text.replace(college.ukprn, "10009999"))
    assert answer.status_code == 422
    assert "UKPRN" in page_of(answer)


def test_a_file_of_500_megabytes_is_refused_by_its_length(client):
    answer = client.post(
        "/batches/send", b"", content_type="multipart/form-data; boundary=x", CONTENT_LENGTH="500000000"
    )
    assert answer.status_code == 413
    assert "larger than 100 MB" in page_of(answer)


def test_a_form_with_a_large_file_anywhere_else_is_refused_by_its_length(client):
    answer = client.post("/purpose", b"", content_type="multipart/form-data; boundary=x", CONTENT_LENGTH="5000000")
    assert answer.status_code == 413


def test_a_spreadsheet_goes_the_same_way(client, college):
    template = client.get("/batches/forms/template.xlsx")
    assert "attachment" in template["Content-Disposition"]
    answer = upload(client, template.content, name="learners.xlsx")
    assert answer.status_code == 422
    assert "holds no learner" in page_of(answer)


def test_a_sound_spreadsheet_is_shown_first_as_the_page_says_and_is_not_called_damaged(client, text, college):
    values = next(csv.DictReader(io.StringIO(text)))
    out = io.BytesIO()
    write_spreadsheet(layout_of("lrs_batch", "2A"), out, file=values, records=[values])
    assert "every spreadsheet, is shown to you first" in page_of(client.get("/batches/send"))
    assert "/batches/uploads/" in upload(client, out.getvalue(), name="learners.xlsx")["Location"]
    listed = page_of(client.get("/batches/"))
    assert "not sent yet" in listed
    assert "damaged" not in listed


def archive(content, **parts):
    """A spreadsheet's bytes with further parts in its archive."""
    out = io.BytesIO(content)
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as kept:
        for name, text in parts.items():
            kept.writestr(name, text)
    return out.getvalue()


def test_a_spreadsheet_that_unpacks_to_gigabytes_is_refused(client):
    small = client.get("/batches/forms/template.xlsx").content
    bomb = archive(small, **{"xl/worksheets/sheet9.xml": b"\x00" * 150_000_000})
    assert len(bomb) < 1_000_000
    answer = upload(client, bomb, name="learners.xlsx")
    assert answer.status_code == 422
    assert "unpacks to" in page_of(answer)


def test_macros_in_a_spreadsheet_are_passed_over(client, text, college):
    out = io.BytesIO()
    values = next(csv.DictReader(io.StringIO(text)))
    write_spreadsheet(layout_of("lrs_batch", "2A"), out, file=values, records=[values])
    answer = upload(client, archive(out.getvalue(), **{"xl/vbaProject.bin": b"macro"}), name="learners.xlsm")
    shown = page_of(client.get(answer["Location"]))
    assert "This is a spreadsheet, not a CSV file." in shown
    assert "macro" not in shown
    client.post(f"{answer['Location']}/accept", {"form_key": "k"})
    assert Batch.objects.get().learners == 1


def test_template_and_example_can_be_fetched_and_nothing_else(client):
    for name in ("template.csv", "template.xlsx", "example.csv", "example.xlsx"):
        assert client.get(f"/batches/forms/{name}").status_code == 200
    assert client.get("/batches/forms/example.pdf").status_code == 404
    assert client.get("/batches/forms/other.csv").status_code == 404


@pytest.fixture
def batch(client, text):
    """The address of a batch that waits for its worker."""
    return upload(client, text)["Location"]


def work_through():
    while work_on_chunk(Batch.objects.get().id):
        pass


def test_a_batch_says_how_far_it_is_and_then_what_came_of_it(client, batch):
    assert "0 of 1 learners done." in page_of(client.get(batch))
    work_through()
    shown = page_of(client.get(batch))
    assert "A new Unique Learner Number has been given." in shown
    assert "data-again" not in shown


def test_the_return_files_are_fetched_when_it_is_done(client, batch):
    assert client.get(f"{batch}/file/returned").status_code == 409
    work_through()
    returned = b"".join(client.get(f"{batch}/file/returned").streaming_content)
    plain = b"".join(client.get(f"{batch}/file/plain").streaming_content)
    assert b"ReturnCode" in returned
    assert b"ReturnCode" not in plain
    assert client.get(f"{batch}/file/other").status_code == 404


def test_a_batch_is_stopped_after_a_question(client, batch):
    assert "Stop this batch?" in page_of(client.get(f"{batch}/stop"))
    assert client.post(f"{batch}/stop", {"form_key": "k"})["Location"] == batch
    assert "was stopped" in page_of(client.get(batch))
    assert client.post(f"{batch}/stop", {"form_key": "j"}).status_code == 409


def test_all_batches_and_waiting_files_stand_on_one_page(client, batch, damaged):
    upload(client, damaged, name="september.csv")
    shown = page_of(client.get("/batches/"))
    assert batch in shown
    assert "september.csv" in shown


def test_the_page_of_nothing_says_how_it_fills(client):
    assert "Once you send a file" in page_of(client.get("/batches/"))


def test_what_belongs_to_another_organisation_is_not_there(client, batch, damaged, signed_in, other_college):
    waits = upload(client, damaged)["Location"]
    stranger = signed_in("batch", organisation=other_college)
    for address in (batch, f"{batch}/file/returned", f"{batch}/stop", f"{batch}/exceptions", waits):
        assert stranger.get(address).status_code == 404
    for address in (f"{batch}/stop", f"{waits}/accept", f"{waits}/take-away", f"{waits}/discard"):
        assert stranger.post(address, {}).status_code == 404
    assert batch not in page_of(stranger.get("/batches/"))


def test_a_role_that_sends_no_files_has_none_of_these_pages(signed_in):
    viewer = signed_in("view_only")
    assert viewer.get("/batches/").status_code == 403
    assert upload(viewer, "x").status_code == 403


def test_a_visitor_is_sent_to_sign_in(client, batch):
    client.logout()
    assert client.get(batch)["Location"].startswith("/sign-in")


def test_without_a_purpose_nothing_is_sent(signed_in, text):
    answer = upload(signed_in("batch", purpose=""), text)
    assert answer["Location"].startswith("/purpose")
    assert not Batch.objects.exists()
