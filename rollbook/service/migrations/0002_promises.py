"""What the tables promise beyond columns: check digits, rows that stay, no circles, the log's months, rights."""

from django.conf import settings
from django.db import migrations

from rollbook.service.sql import sql


class Migration(migrations.Migration):
    dependencies = [
        ("service", "0001_tables"),
        ("oauth2_provider", "0022_refreshtoken_token_family_index"),
        ("procrastinate", "0041_post_retry_failed_job"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.RunSQL(sql(f"schema/{name}"), migrations.RunSQL.noop)
        for name in ("numbers", "learners", "log", "limits", "rights")
    ]
