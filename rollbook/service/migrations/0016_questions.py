"""Questions to the register's team, with their answers."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("service", "0015_watch")]
    operations = []
