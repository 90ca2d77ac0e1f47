"""Bad requests of every kind: a clear problem with a reference, never a 500, and nothing personal in it or the log."""

import json
import logging

import pytest

NO_ULN = ["", "1", "9999999999", "1000000044", "123456789O", "1" * 500, "１０００００００４３", None, 1000000043]
NO_ADDRESS = [
    "/api/", "/api/learners", "/api/learners/1000000043", "/api/batches/x", "/api/a%00b", "/api/%ff", "/oauth/x",
]  # fmt: skip
NO_CREDENTIAL = ["", "Bearer", "Bearer ", "Basic eDp5", "Token x", "Bearer \u00e9", "bearer x y"]
BODIES = {
    "no JSON": b"given_name=Zuleika",
    "cut off": b'{"learners": [{"given_name": "Zuleika"',
    "not UTF-8": b'{"learners": [{"given_name": "\xff\xfe"}]}',
    "UTF-16": '{"learners": []}'.encode("utf-16"),
    "too deep for JSON": b'{"learners":' + b"[" * 100_000 + b"]" * 100_000 + b"}",
    "NaN": b'{"learners": NaN}',
    "a number of five thousand digits": b'{"learners": ' + b"9" * 5000 + b"}",
}
SHAPES = {
    "nothing": None,
    "a list": [],
    "a text": "Zuleika",
    "no learners": {},
    "an empty list": {"learners": []},
    "learners that are none": {"learners": [None, 1, "x", []]},
    "too many": {"learners": [{}] * 201},
    "a stranger beside": {"learners": [{}], "purpose": "enrolment"},
    "deep": {"learners": [{"given_name": {"a": [[[{}]]]}}]},
}
VALUES = {
    "a number": 7654321, "a huge number": 10**300, "a fraction": 1e308, "true": True, "a list": ["x"], "NUL": "Zu\x00",
    "half a pair": "Zu\ud800", "right to left": "Zu\u202eleika", "4,000 letters": "Z" * 4000,
    "a control": "Zu\x07", "markup": "<script>alert(1)</script>", "a quote": "'; drop table service_learner; --",
}  # fmt: skip


def _expect_problem(answer, status=None):
    assert answer["Content-Type"] == "application/problem+json", answer.content
    told = answer.json()
    assert told["status"] == answer.status_code
    assert told["reference"] == answer["Reference"]
    assert status in (None, answer.status_code)
    return told


@pytest.fixture
def bearer(token):
    return token()


@pytest.mark.parametrize("body", [pytest.param(body, id=name) for name, body in BODIES.items()])
def test_a_body_that_is_no_json_is_refused(client, bearer, body):
    answer = client.post(
        "/api/learners/find", body, content_type="application/json",
        headers={"Authorization": f"Bearer {bearer}", "Purpose": "enrolment"},
    )  # fmt: skip
    _expect_problem(answer, 400)


@pytest.mark.parametrize("path", ["find", "verify", "register"])
@pytest.mark.parametrize("body", [pytest.param(body, id=name) for name, body in SHAPES.items()])
def test_a_body_of_the_wrong_shape_names_where(send, bearer, path, body):
    told = _expect_problem(send("POST", f"/api/learners/{path}", body, token=bearer), 422)
    assert all(error["pointer"].startswith("#/") and error["rule"] for error in told["errors"])


@pytest.mark.parametrize("field", ["given_name", "date_of_birth", "postcode", "gender", "email", "notes"])
@pytest.mark.parametrize("value", [pytest.param(value, id=name) for name, value in VALUES.items()])
def test_a_value_of_the_wrong_kind_is_named_and_not_quoted(send, bearer, someone, field, value):
    answer = send("POST", "/api/learners/find", {"learners": [someone(**{field: value})]}, token=bearer)
    if answer.status_code != 200:  # a note or an e-mail address may hold what a name may not
        told = _expect_problem(answer, 422)
        assert [error["pointer"] for error in told["errors"]] == [f"#/learners/0/{field}"]
        assert json.dumps(value) not in answer.content.decode()


def test_every_wrong_field_of_every_learner_is_named_at_once(send, bearer, someone):
    wrong = [someone(gender="7", postcode=""), someone(), someone(date_of_birth="2001-02-30", given_name=3)]
    told = _expect_problem(send("POST", "/api/learners/find", {"learners": wrong}, token=bearer), 422)
    assert {error["pointer"] for error in told["errors"]} == {
        "#/learners/0/gender", "#/learners/0/postcode", "#/learners/2/date_of_birth", "#/learners/2/given_name",
    }  # fmt: skip
    assert all(error["detail"] for error in told["errors"])


@pytest.mark.parametrize("field", ["uln", "mis_identifier"])
def test_a_field_that_has_its_place_elsewhere_is_not_overlooked(send, bearer, someone, field):
    told = _expect_problem(
        send("POST", "/api/learners/find", {"learners": [someone(**{field: "1"})]}, token=bearer), 422
    )
    assert [error["pointer"] for error in told["errors"]] == [f"#/learners/0/{field}"]


