"""What is said for a learner: objections."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("service", "0011_governance")]
    operations = []
