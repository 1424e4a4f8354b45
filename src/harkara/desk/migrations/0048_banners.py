import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """The bar at the head of the front page."""

    dependencies = [
        ("desk", "0047_kept_by_readers"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Banner",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(choices=[("breaking", "breaking news"), ("live", "live coverage")], max_length=8),
                ),
                ("raised_at", models.DateTimeField()),
                ("until", models.DateTimeField()),
                (
                    "raised_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "story",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="banner", to="desk.story"
                    ),
                ),
            ],
            options={"verbose_name": "bar of the front page", "ordering": ["-raised_at"]},
        ),
    ]
