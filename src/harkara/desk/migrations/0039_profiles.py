"""People who sign and desks may have pages: their slugs, what they say of themselves, and the places of their stories."""

import django.db.models.deletion
import harkara.desk.models.fields
import harkara.desk.models.taxonomy
from django.db import migrations, models

from harkara.bangla.slug import slugify

LISTINGS = """
    INSERT INTO desk_listing (name, length, shown)
    SELECT {name}, COUNT(*), SUM(CASE WHEN live THEN 1 ELSE 0 END) FROM ({rows}) AS found GROUP BY whose
"""
PLACES = """
    INSERT INTO desk_place (listing_id, number, story_id, published_at, shown)
    SELECT desk_listing.id, ROW_NUMBER() OVER (PARTITION BY whose ORDER BY published_at, story) - 1,
           story, found.published_at, live
    FROM ({rows}) AS found JOIN desk_listing ON desk_listing.name = {name}
"""
SIGNED = """
    SELECT DISTINCT desk_byline.person_id AS whose, desk_story.id AS story, desk_story.published_at, desk_story.live
    FROM desk_byline JOIN desk_story ON desk_story.id = desk_byline.story_id WHERE desk_story.published_at IS NOT NULL
"""
OF_DESKS = """
    SELECT desk_id AS whose, id AS story, published_at, live
    FROM desk_story WHERE published_at IS NOT NULL AND desk_id IS NOT NULL
"""


def name_them(apps, schema_editor):
    """Each gets a slug of its name, and a number behind it where another one has that."""
    for name in ("Person", "Desk"):
        taken = set()
        for row in apps.get_model("desk", name).objects.order_by("pk"):
            slug = slugify(row.name, limit=70) or name.lower()
            row.slug = next(s for s in (slug, *(f"{slug}-{n}" for n in range(2, len(taken) + 3))) if s not in taken)
            taken.add(row.slug)
            row.save(update_fields=["slug"])


def place_stories(apps, schema_editor):
    """What was published before stands in the lists of who signed it, the oldest at 0."""
    for kind, rows in (("writer", SIGNED), ("desk", OF_DESKS)):
        told = {"rows": rows, "name": f"'{kind}:' || CAST(whose AS VARCHAR(20))"}
        schema_editor.execute(LISTINGS.format(**told))
        schema_editor.execute(PLACES.format(**told))


def told_of(model):
    """The fields of who may have a page."""
    return [
        migrations.AddField(model, "slug", models.CharField(editable=False, max_length=90, null=True)),
        migrations.AddField(model, "public", models.BooleanField(default=False, help_text='Readers find the stories there, and the name above each of them leads to it.', verbose_name='has a page')),
        migrations.AddField(model, "about", harkara.desk.models.fields.Prose(blank=True, default='', help_text='A few sentences for readers.', max_length=1200, verbose_name='about'), preserve_default=False),
        migrations.AddField(model, "picture", models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='desk.picture', verbose_name='picture')),
        migrations.AddField(model, "email", models.EmailField(blank=True, default='', max_length=254, verbose_name='e-mail for readers'), preserve_default=False),
        migrations.AddField(model, "links", models.TextField(blank=True, default='', help_text='Facebook, X, a site: one address a line.', max_length=1000, validators=[harkara.desk.models.taxonomy.each_is_followable], verbose_name='other addresses'), preserve_default=False),
    ]


def slug_of(model):
    return migrations.AlterField(model, "slug", models.CharField(editable=False, max_length=90, unique=True, verbose_name='slug'))


class Migration(migrations.Migration):

    dependencies = [
        ('desk', '0038_look'),
    ]

    operations = [
        *told_of("desk"),
        *told_of("person"),
        migrations.AddField("person", "role", harkara.desk.models.fields.Words(blank=True, default='', help_text='As readers read it: senior reporter, columnist.', max_length=120, verbose_name='role'), preserve_default=False),
        migrations.RunPython(name_them, migrations.RunPython.noop),
        slug_of("desk"),
        slug_of("person"),
        migrations.RunPython(place_stories, migrations.RunPython.noop),
    ]
