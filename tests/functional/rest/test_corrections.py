"""A mistake is corrected over REST as on the page: no former name follows, and objections hold there too."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.django_db


@pytest.fixture
def registered(token, send, someone):
    """A learner registered by a client, with its token."""
    known = token("machine:register")
    send("POST", "/api/learners/find", {"learners": [someone()]}, token=known)
    made = send(
        "POST",
        "/api/learners/register",
        {"learners": [{"details": someone(), "enrolment": {"start": "2026-09-01"}}]},
        token=known,
    )
    return made.json()["results"][0]["uln"], known


def update(send, registered, **body):
    uln, known = registered
    asked = {"uln": uln, "version": 1, "changes": {"family_name": "Thistlewoode"}, "reason": "mistyped", **body}
    return send("POST", "/api/learners/update", asked, token=known)


def test_a_mistake_becomes_no_former_name_and_a_change_does(send, registered):
    uln, known = registered
    assert update(send, registered, was_mistake=True).status_code == 200
    record = send("POST", "/api/learners/read", {"uln": uln}, token=known).json()
    assert record["former_names"] == []
    update(send, registered, version=2, changes={"family_name": "Vellacott"})
    record = send("POST", "/api/learners/read", {"uln": uln}, token=known).json()
    assert [each["family_name"] for each in record["former_names"]] == ["Thistlewoode"]


def test_the_flag_is_true_or_false_and_nothing_like_it(send, registered):
    assert update(send, registered, was_mistake="yes").status_code == 422


def test_a_contested_detail_is_refused_with_its_place(send, registered, caller):
    from rollbook.register.objections import Objecting
    from rollbook.service.actions.learners.objections import object_for

    said = Objecting("detail", "It is another.", "letter", field="family_name")
    object_for(int(registered[0]), said, by=caller(), purpose="enrolment")
    answer = update(send, registered)
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["rule"] == "under_objection"
    assert answer.json()["errors"][0]["pointer"] == "#/changes/family_name"
