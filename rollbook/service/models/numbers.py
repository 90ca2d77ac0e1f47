"""Numbers: the ranges they are drawn from, and every one that was ever used."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q


class NumberRange(models.Model):
    """A range of ULNs that one authority, or a demonstration, may draw from."""

    name = models.CharField(max_length=40, primary_key=True)
    first = models.BigIntegerField()
    last = models.BigIntegerField()
    is_open = models.BooleanField(default=True)
    closed_because = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="range_holds_ulns",
                condition=Q(first__gte=1_000_000_000, last__lte=9_999_999_998, first__lte=F("last")),
            ),
        ]


class IssuedNumber(models.Model):
    """A ULN that has been used, for ever: given here, or brought by a load. Rows are only ever added."""

    class Source(models.TextChoices):
        ISSUED = "issued"
        LOADED = "loaded"
        RESERVED = "reserved"

    uln = models.BigIntegerField(primary_key=True)
    source = models.CharField(max_length=10, choices=Source)
    at = models.DateTimeField()
