"""Setting up, changing and losing second factors."""

import re
import time

from django.test import Client

from rollbook.base.one_time_codes import code_at, step_at
from rollbook.service.models import AccessLog
from tests.functional.portal.door.conftest import PASSWORD


def _with_password_only(person):
    user = person("register")
    user.set_password(PASSWORD)
    user.save()
    client = Client()
    client.post("/sign-in", {"login": user.email, "password": PASSWORD})
    return client


def _key_shown(client):
    return re.search(r'<code class="secret">(\w+)</code>', client.get("/account/app").content.decode())[1]


def _set_up(client):
    return client.post("/account/app", {"code": code_at(_key_shown(client), step_at(time.time()))})


def test_without_a_second_factor_every_page_leads_to_setting_one_up(person):
    client = _with_password_only(person)
    for address in ("/", "/account/", "/purpose", "/account/password", "/account/recovery-codes"):
        assert client.get(address)["Location"] == "/account/second-factor", address
    assert client.get("/account/second-factor").status_code == 200


def test_an_app_is_set_up_and_recovery_codes_are_shown_once(person, clock):
    client = _with_password_only(person)
    assert _set_up(client)["Location"] == "/account/recovery-codes"
    page = client.get("/account/recovery-codes").content.decode()
    assert len(re.findall(r"<code>\d{8}</code>", page)) == 10
    assert not re.findall(r"<code>\d{8}</code>", client.get("/account/recovery-codes").content.decode())
    assert client.get("/").status_code == 200
    assert AccessLog.objects.get(action="factor_add").details == {"type": "totp"}


def test_the_code_an_app_was_set_up_with_does_not_sign_in(person, clock):
    client = _with_password_only(person)
    key = _key_shown(client)
    code = code_at(key, step_at(time.time()))
    client.post("/account/app", {"code": code})
    user_email = client.get("/account/").context["request"].user.email
    another = Client()
    another.post("/sign-in", {"login": user_email, "password": PASSWORD})
    assert another.post("/sign-in/code", {"code": code}).status_code == 200  # refused: the page again


def test_a_wrong_first_code_keeps_the_same_picture(person):
    client = _with_password_only(person)
    key = _key_shown(client)
    page = client.post("/account/app", {"code": "000000"}).content.decode()
    assert "does not fit" in page
    assert key in page


def test_a_session_that_never_showed_its_factor_cannot_add_another(equipped):
    client = Client()
    client.force_login(equipped())
    assert client.get("/account/app")["Location"] == "/sign-in"
    assert client.get("/")["Location"].startswith("/sign-in")


def test_the_only_factor_stays(equipped, get_in):
    client = get_in(equipped())
    client.post("/sign-in/again", {"password": PASSWORD})
    page = client.post("/account/app/remove")
    assert "only second factor" in page.content.decode()


def test_changing_how_one_gets_in_asks_who_it_is_again(equipped, get_in):
    client = get_in(equipped())
    assert client.get("/account/recovery-codes/new")["Location"].startswith("/sign-in/again")
    client.post("/sign-in/again", {"password": PASSWORD})
    assert client.post("/account/recovery-codes/new")["Location"] == "/account/recovery-codes"
    assert AccessLog.objects.get(action="recovery_code").outcome == "made"


def test_asking_again_counts_wrong_guesses_as_at_the_door(equipped, get_in):
    client = get_in(equipped())
    for _ in range(5):
        page = client.post("/sign-in/again", {"password": "wrong"})
    assert "it is locked" in page.content.decode()


def test_a_changed_password_ends_the_other_sessions(equipped, get_in):
    user = equipped()
    here, there = get_in(user), get_in(user)
    new = "another horse another staple"
    answer = here.post("/account/password", {"oldpassword": PASSWORD, "password1": new, "password2": new})
    assert answer["Location"] == "/account/"
    assert here.get("/").status_code == 200
    page = there.get("/", follow=True).content.decode()
    assert "your password was changed" in page


def test_a_common_or_short_password_is_refused(equipped, get_in):
    client = get_in(equipped())
    for bad in ("short", "password1234", "123456789012345"):
        form = {"oldpassword": PASSWORD, "password1": bad, "password2": bad}
        assert client.post("/account/password", form).status_code == 200


def test_a_passkey_of_another_is_nothing_to_anybody(equipped, get_in):
    from allauth.mfa.models import Authenticator

    theirs = Authenticator.objects.create(user=equipped(), type="webauthn", data={"name": "Theirs", "credential": {}})
    client = get_in(equipped())
    client.post("/sign-in/again", {"password": PASSWORD})
    assert client.get(f"/account/passkey/{theirs.pk}/remove").status_code == 404
    assert client.post(f"/account/passkey/{theirs.pk}/remove").status_code == 404
    assert Authenticator.objects.filter(pk=theirs.pk).exists()


def test_one_of_two_factors_is_removed_and_the_other_stays(equipped, get_in):
    from allauth.mfa.models import Authenticator

    client = get_in(equipped())
    key = Authenticator.objects.create(user=client.user, type="webauthn", data={"name": "Mine", "credential": {}})
    client.post("/sign-in/again", {"password": PASSWORD})
    assert "Remove Mine?" in client.get(f"/account/passkey/{key.pk}/remove").content.decode()
    assert client.post("/account/app/remove")["Location"] == "/account/"
    client.post(f"/account/passkey/{key.pk}/remove")
    assert Authenticator.objects.filter(user=client.user, type="webauthn").exists()
    assert AccessLog.objects.get(action="factor_remove").details == {"type": "totp"}
