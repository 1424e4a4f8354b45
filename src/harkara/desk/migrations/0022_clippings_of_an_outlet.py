from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("desk", "0021_proof_links")]

    operations = [
        migrations.AddIndex(
            model_name="incomingclipping",
            index=models.Index(
                condition=models.Q(("status", "drafted")), fields=["outlet", "desk", "-id"], name="desk_clipping_drafted"
            ),
        ),
    ]
