"""The access log: every read and write, with its purpose. Rows are only ever added; a sealer chains them."""

from __future__ import annotations

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models


class AccessLog(models.Model):
    """One thing that somebody did. Partitioned by month; made in SQL, so unmanaged here.

    `digest` is a keyed hash of the details searched for: it proves a search without saying whom it was for.
    `transaction` is the transaction that wrote the row; the sealer orders by it.
    """

    id = models.BigAutoField(primary_key=True)
    at = models.DateTimeField()
    transaction = models.BigIntegerField()
    reference = models.UUIDField(default=uuid.uuid4)
    actor = models.CharField(max_length=80)
    role = models.CharField(max_length=20)
    organisation_id = models.UUIDField(null=True)
    channel = models.CharField(max_length=10)
    purpose = models.CharField(max_length=40)
    action = models.CharField(max_length=40)
    outcome = models.CharField(max_length=20)
    ulns = ArrayField(models.BigIntegerField(), default=list)
    digest = models.BinaryField(null=True)
    details = models.JSONField(default=dict)

    class Meta:
        managed = False
        db_table = "access_log"


class LogEpoch(models.Model):
    """A stretch of the log within one life of the database; a restore begins a new one."""

    number = models.IntegerField(primary_key=True)
    first_id = models.BigIntegerField()
    began_at = models.DateTimeField()
    because = models.CharField(max_length=200)


class LogSeal(models.Model):
    """A link of the chain: covers the rows of a range of transactions, carries the hash before it, and is signed.

    `marks` holds 16 bytes for each row, its id and the start of its hash: they say which row was touched.
    """

    number = models.BigIntegerField(primary_key=True)
    epoch = models.ForeignKey(LogEpoch, on_delete=models.PROTECT)
    transaction_from = models.BigIntegerField()
    transaction_to = models.BigIntegerField()
    rows = models.IntegerField()
    first_at = models.DateTimeField(null=True)
    last_at = models.DateTimeField(null=True)
    previous = models.BinaryField()
    hash = models.BinaryField()
    marks = models.BinaryField(default=b"")
    signature = models.BinaryField()
    sealed_at = models.DateTimeField()
