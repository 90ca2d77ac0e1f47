"""Files that are checked, and what was found. Both are personal: they are kept sealed, and for some days only."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from rollbook.service.models.organisations import Organisation


class FileCheck(models.Model):
    """One file: whose, how far its check is, and what came of it. `about` is sealed, the counts are not personal."""

    class State(models.TextChoices):
        WAITING = "waiting"
        WORKING = "working"
        DONE = "done"
        FAILED = "failed"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="checks")
    file_name = models.CharField(max_length=200)
    size = models.BigIntegerField()
    purpose = models.CharField(max_length=40)
    asked_by = models.CharField(max_length=80)
    caller = models.JSONField(default=dict)
    asked_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    stage = models.CharField(max_length=10, blank=True)
    records = models.IntegerField(default=0)
    tries = models.SmallIntegerField(default=0)
    standard = models.CharField(max_length=20, blank=True)
    version = models.CharField(max_length=20, blank=True)
    shape = models.CharField(max_length=20, blank=True)
    counts = models.JSONField(default=dict)
    about = models.BinaryField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="check_over_with_time",
                condition=Q(state__in=["waiting", "working"], finished_at=None)
                | Q(state__in=["done", "failed"], finished_at__isnull=False, about__isnull=False),
            ),
        ]
        indexes = [models.Index(name="check_by_age", fields=["asked_at"])]


class CheckPiece(models.Model):
    """A sealed piece of the file, while its check is not over; or of what was found."""

    class Kind(models.TextChoices):
        FILE = "file"
        FINDINGS = "findings"
        VIOLATIONS = "violations"
        UNNUMBERED = "unnumbered"  # learners without a number, as a batch file

    check_of = models.ForeignKey(FileCheck, on_delete=models.CASCADE, related_name="pieces")
    kind = models.CharField(max_length=10, choices=Kind)
    number = models.IntegerField()
    sealed = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(name="check_piece_once", fields=["check_of", "kind", "number"])]
