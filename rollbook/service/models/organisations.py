"""Organisations that take part, their sectors, their links with each other, and the agreements they signed."""

from __future__ import annotations

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q


class Organisation(models.Model):
    """A body that may use the register: a college, a school, a training provider, an authority."""

    class Status(models.TextChoices):
        APPLIED = "applied"
        APPROVED = "approved"
        SUSPENDED = "suspended"
        CLOSED = "closed"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    ukprn = models.CharField(max_length=8, unique=True)
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=30)
    urn = models.CharField(max_length=6, blank=True)
    laestab = models.CharField(max_length=7, blank=True)
    status = models.CharField(max_length=10, choices=Status, default=Status.APPLIED)
    status_reason = models.CharField(max_length=400, blank=True)
    purposes = ArrayField(models.CharField(max_length=40), default=list)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="organisation_ukprn_is_eight_digits", condition=Q(ukprn__regex=r"^[0-9]{8}$")),
            models.CheckConstraint(
                name="organisation_status_is_known",
                condition=Q(status__in=["applied", "approved", "suspended", "closed"]),
            ),
            models.CheckConstraint(
                name="organisation_suspended_with_reason", condition=~Q(status="suspended") | ~Q(status_reason="")
            ),
        ]


class Sector(models.Model):
    """A part of an organisation with its own users, such as an authority's adult learning."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="sectors")
    name = models.CharField(max_length=100)

    class Meta:
        constraints = [models.UniqueConstraint(name="sector_once_in_organisation", fields=["organisation", "name"])]


class OrganisationLink(models.Model):
    """One organisation belongs to a consortium, or works for another as its subcontractor, from a day to a day."""

    class Kind(models.TextChoices):
        CONSORTIUM = "consortium"
        SUBCONTRACTOR = "subcontractor"

    member = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="belongs_to")
    lead = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="leads")
    kind = models.CharField(max_length=20, choices=Kind)
    since = models.DateField()
    until = models.DateField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="link_is_between_two", condition=~Q(member=models.F("lead"))),
            models.CheckConstraint(
                name="organisation_link_ends_after_start", condition=Q(until=None) | Q(until__gte=models.F("since"))
            ),
        ]


class Agreement(models.Model):
    """The agreement an organisation signed: which version, who for it, until when."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="agreements")
    version = models.CharField(max_length=20)
    signed_on = models.DateField()
    signatory = models.CharField(max_length=200)
    ends_on = models.DateField(null=True)
