"""What is said for a learner: objections, numbers that may be two people, changed numbers taken over; lists."""

import uuid

import django.db.models.deletion
from django.db import migrations, models

from rollbook.service.sql import sql


class Migration(migrations.Migration):
    dependencies = [("service", "0011_governance")]
    operations = [
        migrations.CreateModel(
            name="NumberChangeSeen",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("undone", models.BooleanField(default=False)),
                ("seen_by", models.CharField(max_length=80)),
                ("seen_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="Objection",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[("sharing", "Sharing"), ("detail", "Detail"), ("use", "Use")], max_length=10
                    ),
                ),
                ("field", models.CharField(blank=True, max_length=40)),
                ("allows", models.SmallIntegerField(null=True)),
                ("said", models.CharField(max_length=1000)),
                ("wanted", models.CharField(blank=True, max_length=400)),
                ("said_how", models.CharField(max_length=20)),
                ("evidence", models.CharField(blank=True, max_length=400)),
                ("recorded_by", models.CharField(max_length=80)),
                ("at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="ObjectionOutcome",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "outcome",
                    models.CharField(
                        choices=[("upheld", "Upheld"), ("refused", "Refused"), ("withdrawn", "Withdrawn")],
                        max_length=10,
                    ),
                ),
                ("reason", models.CharField(max_length=400)),
                ("by", models.CharField(max_length=80)),
                ("at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="TwoPeopleReport",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("said", models.CharField(max_length=400)),
                ("reported_by", models.CharField(max_length=80)),
                ("reported_at", models.DateTimeField()),
                ("settled_at", models.DateTimeField(null=True)),
                ("settled_by", models.CharField(blank=True, max_length=80)),
                ("settled_why", models.CharField(blank=True, max_length=400)),
            ],
        ),
        migrations.AddIndex(
            model_name="enrolment",
            index=models.Index(fields=["organisation", "start", "id"], name="enrolment_list"),
        ),
        migrations.AddIndex(
            model_name="enrolment",
            index=models.Index(
                condition=models.Q(("mis_identifier", ""), _negated=True),
                fields=["organisation", "mis_identifier"],
                name="enrolment_mis",
            ),
        ),
        migrations.AddField(
            model_name="numberchangeseen",
            name="link",
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="service.link"),
        ),
        migrations.AddField(
            model_name="numberchangeseen",
            name="organisation",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="service.organisation"
            ),
        ),
        migrations.AddField(
            model_name="numberchangeseen",
            name="sector",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="service.sector"
            ),
        ),
        migrations.AddField(
            model_name="objection",
            name="learner",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="objections", to="service.learner"
            ),
        ),
        migrations.AddField(
            model_name="objection",
            name="organisation",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="service.organisation"
            ),
        ),
        migrations.AddField(
            model_name="objectionoutcome",
            name="objection",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="outcomes", to="service.objection"
            ),
        ),
        migrations.AddField(
            model_name="twopeoplereport",
            name="learner",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="service.learner"
            ),
        ),
        migrations.AddField(
            model_name="twopeoplereport",
            name="organisation",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="service.organisation"
            ),
        ),
        migrations.AddConstraint(
            model_name="numberchangeseen",
            constraint=models.UniqueConstraint(
                fields=("organisation", "sector", "link", "undone"),
                name="number_change_seen_once",
                nulls_distinct=False,
            ),
        ),
        migrations.AddConstraint(
            model_name="objection",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("allows__in", [0, 1, 2]),
                        ("allows__isnull", False),
                        ("field", "ability_to_share"),
                        ("kind", "sharing"),
                    ),
                    models.Q(
                        ("allows", None),
                        ("kind", "detail"),
                        models.Q(("field__in", ["", "ability_to_share"]), _negated=True),
                    ),
                    models.Q(("allows", None), ("field", ""), ("kind", "use")),
                    _connector="OR",
                ),
                name="objection_is_to_one_thing",
            ),
        ),
        migrations.AddConstraint(
            model_name="objection",
            constraint=models.CheckConstraint(
                condition=models.Q(models.Q(("said", ""), _negated=True), models.Q(("said_how", ""), _negated=True)),
                name="objection_says_what",
            ),
        ),
        migrations.AddConstraint(
            model_name="objectionoutcome",
            constraint=models.UniqueConstraint(
                condition=models.Q(("outcome__in", ["upheld", "refused"])),
                fields=("objection",),
                name="objection_decided_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="objectionoutcome",
            constraint=models.UniqueConstraint(
                condition=models.Q(("outcome", "withdrawn")), fields=("objection",), name="objection_withdrawn_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="objectionoutcome",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("outcome__in", ["upheld", "refused", "withdrawn"]), models.Q(("reason", ""), _negated=True)
                ),
                name="objection_outcome_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="twopeoplereport",
            constraint=models.UniqueConstraint(
                condition=models.Q(("settled_at", None)),
                fields=("learner", "organisation"),
                name="one_open_report_a_number",
                nulls_distinct=False,
            ),
        ),
        migrations.AddConstraint(
            model_name="twopeoplereport",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("settled_at", None), ("settled_by", ""), ("settled_why", "")),
                    models.Q(
                        ("settled_at__isnull", False),
                        models.Q(("settled_by", ""), _negated=True),
                        models.Q(("settled_why", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="two_people_settled_with_reason",
            ),
        ),
        migrations.RunSQL(sql("schema/objections"), migrations.RunSQL.noop),
        migrations.RunSQL(sql("schema/lists"), migrations.RunSQL.noop),
    ]
