"""Sums of readings by minute and hour, standings, lists, and the names of files that were counted."""

from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='EatenRow',
            fields=[
                ('name', models.CharField(max_length=120, primary_key=True, serialize=False)),
                ('at', models.DateTimeField(db_index=True)),
            ],
            options={
                'db_table': 'readings_eaten',
            },
        ),
        migrations.CreateModel(
            name='HourRow',
            fields=[
                ('pk', models.CompositePrimaryKey('hour', 'story', blank=True, editable=False, primary_key=True, serialize=False)),
                ('hour', models.BigIntegerField()),
                ('story', models.BigIntegerField()),
                ('rd', models.IntegerField(default=0)),
                ('ro', models.IntegerField(default=0)),
                ('rs', models.IntegerField(default=0)),
                ('rc', models.IntegerField(default=0)),
                ('rx', models.IntegerField(default=0)),
                ('rl', models.IntegerField(default=0)),
                ('a', models.IntegerField(default=0)),
                ('t', models.BigIntegerField(default=0)),
                ('e0', models.IntegerField(default=0)),
                ('e1', models.IntegerField(default=0)),
                ('e2', models.IntegerField(default=0)),
                ('e3', models.IntegerField(default=0)),
                ('e4', models.IntegerField(default=0)),
                ('s', models.IntegerField(default=0)),
            ],
            options={
                'db_table': 'readings_hour',
            },
        ),
        migrations.CreateModel(
            name='MinuteRow',
            fields=[
                ('pk', models.CompositePrimaryKey('minute', 'story', blank=True, editable=False, primary_key=True, serialize=False)),
                ('minute', models.BigIntegerField()),
                ('story', models.BigIntegerField()),
                ('opened', models.IntegerField()),
            ],
            options={
                'db_table': 'readings_minute',
            },
        ),
        migrations.CreateModel(
            name='OrderRow',
            fields=[
                ('name', models.CharField(max_length=20, primary_key=True, serialize=False)),
                ('stories', models.JSONField()),
                ('at', models.DateTimeField()),
            ],
            options={
                'db_table': 'readings_order',
            },
        ),
        migrations.CreateModel(
            name='StandingRow',
            fields=[
                ('story', models.BigIntegerField(primary_key=True, serialize=False)),
                ('day', models.FloatField(db_index=True, default=0)),
                ('week', models.FloatField(db_index=True, default=0)),
                ('shared', models.FloatField(db_index=True, default=0)),
            ],
            options={
                'db_table': 'readings_standing',
            },
        ),
    ]
