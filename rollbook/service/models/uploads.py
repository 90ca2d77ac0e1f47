"""Uploaded files that wait for a decision about their damage. Their bytes are kept unreadable, for two days at most."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from rollbook.service.models.batches import Batch
from rollbook.service.models.organisations import Organisation


class WaitingUpload(models.Model):
    """One damaged file: whose, for which purpose, what the doctor says of it (sealed), and what was decided."""

    class State(models.TextChoices):
        WAITING = "waiting"
        SENT = "sent"
        DISCARDED = "discarded"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="uploads")
    file_name = models.CharField(max_length=200)
    sha256 = models.BinaryField()
    size = models.BigIntegerField()
    learners = models.IntegerField()
    purpose = models.CharField(max_length=40)
    uploaded_by = models.CharField(max_length=80)
    uploaded_at = models.DateTimeField()
    diagnosed_on = models.DateField()
    diagnosis = models.BinaryField()
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    batch = models.ForeignKey(Batch, null=True, on_delete=models.CASCADE, related_name="+")
    settled_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="same_upload_once", fields=["organisation", "sha256"]),
            models.CheckConstraint(
                name="upload_settled_with_time",
                condition=Q(state="waiting", settled_at=None)
                | Q(state__in=["sent", "discarded"], settled_at__isnull=False),
            ),
            models.CheckConstraint(
                name="upload_sent_has_batch", condition=~Q(state="sent") | Q(batch__isnull=False)
            ),
        ]  # fmt: skip
        indexes = [models.Index(name="upload_by_age", fields=["uploaded_at"])]


class UploadPiece(models.Model):
    """A piece of a waiting file, sealed. A file that has been settled has none."""

    upload = models.ForeignKey(WaitingUpload, on_delete=models.CASCADE, related_name="pieces")
    number = models.IntegerField()
    sealed = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(name="upload_piece_once", fields=["upload", "number"])]
