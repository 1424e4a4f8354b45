import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """What readers said in a paper that moved in: how each signed there, and which comment became which."""

    dependencies = [
        ("comments", "0005_no_most"),
    ]

    operations = [
        migrations.AddField(
            model_name="comment",
            name="signed",
            field=models.CharField(blank=True, default="", max_length=60),
        ),
        migrations.CreateModel(
            name="MovedIn",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=32, unique=True)),
                (
                    "comment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="comments.comment"
                    ),
                ),
            ],
        ),
    ]
