"""Alerts about searches, what they stopped, and the learners who are told."""

import uuid

import django.db.models.deletion
from django.db import migrations, models

from rollbook.service.sql import sql


class Migration(migrations.Migration):
    dependencies = [("service", "0014_clerical_samples")]
    operations = [
        migrations.CreateModel(
            name="Alert",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("credential", models.CharField(blank=True, max_length=80)),
                ("credential_name", models.CharField(blank=True, max_length=100)),
                (
                    "effect",
                    models.CharField(choices=[("tell", "Tell"), ("slow", "Slow"), ("stop", "Stop")], max_length=4),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "Open"), ("kept", "Kept"), ("lifted", "Lifted"), ("suspended", "Suspended")],
                        default="open",
                        max_length=9,
                    ),
                ),
                ("because", models.CharField(max_length=400)),
                ("seen", models.JSONField(default=list)),
                ("story", models.JSONField(default=list)),
                ("searches", models.IntegerField(default=0)),
                ("unsettled", models.IntegerField(default=0)),
                ("searched_from", models.DateTimeField()),
                ("opened_at", models.DateTimeField()),
                ("changed_at", models.DateTimeField()),
                ("answer", models.CharField(blank=True, max_length=2000)),
                ("answered_at", models.DateTimeField(null=True)),
                ("answered_by", models.CharField(blank=True, max_length=80)),
                ("decided_at", models.DateTimeField(null=True)),
                ("decided_by", models.CharField(blank=True, max_length=80)),
                ("decision", models.CharField(blank=True, max_length=400)),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="alerts", to="service.organisation"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="LearnerTold",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("searches", models.IntegerField()),
                ("first_at", models.DateTimeField()),
                ("last_at", models.DateTimeField()),
                ("told_at", models.DateTimeField()),
                (
                    "alert",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="told", to="service.alert"
                    ),
                ),
                (
                    "learner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="told", to="service.learner"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="WatchProfile",
            fields=[
                (
                    "organisation",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        serialize=False,
                        to="service.organisation",
                    ),
                ),
                ("learners", models.IntegerField()),
                ("areas", models.JSONField()),
                ("born", models.JSONField()),
                ("busiest_day", models.IntegerField(default=0)),
                ("counted_at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("busiest_day__gte", 0), ("learners__gte", 0)),
                        name="profile_counts_are_not_negative",
                    )
                ],
            },
        ),
        migrations.AddIndex(
            model_name="alert",
            index=models.Index(
                condition=models.Q(("state__in", ["open", "kept"])),
                fields=["organisation", "credential"],
                name="alert_standing",
            ),
        ),
        migrations.AddIndex(
            model_name="alert",
            index=models.Index(fields=["organisation", "-changed_at"], name="alert_latest"),
        ),
        migrations.AddConstraint(
            model_name="alert",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ["open", "kept"])),
                fields=("organisation", "credential"),
                name="one_standing_alert_a_credential",
            ),
        ),
        migrations.AddConstraint(
            model_name="alert",
            constraint=models.CheckConstraint(
                condition=models.Q(("effect__in", ["tell", "slow", "stop"])), name="alert_effect_is_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="alert",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["open", "kept", "lifted", "suspended"])), name="alert_state_is_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="alert",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("decided_at", None), ("state", "open")),
                    models.Q(
                        models.Q(("state", "open"), _negated=True),
                        ("decided_at__isnull", False),
                        models.Q(("decided_by", ""), _negated=True),
                        models.Q(("decision", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="alert_decided_by_somebody_with_a_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="alert",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("answer", ""), ("answered_at", None), ("answered_by", "")),
                    models.Q(
                        models.Q(("answer", ""), _negated=True),
                        ("answered_at__isnull", False),
                        models.Q(("answered_by", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="alert_answered_by_somebody",
            ),
        ),
        migrations.AddConstraint(
            model_name="alert",
            constraint=models.CheckConstraint(
                condition=models.Q(("changed_at__gte", models.F("opened_at"))), name="alert_changes_after_it_opened"
            ),
        ),
        migrations.AddConstraint(
            model_name="learnertold",
            constraint=models.UniqueConstraint(fields=("alert", "learner"), name="learner_told_once_an_alert"),
        ),
        migrations.AddConstraint(
            model_name="learnertold",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("last_at__gte", models.F("first_at")), ("searches__gte", 1), ("told_at__gte", models.F("last_at"))
                ),
                name="told_of_searches_in_order",
            ),
        ),
        migrations.RunSQL(sql("schema/watch"), migrations.RunSQL.noop),
    ]
