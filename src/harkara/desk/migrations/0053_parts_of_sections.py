from importlib import import_module

import django.db.models.deletion
from django.db import migrations, models

BeforeBody = import_module("harkara.desk.migrations.0032_captions").AddBeforeBody


class Migration(migrations.Migration):

    dependencies = [
        ('desk', '0051_comments_of_readers'),
    ]

    operations = [
        migrations.AddField(
            model_name='section',
            name='above',
            field=models.ForeignKey(blank=True, help_text="A sub-section (cricket in sports): its stories stand in the larger section's lists, too.", limit_choices_to={'above': None}, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='below', to='desk.section', to_field='slug', verbose_name='part of'),
        ),
        BeforeBody(
            model_name='story',
            name='no_advertising',
            field=models.BooleanField(default=False, help_text='Of a death, an accident, a disaster: its page keeps no place for advertising.', verbose_name='no advertising beside this story'),
        ),
    ]
