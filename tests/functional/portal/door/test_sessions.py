"""How long somebody stays in, and what ends it."""

import pytest
from allauth.usersessions.models import UserSession

from rollbook.service.actions import users
from rollbook.service.models import AccessLog, User
from tests.functional.portal.door.conftest import PASSWORD


def test_half_an_hour_without_a_page_signs_out(equipped, get_in, clock):
    client = get_in(equipped())
    clock(29 * 60)
    assert client.get("/").status_code == 200
    clock(29 * 60)
    assert client.get("/").status_code == 200  # counted from the last page
    clock(30 * 60)
    page = client.get("/", follow=True).content.decode()
    assert "no page was opened for 30 minutes" in page
    assert AccessLog.objects.get(action="sign_out").outcome == "idle"
    assert not UserSession.objects.exists()


def test_a_script_that_looks_for_progress_keeps_nobody_in(equipped, get_in, clock):
    client = get_in(equipped())
    for _ in range(2):
        clock(16 * 60)
        answer = client.get("/", headers={"Looks-For": "progress"})
    assert answer.status_code == 302


def test_a_working_day_signs_out_however_busy(equipped, get_in, clock):
    client = get_in(equipped())
    for _ in range(10 * 3 - 1):
        clock(20 * 60)
        assert client.get("/").status_code == 200
    clock(20 * 60)
    assert "a working day is over" in client.get("/", follow=True).content.decode()


@pytest.mark.parametrize("address", ["/", "/account/", "/purpose"])
def test_who_is_suspended_while_working_is_out_at_the_next_page_and_told_why(equipped, get_in, address):
    client = get_in(equipped())
    User.objects.update(is_active=False)
    answer = client.get(address)
    assert answer.status_code == 403
    assert "your access was suspended" in answer.content.decode()
    assert not UserSession.objects.exists()
    User.objects.update(is_active=True)
    assert client.get(address)["Location"].startswith("/sign-in")


def test_a_session_that_stayed_quiet_while_its_user_was_suspended_does_not_wake_up_again(equipped, get_in, caller):
    boss, client = caller("super_user"), get_in(equipped())
    users.suspend(client.user.email, reason="The phone is stolen.", by=boss)
    users.restore(client.user.email, by=boss)
    assert client.get("/")["Location"].startswith("/sign-in")
    assert not UserSession.objects.exists()


def test_one_other_session_is_ended_and_ones_own_goes_on(equipped, get_in):
    user = equipped()
    here, there = get_in(user), get_in(user)
    other = UserSession.objects.get(session_key=there.session.session_key)
    here.post("/account/sessions", {"session": other.pk})
    assert here.get("/").status_code == 200
    assert there.get("/")["Location"].startswith("/sign-in")


def test_who_was_signed_out_from_elsewhere_is_told_so(equipped, get_in):
    user = equipped()
    here, there = get_in(user), get_in(user)
    here.post("/account/sessions", {"session": "others"})
    assert "was ended from elsewhere" in there.get("/", follow=True).content.decode()
    assert "was ended from elsewhere" not in get_in(user).get("/", follow=True).content.decode()


def test_a_password_change_without_answers_says_what_to_give(equipped, get_in):
    page = get_in(equipped()).post("/account/password", {}).content.decode()
    assert "Choose a password." in page
    assert "This field is required" not in page


def test_all_others_are_ended_at_once(equipped, get_in):
    user = equipped()
    here, there, everywhere = (get_in(user) for _ in range(3))
    here.post("/account/sessions", {"session": "others"})
    assert [each.get("/").status_code for each in (here, there, everywhere)] == [200, 302, 302]


def test_nobody_ends_a_session_of_another(equipped, get_in):
    mine, theirs = get_in(equipped()), get_in(equipped())
    session = UserSession.objects.get(session_key=theirs.session.session_key)
    mine.post("/account/sessions", {"session": session.pk})
    assert theirs.get("/").status_code == 200


def test_signing_out_ends_the_session_at_the_server(equipped, get_in):
    client = get_in(equipped())
    cookie = client.cookies["sessionid"].value
    client.post("/sign-out")
    client.cookies["sessionid"] = cookie
    assert client.get("/")["Location"].startswith("/sign-in")
    assert AccessLog.objects.get(action="sign_out").outcome == "asked"


def test_a_link_to_sign_out_only_asks(equipped, get_in):
    client = get_in(equipped())
    assert client.get("/sign-out").status_code == 200
    assert client.get("/").status_code == 200


def test_the_cookie_is_for_https_and_for_no_script(equipped, get_in):
    cookie = get_in(equipped()).cookies["sessionid"]
    assert (cookie["secure"], cookie["httponly"], cookie["samesite"], cookie["max-age"]) == (True, True, "Lax", "")


def test_https_is_asked_for_a_year(client, db):
    answer = client.get("/sign-in", headers={"X-Forwarded-Proto": "https"})
    assert answer["Strict-Transport-Security"] == "max-age=31536000"


def test_the_account_page_shows_sessions_and_keeps_choices(equipped, get_in):
    client = get_in(equipped(), headers={"User-Agent": "Mozilla/5.0 (Windows NT 10.0) Gecko Firefox/140.0"})
    assert "Firefox, Windows" in client.get("/account/").content.decode()
    client.post("/account/choices", {"language": "en-gb"})
    assert 'data-shortcuts="off"' in client.get("/account/").content.decode()
    again = get_in(client.user)
    assert 'data-shortcuts="off"' in again.get("/account/").content.decode()


def test_a_password_is_never_shown_back(equipped):
    from django.test import Client

    page = Client().post("/sign-in", {"login": "", "password": PASSWORD})
    assert PASSWORD not in page.content.decode()


def test_behind_a_server_that_speaks_tls_forms_are_ours(equipped):
    from django.test import Client

    user = equipped()
    passed_on = {"X-Forwarded-Proto": "https", "Host": "testserver", "Origin": "https://testserver"}
    client = Client(enforce_csrf_checks=True, headers=passed_on)
    client.get("/sign-in")
    token = client.cookies["csrftoken"].value
    form = {"login": user.email, "password": PASSWORD, "csrfmiddlewaretoken": token}
    assert client.post("/sign-in", form)["Location"] == "/sign-in/code"
    foreign = {"Origin": "https://elsewhere.example"}
    assert Client(enforce_csrf_checks=True).post("/sign-in", form, headers=foreign).status_code == 403


def test_without_encryption_the_page_says_why_signing_in_will_fail(settings, client, db):
    settings.ALLOWED_HOSTS = ["register.example"]
    page = client.get("/sign-in", headers={"Host": "register.example"}).content.decode()
    assert "came without encryption" in page
