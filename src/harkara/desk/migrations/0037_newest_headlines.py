from django.db import migrations, models


class Migration(migrations.Migration):
    """The newest headlines beside each other: the list of stories looks through fifty thousand of them."""

    dependencies = [("desk", "0036_correction_places")]

    operations = [
        migrations.AddIndex(
            model_name="story",
            index=models.Index(fields=["-id", "headline", "section"], name="desk_newest_headlines"),
        )
    ]
