"""Sealed copies are encrypted; those of earlier versions are closed as they stand."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import harkara.desk.models.fields
from harkara.desk.sealing import seal


def close(apps, schema_editor):
    Sealed = apps.get_model("desk", "Sealed")
    for copy in Sealed.objects.iterator(chunk_size=100):
        copy.box = seal({"words": "", "said": [{"where": "", "said": copy.content}]})
        copy.save(update_fields=["box"])


class Migration(migrations.Migration):

    dependencies = [
        ('desk', '0012_asked_kill'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='sealed',
            name='box',
            field=models.BinaryField(default=b''),
            preserve_default=False,
        ),
        migrations.RunPython(close, migrations.RunPython.noop),
        migrations.RemoveField(
            model_name='sealed',
            name='content',
        ),
        migrations.CreateModel(
            name='Opening',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('asked_at', models.DateTimeField(verbose_name='asked at')),
                ('reason', harkara.desk.models.fields.Prose(verbose_name='reason')),
                ('agreed_at', models.DateTimeField(null=True)),
                ('agreed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('asked_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('sealed', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='openings', to='desk.sealed')),
            ],
            options={
                'verbose_name': 'opening of a sealed copy',
                'ordering': ['-asked_at', '-id'],
                'default_permissions': (),
            },
        ),
    ]
