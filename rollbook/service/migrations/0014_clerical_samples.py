"""Samples of pairs for clerical review, what people said of them, and changes of the threshold."""

import uuid

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import F, Q

from rollbook.service.sql import sql

PROTECT, CASCADE = django.db.models.deletion.PROTECT, django.db.models.deletion.CASCADE


def number():
    return models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")


KINDS = ["exact", "chosen", "linked", "passed_over", "suspected", "below"]


class Migration(migrations.Migration):
    dependencies = [("service", "0013_waiting_uploads")]
    operations = [
        migrations.CreateModel(
            name="Sample",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("seed", models.BigIntegerField()),
                ("size", models.IntegerField()),
                ("asked_at", models.DateTimeField()),
                ("asked_by", models.CharField(max_length=80)),
                ("drawn_at", models.DateTimeField(null=True)),
                ("possible", models.FloatField(null=True)),
                ("learners", models.BigIntegerField(null=True)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(name="sample_has_a_size", condition=Q(size__gte=1)),
                    models.CheckConstraint(
                        name="sample_drawn_whole",
                        condition=Q(drawn_at=None, possible=None, learners=None)
                        | Q(drawn_at__isnull=False, possible__isnull=False, learners__isnull=False),
                    ),
                    models.UniqueConstraint(
                        name="one_sample_drawn_at_a_time",
                        fields=["drawn_at"],
                        condition=Q(drawn_at=None),
                        nulls_distinct=False,
                    ),
                ]
            },
        ),
        migrations.CreateModel(
            name="SampleStratum",
            fields=[
                ("id", number()),
                (
                    "kind",
                    models.CharField(choices=[(each, each.replace("_", " ").title()) for each in KINDS], max_length=12),
                ),
                ("low", models.FloatField(null=True)),
                ("high", models.FloatField(null=True)),
                ("population", models.FloatField()),
                ("population_error", models.FloatField(default=0)),
                ("sample", models.ForeignKey(on_delete=CASCADE, related_name="strata", to="service.sample")),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        name="one_stratum_of_a_kind_and_band", fields=["sample", "kind", "low"], nulls_distinct=False
                    ),
                    models.CheckConstraint(
                        name="stratum_counts_forward", condition=Q(population__gte=0, population_error__gte=0)
                    ),
                    models.CheckConstraint(name="stratum_kind_is_known", condition=Q(kind__in=KINDS)),
                ]
            },
        ),
        migrations.CreateModel(
            name="SampledPair",
            fields=[
                ("id", number()),
                ("place", models.IntegerField()),
                ("weight", models.FloatField()),
                ("turned", models.BooleanField(default=False)),
                ("twice", models.BooleanField(default=False)),
                ("not_by", models.CharField(blank=True, max_length=80)),
                ("first", models.ForeignKey(on_delete=PROTECT, related_name="+", to="service.learner")),
                ("second", models.ForeignKey(null=True, on_delete=PROTECT, related_name="+", to="service.learner")),
                (
                    "row",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="service.batchrow",
                    ),
                ),
                ("stratum", models.ForeignKey(on_delete=CASCADE, related_name="pairs", to="service.samplestratum")),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(name="one_pair_at_a_place", fields=["stratum", "place"]),
                    models.CheckConstraint(
                        name="pair_is_of_two", condition=(Q(second=None) | Q(row=None)) & ~Q(second=F("first"))
                    ),
                ]
            },
        ),
        migrations.CreateModel(
            name="Judgement",
            fields=[
                ("id", number()),
                ("reviewer", models.CharField(max_length=80)),
                ("verdict", models.CharField(max_length=12)),
                ("at", models.DateTimeField()),
                ("pair", models.ForeignKey(on_delete=CASCADE, related_name="judgements", to="service.sampledpair")),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(name="one_judgement_a_reviewer", fields=["pair", "reviewer"]),
                    models.CheckConstraint(
                        name="verdict_is_known", condition=Q(verdict__in=["same", "different", "cannot_tell"])
                    ),
                ]
            },
        ),
        migrations.CreateModel(
            name="ThresholdChange",
            fields=[
                ("id", number()),
                ("possible", models.FloatField(null=True)),
                ("before", models.FloatField()),
                ("reason", models.CharField(max_length=400)),
                ("changed_by", models.CharField(max_length=80)),
                ("changed_at", models.DateTimeField()),
                (
                    "undoes",
                    models.OneToOneField(
                        null=True, on_delete=PROTECT, related_name="undone_by", to="service.thresholdchange"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(name="threshold_has_a_reason", condition=~Q(reason="")),
                    models.CheckConstraint(
                        name="threshold_is_a_weight",
                        condition=Q(possible=None) | Q(possible__gte=-20, possible__lte=10),
                    ),
                ]
            },
        ),
        migrations.RunSQL(sql("schema/samples"), migrations.RunSQL.noop),
    ]
