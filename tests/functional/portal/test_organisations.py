"""The pages of organisations: the open form, the way to approval, changes; nobody reaches what is not theirs."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone

from rollbook.organisations.approval import checks
from rollbook.service import limits
from rollbook.service.models import Organisation, OrganisationApplication, OrganisationLink, Sector, User

pytestmark = pytest.mark.django_db
APPLICATION = {
    "ukprn": "1009 9001", "name": "Invented Council", "kind": "local_authority", "company_number": "",
    "teaches": "Adult courses for 900 learners", "signatory": "C. Executive, chief executive",
    "contact_name": "Ann Example", "contact_job": "Head of skills", "contact_email": "ann@council.example",
}  # fmt: skip


@pytest.fixture(autouse=True)
def quick(settings: Any) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    limits.forget()


@pytest.fixture
def operator(signed_in):
    return signed_in("operator")


@pytest.fixture
def applied(client):
    client.post("/organisations/apply", APPLICATION)
    return Organisation.objects.get(ukprn="10099001")


def send(client, path, **fields):
    """Send a form of a page, with the key that its page carries."""
    key = re.search(r'name="form_key" value="([^"]+)"', client.get(path).content.decode())
    return client.post(path, {**fields, "form_key": key.group(1) if key else str(uuid4())})


def text(answer):
    return answer.content.decode()


def check_everything(operator, home):
    for code in checks():
        send(operator, f"/organisations/{home.pk}/approval/check/{code}", seen="Seen in a report.", passed="yes")
    day = timezone.localdate()
    signed = {"signed_on_day": day.day, "signed_on_month": day.month, "signed_on_year": day.year}
    send(operator, f"/organisations/{home.pk}/approval/agreement", version="1", signatory="C. Executive", **signed)


def test_anybody_can_apply_and_is_told_what_happens_next(client, db):
    answer = client.post("/organisations/apply", APPLICATION)
    assert answer["Location"] == "/organisations/applied"
    assert "What happens next" in text(client.get(answer["Location"]))
    assert OrganisationApplication.objects.get().contact_email == "ann@council.example"


def test_a_known_ukprn_is_answered_in_the_same_words(client, college):
    new = client.post("/organisations/apply", APPLICATION)
    known = client.post("/organisations/apply", {**APPLICATION, "ukprn": college.ukprn})
    assert (new.status_code, new["Location"]) == (known.status_code, known["Location"])


def test_what_is_wrong_with_an_application_stands_beside_its_fields(client, db):
    answer = client.post(
        "/organisations/apply", {**APPLICATION, "ukprn": "1", "contact_email": "office@council.example"}
    )
    assert answer.status_code == 422
    assert "nobody in particular" in text(answer)
    assert "Adult courses for 900 learners" in text(answer)


def test_a_flood_from_one_address_is_slowed(client, db):
    answers = [client.post("/organisations/apply", {**APPLICATION, "ukprn": f"10099{n:03}"}) for n in range(12)]
    assert answers[-1].status_code == 429 or 429 in [each.status_code for each in answers]


def test_an_operator_takes_an_organisation_all_the_way(operator, applied):
    start = f"/organisations/{applied.pk}/approval"
    assert operator.get(f"{start}/approve")["Location"] == start
    check_everything(operator, applied)
    answers = {"purposes": ["enrolment"], "name": "Ann Example", "email": "ann@council.example"}
    asked = send(operator, f"{start}/approve", **answers)
    assert "Check before you approve" in text(asked)
    assert Organisation.objects.get(pk=applied.pk).status == "applied"
    key = re.search(r'name="form_key" value="([^"]+)"', text(asked)).group(1)
    done = [operator.post(f"{start}/approve", {**answers, "sure": "yes", "form_key": key}) for _ in range(2)]
    assert done[0]["Location"] == done[1]["Location"]
    assert "/invitation/" in text(operator.get(done[0]["Location"]))
    assert (Organisation.objects.get(pk=applied.pk).status, User.objects.filter(role="super_user").count()) == (
        "approved",
        1,
    )


def test_an_answer_can_be_changed_before_approving(operator, applied):
    check_everything(operator, applied)
    answers = {"purposes": ["enrolment"], "name": "Ann Example", "email": "ann@council.example"}
    again = operator.post(f"/organisations/{applied.pk}/approval/approve", {**answers, "again": "yes"})
    assert 'value="Ann Example"' in text(again)


def test_an_approval_without_a_super_user_says_so_beside_the_field(operator, applied):
    check_everything(operator, applied)
    answer = send(
        operator, f"/organisations/{applied.pk}/approval/approve", purposes=["enrolment"], name="", email="", sure="yes"
    )
    assert answer.status_code == 422
    assert "This is not an e-mail address." in text(answer)
    assert Organisation.objects.get(pk=applied.pk).status == "applied"


def test_a_check_needs_a_word_and_a_verdict(operator, applied):
    answer = send(operator, f"/organisations/{applied.pk}/approval/check/teaches", seen="", passed="")
    assert answer.status_code == 422
    assert operator.get(f"/organisations/{applied.pk}/approval/check/horoscope").status_code == 404


def test_an_agreement_of_tomorrow_or_no_day_is_refused(operator, applied):
    day = timezone.localdate() + timedelta(days=1)
    path = f"/organisations/{applied.pk}/approval/agreement"
    for signed in ({"signed_on_day": day.day, "signed_on_month": day.month, "signed_on_year": day.year}, {},
                   {"signed_on_day": "31", "signed_on_month": "2", "signed_on_year": "2026"}):  # fmt: skip
        assert send(operator, path, version="1", signatory="P", **signed).status_code == 422


def test_a_changed_name_suspends_and_its_people_are_told_why(operator, signed_in, college):
    user = signed_in("register")
    fields = {"name": "Trust Screening Ltd", "company_number": "", "register_status": "", "reason": "Companies House"}
    answer = send(operator, f"/organisations/{college.pk}/change", **fields)
    assert answer["Location"] == f"/organisations/{college.pk}/approval"
    assert user.get("/").status_code == 403
    assert "Changed: name." in text(operator.get(f"/organisations/{college.pk}"))


def test_an_organisation_is_suspended_with_a_reason(operator, college):
    assert send(operator, f"/organisations/{college.pk}/suspend", reason=" ").status_code == 422
    send(operator, f"/organisations/{college.pk}/suspend", reason="The agreement was broken")
    assert Organisation.objects.get(pk=college.pk).status == "suspended"


def test_the_list_is_filtered(operator, college, make_organisation):
    make_organisation(name="Quayside Skills", status="suspended", status_reason="x", kind="training_provider")
    shown = text(operator.get("/organisations/?status=suspended"))
    assert "Quayside Skills" in shown
    assert college.name not in shown
    assert college.name in text(operator.get(f"/organisations/?text={college.ukprn}"))
    for odd in ("?status=odd", "?page=x", "?page=-3", "?kind=%00", "?text=%25"):
        assert operator.get(f"/organisations/{odd}").status_code == 200


def test_a_super_user_sees_and_divides_their_own_organisation(signed_in, college):
    boss = signed_in("super_user")
    send(boss, f"/organisations/{college.pk}/sectors/new", name="Adult learning")
    assert "Adult learning" in text(boss.get(f"/organisations/{college.pk}"))
    assert Sector.objects.get().organisation == college


def test_a_super_user_of_a_sector_divides_nothing(signed_in, college):
    client = signed_in("super_user", sector=Sector.objects.create(organisation=college, name="Adults"))
    assert client.post(f"/organisations/{college.pk}/sectors/new", {"name": "More"}).status_code == 403
    assert "sectors/new" not in text(client.get(f"/organisations/{college.pk}"))


@pytest.mark.parametrize("path", ["", "/sectors/new"])
def test_another_organisation_is_not_found(signed_in, other_college, path):
    boss = signed_in("super_user")
    for key in (other_college.pk, uuid4()):
        assert boss.get(f"/organisations/{key}{path}").status_code == 404
    assert boss.post(f"/organisations/{other_college.pk}/sectors/new", {"name": "Mine"}).status_code == 404


@pytest.mark.parametrize(
    "path", ["", "{}/approval", "{}/approval/approve", "{}/suspend", "{}/close", "{}/change", "{}/links/new"]
)
@pytest.mark.parametrize("role", ["super_user", "register", "reviewer"])
def test_only_an_operator_governs(signed_in, college, role, path):
    client = signed_in(role)
    assert client.get(f"/organisations/{path.format(college.pk)}").status_code == 403
    if path:
        client.post(f"/organisations/{path.format(college.pk)}", {"reason": "mine", "name": "Mine"})
    college.refresh_from_db()
    assert (college.status, college.name) == ("approved", "Invented College 1")


def test_organisations_are_linked_and_the_link_ended(operator, college, other_college):
    send(operator, f"/organisations/{college.pk}/links/new", ukprn=other_college.ukprn, kind="subcontractor")
    link = OrganisationLink.objects.get()
    assert "its subcontractor" in text(operator.get(f"/organisations/{college.pk}"))
    operator.post(f"/organisations/links/{link.pk}/end")
    link.refresh_from_db()
    assert link.until == timezone.localdate()


def test_a_further_application_is_shown_and_looked_at(operator, client, college):
    client.post("/organisations/apply", {**APPLICATION, "ukprn": college.ukprn})
    assert "applied again" in text(operator.get("/organisations/"))
    asked = OrganisationApplication.objects.get(is_taken=False)
    assert "Speak to the people you know there" in text(operator.get(f"/organisations/{college.pk}"))
    operator.post(f"/organisations/applications/{asked.pk}/seen")
    assert "applied again" not in text(operator.get("/organisations/"))
