"""Samples of pairs for clerical review: drawn once, judged blind by one or two reviewers, never changed after."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q

from rollbook.service.models.batches import BatchRow
from rollbook.service.models.learners import Learner


class Sample(models.Model):
    """One sample: its seed, and the register's size and threshold when it was drawn (None: a worker is at it)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    seed = models.BigIntegerField()
    size = models.IntegerField()
    asked_at = models.DateTimeField()
    asked_by = models.CharField(max_length=80)
    drawn_at = models.DateTimeField(null=True)
    possible = models.FloatField(null=True)
    learners = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="sample_has_a_size", condition=Q(size__gte=1)),
            models.CheckConstraint(
                name="sample_drawn_whole",
                condition=Q(drawn_at=None, possible=None, learners=None)
                | Q(drawn_at__isnull=False, possible__isnull=False, learners__isnull=False),
            ),
            models.UniqueConstraint(
                name="one_sample_drawn_at_a_time", fields=["drawn_at"], condition=Q(drawn_at=None), nulls_distinct=False
            ),
        ]


class SampleStratum(models.Model):
    """Pairs of one kind and weight: how many the register has (counted, or estimated with an error), how many drawn."""

    class Kind(models.TextChoices):
        EXACT = "exact"  # a batch row that met one learner exactly
        CHOSEN = "chosen"  # a batch row for which somebody chose a candidate
        LINKED = "linked"  # two numbers that a reviewer linked
        PASSED_OVER = "passed_over"  # a candidate passed over for a new number
        SUSPECTED = "suspected"  # two records that share a key and weigh at least the threshold
        BELOW = "below"  # two records that share a key and weigh less

    sample = models.ForeignKey(Sample, on_delete=models.CASCADE, related_name="strata")
    kind = models.CharField(max_length=12, choices=Kind)
    low = models.FloatField(null=True)
    high = models.FloatField(null=True)
    population = models.FloatField()
    population_error = models.FloatField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="one_stratum_of_a_kind_and_band", fields=["sample", "kind", "low"], nulls_distinct=False
            ),
            models.CheckConstraint(
                name="stratum_counts_forward", condition=Q(population__gte=0, population_error__gte=0)
            ),
            models.CheckConstraint(
                name="stratum_kind_is_known",
                condition=Q(kind__in=["exact", "chosen", "linked", "passed_over", "suspected", "below"]),
            ),
        ]


class SampledPair(models.Model):
    """A pair to judge: a record with another record, or with the row of a batch that asked for it.

    `turned`: shown the other way round. `twice`: a second reviewer judges it too. `not_by`: who decided about it once
    and so cannot judge it blind. A row whose batch was removed leaves a pair that nobody can judge any more.
    """

    stratum = models.ForeignKey(SampleStratum, on_delete=models.CASCADE, related_name="pairs")
    place = models.IntegerField()
    first = models.ForeignKey(Learner, on_delete=models.PROTECT, related_name="+")
    second = models.ForeignKey(Learner, null=True, on_delete=models.PROTECT, related_name="+")
    row = models.ForeignKey(BatchRow, null=True, on_delete=models.SET_NULL, related_name="+")
    weight = models.FloatField()
    turned = models.BooleanField(default=False)
    twice = models.BooleanField(default=False)
    not_by = models.CharField(max_length=80, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="one_pair_at_a_place", fields=["stratum", "place"]),
            models.CheckConstraint(
                name="pair_is_of_two", condition=(Q(second=None) | Q(row=None)) & ~Q(second=F("first"))
            ),
        ]


class Judgement(models.Model):
    """What one reviewer says of a pair; who changes her mind changes the row, and the log keeps both."""

    pair = models.ForeignKey(SampledPair, on_delete=models.CASCADE, related_name="judgements")
    reviewer = models.CharField(max_length=80)
    verdict = models.CharField(max_length=12)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="one_judgement_a_reviewer", fields=["pair", "reviewer"]),
            models.CheckConstraint(
                name="verdict_is_known", condition=Q(verdict__in=["same", "different", "cannot_tell"])
            ),
        ]


class ThresholdChange(models.Model):
    """From when a learner was shown as possible from which weight; None stands for the packaged threshold.

    The latest row counts. Rows are only ever added.
    """

    possible = models.FloatField(null=True)
    before = models.FloatField()
    reason = models.CharField(max_length=400)
    changed_by = models.CharField(max_length=80)
    changed_at = models.DateTimeField()
    undoes = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="undone_by")

    class Meta:
        constraints = [
            models.CheckConstraint(name="threshold_has_a_reason", condition=~Q(reason="")),
            # The safe bounds are data and narrower (`register/safe_threshold.toml`); beyond these nothing makes sense.
            models.CheckConstraint(
                name="threshold_is_a_weight", condition=Q(possible=None) | Q(possible__gte=-20, possible__lte=10)
            ),
        ]
