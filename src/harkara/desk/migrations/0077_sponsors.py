from importlib import import_module

import harkara.desk.models.fields
from django.db import migrations, models

BeforeBody = import_module("harkara.desk.migrations.0032_captions").AddBeforeBody

OTHERS = [('full', 'full text'), ('excerpt', 'excerpt'), ('nothing', 'nothing')]


class Migration(migrations.Migration):

    dependencies = [
        ('desk', '0075_live_coverage'),
    ]

    operations = [
        migrations.AddField(
            model_name='wiresource',
            name='syndication',
            field=models.CharField(choices=OTHERS, default='full', help_text='What feeds and data of the paper hold of stories made of its items; each story may say otherwise.', max_length=10, verbose_name='others may take'),
        ),
        BeforeBody(
            model_name='story',
            name='sponsor',
            field=harkara.desk.models.fields.Words(blank=True, help_text='Of a sponsored story: readers are told so wherever it stands, and it never stands among the most read.', max_length=120, verbose_name='paid for by'),
        ),
    ]
