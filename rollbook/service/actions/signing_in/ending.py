"""Everybody out: after a restore nobody is signed in, and no link that may have been used since is good again."""

from __future__ import annotations

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.utils import timezone

from rollbook.service.models import KeptAnswers, OneTimeLink


def end_everything() -> int:
    """End every session and every open one-time link; how many of both. Within the caller's transaction."""
    sessions = Session.objects.all().delete()[0]
    UserSession.objects.all().delete()
    KeptAnswers.objects.all().delete()
    links = OneTimeLink.objects.filter(used_at=None, replaced_at=None).update(replaced_at=timezone.now())
    return sessions + links
