"""Out: everybody after a restore, with every link that may have been used since; one user whose access was stopped."""

from __future__ import annotations

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.utils import timezone

from rollbook.service.models import KeptAnswers, OneTimeLink, User


def end_everything() -> int:
    """End every session and every open one-time link; how many of both. Within the caller's transaction."""
    sessions = Session.objects.all().delete()[0]
    UserSession.objects.all().delete()
    KeptAnswers.objects.all().delete()
    links = OneTimeLink.objects.filter(used_at=None, replaced_at=None).update(replaced_at=timezone.now())
    return sessions + links


def end_sessions_of(user: User) -> None:
    """End every session of one user. Within the caller's transaction."""
    own = UserSession.objects.filter(user=user)
    Session.objects.filter(session_key__in=list(own.values_list("session_key", flat=True))).delete()
    own.delete()
