"""Alerts about searches, and what they stopped."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("service", "0014_clerical_samples")]
    operations = []
