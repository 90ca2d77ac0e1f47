"""Seals say which row was touched; the application can only add to the log, through its one door."""

from django.db import migrations, models

from rollbook.service.sql import sql


class Migration(migrations.Migration):
    dependencies = [("service", "0003_batch_encoding")]
    operations = [
        migrations.AddField("logseal", "marks", models.BinaryField(default=b"")),
        migrations.RunSQL(sql("schema/log_rights"), migrations.RunSQL.noop),
    ]
