from django.db import migrations, models


class Migration(migrations.Migration):
    """Photo stories: another kind, nothing in the table."""

    dependencies = [("desk", "0044_kinds")]

    operations = [
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
                    ("obituary", "obituary"),
                ],
                default="news",
                max_length=10,
                verbose_name="kind",
            ),
        ),
    ]
