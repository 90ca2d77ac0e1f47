"""Who still needs access and why: applications, checks, certifications, emergencies."""

import datetime
import uuid

import django.db.models.deletion
import django.db.models.expressions
from django.conf import settings
from django.db import migrations, models

from rollbook.service.sql import sql


class Migration(migrations.Migration):
    dependencies = [("service", "0010_signing_in")]
    operations = [
        migrations.CreateModel(
            name="CertificationRound",
            fields=[
                ("name", models.CharField(max_length=20, primary_key=True, serialize=False)),
                ("opened_at", models.DateTimeField()),
                ("due_on", models.DateField()),
                ("enforced_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="ClientUse",
            fields=[
                (
                    "client",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="use",
                        serialize=False,
                        to=settings.OAUTH2_PROVIDER_APPLICATION_MODEL,
                    ),
                ),
                ("last_used_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="OrganisationIdentity",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=200)),
                ("company_number", models.CharField(blank=True, max_length=20)),
                ("register_status", models.CharField(blank=True, max_length=100)),
                ("reason", models.CharField(blank=True, max_length=400)),
                ("said_by", models.CharField(max_length=80)),
                ("at", models.DateTimeField()),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="identities",
                        to="service.organisation",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="AccessChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[("suspended", "Suspended"), ("restored", "Restored"), ("moved", "Moved")],
                        max_length=10,
                    ),
                ),
                (
                    "cause",
                    models.CharField(
                        choices=[
                            ("decided", "Decided"),
                            ("dormant", "Dormant"),
                            ("not_certified", "Not Certified"),
                            ("not_needed", "Not Needed"),
                            ("emergency", "Emergency"),
                        ],
                        max_length=15,
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=400)),
                ("by", models.CharField(max_length=80)),
                ("at", models.DateTimeField()),
                (
                    "client",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="access_changes",
                        to=settings.OAUTH2_PROVIDER_APPLICATION_MODEL,
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="access_changes",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["user", "at"], name="access_change_user"),
                    models.Index(fields=["client", "at"], name="access_change_client"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("client", None), ("user__isnull", False)),
                            models.Q(("client__isnull", False), ("user", None)),
                            _connector="OR",
                        ),
                        name="access_change_is_of_one",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("kind__in", ["suspended", "restored", "moved"]),
                            ("cause__in", ["decided", "dormant", "not_certified", "not_needed", "emergency"]),
                        ),
                        name="access_change_is_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Certification",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("decision", models.CharField(choices=[("needed", "Needed"), ("ended", "Ended")], max_length=10)),
                ("needed_for", models.CharField(max_length=400)),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "client",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="certifications",
                        to=settings.OAUTH2_PROVIDER_APPLICATION_MODEL,
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="certifications",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="certifications",
                        to="service.certificationround",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("round", "user"), name="user_certified_once_a_round"),
                    models.UniqueConstraint(fields=("round", "client"), name="client_certified_once_a_round"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("client", None), ("user__isnull", False)),
                            models.Q(("client__isnull", False), ("user", None)),
                            _connector="OR",
                        ),
                        name="certification_is_of_one",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("decision__in", ["needed", "ended"]), models.Q(("needed_for", ""), _negated=True)
                        ),
                        name="certification_says_why",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Emergency",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("kind", models.CharField(max_length=20)),
                ("reason", models.CharField(max_length=400)),
                ("opened_at", models.DateTimeField()),
                ("until", models.DateTimeField()),
                ("closed_at", models.DateTimeField(null=True)),
                ("judge_by", models.DateTimeField()),
                (
                    "verdict",
                    models.CharField(
                        blank=True, choices=[("accepted", "Accepted"), ("not_accepted", "Not Accepted")], max_length=12
                    ),
                ),
                ("consequence", models.CharField(blank=True, max_length=20)),
                ("judgement", models.CharField(blank=True, max_length=400)),
                ("judged_at", models.DateTimeField(null=True)),
                (
                    "judged_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "learner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="emergencies", to="service.learner"
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="emergencies",
                        to="service.organisation",
                    ),
                ),
                (
                    "sector",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="service.sector"
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="emergencies",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["user", "opened_at"], name="emergency_of_user")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("reason", ""), _negated=True), models.Q(("kind", ""), _negated=True)
                        ),
                        name="emergency_has_a_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("until__gt", models.F("opened_at")),
                            (
                                "until__lte",
                                django.db.models.expressions.CombinedExpression(
                                    models.F("opened_at"), "+", models.Value(datetime.timedelta(seconds=3600))
                                ),
                            ),
                        ),
                        name="emergency_is_short",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("consequence", ""),
                                ("judged_at", None),
                                ("judged_by", None),
                                ("judgement", ""),
                                ("verdict", ""),
                            ),
                            models.Q(
                                ("judged_at__isnull", False),
                                ("judged_by__isnull", False),
                                models.Q(("judgement", ""), _negated=True),
                                models.Q(
                                    models.Q(("consequence", ""), ("verdict", "accepted")),
                                    models.Q(("verdict", "not_accepted"), models.Q(("consequence", ""), _negated=True)),
                                    _connector="OR",
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="emergency_judged_whole",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("judged_by", None),
                            models.Q(("judged_by", models.F("user")), _negated=True),
                            _connector="OR",
                        ),
                        name="emergency_judged_by_another",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="OrganisationApplication",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("name", models.CharField(max_length=200)),
                ("company_number", models.CharField(blank=True, max_length=20)),
                ("contact_name", models.CharField(max_length=100)),
                ("contact_email", models.EmailField(max_length=254)),
                ("contact_job", models.CharField(max_length=100)),
                ("signatory", models.CharField(max_length=200)),
                ("teaches", models.CharField(max_length=1000)),
                ("is_taken", models.BooleanField(default=True)),
                ("applied_at", models.DateTimeField()),
                ("seen_at", models.DateTimeField(null=True)),
                ("seen_by", models.CharField(blank=True, max_length=80)),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="applications",
                        to="service.organisation",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("is_taken", True)),
                        fields=("organisation",),
                        name="one_application_makes_an_organisation",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("seen_at", None), ("seen_by", "")),
                            models.Q(("seen_at__isnull", False), models.Q(("seen_by", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="application_seen_by_somebody",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="OrganisationCheck",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("check_code", models.CharField(max_length=30)),
                ("seen", models.CharField(max_length=1000)),
                ("passed", models.BooleanField()),
                ("by", models.CharField(max_length=80)),
                ("at", models.DateTimeField()),
                (
                    "identity",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="checks",
                        to="service.organisationidentity",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("seen", ""), _negated=True), name="check_says_what_was_seen"
                    )
                ],
            },
        ),
        migrations.RunSQL(sql("schema/governance"), migrations.RunSQL.noop),
    ]
