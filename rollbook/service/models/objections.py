"""What is said for a learner: objections and what became of them, numbers that may be two people, and changed numbers
that an organisation has taken over. Rows are only ever added."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from rollbook.service.models.duplicates import Link
from rollbook.service.models.learners import Learner
from rollbook.service.models.organisations import Organisation, Sector


class Objection(models.Model):
    """What a learner objects to, in her words, and how she said it. It stands from the moment it is recorded.

    `field` is the contested detail. `allows`, of an objection to sharing, is the widest ability to share she accepts:
    no entry of an organisation goes beyond it.
    """

    class Kind(models.TextChoices):
        SHARING = "sharing"
        DETAIL = "detail"
        USE = "use"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    learner = models.ForeignKey(Learner, on_delete=models.PROTECT, related_name="objections")
    kind = models.CharField(max_length=10, choices=Kind)
    field = models.CharField(max_length=40, blank=True)
    allows = models.SmallIntegerField(null=True)
    said = models.CharField(max_length=1000)
    wanted = models.CharField(max_length=400, blank=True)
    said_how = models.CharField(max_length=20)
    evidence = models.CharField(max_length=400, blank=True)
    recorded_by = models.CharField(max_length=80)
    organisation = models.ForeignKey(Organisation, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="objection_is_to_one_thing",
                condition=Q(kind="sharing", field="ability_to_share", allows__isnull=False, allows__in=[0, 1, 2])
                | (Q(kind="detail", allows=None) & ~Q(field__in=["", "ability_to_share"]))
                | Q(kind="use", field="", allows=None),
            ),
            models.CheckConstraint(name="objection_says_what", condition=~Q(said="") & ~Q(said_how="")),
        ]


class ObjectionOutcome(models.Model):
    """What the register's team decided about an objection, and why; or that the learner took it back."""

    class Outcome(models.TextChoices):
        UPHELD = "upheld"
        REFUSED = "refused"
        WITHDRAWN = "withdrawn"

    objection = models.ForeignKey(Objection, on_delete=models.PROTECT, related_name="outcomes")
    outcome = models.CharField(max_length=10, choices=Outcome)
    reason = models.CharField(max_length=400)
    by = models.CharField(max_length=80)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="objection_decided_once", fields=["objection"], condition=Q(outcome__in=["upheld", "refused"])
            ),
            models.UniqueConstraint(
                name="objection_withdrawn_once", fields=["objection"], condition=Q(outcome="withdrawn")
            ),
            models.CheckConstraint(
                name="objection_outcome_is_known",
                condition=Q(outcome__in=["upheld", "refused", "withdrawn"]) & ~Q(reason=""),
            ),
        ]


class TwoPeopleReport(models.Model):
    """Somebody says that one number stands for two people; a reviewer looks into it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    learner = models.ForeignKey(Learner, on_delete=models.PROTECT, related_name="+")
    said = models.CharField(max_length=400)
    reported_by = models.CharField(max_length=80)
    organisation = models.ForeignKey(Organisation, null=True, on_delete=models.PROTECT, related_name="+")
    reported_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)
    settled_by = models.CharField(max_length=80, blank=True)
    settled_why = models.CharField(max_length=400, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="one_open_report_a_number", fields=["learner", "organisation"],
                condition=Q(settled_at=None), nulls_distinct=False,
            ),
            models.CheckConstraint(
                name="two_people_settled_with_reason",
                condition=Q(settled_at=None, settled_by="", settled_why="")
                | (Q(settled_at__isnull=False) & ~Q(settled_by="") & ~Q(settled_why="")),
            ),
        ]  # fmt: skip


class NumberChangeSeen(models.Model):
    """An organisation (or a sector of it) has taken over that one of its numbers was linked, or that a link was
    undone (`undone`)."""

    link = models.ForeignKey(Link, on_delete=models.PROTECT, related_name="+")
    undone = models.BooleanField(default=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    sector = models.ForeignKey(Sector, null=True, on_delete=models.PROTECT, related_name="+")
    seen_by = models.CharField(max_length=80)
    seen_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="number_change_seen_once",
                fields=["organisation", "sector", "link", "undone"],
                nulls_distinct=False,
            ),
        ]
