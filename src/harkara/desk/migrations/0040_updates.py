"""Each time that readers were told that a story is new: what the log says of it, and the last time of any other."""

import django.db.models.deletion
import harkara.desk.models.fields
from django.db import migrations, models


def tell_them(apps, schema_editor):
    """The log has each time with its reason; stories that were updated before it was kept there have the last one."""
    story, update = apps.get_model("desk", "Story"), apps.get_model("desk", "StoryUpdate")
    told = {}
    entries = apps.get_model("wagtailcore", "ModelLogEntry").objects.filter(action="desk.update").order_by("pk")
    for number, at, data in entries.values_list("object_id", "timestamp", "data"):
        told.setdefault(int(number), []).append((at, data.get("reason", "")))
    updated = story.objects.exclude(updated_at=None).values_list("pk", "updated_at", "updated_because")
    fresh = []
    for number, at, because in updated.iterator():
        for told_at, reason in told.get(number) or [(at, because)]:
            fresh.append(update(story_id=number, told_at=told_at, because=reason[:160]))
    update.objects.bulk_create(fresh, batch_size=500)


class Migration(migrations.Migration):

    dependencies = [
        ('desk', '0039_profiles'),
        ('wagtailcore', '0098_apitoken'),
    ]

    operations = [
        migrations.CreateModel(
            name='StoryUpdate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('told_at', models.DateTimeField()),
                ('because', harkara.desk.models.fields.Words(blank=True, max_length=160, verbose_name='what was new')),
                ('story', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='updates', to='desk.story')),
            ],
            options={
                'verbose_name': 'what readers were told',
                'ordering': ['told_at', 'id'],
            },
        ),
        migrations.RunPython(tell_them, migrations.RunPython.noop),
    ]
