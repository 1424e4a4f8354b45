from django.db import migrations, models


class Migration(migrations.Migration):
    """Pictures by their rights, the newest first: those of which they are still to be said are few among very many."""

    dependencies = [("desk", "0041_machines")]

    operations = [
        migrations.AddIndex(
            model_name="picture",
            index=models.Index(fields=["terms", "-created_at"], name="desk_picture_terms"),
        )
    ]
