"""Questions to the register's team, with their answers."""

import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models

from rollbook.service.sql import sql


class Migration(migrations.Migration):

    dependencies = [
        ('service', '0015_watch'),
    ]

    operations = [
        migrations.CreateModel(
            name='Question',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='questions', to=settings.AUTH_USER_MODEL)),
                ('organisation', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='questions', to='service.organisation')),
                ('about', models.CharField(blank=True, max_length=60)),
                ('learner', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='service.learner')),
                ('text', models.CharField(max_length=2000)),
                ('asked_at', models.DateTimeField()),
                ('state', models.CharField(choices=[('open', 'Open'), ('answered', 'Answered'), ('closed', 'Closed')], default='open', max_length=10)),
                ('answer', models.CharField(blank=True, max_length=2000)),
                ('answered_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('answered_at', models.DateTimeField(null=True)),
                ('closed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('closed_at', models.DateTimeField(null=True)),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('state', 'open')), fields=['asked_at'], name='question_open'), models.Index(fields=['asked_by', 'asked_at'], name='question_of_user'), models.Index(fields=['organisation', 'asked_at'], name='question_of_organisation')],
                'constraints': [models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='question_says_something'), models.CheckConstraint(condition=models.Q(models.Q(('answer', ''), ('answered_at', None), ('answered_by', None)), models.Q(models.Q(('answer', ''), _negated=True), ('answered_at__gte', models.F('asked_at')), ('answered_by__isnull', False)), _connector='OR'), name='question_answered_whole'), models.CheckConstraint(condition=models.Q(models.Q(('answered_at', None), ('closed_at', None), ('closed_by', None), ('state', 'open')), models.Q(('answered_at__isnull', False), ('closed_at', None), ('closed_by', None), ('state', 'answered')), models.Q(('closed_at__gte', models.F('asked_at')), ('closed_by__isnull', False), ('state', 'closed')), _connector='OR'), name='question_state_is_what_happened'), models.CheckConstraint(condition=models.Q(('answered_by', None), models.Q(('answered_by', models.F('asked_by')), _negated=True), _connector='OR'), name='question_answered_by_another')],
            },
        ),
        migrations.RunSQL(sql("schema/questions"), migrations.RunSQL.noop),
    ]