def test_a_wrong_learner_in_a_list_means_that_nobody_is_registered(send, bearer, someone):
    from rollbook.service.models import Learner

    send("POST", "/api/learners/find", {"learners": [someone()]}, token=bearer)
    start = {"start": "2026-09-01"}
    listed = [{"details": someone(), "enrolment": start}, {"details": someone(email="@"), "enrolment": start}]
    told = _expect_problem(send("POST", "/api/learners/register", {"learners": listed}, token=bearer), 422)
    assert told["errors"][0]["pointer"] == "#/learners/1/details/email"
    assert not Learner.objects.exists()


def test_a_wrong_learner_and_a_wrong_enrolment_are_named_together(send, bearer, someone):
    listed = [{"details": someone(gender="7"), "enrolment": {"start": "soon"}}, {"details": someone(email=1)}]
    told = _expect_problem(send("POST", "/api/learners/register", {"learners": listed}, token=bearer), 422)
    assert {error["pointer"] for error in told["errors"]} == {
        "#/learners/0/details/gender", "#/learners/0/enrolment/start", "#/learners/1/details/email",
        "#/learners/1/enrolment",
    }  # fmt: skip


@pytest.mark.parametrize("start", [None, 0, 1e9, "today", "2026-02-30", "01/09/2026", "", ["2026-09-01"]])
def test_a_start_that_is_no_day_is_named(send, bearer, someone, start):
    listed = {"learners": [{"details": someone(), "enrolment": {"start": start}}]}
    told = _expect_problem(send("POST", "/api/learners/register", listed, token=bearer), 422)
    assert told["errors"][0]["pointer"] == "#/learners/0/enrolment/start"


@pytest.mark.parametrize("uln", NO_ULN)
def test_a_number_that_is_no_uln_is_named(send, bearer, uln):
    told = _expect_problem(send("POST", "/api/learners/read", {"uln": uln}, token=bearer), 422)
    assert told["errors"][0]["pointer"] == "#/uln"


@pytest.mark.parametrize("purpose", ["", "curiosity", "\u00e9", "x" * 3000])
def test_a_look_without_a_known_purpose_is_refused(send, bearer, someone, purpose):
    told = _expect_problem(
        send("POST", "/api/learners/find", {"learners": [someone()]}, token=bearer, purpose=purpose), 422
    )
    assert told["errors"][0]["header"] == "Purpose"


def test_a_purpose_the_agreement_does_not_name_is_not_allowed(send, bearer, someone):
    answer = send("POST", "/api/learners/find", {"learners": [someone()]}, token=bearer, purpose="register_upkeep")
    _expect_problem(answer, 403)


@pytest.mark.parametrize("kind", ["text/plain", "application/xml", "application/x-www-form-urlencoded", ""])
def test_another_content_type_is_refused(client, bearer, kind):
    answer = client.generic(
        "POST", "/api/learners/find", b"{}", content_type=kind,
        headers={"Authorization": f"Bearer {bearer}", "Purpose": "enrolment"},
    )  # fmt: skip
    _expect_problem(answer, 415)


def test_a_body_larger_than_the_limit_is_refused_unread(client, bearer):
    answer = client.post(
        "/api/learners/find", b" " * (2 * 1024 * 1024 + 1), content_type="application/json",
        headers={"Authorization": f"Bearer {bearer}"},
    )  # fmt: skip
    _expect_problem(answer, 413)


def test_a_body_of_unknown_length_is_refused_and_does_not_seem_empty(client, bearer):
    answer = client.post(
        "/api/learners/find", b"", content_type="application/json", CONTENT_LENGTH="",
        headers={"Authorization": f"Bearer {bearer}", "Transfer-Encoding": "chunked"},
    )  # fmt: skip
    _expect_problem(answer, 411)


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "GET", "HEAD", "OPTIONS", "BREW"])
def test_another_method_is_refused_with_those_allowed(send, bearer, method):
    answer = send(method, "/api/learners/find", token=bearer)
    assert (answer.status_code, answer["Allow"]) == (405, "POST")


@pytest.mark.parametrize("path", NO_ADDRESS)
def test_an_address_that_is_none_is_a_problem_too(send, bearer, path):
    _expect_problem(send("GET", path, token=bearer), 404)


@pytest.mark.parametrize("cursor", ["x", "WzEsMl0:x", "\x00", "a:b:c", "é", "x" * 5000])
def test_an_invented_cursor_is_refused(client, bearer, cursor):
    answer = client.get("/api/changes", {"cursor": cursor},
                        headers={"Authorization": f"Bearer {bearer}", "Purpose": "enrolment"})  # fmt: skip
    assert _expect_problem(answer, 422)["errors"][0]["parameter"] == "cursor"


@pytest.mark.parametrize("authorization", NO_CREDENTIAL)
def test_a_credential_that_is_none_is_refused(client, db, authorization):
    answer = client.post("/api/learners/find", b"{}", content_type="application/json",
                         headers={"Authorization": authorization})  # fmt: skip
    _expect_problem(answer, 401)


def test_neither_a_problem_nor_its_log_line_quotes_the_learner(send, bearer, someone, caplog):
    with caplog.at_level(logging.DEBUG):
        answer = send("POST", "/api/learners/find", {"learners": [someone(gender="Q")]}, token=bearer)
    assert answer.json()["reference"] in caplog.text
    for text in (answer.content.decode(), caplog.text):
        assert not any(word in text for word in ("Zuleika", "Thistlewood", "ZE1", "2008-02-29", bearer))
