"""How far each sweep for duplicates has come."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("service", "0005_client_status")]
    operations = [
        migrations.CreateModel(
            name="Sweep",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("began_at", models.DateTimeField()),
                ("changed_since", models.DateTimeField(null=True)),
                ("after", models.BigIntegerField(default=0)),
                ("compared", models.IntegerField(default=0)),
                ("opened", models.IntegerField(default=0)),
                ("finished_at", models.DateTimeField(null=True)),
            ],
        ),
    ]
