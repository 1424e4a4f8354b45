from importlib import import_module

from django.db import migrations, models

import harkara.desk.models.fields

BeforeBody = import_module("harkara.desk.migrations.0032_captions").AddBeforeBody


class Migration(migrations.Migration):
    """Explainers and obituaries. The years are added without a look at the table; it is made anew once, for the name."""

    dependencies = [("desk", "0043_documents")]

    operations = [
        migrations.AddField(
            model_name="story",
            name="born",
            field=models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="year of birth"),
        ),
        migrations.AddField(
            model_name="story",
            name="died",
            field=models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="year of death"),
        ),
        BeforeBody(
            model_name="story",
            name="remembered",
            field=harkara.desk.models.fields.Words(blank=True, max_length=120, verbose_name="who died"),
        ),
        migrations.AlterField(
            model_name="story",
            name="kind",
            field=models.CharField(
                choices=[
                    ("news", "news"),
                    ("analysis", "analysis"),
                    ("opinion", "opinion"),
                    ("explainer", "explainer"),
                    ("obituary", "obituary"),
                ],
                default="news",
                max_length=10,
                verbose_name="kind",
            ),
        ),
    ]
