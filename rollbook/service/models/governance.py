"""Who may take part, and who still should: applications, identities, checks, changes of access, certification,
emergencies. What was said and seen is only ever added to."""

from __future__ import annotations

import uuid
from datetime import timedelta

from django.db import models
from django.db.models import F, Q

from rollbook.service.models.learners import Learner
from rollbook.service.models.organisations import Organisation, Sector
from rollbook.service.models.people import Client, User

OF_ONE = Q(user__isnull=False, client=None) | Q(user=None, client__isnull=False)


class OrganisationApplication(models.Model):
    """What an organisation said of itself when it asked to take part, and who speaks for it.

    One is `taken`: it made the organisation. Further ones for the same UKPRN are kept for the register's team.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="applications")
    name = models.CharField(max_length=200)
    company_number = models.CharField(max_length=20, blank=True)
    contact_name = models.CharField(max_length=100)
    contact_email = models.EmailField()
    contact_job = models.CharField(max_length=100)
    signatory = models.CharField(max_length=200)
    teaches = models.CharField(max_length=1000)
    is_taken = models.BooleanField(default=True)
    applied_at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True)
    seen_by = models.CharField(max_length=80, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="one_application_makes_an_organisation", fields=["organisation"], condition=Q(is_taken=True)
            ),
            models.CheckConstraint(
                name="application_seen_by_somebody",
                condition=Q(seen_at=None, seen_by="") | (Q(seen_at__isnull=False) & ~Q(seen_by="")),
            ),
        ]


class OrganisationIdentity(models.Model):
    """Who an organisation is, from a moment on: name, company number, status at the provider register.

    The latest one stands. A new one is recorded only while the organisation does not work (see the migration).
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="identities")
    name = models.CharField(max_length=200)
    company_number = models.CharField(max_length=20, blank=True)
    register_status = models.CharField(max_length=100, blank=True)
    reason = models.CharField(max_length=400, blank=True)
    said_by = models.CharField(max_length=80)
    at = models.DateTimeField()


class OrganisationCheck(models.Model):
    """One thing looked at before approval: what was seen, and whether it speaks for the organisation."""

    identity = models.ForeignKey(OrganisationIdentity, on_delete=models.PROTECT, related_name="checks")
    check_code = models.CharField(max_length=30)
    seen = models.CharField(max_length=1000)
    passed = models.BooleanField()
    by = models.CharField(max_length=80)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(name="check_says_what_was_seen", condition=~Q(seen=""))]


class AccessChange(models.Model):
    """A user's or a client's access was stopped, given back or moved: why, and by whom."""

    class Kind(models.TextChoices):
        SUSPENDED = "suspended"
        RESTORED = "restored"
        MOVED = "moved"

    class Cause(models.TextChoices):
        DECIDED = "decided"
        DORMANT = "dormant"
        NOT_CERTIFIED = "not_certified"
        NOT_NEEDED = "not_needed"
        EMERGENCY = "emergency"

    user = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="access_changes")
    client = models.ForeignKey(Client, null=True, on_delete=models.PROTECT, related_name="access_changes")
    kind = models.CharField(max_length=10, choices=Kind)
    cause = models.CharField(max_length=15, choices=Cause)
    reason = models.CharField(max_length=400, blank=True)
    by = models.CharField(max_length=80)
    at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(name="access_change_user", fields=["user", "at"]),
            models.Index(name="access_change_client", fields=["client", "at"]),
        ]
        constraints = [
            models.CheckConstraint(name="access_change_is_of_one", condition=OF_ONE),
            models.CheckConstraint(
                name="access_change_is_known",
                condition=Q(kind__in=["suspended", "restored", "moved"])
                & Q(cause__in=["decided", "dormant", "not_certified", "not_needed", "emergency"]),
            ),
        ]


class ClientUse(models.Model):
    """When a client last asked for a token; kept by a trigger, for tokens themselves are swept out."""

    client = models.OneToOneField(Client, primary_key=True, on_delete=models.CASCADE, related_name="use")
    last_used_at = models.DateTimeField()


class CertificationRound(models.Model):
    """A term's certification: what stood when it opened is certified by the day it is due, or suspended after."""

    name = models.CharField(max_length=20, primary_key=True)
    opened_at = models.DateTimeField()
    due_on = models.DateField()
    enforced_at = models.DateTimeField(null=True)


class Certification(models.Model):
    """What the owner said of one user or client in a round: still needed and for what, or ended."""

    class Decision(models.TextChoices):
        NEEDED = "needed"
        ENDED = "ended"

    round = models.ForeignKey(CertificationRound, on_delete=models.PROTECT, related_name="certifications")
    user = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="certifications")
    client = models.ForeignKey(Client, null=True, on_delete=models.PROTECT, related_name="certifications")
    decision = models.CharField(max_length=10, choices=Decision)
    needed_for = models.CharField(max_length=400)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="user_certified_once_a_round", fields=["round", "user"]),
            models.UniqueConstraint(name="client_certified_once_a_round", fields=["round", "client"]),
            models.CheckConstraint(name="certification_is_of_one", condition=OF_ONE),
            models.CheckConstraint(
                name="certification_says_why", condition=Q(decision__in=["needed", "ended"]) & ~Q(needed_for="")
            ),
        ]


class Emergency(models.Model):
    """One learner's record, opened for one user for a short while against the usual rule, and judged afterwards."""

    class Verdict(models.TextChoices):
        ACCEPTED = "accepted"
        NOT_ACCEPTED = "not_accepted"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="emergencies")
    organisation = models.ForeignKey(Organisation, null=True, on_delete=models.PROTECT, related_name="emergencies")
    sector = models.ForeignKey(Sector, null=True, on_delete=models.PROTECT, related_name="+")
    learner = models.ForeignKey(Learner, on_delete=models.PROTECT, related_name="emergencies")
    kind = models.CharField(max_length=20)
    reason = models.CharField(max_length=400)
    opened_at = models.DateTimeField()
    until = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    judge_by = models.DateTimeField()
    verdict = models.CharField(max_length=12, choices=Verdict, blank=True)
    consequence = models.CharField(max_length=20, blank=True)
    judgement = models.CharField(max_length=400, blank=True)
    judged_at = models.DateTimeField(null=True)
    judged_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        indexes = [models.Index(name="emergency_of_user", fields=["user", "opened_at"])]
        constraints = [
            models.CheckConstraint(name="emergency_has_a_reason", condition=~Q(reason="") & ~Q(kind="")),
            models.CheckConstraint(
                name="emergency_is_short",
                condition=Q(until__gt=F("opened_at")) & Q(until__lte=F("opened_at") + timedelta(hours=1)),
            ),
            models.CheckConstraint(
                name="emergency_judged_whole",
                condition=Q(judged_at=None, judged_by=None, verdict="", judgement="", consequence="")
                | (
                    Q(judged_at__isnull=False, judged_by__isnull=False)
                    & ~Q(judgement="")
                    & (Q(verdict="accepted", consequence="") | (Q(verdict="not_accepted") & ~Q(consequence="")))
                ),
            ),
            models.CheckConstraint(
                name="emergency_judged_by_another", condition=Q(judged_by=None) | ~Q(judged_by=F("user"))
            ),
        ]
