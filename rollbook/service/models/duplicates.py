"""Two numbers, one person: suspected pairs, links made and undone, and what an undo left to a reviewer."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q

from rollbook.service.models.learners import Learner
from rollbook.service.models.organisations import Organisation


class DuplicateCase(models.Model):
    """A pair of numbers that may be one person, waiting for a reviewer or settled by one."""

    class State(models.TextChoices):
        OPEN = "open"
        LINKED = "linked"
        KEPT_APART = "kept_apart"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    first = models.ForeignKey(Learner, on_delete=models.PROTECT, related_name="+")
    second = models.ForeignKey(Learner, on_delete=models.PROTECT, related_name="+")
    source = models.CharField(max_length=10)
    weight = models.FloatField(null=True)
    reasons = models.JSONField(default=list)
    said = models.CharField(max_length=400, blank=True)
    reported_by = models.CharField(max_length=80, blank=True)
    organisation = models.ForeignKey(Organisation, null=True, on_delete=models.PROTECT)
    opened_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    settled_at = models.DateTimeField(null=True)
    settled_by = models.CharField(max_length=80, blank=True)
    settled_why = models.CharField(max_length=400, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="one_open_case_a_pair", fields=["first", "second"], condition=Q(state="open")),
            models.CheckConstraint(name="case_pair_in_order", condition=Q(first__lt=F("second"))),
            models.CheckConstraint(
                name="case_source_is_known", condition=Q(source__in=["override", "report", "sweep"])
            ),
            models.CheckConstraint(
                name="case_settled_by_somebody",
                condition=Q(state="open", settled_at=None)
                | (~Q(state="open") & Q(settled_at__isnull=False) & ~Q(settled_by="")),
            ),
        ]


class Link(models.Model):
    """One number was linked to another; undone or not. The rows are the story, the learner's row is the state."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    number = models.ForeignKey(Learner, on_delete=models.PROTECT, related_name="links_made")
    survivor = models.ForeignKey(Learner, on_delete=models.PROTECT, related_name="links_received")
    case = models.ForeignKey(DuplicateCase, null=True, on_delete=models.PROTECT)
    linked_at = models.DateTimeField()
    linked_by = models.CharField(max_length=80)
    reason = models.CharField(max_length=400)
    undone_at = models.DateTimeField(null=True)
    undone_by = models.CharField(max_length=80, blank=True)
    undo_reason = models.CharField(max_length=400, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="one_standing_link", fields=["number"], condition=Q(undone_at=None)),
            models.CheckConstraint(name="link_is_not_to_itself", condition=~Q(number=F("survivor"))),
        ]


class UnclearValue(models.Model):
    """A detail that changed under both numbers while they were linked: a reviewer says whose value it is."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    link = models.ForeignKey(Link, on_delete=models.PROTECT, related_name="unclear")
    field = models.CharField(max_length=40)
    under_number = models.JSONField()
    under_survivor = models.JSONField()
    settled_at = models.DateTimeField(null=True)
    settled_by = models.CharField(max_length=80, blank=True)
    choice = models.CharField(max_length=10, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="one_question_a_field", fields=["link", "field"]),
            models.CheckConstraint(
                name="unclear_settled_with_choice",
                condition=Q(settled_at=None, choice="")
                | Q(settled_at__isnull=False, choice__in=["number", "survivor"]),
            ),
        ]
