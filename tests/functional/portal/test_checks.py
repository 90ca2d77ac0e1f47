"""Pages that check a file: sent, read by cause and by record, taken away, removed; and without an account."""

from __future__ import annotations

import io
import json
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from rollbook.service import limits
from rollbook.service.models import FileCheck
from tests.invented_files import ILR_NAME, ilr_file

pytestmark = pytest.mark.django_db
WRONG = 1000000001
LEARNERS = ({"ULN": WRONG, "LearnRefNumber": "Q7"}, {"ULN": 1000000078, "LearnRefNumber": "Q8"})


@pytest.fixture(autouse=True)
def _whole_allowance():
    limits.forget()


@pytest.fixture
def upload(tmp_path):
    return SimpleUploadedFile(ILR_NAME, ilr_file(tmp_path, *LEARNERS).read_bytes(), "text/xml")


@pytest.fixture
def checked(signed_in, upload):
    """Somebody who has checked a file, and the address of its result."""
    browser = signed_in("register")
    answer = browser.post("/checks/", {"file": upload})
    assert answer.status_code == 302
    return browser, answer["Location"]


def test_a_file_leads_to_its_findings_at_an_address_that_says_nothing(checked):
    browser, address = checked
    page = browser.get(address).content.decode()
    assert address == f"/checks/{FileCheck.objects.get().pk}"
    assert "ULN_04" in page
    assert str(WRONG) in page
    assert "/rules/ilr/2025-26/rule/ULN_04" in page


def test_findings_are_narrowed_by_severity_rule_and_field(checked):
    browser, address = checked
    assert "1 of 3 findings" in browser.get(f"{address}?rule=ULN_04&field=ULN").content.decode()
    assert "0 of 3 findings" in browser.get(f"{address}?severity=warning").content.decode()
    assert "learner Q8" not in browser.get(f"{address}?rule=ULN_04").content.decode()


def test_one_records_findings_stand_together(checked):
    browser, address = checked
    page = browser.get(f"{address}/records/0").content.decode()
    assert "learner Q7" in page
    assert "Q8" not in page
    assert browser.get(f"{address}/records/99").status_code == 404


@pytest.mark.parametrize(
    ("which", "holds"),
    [("html", "<!doctype html>"), ("csv", "rule,severity"), ("json", '"findings"'), ("violations", "ULN_04")],
)
def test_every_report_is_taken_away(checked, which, holds):
    browser, address = checked
    answer = browser.get(f"{address}/file/{which}")
    assert "attachment" in answer["Content-Disposition"]
    text = b"".join(answer.streaming_content).decode()
    assert holds in text
    assert str(WRONG) in text


def test_a_report_that_there_is_not_is_not_found(checked):
    browser, address = checked
    assert "Without a number" not in browser.get(address).content.decode()
    assert browser.get(f"{address}/file/unnumbered").status_code == 404
    assert browser.get(f"{address}/file/pdf").status_code == 404


def test_learners_without_a_number_are_taken_away_as_a_batch_file(signed_in, tmp_path):
    made = ilr_file(tmp_path, {"ULN": 9999999999, "LearnRefNumber": "Q9", "DateOfBirth": ""}).read_bytes()
    browser = signed_in("register")
    address = browser.post("/checks/", {"file": SimpleUploadedFile(ILR_NAME, made, "text/xml")})["Location"]
    page = browser.get(address).content.decode()
    assert "1 learner of this file has no number yet." in page
    assert "<strong>Q9</strong> Date of birth is missing." in page
    answer = browser.get(f"{address}/file/unnumbered")
    assert "LRB_90000101_" in answer["Content-Disposition"]
    assert "Q9" in b"".join(answer.streaming_content).decode()


def test_a_check_is_removed_by_a_button(checked):
    browser, address = checked
    assert browser.post(f"{address}/remove", {"form_key": "a"}).status_code == 303
    assert browser.get(address).status_code == 404


def test_a_file_that_waits_says_how_far_it_is(checked):
    browser, address = checked
    FileCheck.objects.update(state="working", stage="checking", records=40_000, finished_at=None)
    page = browser.get(address).content.decode()
    assert "40,000 records were read and are being checked." in page
    assert 'data-again="2000"' in page


def test_what_cannot_be_read_is_said_on_its_page(signed_in):
    browser = signed_in("register")
    answer = browser.post("/checks/", {"file": SimpleUploadedFile("a.xml", b"<nothing/>")}, follow=True)
    assert "This file could not be checked." in answer.content.decode()


def test_no_file_is_an_error_beside_the_field(signed_in):
    answer = signed_in("register").post("/checks/", {})
    assert answer.status_code == 422
    assert "No file was chosen." in answer.content.decode()


def test_a_file_that_is_too_large_is_refused_before_it_is_read(signed_in, settings):
    settings.CHECK_FILE_MAX_BYTES = 10
    answer = signed_in("register").post("/checks/", {"file": SimpleUploadedFile("a.xml", b"x" * 70_000)})
    assert answer.status_code == 413


def test_without_an_account_there_is_no_such_page_until_the_operator_allows_it(upload):
    assert Client().get("/checks/open").status_code == 404
    assert Client().post("/checks/open", {"file": upload}).status_code == 404


def test_without_an_account_the_answer_is_the_page_and_nothing_stays(upload, settings):
    settings.OPEN_CHECK = True
    page = Client().post("/checks/open", {"file": upload, "answer": "page"}).content.decode()
    assert "ULN_04" in page
    assert str(WRONG) in page
    assert re.search(r"Not given: [^.]*learner_register", page)
    assert not FileCheck.objects.exists()


def test_without_an_account_the_answer_can_be_taken_away(upload, settings):
    settings.OPEN_CHECK = True
    answer = Client().post("/checks/open", {"file": upload, "answer": "json"})
    told = json.loads(b"".join(answer.streaming_content))
    assert [each["rule"] for each in told["findings"]] == ["ULN_04"]


def test_without_an_account_what_is_wrong_with_the_file_stands_beside_it(settings):
    settings.OPEN_CHECK = True
    assert Client().post("/checks/open", {}).status_code == 422
    answer = Client().post("/checks/open", {"file": SimpleUploadedFile("a.zip", b"PK\3\4")})
    assert "not zipped" in answer.content.decode()


def test_a_stream_is_closed(checked):
    browser, address = checked
    answer = browser.get(f"{address}/file/csv")
    assert io.BytesIO(b"".join(answer.streaming_content)).read(4) == b"rule"
    answer.close()
