"""Batch files and their rows. A row's result is written in the transaction that did its work."""

from __future__ import annotations

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from rollbook.service.models.organisations import Organisation


class Batch(models.Model):
    """One uploaded file: whose, what state, and how many of its learners had which outcome."""

    class State(models.TextChoices):
        WAITING = "waiting"
        WORKING = "working"
        DONE = "done"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="batches")
    standard = models.CharField(max_length=20)
    version = models.CharField(max_length=20)
    file_name = models.CharField(max_length=200)
    file_values = models.JSONField(default=dict)
    encoding = models.CharField(max_length=10, default="utf-8")
    sha256 = models.BinaryField()
    size = models.BigIntegerField()
    learners = models.IntegerField()
    findings = models.JSONField(default=list)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    purpose = models.CharField(max_length=40)
    sent_by = models.CharField(max_length=80)
    caller = models.JSONField(default=dict)
    sent_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    stopped_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="same_file_once", fields=["organisation", "sha256"]),
            models.CheckConstraint(
                name="batch_done_has_finish", condition=~Q(state="done") | Q(finished_at__isnull=False)
            ),
            models.CheckConstraint(name="batch_stopped_is_done", condition=Q(stopped_at=None) | Q(state="done")),
        ]


class BatchRow(models.Model):
    """One learner of a batch: the columns as sent, and what came of it. An empty code means not yet worked on."""

    batch = models.ForeignKey(Batch, on_delete=models.PROTECT, related_name="rows")
    number = models.IntegerField()
    line = models.IntegerField()
    columns = ArrayField(models.TextField())
    code = models.CharField(max_length=8, blank=True)
    reason = models.CharField(max_length=1000, blank=True)
    uln = models.BigIntegerField(null=True)
    candidates = models.JSONField(default=list)
    findings = models.JSONField(default=list)
    is_exception = models.BooleanField(default=False)
    settled_at = models.DateTimeField(null=True)
    settled_by = models.CharField(max_length=80, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(name="batch_row_once", fields=["batch", "number"])]
        indexes = [
            models.Index(name="batch_row_waiting", fields=["batch", "number"], condition=Q(code="")),
            models.Index(
                name="batch_row_exception", fields=["batch", "number"],
                condition=Q(is_exception=True, settled_at=None),
            ),
        ]  # fmt: skip
