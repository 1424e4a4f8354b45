"""The books: change log, sheets, entries, bookmarks.

The entries are the largest table of the paper (about fifteen a page), read by key and deleted by sheet. On SQLite they
live in the index itself (WITHOUT ROWID), half the bytes of a table with a unique index beside it.
"""

from django.db import migrations, models


def make_entries(apps, schema_editor):
    EntryRow = apps.get_model("rack", "EntryRow")
    if schema_editor.connection.vendor != "sqlite":
        schema_editor.create_model(EntryRow)
        return
    schema_editor.execute(
        'CREATE TABLE "rack_entry" ("key" bigint NOT NULL, "sheet" bigint NOT NULL, '
        'PRIMARY KEY ("key", "sheet")) WITHOUT ROWID'
    )
    schema_editor.execute('CREATE INDEX "rack_entry_sheet" ON "rack_entry" ("sheet")')


def drop_entries(apps, schema_editor):
    schema_editor.delete_model(apps.get_model("rack", "EntryRow"))


class Migration(migrations.Migration):
    initial = True
    dependencies = []

    operations = [
        migrations.CreateModel(
            name="ChangeRow",
            fields=[
                ("position", models.BigAutoField(primary_key=True, serialize=False)),
                ("keys", models.TextField()),
                ("at", models.DateTimeField()),
            ],
            options={"db_table": "rack_change"},
        ),
        migrations.CreateModel(
            name="SheetRow",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=200, unique=True)),
                ("position", models.BigIntegerField()),
                ("edition", models.CharField(db_index=True, max_length=40)),
                ("valid_until", models.DateTimeField(db_index=True, null=True)),
                ("hot_until", models.DateTimeField(null=True)),
                ("baked_at", models.DateTimeField()),
            ],
            options={"db_table": "rack_sheet"},
        ),
        migrations.CreateModel(
            name="BookmarkRow",
            fields=[
                ("name", models.CharField(max_length=40, primary_key=True, serialize=False)),
                ("value", models.TextField()),
            ],
            options={"db_table": "rack_bookmark"},
        ),
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.CreateModel(
                    name="EntryRow",
                    fields=[
                        (
                            "pk",
                            models.CompositePrimaryKey(
                                "key", "sheet", blank=True, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("key", models.BigIntegerField()),
                        ("sheet", models.BigIntegerField(db_index=True)),
                    ],
                    options={"db_table": "rack_entry"},
                ),
            ],
        ),
        migrations.RunPython(make_entries, drop_entries),
    ]
