"""Fronts: an arrangement for each instead of five pins; the pins of the home page move over."""

import django.db.models.deletion
import harkara.desk.models.fields
from django.conf import settings
from django.db import migrations, models


def move_pins(apps, schema_editor):
    """The pin of place 1 becomes the lead's, the others those of the second row."""
    pins = list(apps.get_model("desk", "FrontPin").objects.order_by("place"))
    if not pins:
        return

    def kept(pin, place):
        until = pin.until.isoformat() if pin.until else None
        return {"story": pin.story_id, "place": place, "until": until, "headline": "", "kicker": ""}

    rules = {"of": "all", "pictured": False, "hours": 0, "title": ""}
    slots = [
        {"name": "lead", "look": "lead", "count": 1, **rules, "pins": [kept(pin, 1) for pin in pins if pin.place == 1]},
        {"name": "second", "look": "second", "count": 4, **rules,
         "pins": [kept(pin, pin.place - 1) for pin in pins if pin.place > 1]},
        {"name": "latest", "look": "latest", "count": 10, **rules, "pins": []},
    ]
    apps.get_model("desk", "Front").objects.create(name="", live={"slots": slots, "others": True})


class Migration(migrations.Migration):

    dependencies = [
        ('desk', '0022_clippings_of_an_outlet'),
        ('wagtailcore', '0098_apitoken'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Front',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(blank=True, max_length=40, unique=True)),
                ('live', models.JSONField(encoder=harkara.desk.models.fields.PlainJSON, null=True)),
                ('draft', models.JSONField(encoder=harkara.desk.models.fields.PlainJSON, null=True)),
                ('step', models.PositiveIntegerField(default=0)),
                ('changed_at', models.DateTimeField(null=True)),
                ('due_at', models.DateTimeField(null=True)),
            ],
            options={
                'verbose_name': 'front',
                'verbose_name_plural': 'fronts',
                'ordering': ['name'],
            },
        ),
        migrations.CreateModel(
            name='FrontVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('step', models.PositiveIntegerField()),
                ('published', models.BooleanField(default=False)),
                ('arrangement', models.JSONField(encoder=harkara.desk.models.fields.PlainJSON)),
                ('made_at', models.DateTimeField(db_index=True)),
            ],
            options={
                'verbose_name': 'version of a front',
                'verbose_name_plural': 'versions of fronts',
                'ordering': ['-step'],
            },
        ),
        migrations.AddIndex(
            model_name='story',
            index=models.Index(condition=models.Q(('live', True)), fields=['kind', '-published_at', '-id'], name='desk_live_kind'),
        ),
        migrations.AddField(
            model_name='front',
            name='changed_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='front',
            name='due_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='frontversion',
            name='front',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='versions', to='desk.front'),
        ),
        migrations.AddField(
            model_name='frontversion',
            name='made_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddIndex(
            model_name='frontversion',
            index=models.Index(fields=['front', 'published', '-step'], name='desk_front_versions'),
        ),
        migrations.RunPython(move_pins, migrations.RunPython.noop),
        migrations.RemoveField(
            model_name='frontpin',
            name='story',
        ),
        migrations.DeleteModel(
            name='FrontPin',
        ),
    ]
