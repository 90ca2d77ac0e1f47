"""Samples of pairs for clerical review, and what people said of them."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("service", "0013_waiting_uploads")]
    operations = []
