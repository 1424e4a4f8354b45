"""Corrections are numbered, from the first on: the paper lists all of them."""

from django.db import migrations, models


def number_them(apps, schema_editor):
    """In the order in which they were made; the press learns that there is a list of them."""
    correction = apps.get_model("desk", "Correction")
    rows = list(correction.objects.order_by("made_at", "id").only("id"))
    for place, row in enumerate(rows):
        row.place = place
    correction.objects.bulk_update(rows, ["place"], batch_size=500)
    if rows:
        apps.get_model("desk", "Listing").objects.create(name="corrections", length=len(rows), shown=len(rows))
        apps.get_model("rack", "ChangeRow").objects.create(keys="list:corrections", at=rows[-1].made_at)


class Migration(migrations.Migration):

    dependencies = [
        ('desk', '0035_packages'),
        ('rack', '0001_books'),
    ]

    operations = [
        migrations.AddField(
            model_name='correction',
            name='place',
            field=models.PositiveIntegerField(editable=False, null=True),
        ),
        migrations.RunPython(number_them, migrations.RunPython.noop),
        migrations.AlterField(
            model_name='correction',
            name='place',
            field=models.PositiveIntegerField(editable=False, unique=True),
        ),
    ]
