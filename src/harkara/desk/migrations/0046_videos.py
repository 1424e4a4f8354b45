from importlib import import_module

from django.db import migrations, models

BeforeBody = import_module("harkara.desk.migrations.0032_captions").AddBeforeBody


class Migration(migrations.Migration):
    """Videos: the address of one that stands elsewhere."""

    dependencies = [("desk", "0045_photo_stories")]

    operations = [
        BeforeBody(
            model_name="story",
            name="video",
            field=models.CharField(
                blank=True,
                help_text="On YouTube, Facebook or Vimeo, copied from there. Readers' browsers ask for it when they click.",
                max_length=300,
                verbose_name="address of the video",
            ),
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
                    ("photo", "photo story"),
                    ("video", "video"),
                    ("obituary", "obituary"),
                ],
                default="news",
                max_length=10,
                verbose_name="kind",
            ),
        ),
    ]
