"""The pages of users and clients: invited, changed, suspended, certified; nobody reaches what is not theirs."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone

from rollbook.service.actions.certification import open_round
from rollbook.service.models import AccessChange, Certification, Client, Sector, User

pytestmark = pytest.mark.django_db
ANN = {"name": "Ann Example", "email": "ann@college.example", "role": "register"}


@pytest.fixture(autouse=True)
def quick(settings: Any) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def boss(signed_in):
    return signed_in("super_user")


def send(client, path, **fields):
    """Send a form of a page, with the key that its page carries."""
    key = re.search(r'name="form_key" value="([^"]+)"', client.get(path).content.decode())
    return client.post(path, {**fields, "form_key": key.group(1) if key else str(uuid4())})


def text(answer):
    return answer.content.decode()


def test_a_super_user_invites_and_sees_the_link_once(boss):
    answer = send(boss, "/users/invite", **ANN)
    made = User.objects.get(email=ANN["email"])
    assert answer["Location"] == f"/users/{made.pk}/link"
    shown = text(boss.get(answer["Location"]))
    assert "http://testserver/invitation/" in shown
    again = boss.get(answer["Location"])
    assert (again.status_code, again["Location"]) == (302, f"/users/{made.pk}")


def test_the_link_waits_sealed_in_the_session(boss):
    send(boss, "/users/invite", **ANN)
    assert "/invitation/" not in str(dict(boss.session))


def test_an_invitation_sent_twice_makes_one_user(boss):
    key = str(uuid4())
    answers = [boss.post("/users/invite", {**ANN, "form_key": key}) for _ in range(2)]
    assert [each["Location"] for each in answers] == [answers[0]["Location"]] * 2
    assert User.objects.filter(email=ANN["email"]).count() == 1


def test_what_is_wrong_stands_beside_its_field_and_answers_stay(boss):
    answer = send(boss, "/users/invite", name="Ann Example", email="nobody", role="")
    shown = text(answer)
    assert answer.status_code == 422
    assert "This is not an e-mail address." in shown
    assert 'value="Ann Example"' in shown
    assert "<title>Error:" in shown


def test_sectors_are_asked_only_where_there_are_some(boss, college):
    assert 'name="sector"' not in text(boss.get("/users/invite"))
    Sector.objects.create(organisation=college, name="Adult learning")
    assert 'name="sector"' in text(boss.get("/users/invite"))


def test_a_super_user_of_a_sector_invites_into_it_alone(signed_in, college):
    adults, schools = (Sector.objects.create(organisation=college, name=name) for name in ("Adults", "Schools"))
    client = signed_in("super_user", sector=adults)
    assert schools.name not in text(client.get("/users/invite"))
    send(client, "/users/invite", **ANN, sector=adults.name)
    assert User.objects.get(email=ANN["email"]).sector == adults
    forged = send(client, "/users/invite", name="B", email="b@college.example", role="register", sector="Schools")
    assert (forged.status_code, User.objects.filter(email="b@college.example").count()) == (422, 0)


def test_a_role_of_the_registers_staff_cannot_be_chosen(boss):
    assert send(boss, "/users/invite", **{**ANN, "role": "operator"}).status_code == 422
    assert not User.objects.filter(role="operator").exists()


def test_a_user_is_suspended_with_a_reason_and_restored(boss, person):
    made = person("register")
    send(boss, f"/users/{made.pk}/suspend", reason="Has left the college")
    shown = text(boss.get(f"/users/{made.pk}"))
    assert "Has left the college" in shown
    boss.post(f"/users/{made.pk}/restore")
    assert User.objects.get(pk=made.pk).is_active


def test_a_user_is_not_suspended_without_a_reason(boss, person):
    ann = person("register")
    answer = send(boss, f"/users/{ann.pk}/suspend", reason=" ")
    assert answer.status_code == 422
    assert "Say why." in text(answer)
    ann.refresh_from_db()
    assert ann.is_active


@pytest.mark.parametrize("path", ["/users/invite", "/users/clients/new"])
def test_who_chooses_no_role_is_told_so_without_codes(boss, path):
    shown = text(send(boss, path, name="Ann Example", email="ann@college.example"))
    assert "It is not said what this access is for. Choose one." in shown
    assert "view_only" not in re.sub("<[^>]+>", "", shown)


def test_a_user_is_moved_to_another_role_and_sector(boss, person, college):
    made, sector = person("register"), Sector.objects.create(organisation=college, name="Adults")
    send(boss, f"/users/{made.pk}/move", role="view_only", sector="Adults")
    made.refresh_from_db()
    assert (made.role, made.sector) == ("view_only", sector)


def test_a_new_link_is_for_who_lost_a_phone_too(boss, person):
    made = person("register")
    made.set_password("not-a-real-one-at-all")
    made.save()
    answer = boss.post(f"/users/{made.pk}/new-link")
    assert "/invitation/" in text(boss.get(answer["Location"]))


PATHS = ("/users/{}", "/users/{}/suspend", "/users/{}/move", "/users/{}/link")
STEPS = ("/users/{}/restore", "/users/{}/new-link", "/users/{}/unlock", "/users/{}/suspend", "/users/{}/move")


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("who", ["elsewhere", "invented"])
def test_another_organisations_user_is_not_found(boss, person, other_college, path, who):
    key = person("register", organisation=other_college).pk if who == "elsewhere" else uuid4()
    assert boss.get(path.format(key)).status_code == 404


@pytest.mark.parametrize("path", STEPS)
def test_another_organisations_user_is_not_changed(boss, person, other_college, path):
    made = person("register", organisation=other_college)
    fields = {"reason": "mine now", "role": "batch", "form_key": str(uuid4())}
    assert boss.post(path.format(made.pk), fields).status_code == 404
    assert User.objects.filter(pk=made.pk, is_active=True, role="register").exists()


@pytest.mark.parametrize("path", STEPS)
def test_another_sectors_user_is_not_changed(signed_in, person, college, path):
    adults, schools = (Sector.objects.create(organisation=college, name=name) for name in ("Adults", "Schools"))
    client, made = signed_in("super_user", sector=adults), person("register", sector=schools)
    assert client.post(path.format(made.pk), {"reason": "mine", "role": "batch"}).status_code == 404
    assert AccessChange.objects.count() == 0


def test_the_list_holds_only_ones_own_whatever_is_asked(boss, person, other_college):
    person("register", name="Own Person")
    person("register", organisation=other_college, name="Far Person")
    for answer in (boss.get(f"/users/?organisation={other_college.pk}"), boss.post("/users/", {"text": "Person"})):
        assert "Own Person" in text(answer)
        assert "Far Person" not in text(answer)


def test_an_operator_sees_the_users_of_one_organisation(signed_in, person, other_college):
    person("register", name="Own Person")
    person("register", organisation=other_college, name="Far Person")
    shown = text(signed_in("operator").get(f"/users/?organisation={other_college.pk}"))
    assert "Far Person" in shown
    assert "Own Person" not in shown


@pytest.mark.parametrize("page", ["0", "-1", "x", "99999999", "2"])
def test_a_page_that_is_none_is_the_first(boss, page):
    assert boss.get(f"/users/?page={page}").status_code == 200


@pytest.mark.parametrize("role", ["register", "view_only", "batch", "reviewer"])
@pytest.mark.parametrize("path", ["/users/", "/users/invite", "/users/clients", "/users/certification"])
def test_others_make_and_see_nobody(signed_in, role, path):
    assert signed_in(role).get(path).status_code == 403


def test_a_user_removed_while_working_is_told_so_on_the_next_page(signed_in, boss, person):
    client = signed_in("super_user")
    send(boss, f"/users/{client.user.pk}/suspend", reason="Left")
    answer = client.post("/users/invite", {**ANN, "form_key": str(uuid4())})
    assert answer.status_code == 403
    assert not User.objects.filter(email=ANN["email"]).exists()


def test_a_clients_secret_is_shown_once(boss):
    answer = send(boss, "/users/clients/new", name="MIS", role="machine:find", purposes=["enrolment"])
    shown, again = text(boss.get(answer["Location"])), text(boss.get(answer["Location"]))
    assert "Its secret" in shown
    assert "Its secret" not in again
    assert Client.objects.get().purposes == ["enrolment"]


def test_another_organisations_client_is_not_found(boss, signed_in, other_college):
    far = signed_in("super_user", organisation=other_college)
    send(far, "/users/clients/new", name="Far MIS", role="machine:find", purposes=["enrolment"])
    key = Client.objects.get().client_id
    for path in (f"/users/clients/{key}", f"/users/clients/{key}/suspend", f"/users/certification/client:{key}"):
        assert boss.get(path).status_code == 404
    assert boss.post(f"/users/clients/{key}/suspend", {"reason": "mine"}).status_code == 404
    assert "Far MIS" not in text(boss.get("/users/clients"))


@pytest.fixture
def opened(boss, person):
    made = person("register", name="Certified Person")
    open_round(timezone.localdate().replace(month=10, day=5))
    return made


def test_certification_is_a_task_list_and_an_answer_is_kept(boss, opened):
    assert "Certified Person" in text(boss.get("/users/certification"))
    path = f"/users/certification/user:{opened.pk}"
    send(boss, path, decision="needed", needed_for="Enrols the art school")
    assert Certification.objects.get().needed_for == "Enrols the art school"
    assert "Enrols the art school" in text(boss.get("/users/certification"))


def test_an_answer_without_a_reason_or_decision_is_refused(boss, opened):
    answer = send(boss, f"/users/certification/user:{opened.pk}", decision="", needed_for="")
    assert answer.status_code == 422
    assert not Certification.objects.exists()


@pytest.mark.parametrize("subject", ["user:x", "nobody", f"user:{uuid4()}", "client:none"])
def test_an_invented_subject_is_not_found(boss, opened, subject):
    assert boss.get(f"/users/certification/{subject}").status_code == 404


def test_another_organisations_subject_is_not_found(signed_in, opened, other_college):
    far = signed_in("super_user", organisation=other_college)
    assert far.get(f"/users/certification/user:{opened.pk}").status_code == 404
    assert (
        far.post(f"/users/certification/user:{opened.pk}", {"decision": "ended", "needed_for": "x y z"}).status_code
        == 404
    )
    assert User.objects.get(pk=opened.pk).is_active


def test_an_operator_sees_the_state_of_all_and_certifies_for_one(signed_in, opened, college):
    operator = signed_in("operator")
    assert college.name in text(operator.get("/users/certification"))
    assert "Certified Person" in text(operator.get(f"/users/certification?organisation={college.pk}"))
    answer = send(operator, f"/users/certification/user:{opened.pk}", decision="needed", needed_for="Enrols")
    assert answer["Location"].endswith(f"?organisation={college.pk}")


def test_the_super_user_is_warned_of_what_ends_unused(boss, person):
    made = person("register", name="Idle Person")
    User.objects.filter(pk=made.pk).update(created_at=timezone.now() - timedelta(days=20))
    assert "ends by itself" in text(boss.get("/users/"))
