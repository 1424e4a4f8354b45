"""The outbox of the readers' side."""

from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True
    dependencies = []

    operations = [
        migrations.CreateModel(
            name="OutboxRow",
            fields=[
                ("position", models.BigAutoField(primary_key=True, serialize=False)),
                ("keys", models.TextField()),
                ("at", models.DateTimeField()),
            ],
            options={"db_table": "outbox_change"},
        ),
    ]
