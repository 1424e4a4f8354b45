"""How often what is sold was seen and clicked."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('readings', '0002_headlines'),
    ]

    operations = [
        migrations.CreateModel(
            name='AdRow',
            fields=[
                ('pk', models.CompositePrimaryKey('ad', 'hour', blank=True, editable=False, primary_key=True, serialize=False)),
                ('ad', models.BigIntegerField()),
                ('hour', models.BigIntegerField()),
                ('vs', models.BigIntegerField(default=0)),
                ('vp', models.BigIntegerField(default=0)),
            ],
            options={
                'db_table': 'readings_ad',
            },
        ),
    ]
