"""One-time links: each constraint has a test that breaks it, and what is used stays used."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from rollbook.service.models import OneTimeLink, User
from tests.integration.database.statements import breaks, make, refused


@pytest.fixture
def link(organisation):
    user = User.objects.create(email="a@example.org", name="A", role="register", organisation=organisation)
    now = timezone.now()
    return {
        "user": user, "kind": "invitation", "token_hash": b"1" * 32, "made_by": "user:1", "made_at": now,
        "expires_at": now + timedelta(hours=1),
    }  # fmt: skip


def test_a_link_has_a_known_kind_an_end_and_is_used_in_time(link):
    assert breaks(make(OneTimeLink, **{**link, "kind": "other"})) == "one_time_link_kind_is_known"
    assert breaks(make(OneTimeLink, **{**link, "expires_at": link["made_at"]})) == "one_time_link_expires"
    late = {**link, "used_at": link["expires_at"] + timedelta(seconds=1)}
    assert breaks(make(OneTimeLink, **late)) == "one_time_link_used_in_time"


def test_a_link_is_used_or_replaced_and_a_user_has_one_open(link):
    both = {**link, "used_at": link["made_at"], "replaced_at": link["made_at"]}
    assert breaks(make(OneTimeLink, **both)) == "one_time_link_used_or_replaced"
    make(OneTimeLink, **link)()
    assert breaks(make(OneTimeLink, **{**link, "token_hash": b"2" * 32})) == "one_open_link_a_user"
    assert "token_hash" in breaks(make(OneTimeLink, **{**link, "used_at": link["made_at"]}))


@pytest.mark.parametrize(
    "change",
    ["used_at = null", "expires_at = expires_at + interval '1 day'", "token_hash = '\\x00'", "used_at = now()"],
)
def test_a_used_link_is_never_good_again(link, change):
    OneTimeLink.objects.create(**{**link, "used_at": link["made_at"]})
    assert refused(f"update service_onetimelink set {change}") == "one_time_link_is_used_once"


def test_the_application_removes_no_link(link):
    OneTimeLink.objects.create(**link)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("set local role rollbook_app")
        with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
            cursor.execute("delete from service_onetimelink")
        cursor.execute("reset role")
