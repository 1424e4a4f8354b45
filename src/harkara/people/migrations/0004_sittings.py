from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0003_knock'),
    ]

    operations = [
        migrations.CreateModel(
            name='Sitting',
            fields=[
                ('session_key', models.CharField(max_length=40, primary_key=True, serialize=False, verbose_name='session key')),
                ('session_data', models.TextField(verbose_name='session data')),
                ('expire_date', models.DateTimeField(db_index=True, verbose_name='expire date')),
                ('person', models.BigIntegerField(db_index=True, null=True)),
                ('since', models.DateTimeField()),
                ('used', models.DateTimeField()),
                ('browser', models.CharField(blank=True, max_length=60)),
            ],
            options={
                'verbose_name': 'session',
                'verbose_name_plural': 'sessions',
                'abstract': False,
            },
        ),
    ]
