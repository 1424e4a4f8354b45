from typing import Any

from django.db import migrations, models
from django.db.models import Exists, OuterRef


def note(apps: Any, schema_editor: Any) -> None:
    """Marks the pictures that a published story shows."""
    uses = apps.get_model("desk", "PictureUse").objects.filter(picture=OuterRef("pk"))
    apps.get_model("desk", "Picture").objects.filter(Exists(uses)).update(used=True)


class Migration(migrations.Migration):
    dependencies = [("desk", "0054_lite_readers")]

    operations = [
        migrations.AddField(
            model_name="picture",
            name="used",
            field=models.BooleanField(default=False, editable=False),
        ),
        migrations.RunPython(note, migrations.RunPython.noop),
        migrations.AddIndex(
            model_name="picture",
            index=models.Index(
                condition=models.Q(("used", False)), fields=["-created_at"], name="desk_picture_unused"
            ),
        ),
    ]
