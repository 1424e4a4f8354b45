from importlib import import_module

from django.db import migrations, models

BeforeBody = import_module("harkara.desk.migrations.0032_captions").AddBeforeBody


class Migration(migrations.Migration):

    dependencies = [
        ('desk', '0051_comments_of_readers'),
    ]

    operations = [
        BeforeBody(
            model_name='story',
            name='no_advertising',
            field=models.BooleanField(default=False, help_text='Of a death, an accident, a disaster: its page keeps no place for advertising.', verbose_name='no advertising beside this story'),
        ),
    ]
