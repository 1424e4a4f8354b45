from typing import Any

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

import harkara.desk.models.fields


class AddBeforeBody(migrations.AddField):
    """A field of a story that comes before its body: lists read the fields before it, and not past it.

    SQLite makes a table anew for a field, and puts that last. Here the body goes behind it in the same go: in a paper of a
    million stories each go takes minutes.
    """

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: Any, to_state: Any
    ) -> None:
        if schema_editor.connection.vendor != "sqlite":
            super().database_forwards(app_label, schema_editor, from_state, to_state)
            return
        before, after = (state.apps.get_model(app_label, self.model_name) for state in (from_state, to_state))
        body = before._meta.get_field("body")
        behind = body.clone()  # made later than the other fields, it stands behind them
        behind.set_attributes_from_name("body")
        editor: Any = schema_editor
        editor._remake_table(
            before, create_field=after._meta.get_field(self.name), alter_fields=[(body, behind)]
        )


class Migration(migrations.Migration):
    dependencies = [("desk", "0031_picture_bands")]

    operations = [
        AddBeforeBody(
            model_name="story",
            name="captions",
            field=harkara.desk.models.fields.Captions(
                blank=True,
                default=dict,
                encoder=harkara.desk.models.fields.PlainJSON,
                verbose_name="captions in this story",
            ),
        ),
    ]
