"""What signing in needs: one-time links, wrong guesses counted, kept answers, preferences."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from rollbook.service.sql import sql


class Migration(migrations.Migration):
    dependencies = [("service", "0009_names_and_upn")]
    operations = [
        migrations.CreateModel(
            name="KeptAnswers",
            fields=[
                ("user", models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, serialize=False, to=settings.AUTH_USER_MODEL)),
                ("answers", models.BinaryField()),
                ("expires_at", models.DateTimeField(db_index=True)),
            ],
        ),
        migrations.CreateModel(
            name="Preferences",
            fields=[
                ("user", models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, serialize=False, to=settings.AUTH_USER_MODEL)),
                ("shortcuts", models.BooleanField(default=True)),
                ("language", models.CharField(default="en-gb", max_length=10)),
            ],
        ),
        migrations.CreateModel(
            name="WrongGuess",
            fields=[
                ("key", models.BinaryField(max_length=32, primary_key=True, serialize=False)),
                ("times", models.IntegerField()),
                ("since", models.DateTimeField()),
                ("locked_until", models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="OneTimeLink",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("kind", models.CharField(choices=[("invitation", "Invitation"), ("reset", "Reset")], max_length=10)),
                ("token_hash", models.BinaryField(max_length=32, unique=True)),
                ("made_by", models.CharField(max_length=80)),
                ("made_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
                ("used_at", models.DateTimeField(null=True)),
                ("replaced_at", models.DateTimeField(null=True)),
                ("told_at", models.DateTimeField(null=True)),
                ("user", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="links", to=settings.AUTH_USER_MODEL)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("kind__in", ["invitation", "reset"])), name="one_time_link_kind_is_known"),
                    models.CheckConstraint(condition=models.Q(("expires_at__gt", models.F("made_at"))), name="one_time_link_expires"),
                    models.CheckConstraint(condition=models.Q(("used_at", None), ("used_at__lte", models.F("expires_at")), _connector="OR"), name="one_time_link_used_in_time"),
                    models.CheckConstraint(condition=models.Q(("used_at", None), ("replaced_at", None), _connector="OR"), name="one_time_link_used_or_replaced"),
                    models.UniqueConstraint(condition=models.Q(("replaced_at", None), ("used_at", None)), fields=("user",), name="one_open_link_a_user"),
                ],
            },
        ),
        migrations.RunSQL(sql("schema/one_time_links"), migrations.RunSQL.noop),
    ]
