"""Indexes by which the log is filtered and turned: what is asked for first, the number of the entry last."""

from django.db import migrations

INDEXES = {
    "desk_log_person": "user_id, id",
    "desk_log_act": "action, id",
    "desk_log_subject": "object_id, content_type_id, id",
}


class Migration(migrations.Migration):

    dependencies = [
        ('desk', '0018_notices_of_kills'),
        ('wagtailcore', '0098_apitoken'),
    ]

    operations = [
        migrations.RunSQL(
            f"CREATE INDEX IF NOT EXISTS {name} ON wagtailcore_modellogentry ({columns})", f"DROP INDEX IF EXISTS {name}"
        )
        for name, columns in INDEXES.items()
    ]
