import django.db.models.deletion
import harkara.desk.models.fields
from django.conf import settings
from django.db import migrations, models


def by(name='+'):
    return models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name=name, to=settings.AUTH_USER_MODEL)


class Migration(migrations.Migration):

    dependencies = [
        ('desk', '0081_alerts'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Coverage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('began_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(null=True)),
                ('reporters', models.BooleanField(default=True, verbose_name='reporters post at once')),
                ('summary', harkara.desk.models.fields.Prose(blank=True, max_length=1200, verbose_name='what is known so far')),
                ('summary_at', models.DateTimeField(null=True)),
                ('board', models.JSONField(encoder=harkara.desk.models.fields.PlainJSON, null=True, verbose_name='scoreboard')),
                ('entries', models.PositiveIntegerField(default=0)),
                ('version', models.PositiveIntegerField(default=0)),
                ('began_by', by()),
                ('ended_by', by()),
                ('story', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='coverage', to='desk.story')),
            ],
            options={
                'verbose_name': 'live coverage',
                'default_permissions': (),
                'indexes': [models.Index(condition=models.Q(('ended_at', None)), fields=['-began_at'], name='desk_coverage_running')],
            },
        ),
        migrations.CreateModel(
            name='LiveEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('place', models.PositiveIntegerField()),
                ('client', models.CharField(max_length=40)),
                ('written_at', models.DateTimeField()),
                ('headline', harkara.desk.models.fields.Words(blank=True, max_length=120, verbose_name='headline')),
                ('text', harkara.desk.models.fields.Prose(blank=True, verbose_name='text')),
                ('key', models.BooleanField(default=False, verbose_name='key event')),
                ('correction', harkara.desk.models.fields.Prose(blank=True, verbose_name='what was wrong')),
                ('corrected_at', models.DateTimeField(null=True)),
                ('struck_at', models.DateTimeField(null=True)),
                ('changed_at', models.DateTimeField(null=True)),
                ('version', models.PositiveIntegerField(default=0)),
                ('author', by()),
                ('story', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='live_entries', to='desk.story')),
            ],
            options={
                'verbose_name': 'entry of live coverage',
                'ordering': ['story', '-place'],
                'default_permissions': (),
                'indexes': [models.Index(fields=['story', '-version'], name='desk_live_changed')],
                'constraints': [
                    models.UniqueConstraint(fields=('story', 'place'), name='desk_live_place'),
                    models.UniqueConstraint(fields=('story', 'client'), name='desk_live_once'),
                ],
            },
        ),
        migrations.CreateModel(
            name='LiveChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('place', models.PositiveIntegerField(null=True)),
                ('kind', models.CharField(choices=[('posted', 'posted'), ('changed', 'changed'), ('corrected', 'corrected'), ('struck', 'struck'), ('restored', 'brought back'), ('summary', 'what is known so far'), ('board', 'scoreboard')], max_length=9)),
                ('made_at', models.DateTimeField()),
                ('was', models.JSONField(default=dict, encoder=harkara.desk.models.fields.PlainJSON)),
                ('made_by', by()),
                ('story', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='live_changes', to='desk.story')),
            ],
            options={
                'verbose_name': 'change of live coverage',
                'ordering': ['pk'],
                'default_permissions': (),
                'indexes': [models.Index(fields=['story', 'place'], name='desk_live_history')],
            },
        ),
    ]
