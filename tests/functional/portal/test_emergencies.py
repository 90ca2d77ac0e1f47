"""The pages of emergencies: opened, read, closed, seen by others, judged; nobody reaches what is not theirs."""

from __future__ import annotations

import json
import re
from uuid import uuid4

import pytest

from rollbook.service import limits
from rollbook.service.models import AccessLog, Emergency, User
from tests.integration.governance.conftest import learner

pytestmark = pytest.mark.django_db
__all__ = ["learner"]
WHY = "Missing since this morning; the police ask for her address."


@pytest.fixture(autouse=True)
def whole_allowance() -> None:
    limits.forget()


@pytest.fixture
def asked(learner):
    return {
        "uln": str(learner), "given_name": "Zuleika", "family_name": "Thistlewood", "kind": "missing", "reason": WHY,
    }  # fmt: skip


@pytest.fixture
def opened(signed_in, asked):
    """A client whose user has opened the record, and the record's address."""
    client = signed_in("register")
    client.address = client.post("/emergencies/", asked)["Location"]
    return client


def text(answer):
    return answer.content.decode()


def test_a_record_opens_to_read_and_nothing_else(opened):
    shown = text(opened.get(opened.address))
    assert "Thistlewood" in shown
    assert "ZE1 0AA" in shown
    assert "<dd>female</dd>" in shown
    assert re.findall(r'<form[^>]*action="([^"]+)"', shown) == ["/sign-out", f"{opened.address}/close"]


def test_nothing_personal_stands_in_address_or_title(opened, learner):
    shown = text(opened.get(opened.address))
    assert str(learner) not in opened.address
    assert "Thistlewood" not in re.search(r"<title>(.*?)</title>", shown).group(1)


def test_wrong_names_open_nothing_keep_the_answers_and_leave_a_row(signed_in, asked, learner):
    answer = signed_in("register").post("/emergencies/", {**asked, "family_name": "Quennell"})
    assert answer.status_code == 422
    assert "do not belong together" in text(answer)
    assert WHY in text(answer)
    assert AccessLog.objects.get(action="emergency_open").ulns == [learner]


def test_guessing_names_on_the_page_is_slowed(signed_in, asked):
    client = signed_in("register")
    wrong = [client.post("/emergencies/", {**asked, "family_name": f"Guess{chr(65 + n)}"}) for n in range(8)]
    assert 429 in [each.status_code for each in wrong]


def test_the_form_sent_twice_is_one_emergency(opened, asked):
    assert opened.post("/emergencies/", asked)["Location"] == opened.address
    assert Emergency.objects.count() == 1


def test_what_is_missing_stands_beside_its_field(signed_in):
    shown = text(signed_in("register").post("/emergencies/", {"uln": "12", "reason": "x"}))
    assert "Choose what kind of emergency this is." in shown
    assert "safeguarding, disaster" not in shown
    assert shown.count('class="error"') >= 4


def test_closed_it_shows_nothing_of_the_learner(opened):
    opened.post(f"{opened.address}/close")
    shown = text(opened.get(opened.address))
    assert "This record is closed again" in shown
    assert "Thistlewood" not in shown


@pytest.mark.parametrize("role", ["register", "super_user", "operator"])
def test_nobody_elses_emergency_is_opened_by_its_address(opened, signed_in, role):
    client = signed_in(role)
    assert client.get(opened.address).status_code == 404
    assert client.post(f"{opened.address}/close").status_code == 404
    assert client.get(f"/emergencies/{uuid4()}").status_code == 404


def test_super_user_and_operator_see_it_at_once_and_close_it(opened, signed_in):
    for role in ("super_user", "operator"):
        client = signed_in(role)
        assert WHY in text(client.get("/emergencies/of-users"))
        assert "not judged yet" in text(client.get("/users/"))
    client.post(f"{opened.address}/cut")
    assert "closed again" in text(opened.get(opened.address))


def test_another_organisations_super_user_sees_and_closes_nothing(opened, signed_in, other_college):
    client = signed_in("super_user", organisation=other_college)
    assert WHY not in text(client.get("/emergencies/of-users"))
    assert client.post(f"{opened.address}/cut").status_code == 404
    assert Emergency.objects.get().closed_at is None


def test_a_reviewer_judges_it_and_the_user_reads_why(opened, signed_in):
    reviewer = signed_in("reviewer")
    path = f"/emergencies/judge/{Emergency.objects.get().pk}"
    assert WHY in text(reviewer.get(path))
    said = "The police know of no search for her."
    assert reviewer.post(path, {"verdict": "", "said": said, "form_key": str(uuid4())}).status_code == 422
    assert reviewer.post(path, {"verdict": "not_accepted", "said": said, "form_key": str(uuid4())}).status_code == 422
    reviewer.post(path, {"verdict": "not_accepted", "consequence": "reminded", "said": said, "form_key": str(uuid4())})
    assert said in text(opened.get(opened.address))
    assert "The user is told what an emergency is" in text(opened.get(opened.address))


