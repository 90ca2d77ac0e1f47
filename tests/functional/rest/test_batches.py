"""A batch file over HTTP: sent, watched, stopped, fetched, its exceptions settled."""

import io
from datetime import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from rollbook.service.actions.batches.working import work_on_chunk
from rollbook.synthetic.batch_files import write_batch_file


@pytest.fixture
def bearer(token):
    return token("machine:batch")


@pytest.fixture
def upload(client, bearer, college):
    """Sends a batch file of these learners, with headers."""

    def go(*learners, content=None, **headers):
        out = io.BytesIO()
        write_batch_file(out, learners, count=len(learners), ukprn=college.ukprn, written=datetime(2026, 9, 1, 9, 0))
        file = SimpleUploadedFile("LRB_10000001_010920260900.CSV", out.getvalue() if content is None else content)
        known = {"Authorization": f"Bearer {bearer}", "Purpose": "enrolment", **headers}
        return client.post("/api/batches", {"file": file}, headers=known)

    return go


@pytest.fixture
def worked(upload):
    """Sends a file and works through it; gives the batch's id."""

    def go(*learners):
        batch_id = upload(*learners).json()["id"]
        while work_on_chunk(batch_id):
            pass
        return batch_id

    return go


@pytest.fixture
def get(send, bearer):
    return lambda path: send("GET", f"/api/batches/{path}".rstrip("/"), token=bearer)


def test_a_file_is_taken_in_once(upload, someone):
    first, again = upload(someone()).json(), upload(someone()).json()
    assert (first["is_new"], first["learners"], again["is_new"], again["id"]) == (True, 1, False, first["id"])


def test_progress_and_result_of_a_batch(worked, get, someone):
    batch_id = worked(someone())
    told = get(batch_id).json()
    assert (told["state"], told["done"], told["exceptions"]) == ("done", 1, 0)
    answer = get(f"{batch_id}/result")
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert b"ReturnCode" in b"".join(answer.streaming_content)
    assert b"ReturnCode" not in b"".join(get(f"{batch_id}/result?with_codes=false").streaming_content)


def test_a_result_is_not_there_before_the_batch_is_done(upload, get, someone):
    assert get(f"{upload(someone()).json()['id']}/result").status_code == 409


def test_a_stopped_batch_says_when_and_how_many_were_left(upload, get, send, bearer, someone):
    batch_id = upload(someone()).json()["id"]
    answer = send("POST", f"/api/batches/{batch_id}/stop", token=bearer)
    assert answer.json() == {"id": batch_id, "left": 1}
    assert not work_on_chunk(batch_id)
    told, (listed,) = get(batch_id).json(), get("").json()["batches"]
    assert (told["state"], told["codes"]) == ("done", {"RB006": 1})
    assert told["stopped_at"] == listed["stopped_at"] is not None


def test_a_batch_is_stopped_once_and_a_repeat_with_its_key_is_answered_the_same(upload, send, bearer, someone):
    path = f"/api/batches/{upload(someone()).json()['id']}/stop"
    first, again = (send("POST", path, token=bearer, **{"Idempotency-Key": "k"}) for _ in "12")
    assert (first.status_code, again.content) == (200, first.content)
    refused = send("POST", path, token=bearer)
    assert (refused.status_code, refused.json()["detail"]) == (409, "The batch is done; there is nothing left to stop.")


def test_another_organisations_batch_is_not_stopped(upload, get, send, token, other_college, someone):
    batch_id = upload(someone()).json()["id"]
    theirs = token("machine:batch", organisation=other_college)
    assert send("POST", f"/api/batches/{batch_id}/stop", token=theirs).status_code == 404
    assert get(batch_id).json()["stopped_at"] is None


def test_an_exception_is_settled_by_choosing_a_candidate(worked, get, send, bearer, someone):
    batch_id = worked(someone(), someone(given_name="Zuleikha"))
    (row,) = get(f"{batch_id}/exceptions").json()["exceptions"]
    body = {"choice": "candidate", "token": row["candidates"][0]["token"]}
    path = f"/api/batches/{batch_id}/exceptions/{row['number']}/settle"
    settled = send("POST", path, body, token=bearer).json()
    assert (settled["open"], len(settled["uln"])) == (False, 10)
    assert get(f"{batch_id}/exceptions").json() == {"exceptions": []}
    assert send("POST", path, body, token=bearer).status_code == 409


@pytest.mark.parametrize(
    "body",
    [{}, {"choice": "candidate"}, {"choice": "guess"}, {"choice": "new", "reason": ""},
     {"choice": "corrected", "values": {}}, {"choice": "left", "reason": "x", "token": "y"}],
)  # fmt: skip
def test_a_decision_that_is_none_is_refused(worked, send, bearer, someone, body):
    batch_id = worked(someone(), someone(given_name="Zuleikha"))
    answer = send("POST", f"/api/batches/{batch_id}/exceptions/2/settle", body, token=bearer)
    assert answer.status_code == 422
    assert all("pointer" in error for error in answer.json()["errors"])


@pytest.mark.parametrize(
    "content", [b"", b"\x00" * 100, b"PK\x03\x04zip", b"%PDF-1.7", b"a;b\r\n1;2\r\n", "é".encode("utf-16")]
)
def test_a_file_that_is_no_batch_file_is_refused_whole(upload, content):
    answer = upload(content=content)
    assert (answer.status_code, answer["Content-Type"]) == (422, "application/problem+json")
    assert answer.json()["detail"]


def test_a_request_without_a_file_says_so(send, bearer):
    answer = send("POST", "/api/batches", {}, token=bearer)
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"] == "#/file"


def test_a_broken_form_is_refused(client, bearer):
    answer = client.post(
        "/api/batches", b"--x\r\nContent-Disposition: form-data", content_type="multipart/form-data",
        headers={"Authorization": f"Bearer {bearer}", "Purpose": "enrolment"},
    )  # fmt: skip
    assert (answer.status_code, answer["Content-Type"]) == (400, "application/problem+json")


def test_a_repeated_upload_with_a_key_is_answered_the_same(upload, someone):
    first, second = (upload(someone(), **{"Idempotency-Key": "k"}) for _ in "12")
    assert first.content == second.content
    assert upload(someone(given_name="Ottilie"), **{"Idempotency-Key": "k"}).status_code == 409


def test_another_organisations_batch_is_not_there(upload, send, token, other_college, someone):
    theirs = token("machine:batch", organisation=other_college)
    assert send("GET", f"/api/batches/{upload(someone()).json()['id']}", token=theirs).status_code == 404


def test_a_file_larger_than_any_batch_is_refused(upload, settings):
    settings.BATCH_FILE_MAX_BYTES = 1000
    assert upload(content=b"x" * 2000).status_code == 422
    assert upload(content=b"x" * 200_000).status_code == 413
