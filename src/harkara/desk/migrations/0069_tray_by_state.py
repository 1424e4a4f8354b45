from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("desk", "0068_moving_in"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name="incomingclipping",
            name="desk_clipping_killed",
        ),
        migrations.AddIndex(
            model_name="incomingclipping",
            index=models.Index(
                condition=models.Q(("status", "waiting"), models.Q(("state", "usable"), _negated=True)),
                fields=["state", "-id"],
                name="desk_clipping_by_state",
            ),
        ),
    ]
