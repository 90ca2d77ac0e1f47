"""Nightly sweeps for duplicates: how far each has come, so that one that was interrupted goes on."""

from __future__ import annotations

from django.db import models


class Sweep(models.Model):
    """One pass over the learners whose record stands as it does since a moment (None: over all of them).

    `after` is the last number compared.
    """

    began_at = models.DateTimeField()
    changed_since = models.DateTimeField(null=True)
    after = models.BigIntegerField(default=0)
    compared = models.IntegerField(default=0)
    opened = models.IntegerField(default=0)
    finished_at = models.DateTimeField(null=True)
