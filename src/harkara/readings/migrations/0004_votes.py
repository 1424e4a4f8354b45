"""Votes of readers in polls."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('readings', '0003_ads'),
    ]

    operations = [
        migrations.CreateModel(
            name='VoteRow',
            fields=[
                ('pk', models.CompositePrimaryKey('story', 'turn', 'place', 'hour', blank=True, editable=False, primary_key=True, serialize=False)),
                ('story', models.BigIntegerField()),
                ('turn', models.SmallIntegerField()),
                ('place', models.SmallIntegerField()),
                ('hour', models.BigIntegerField()),
                ('votes', models.IntegerField()),
            ],
            options={
                'db_table': 'readings_vote',
            },
        ),
    ]
