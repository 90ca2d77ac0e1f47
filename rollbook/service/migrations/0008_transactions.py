"""Transactions keep one order through a restore."""

from django.db import migrations

from rollbook.service.sql import sql


class Migration(migrations.Migration):
    dependencies = [("service", "0007_links_and_sectors")]
    operations = [migrations.RunSQL(sql("schema/transactions"), migrations.RunSQL.noop)]
