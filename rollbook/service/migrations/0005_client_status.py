"""A client can be suspended, with a reason."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("service", "0004_log_marks")]
    operations = [
        migrations.AddField("client", "is_active", models.BooleanField(default=True)),
        migrations.AddField("client", "status_reason", models.CharField(blank=True, max_length=400)),
    ]
