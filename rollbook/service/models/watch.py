"""What the watch saw and stopped, what organisations' learners look like to it, and the learners who are told."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q

from rollbook.service.models.learners import Learner
from rollbook.service.models.organisations import Organisation


class Alert(models.Model):
    """Something was seen in the searches of one credential, or (`credential` empty) of a whole organisation.

    It stands while it is open or kept, and while it stands its effect holds. `seen` is what the rules saw at the
    latest effect, in figures; `story` has a line for each effect it has had.
    """

    class Effect(models.TextChoices):
        TELL = "tell"
        SLOW = "slow"
        STOP = "stop"

    class State(models.TextChoices):
        OPEN = "open"
        KEPT = "kept"
        LIFTED = "lifted"
        SUSPENDED = "suspended"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="alerts")
    credential = models.CharField(max_length=80, blank=True)
    credential_name = models.CharField(max_length=100, blank=True)
    effect = models.CharField(max_length=4, choices=Effect)
    state = models.CharField(max_length=9, choices=State, default=State.OPEN)
    because = models.CharField(max_length=400)
    seen = models.JSONField(default=list)
    story = models.JSONField(default=list)
    searches = models.IntegerField(default=0)
    unsettled = models.IntegerField(default=0)
    searched_from = models.DateTimeField()
    opened_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    answer = models.CharField(max_length=2000, blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.CharField(max_length=80, blank=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.CharField(max_length=80, blank=True)
    decision = models.CharField(max_length=400, blank=True)

    class Meta:
        indexes = [
            models.Index(name="alert_standing", fields=["organisation", "credential"],
                         condition=Q(state__in=["open", "kept"])),
            models.Index(name="alert_latest", fields=["organisation", "-changed_at"]),
        ]  # fmt: skip
        constraints = [
            models.UniqueConstraint(
                name="one_standing_alert_a_credential",
                fields=["organisation", "credential"],
                condition=Q(state__in=["open", "kept"]),
            ),
            models.CheckConstraint(name="alert_effect_is_known", condition=Q(effect__in=["tell", "slow", "stop"])),
            models.CheckConstraint(
                name="alert_state_is_known", condition=Q(state__in=["open", "kept", "lifted", "suspended"])
            ),
            models.CheckConstraint(
                name="alert_decided_by_somebody_with_a_reason",
                condition=Q(state="open", decided_at=None)
                | (~Q(state="open") & Q(decided_at__isnull=False) & ~Q(decided_by="") & ~Q(decision="")),
            ),
            models.CheckConstraint(
                name="alert_answered_by_somebody",
                condition=Q(answer="", answered_at=None, answered_by="")
                | (~Q(answer="") & Q(answered_at__isnull=False) & ~Q(answered_by="")),
            ),
            models.CheckConstraint(name="alert_changes_after_it_opened", condition=Q(changed_at__gte=F("opened_at"))),
        ]


class LearnerTold(models.Model):
    """A learner was looked at by searches that were stopped, and is told: by whom, when, how often."""

    alert = models.ForeignKey(Alert, on_delete=models.PROTECT, related_name="told")
    learner = models.ForeignKey(Learner, on_delete=models.PROTECT, related_name="told")
    searches = models.IntegerField()
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()
    told_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="learner_told_once_an_alert", fields=["alert", "learner"]),
            models.CheckConstraint(
                name="told_of_searches_in_order",
                condition=Q(searches__gte=1, last_at__gte=F("first_at"), told_at__gte=F("last_at")),
            ),
        ]


class WatchProfile(models.Model):
    """How an organisation's learners look to the watch: how many, where, how old. Counted anew when it is old."""

    organisation = models.OneToOneField(Organisation, primary_key=True, on_delete=models.CASCADE)
    learners = models.IntegerField()
    areas = models.JSONField()
    born = models.JSONField()
    busiest_day = models.IntegerField(default=0)
    counted_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="profile_counts_are_not_negative", condition=Q(learners__gte=0, busiest_day__gte=0)
            )
        ]
