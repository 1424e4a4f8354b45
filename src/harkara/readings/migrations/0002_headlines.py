"""How often stories were opened by each headline of a test."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('readings', '0001_sums'),
    ]

    operations = [
        migrations.CreateModel(
            name='HeadlineRow',
            fields=[
                ('pk', models.CompositePrimaryKey('story', 'turn', 'place', blank=True, editable=False, primary_key=True, serialize=False)),
                ('story', models.BigIntegerField()),
                ('turn', models.SmallIntegerField()),
                ('place', models.SmallIntegerField()),
                ('opened', models.IntegerField()),
                ('hour', models.BigIntegerField(db_index=True)),
            ],
            options={
                'db_table': 'readings_headline',
            },
        ),
    ]
