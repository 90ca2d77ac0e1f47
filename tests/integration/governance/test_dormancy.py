"""Access that nobody uses ends, after a warning; what is used or let in again stays."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from oauth2_provider.models import AccessToken

from rollbook.organisations.access import load_access
from rollbook.service.actions import clients, users
from rollbook.service.actions.dormancy import end_dormant
from rollbook.service.models import AccessChange, AccessLog, Client, ClientUse, User
from rollbook.service.readers.unused import unused

DAYS = load_access().dormancy


def _ago(days):
    return timezone.now() - timedelta(days=days)


def _last_seen(user, days, made=400):
    User.objects.filter(pk=user.pk).update(created_at=_ago(made), last_login=None if days is None else _ago(days))


@pytest.fixture
def boss(user, acting):
    made = user("boss@a.example", "super_user")
    User.objects.filter(pk=made.pk).update(last_login=timezone.now())
    return acting(made)


def test_a_user_not_seen_for_too_long_is_suspended_and_it_says_why(boss, user):
    made = user("ann@a.example")
    _last_seen(made, DAYS.user_days + 1)
    assert end_dormant() == 1
    change = AccessChange.objects.get()
    assert (change.user, change.cause, change.by) == (made, "dormant", "system:access")
    row = AccessLog.objects.get(action="user_suspend")
    assert (row.actor, row.organisation_id) == ("system:access", boss.organisation)
    assert end_dormant() == 0


def test_the_super_user_is_warned_before(boss, user, other_college):
    for email, home in (("ann@a.example", boss.organisation), ("far@b.example", other_college.pk)):
        made = user(email)
        User.objects.filter(pk=made.pk).update(organisation_id=home)
        _last_seen(made, DAYS.user_days - 3)
    assert [each.who.email for each in unused(by=boss)] == ["ann@a.example"]
    assert end_dormant() == 0


def test_an_invitation_nobody_used_ends_the_user(boss, user):
    _last_seen(user("ann@a.example"), None, made=DAYS.invitation_days + 1)
    assert end_dormant() == 1


def test_whoever_is_let_in_again_has_time_to_come(boss, user):
    made = user("ann@a.example")
    _last_seen(made, DAYS.user_days + 1)
    end_dormant()
    users.restore(made.email, by=boss)
    assert end_dormant() == 0


def test_a_new_link_gives_time_too(boss, user):
    from rollbook.service.actions.invitations import invite

    made = user("ann@a.example")
    _last_seen(made, None, made=DAYS.invitation_days + 1)
    invite(made, by=boss)
    assert end_dormant() == 0


def test_a_client_that_asks_for_no_token_ends_and_one_that_does_stays(boss):
    idle, busy = (clients.create(name, role="machine:find", by=boss).client_id for name in ("idle", "busy"))
    Client.objects.update(created=_ago(DAYS.client_days + 1))
    _token(Client.objects.get(client_id=busy))
    assert end_dormant() == 1
    assert [each.client_id for each in Client.objects.filter(is_active=True)] == [busy]
    assert not Client.objects.get(client_id=idle).is_active


def test_that_a_client_was_used_outlives_its_token(boss):
    made = Client.objects.get(client_id=clients.create("MIS", role="machine:find", by=boss).client_id)
    _token(made).delete()
    assert ClientUse.objects.get(client=made).last_used_at > _ago(1)


def test_the_last_operator_never_ends(user):
    made = user("o@r.example", "operator")
    _last_seen(made, 4000)
    assert end_dormant() == 0
    other = user("p@r.example", "operator")
    _last_seen(other, 1)
    assert end_dormant() == 1
    assert not User.objects.get(pk=made.pk).is_active


def _token(client):
    return AccessToken.objects.create(application=client, token="t", expires=timezone.now() + timedelta(hours=1))
