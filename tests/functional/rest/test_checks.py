"""A file checked over REST, and rules and definitions read by anybody."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from rollbook.service.models import AccessLog, FileCheck
from tests.invented_files import ILR_NAME, ilr_file

WRONG = 1000000001


@pytest.fixture
def upload(client, token, tmp_path):
    """Sends a file with a wrong number, by a machine in a role."""

    def go(role="machine:register", content=None, **headers):
        sent = ilr_file(tmp_path, {"ULN": WRONG}).read_bytes() if content is None else content
        known = {"Authorization": f"Bearer {token(role)}", "Purpose": "enrolment", **headers}
        return client.post("/api/checks", {"file": SimpleUploadedFile(ILR_NAME, sent)}, headers=known)

    return go


def test_a_file_is_answered_with_its_report_and_nothing_is_kept(upload):
    told = upload().json()
    assert (told["standard"], told["version"], told["file"]) == ("ilr", "2025-26", ILR_NAME)
    assert {each["rule"] for each in told["findings"]} == {"ULN_04", "ULN_05"}
    assert set(told["findings"][0]) >= {"rule", "severity", "record", "field", "value", "line", "says", "fix"}
    assert "learner_register" in told["checked_with"]
    assert not FileCheck.objects.exists()
    assert set(AccessLog.objects.filter(action="check_file").values_list("outcome", flat=True)) == {
        "answered",
        "numbers",
    }


def test_a_role_that_may_not_verify_does_not_ask_the_register(upload):
    told = upload("machine:batch").json()
    assert [each["rule"] for each in told["findings"]] == ["ULN_04"]
    assert "ULN_05" in {each["rule"] for each in told["not_run"]}


def test_a_role_that_may_not_check_is_refused(upload):
    assert upload("machine:find").status_code == 403


def test_what_is_no_file_of_a_known_kind_is_a_problem_in_words(upload):
    answer = upload(content=b"<nothing/>")
    assert answer.status_code == 422
    assert answer["Content-Type"] == "application/problem+json"
    assert "no version that is known here" in answer.json()["detail"]


def test_a_file_that_is_too_large_is_refused_before_it_is_read(upload, settings):
    settings.CHECK_AT_ONCE_MAX_BYTES = 10
    assert upload(content=b"x" * 70_000).status_code == 413


def test_rules_are_listed_found_and_told_whole(client, db):
    every = client.get("/api/standards/ilr/2025-26/rules").json()["rules"]
    found = client.get("/api/standards/ilr/2025-26/rules?words=uln_05").json()["rules"]
    assert len(every) > len(found)
    assert [each["code"] for each in found] == ["ULN_05"]
    (rule,) = client.get("/api/standards/ilr/2025-26/rules/uln_05").json()["rules"]
    assert rule["because"]
    assert rule["fails"][0]["at"] == ["learner"]
    assert client.get("/api/standards/ilr/2025-26/rules/FD_ULN_MA").json()["checks"]


def test_every_standard_is_listed(client, db):
    told = client.get("/api/standards").json()["standards"]
    assert {"ilr", "ctf", "lrs_batch"} <= {each["standard"] for each in told}


def test_items_and_code_sets_are_found_and_told(client, db):
    found = client.get("/api/definitions/items?words=100081").json()["items"]
    assert found[0]["number"] == "100081"
    (item,) = client.get("/api/definitions/items/100081").json()["items"]
    assert item["versions"]
    sets = client.get("/api/definitions/code-sets").json()["code_sets"]
    assert item["code_set"] in {each["number"] for each in sets}
    told = client.get(f"/api/definitions/code-sets/{item['code_set']}").json()
    assert told["codes"]
    assert "100081" in {each["number"] for each in told["items"]}


@pytest.mark.parametrize(
    "address",
    ["standards/ilr/1/rules", "standards/ilr/2025-26/rules/X", "definitions/items/0", "definitions/code-sets/0"],
)
def test_what_there_is_not_is_a_problem_in_words(client, db, address):
    answer = client.get(f"/api/{address}")
    assert (answer.status_code, answer["Content-Type"]) == (404, "application/problem+json")
