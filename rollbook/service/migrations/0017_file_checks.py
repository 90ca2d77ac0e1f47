"""Files that are checked, and what was found in them, kept sealed for a week."""

import django.db.models.deletion
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('service', '0016_questions'),
    ]

    operations = [
        migrations.CreateModel(
            name='FileCheck',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ('file_name', models.CharField(max_length=200)),
                ('size', models.BigIntegerField()),
                ('purpose', models.CharField(max_length=40)),
                ('asked_by', models.CharField(max_length=80)),
                ('caller', models.JSONField(default=dict)),
                ('asked_at', models.DateTimeField()),
                ('state', models.CharField(choices=[('waiting', 'Waiting'), ('working', 'Working'), ('done', 'Done'), ('failed', 'Failed')], default='waiting', max_length=10)),
                ('stage', models.CharField(blank=True, max_length=10)),
                ('records', models.IntegerField(default=0)),
                ('tries', models.SmallIntegerField(default=0)),
                ('standard', models.CharField(blank=True, max_length=20)),
                ('version', models.CharField(blank=True, max_length=20)),
                ('shape', models.CharField(blank=True, max_length=20)),
                ('counts', models.JSONField(default=dict)),
                ('about', models.BinaryField(null=True)),
                ('finished_at', models.DateTimeField(null=True)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='checks', to='service.organisation')),
            ],
        ),
        migrations.CreateModel(
            name='CheckPiece',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('file', 'File'), ('findings', 'Findings'), ('violations', 'Violations')], max_length=10)),
                ('number', models.IntegerField()),
                ('sealed', models.BinaryField()),
                ('check_of', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='pieces', to='service.filecheck')),
            ],
        ),
        migrations.AddIndex(
            model_name='filecheck',
            index=models.Index(fields=['asked_at'], name='check_by_age'),
        ),
        migrations.AddConstraint(
            model_name='filecheck',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('finished_at', None), ('state__in', ['waiting', 'working'])), models.Q(('about__isnull', False), ('finished_at__isnull', False), ('state__in', ['done', 'failed'])), _connector='OR'), name='check_over_with_time'),
        ),
        migrations.AddConstraint(
            model_name='checkpiece',
            constraint=models.UniqueConstraint(fields=('check_of', 'kind', 'number'), name='check_piece_once'),
        ),
    ]
