"""Uploaded files that wait for a decision about their damage, and batches that were stopped."""

import uuid

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("service", "0012_learner_pages")]
    operations = [
        migrations.AddField("batch", "stopped_at", models.DateTimeField(null=True)),
        migrations.AddConstraint(
            "batch",
            models.CheckConstraint(name="batch_stopped_is_done", condition=Q(stopped_at=None) | Q(state="done")),
        ),
        migrations.CreateModel(
            name="WaitingUpload",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("file_name", models.CharField(max_length=200)),
                ("sha256", models.BinaryField()),
                ("size", models.BigIntegerField()),
                ("learners", models.IntegerField()),
                ("purpose", models.CharField(max_length=40)),
                ("uploaded_by", models.CharField(max_length=80)),
                ("uploaded_at", models.DateTimeField()),
                ("diagnosed_on", models.DateField()),
                ("diagnosis", models.BinaryField()),
                (
                    "state",
                    models.CharField(
                        choices=[("waiting", "Waiting"), ("sent", "Sent"), ("discarded", "Discarded")],
                        default="waiting",
                        max_length=10,
                    ),
                ),
                ("settled_at", models.DateTimeField(null=True)),
                (
                    "batch",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="service.batch",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="uploads",
                        to="service.organisation",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(name="upload_by_age", fields=["uploaded_at"])],
                "constraints": [
                    models.UniqueConstraint(name="same_upload_once", fields=["organisation", "sha256"]),
                    models.CheckConstraint(
                        name="upload_settled_with_time",
                        condition=Q(state="waiting", settled_at=None)
                        | Q(state__in=["sent", "discarded"], settled_at__isnull=False),
                    ),
                    models.CheckConstraint(
                        name="upload_sent_has_batch", condition=~Q(state="sent") | Q(batch__isnull=False)
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="UploadPiece",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.IntegerField()),
                ("sealed", models.BinaryField()),
                (
                    "upload",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="pieces",
                        to="service.waitingupload",
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(name="upload_piece_once", fields=["upload", "number"])],
            },
        ),
    ]
