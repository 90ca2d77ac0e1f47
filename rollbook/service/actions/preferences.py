"""How a user likes the pages."""

from __future__ import annotations

from rollbook.service.models import Preferences, User


def choose(user: User, *, shortcuts: bool, language: str) -> None:
    """Keep what was chosen."""
    Preferences.objects.update_or_create(user=user, defaults={"shortcuts": shortcuts, "language": language})


def chosen(user: User) -> Preferences:
    """What was chosen, else the usual."""
    return Preferences.objects.filter(user=user).first() or Preferences(user=user)