def test_a_consequence_chosen_before_the_yes_does_not_follow(opened, signed_in):
    reviewer, path = signed_in("reviewer"), f"/emergencies/judge/{Emergency.objects.get().pk}"
    missing = reviewer.post(path, {"verdict": "not_accepted", "said": "The police know of no search."})
    assert "Choose what follows." in text(missing)
    sent = {"verdict": "accepted", "consequence": "suspended", "said": "The police confirmed it by telephone."}
    assert reviewer.post(path, {**sent, "form_key": str(uuid4())}).status_code == 303
    assert (Emergency.objects.get().verdict, Emergency.objects.get().consequence) == ("accepted", "")
    assert User.objects.get(pk=opened.user.pk).is_active


def test_a_judgement_that_suspends_ends_the_users_next_page(opened, signed_in):
    path = f"/emergencies/judge/{Emergency.objects.get().pk}"
    fields = {"verdict": "not_accepted", "consequence": "suspended", "said": "A name from the news, out of curiosity."}
    signed_in("reviewer").post(path, {**fields, "form_key": str(uuid4())})
    assert not User.objects.get(pk=opened.user.pk).is_active
    assert opened.get("/").status_code == 403


def test_access_ended_by_a_judgement_is_the_register_teams_to_restore(opened, signed_in):
    path = f"/emergencies/judge/{Emergency.objects.get().pk}"
    fields = {"verdict": "not_accepted", "consequence": "suspended", "said": "A name from the news, out of curiosity."}
    signed_in("reviewer").post(path, {**fields, "form_key": str(uuid4())})
    page = f"/users/{opened.user.pk}"
    shown = text(signed_in("super_user").get(page))
    assert "Only the register’s team restores this access" in shown
    assert "/restore" not in shown
    assert f"{page}/restore" in text(signed_in("operator").get(page))


@pytest.mark.parametrize(
    ("role", "path"),
    [
        ("batch", "/emergencies/"), ("reviewer", "/emergencies/"), ("register", "/emergencies/of-users"),
        ("register", "/emergencies/judge"), ("super_user", "/emergencies/judge"), ("operator", "/emergencies/judge"),
    ],
)  # fmt: skip
def test_each_page_is_for_its_roles(signed_in, role, path):
    assert signed_in(role).get(path).status_code == 403


@pytest.fixture
def machine_token(settings, client, college):
    """A token of the college's own software."""
    from rollbook.service.models import Client

    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    made = Client.objects.create(
        name="MIS", client_type="confidential", authorization_grant_type="client-credentials", client_secret="invented",
        organisation=college, role="machine:register", purposes=["enrolment"],
    )  # fmt: skip
    known = {"client_id": made.client_id, "client_secret": "invented", "grant_type": "client_credentials"}
    return client.post("/oauth/token", known).json()["access_token"]


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("GET", "/api/learners/{}", None),
        ("PATCH", "/api/learners/{}", {"version": 1, "details": {"postcode": "LE1 1AA"}, "reason": "mine"}),
    ],
)
def test_the_api_of_the_same_college_does_not_open_with_it(opened, machine_token, client, learner, method, path, body):
    answer = client.generic(
        method, path.format(learner), data=json.dumps(body).encode() if body else b"", content_type="application/json",
        headers={"Authorization": f"Bearer {machine_token}", "Purpose": "enrolment"},
    )  # fmt: skip
    assert answer.status_code == 404, answer.content


def test_the_learners_own_page_does_not_open_with_it(opened, learner):
    from rollbook.service.addresses import address_of

    assert opened.get(f"/learners/{address_of(learner)}").status_code == 404


def test_home_tells_super_user_and_operator_at_once(opened, signed_in):
    for role in ("super_user", "operator"):
        assert "/emergencies/of-users" in text(signed_in(role).get("/"))


def test_the_learner_reads_of_it_and_of_a_try_that_failed(opened, signed_in, asked, learner, other_college):
    from rollbook.service.addresses import address_of

    signed_in("register").post("/emergencies/", {**asked, "family_name": "Quennell"})
    theirs = signed_in("register", organisation=other_college)
    shown = text(theirs.get(f"/learners/{address_of(learner)}/looks"))
    assert "Opened your record in an emergency." in shown
    assert "names that are not yours" in shown
