"""Names a learner also goes by, and the Unique Pupil Number; a removed record holds neither."""

from django.db import migrations, models

from rollbook.service.sql import sql


class Migration(migrations.Migration):
    dependencies = [("service", "0008_transactions")]
    operations = [
        migrations.AddField("learner", "alternative_names", models.JSONField(default=list)),
        migrations.AddField(
            "learner",
            "unique_pupil_number",
            models.CharField(blank=True, default="", max_length=13),
            preserve_default=False,
        ),
        migrations.RunSQL(sql("schema/removed"), migrations.RunSQL.noop),
    ]
