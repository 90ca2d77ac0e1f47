"""Questions that users ask the team that runs the register, and the one answer each gets. What was said stays."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q

from rollbook.service.models.learners import Learner
from rollbook.service.models.organisations import Organisation
from rollbook.service.models.people import User

LONGEST = 2000


class Question(models.Model):
    """Who asked what from which page; who answered; closed by the asker, or by the team without an answer."""

    class State(models.TextChoices):
        OPEN = "open"
        ANSWERED = "answered"
        CLOSED = "closed"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="questions")
    organisation = models.ForeignKey(Organisation, null=True, on_delete=models.PROTECT, related_name="questions")
    about = models.CharField(max_length=60, blank=True)
    learner = models.ForeignKey(Learner, null=True, on_delete=models.PROTECT, related_name="+")
    text = models.CharField(max_length=LONGEST)
    asked_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    answer = models.CharField(max_length=LONGEST, blank=True)
    answered_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(name="question_open", fields=["asked_at"], condition=Q(state="open")),
            models.Index(name="question_of_user", fields=["asked_by", "asked_at"]),
            models.Index(name="question_of_organisation", fields=["organisation", "asked_at"]),
        ]
        constraints = [
            models.CheckConstraint(name="question_says_something", condition=~Q(text="")),
            models.CheckConstraint(
                name="question_answered_whole",
                condition=Q(answer="", answered_by=None, answered_at=None)
                | (~Q(answer="") & Q(answered_by__isnull=False, answered_at__gte=F("asked_at"))),
            ),
            models.CheckConstraint(
                name="question_state_is_what_happened",
                condition=Q(state="open", answered_at=None, closed_at=None, closed_by=None)
                | Q(state="answered", answered_at__isnull=False, closed_at=None, closed_by=None)
                | Q(state="closed", closed_at__gte=F("asked_at"), closed_by__isnull=False),
            ),
            models.CheckConstraint(
                name="question_answered_by_another", condition=Q(answered_by=None) | ~Q(answered_by=F("asked_by"))
            ),
        ]
