"""What is told to others: changes to learners they hold, and answers already given to a repeated request."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models

from rollbook.service.models.organisations import Organisation


class Change(models.Model):
    """Something happened to a number: linked, unlinked, corrected, deleted. Names the fields, not their values.

    `transaction` orders the feed: a reader is shown only what no running transaction can still precede.
    """

    kind = models.CharField(max_length=10)
    uln = models.BigIntegerField(db_index=True)
    survivor = models.BigIntegerField(null=True)
    fields = ArrayField(models.CharField(max_length=40), default=list)
    at = models.DateTimeField()
    transaction = models.BigIntegerField()

    class Meta:
        indexes = [models.Index(name="change_order", fields=["transaction", "id"])]


class IdempotencyKey(models.Model):
    """A caller's key for one request, with the answer it got, so that a repeat gets the same."""

    caller = models.CharField(max_length=80)
    key = models.CharField(max_length=200)
    request_digest = models.BinaryField()
    status = models.SmallIntegerField()
    answer = models.BinaryField()
    at = models.DateTimeField()
    organisation = models.ForeignKey(Organisation, null=True, on_delete=models.PROTECT)

    class Meta:
        constraints = [models.UniqueConstraint(name="one_answer_a_key", fields=["caller", "key"])]
