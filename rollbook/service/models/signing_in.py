"""Getting in: one-time links, wrong guesses counted for all processes together, answers kept over a sign-in."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q

from rollbook.service.models.people import User


class OneTimeLink(models.Model):
    """A link that lets its user choose a password and set up a second factor: once, for a time.

    Only the hash of its token is stored. An `invitation` is for who never signed in; a `reset` for who lost a
    password or a phone. `told_at` is when the user was shown, at a sign-in, that a reset had been made.
    """

    class Kind(models.TextChoices):
        INVITATION = "invitation"
        RESET = "reset"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="links")
    kind = models.CharField(max_length=10, choices=Kind)
    token_hash = models.BinaryField(max_length=32, unique=True)
    made_by = models.CharField(max_length=80)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    replaced_at = models.DateTimeField(null=True)
    told_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="one_time_link_kind_is_known", condition=Q(kind__in=["invitation", "reset"])),
            models.CheckConstraint(name="one_time_link_expires", condition=Q(expires_at__gt=F("made_at"))),
            models.CheckConstraint(
                name="one_time_link_used_in_time", condition=Q(used_at=None) | Q(used_at__lte=F("expires_at"))
            ),
            models.CheckConstraint(
                name="one_time_link_used_or_replaced", condition=Q(used_at=None) | Q(replaced_at=None)
            ),
            models.UniqueConstraint(
                name="one_open_link_a_user", fields=["user"], condition=Q(used_at=None, replaced_at=None)
            ),
        ]


class WrongGuess(models.Model):
    """How often in a row an address was tried with a wrong password or code, and until when it is locked.

    The key is a keyed hash of the address, so that one without a user is counted just as one with.
    """

    key = models.BinaryField(max_length=32, primary_key=True)
    times = models.IntegerField()
    since = models.DateTimeField()
    locked_until = models.DateTimeField(null=True)


class KeptAnswers(models.Model):
    """A form that was sent after its session had ended, encrypted, for the same user to send after signing in."""

    user = models.OneToOneField(User, primary_key=True, on_delete=models.CASCADE)
    answers = models.BinaryField()
    expires_at = models.DateTimeField(db_index=True)


class Preferences(models.Model):
    """How a user likes the pages; who never chose has the usual ones and no row."""

    user = models.OneToOneField(User, primary_key=True, on_delete=models.CASCADE)
    shortcuts = models.BooleanField(default=True)
    language = models.CharField(max_length=10, default="en-gb")
