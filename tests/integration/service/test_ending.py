"""After a restore nobody is in, and no link from before is good."""

from datetime import timedelta

from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.utils import timezone

from rollbook.service.actions.signing_in.ending import end_everything
from rollbook.service.models import OneTimeLink, User


def test_sessions_and_open_links_end_and_used_ones_stay_as_they_are(college):
    user = User.objects.create(email="a@example.org", name="A", role="register", organisation=college)
    SessionStore().create()
    now = timezone.now()
    about = {"user": user, "kind": "reset", "made_by": "user:1", "made_at": now, "expires_at": now + timedelta(hours=1)}
    OneTimeLink.objects.create(token_hash=b"1", used_at=now, **about)
    OneTimeLink.objects.create(token_hash=b"2", **about)
    assert end_everything() == 2
    assert not Session.objects.exists()
    assert OneTimeLink.objects.filter(replaced_at=None).count() == 1
