"""Seven roles instead of two groups: who was an editor keeps all that an editor could do."""

from django.conf import settings
from django.db import migrations

FORMER_EDITOR = ("desk_editor", "front_editor", "photo_editor")


def editors_take_their_roles(apps, schema_editor):
    Group = apps.get_model("auth", "Group")
    editor = Group.objects.filter(name="editor").first()
    if editor is None:
        return
    roles = [Group.objects.get_or_create(name=name)[0] for name in FORMER_EDITOR]
    for user in editor.user_set.all():
        user.groups.add(*roles)
    editor.delete()


class Migration(migrations.Migration):

    dependencies = [
        ('desk', '0004_remit'),
        ('auth', '0012_alter_user_first_name_max_length'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunPython(editors_take_their_roles, migrations.RunPython.noop),
    ]
