"""The tally of what was published before there was one."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import migrations

OF_BEFORE = """
    INSERT INTO desk_tally (day, kind, story_id, section_id, desk_id)
    SELECT %s, 'published', id, section_id, desk_id FROM desk_story WHERE published_at IS NOT NULL
"""


def count_what_was_published(apps, schema_editor):
    """Who began the stories of before is not told; the rest is."""
    zone = settings.HARKARA_ZONE
    if schema_editor.connection.vendor == "sqlite":
        hours = datetime.now(ZoneInfo(zone)).utcoffset().total_seconds() / 3600
        day = f"date(published_at, '{hours:+} hours')"
    else:
        day = f"(published_at AT TIME ZONE '{zone}')::date"
    schema_editor.execute(OF_BEFORE % day)


class Migration(migrations.Migration):

    dependencies = [
        ('desk', '0026_tally'),
    ]

    operations = [
        migrations.RunPython(count_what_was_published, migrations.RunPython.noop),
    ]
