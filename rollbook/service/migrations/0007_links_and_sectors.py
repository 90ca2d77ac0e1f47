"""Links without circles under concurrency, removed records that are empty, one enrolment for each sector and start."""

from django.db import migrations, models

from rollbook.service.sql import sql


class Migration(migrations.Migration):
    dependencies = [("service", "0006_sweep")]
    operations = [
        migrations.RunSQL(sql("schema/links"), migrations.RunSQL.noop),
        migrations.RemoveConstraint(model_name="enrolment", name="one_enrolment_for_each_start"),
        migrations.AddConstraint(
            model_name="enrolment",
            constraint=models.UniqueConstraint(
                fields=["learner", "organisation", "sector", "start"],
                name="one_enrolment_for_each_start",
                nulls_distinct=False,
            ),
        ),
    ]
