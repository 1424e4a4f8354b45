import django.db.models.deletion
import harkara.desk.models.fields
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('desk', '0079_hooks_and_consent'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        # Which blocks a body may have is no matter of the database: no table is made anew for it.
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.AlterField(
                    model_name='document',
                    name='body',
                    field=harkara.desk.models.fields.Body([('paragraph', 0), ('heading', 1), ('quote', 4), ('list', 8), ('facts', 11), ('score', 18), ('table', 22), ('picture', 23)], block_lookup={0: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'italic', 'link'], 'icon': 'pilcrow', 'label': 'paragraph'}), 1: ('wagtail.blocks.CharBlock', (), {'icon': 'title', 'label': 'heading', 'max_length': 160}), 2: ('wagtail.blocks.TextBlock', (), {'label': 'text', 'rows': 3}), 3: ('wagtail.blocks.CharBlock', (), {'label': 'speaker', 'max_length': 160, 'required': False}), 4: ('wagtail.blocks.StructBlock', [[('text', 2), ('speaker', 3)]], {}), 5: ('wagtail.blocks.BooleanBlock', (), {'label': 'numbered', 'required': False}), 6: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'italic', 'link'], 'label': 'point'}), 7: ('wagtail.blocks.ListBlock', (6,), {'label': 'points'}), 8: ('wagtail.blocks.StructBlock', [[('ordered', 5), ('items', 7)]], {}), 9: ('wagtail.blocks.CharBlock', (), {'label': 'heading', 'max_length': 120, 'required': False}), 10: ('wagtail.blocks.CharBlock', (), {'label': 'source', 'max_length': 160, 'required': False}), 11: ('wagtail.blocks.StructBlock', [[('heading', 9), ('items', 7), ('source', 10)]], {}), 12: ('wagtail.blocks.CharBlock', (), {'label': 'what is played', 'max_length': 120, 'required': False}), 13: ('wagtail.blocks.CharBlock', (), {'label': 'one team', 'max_length': 120}), 14: ('wagtail.blocks.CharBlock', (), {'label': 'its score', 'max_length': 40, 'required': False}), 15: ('wagtail.blocks.CharBlock', (), {'label': 'overs, scorers', 'max_length': 120, 'required': False}), 16: ('wagtail.blocks.CharBlock', (), {'label': 'the other team', 'max_length': 120}), 17: ('wagtail.blocks.CharBlock', (), {'label': 'how it stands', 'max_length': 120, 'required': False}), 18: ('wagtail.blocks.StructBlock', [[('title', 12), ('home', 13), ('home_points', 14), ('home_detail', 15), ('away', 16), ('away_points', 14), ('away_detail', 15), ('status', 17)]], {}), 19: ('wagtail.blocks.CharBlock', (), {'label': 'what the table shows', 'max_length': 120, 'required': False}), 20: ('wagtail.blocks.TextBlock', (), {'help_text': 'A row a line, cells apart by | or pasted from a spreadsheet.', 'label': 'rows', 'rows': 6}), 21: ('wagtail.blocks.BooleanBlock', (), {'default': True, 'label': 'the first row names the columns', 'required': False}), 22: ('wagtail.blocks.StructBlock', [[('caption', 19), ('rows', 20), ('head', 21), ('source', 10)]], {}), 23: ('wagtail.images.blocks.ImageChooserBlock', (), {'icon': 'image', 'label': 'picture'})}, verbose_name='text'),
                ),
                migrations.AlterField(
                    model_name='story',
                    name='body',
                    field=harkara.desk.models.fields.Body([('paragraph', 0), ('heading', 1), ('quote', 4), ('list', 8), ('facts', 11), ('score', 18), ('table', 22), ('picture', 23)], block_lookup={0: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'italic', 'link'], 'icon': 'pilcrow', 'label': 'paragraph'}), 1: ('wagtail.blocks.CharBlock', (), {'icon': 'title', 'label': 'heading', 'max_length': 160}), 2: ('wagtail.blocks.TextBlock', (), {'label': 'text', 'rows': 3}), 3: ('wagtail.blocks.CharBlock', (), {'label': 'speaker', 'max_length': 160, 'required': False}), 4: ('wagtail.blocks.StructBlock', [[('text', 2), ('speaker', 3)]], {}), 5: ('wagtail.blocks.BooleanBlock', (), {'label': 'numbered', 'required': False}), 6: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'italic', 'link'], 'label': 'point'}), 7: ('wagtail.blocks.ListBlock', (6,), {'label': 'points'}), 8: ('wagtail.blocks.StructBlock', [[('ordered', 5), ('items', 7)]], {}), 9: ('wagtail.blocks.CharBlock', (), {'label': 'heading', 'max_length': 120, 'required': False}), 10: ('wagtail.blocks.CharBlock', (), {'label': 'source', 'max_length': 160, 'required': False}), 11: ('wagtail.blocks.StructBlock', [[('heading', 9), ('items', 7), ('source', 10)]], {}), 12: ('wagtail.blocks.CharBlock', (), {'label': 'what is played', 'max_length': 120, 'required': False}), 13: ('wagtail.blocks.CharBlock', (), {'label': 'one team', 'max_length': 120}), 14: ('wagtail.blocks.CharBlock', (), {'label': 'its score', 'max_length': 40, 'required': False}), 15: ('wagtail.blocks.CharBlock', (), {'label': 'overs, scorers', 'max_length': 120, 'required': False}), 16: ('wagtail.blocks.CharBlock', (), {'label': 'the other team', 'max_length': 120}), 17: ('wagtail.blocks.CharBlock', (), {'label': 'how it stands', 'max_length': 120, 'required': False}), 18: ('wagtail.blocks.StructBlock', [[('title', 12), ('home', 13), ('home_points', 14), ('home_detail', 15), ('away', 16), ('away_points', 14), ('away_detail', 15), ('status', 17)]], {}), 19: ('wagtail.blocks.CharBlock', (), {'label': 'what the table shows', 'max_length': 120, 'required': False}), 20: ('wagtail.blocks.TextBlock', (), {'help_text': 'A row a line, cells apart by | or pasted from a spreadsheet.', 'label': 'rows', 'rows': 6}), 21: ('wagtail.blocks.BooleanBlock', (), {'default': True, 'label': 'the first row names the columns', 'required': False}), 22: ('wagtail.blocks.StructBlock', [[('caption', 19), ('rows', 20), ('head', 21), ('source', 10)]], {}), 23: ('wagtail.images.blocks.ImageChooserBlock', (), {'icon': 'image', 'label': 'picture'})}, verbose_name='text'),
                ),
            ],
        ),
        migrations.CreateModel(
            name='Poll',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('question', harkara.desk.models.fields.Words(max_length=200, verbose_name='question')),
                ('options', models.JSONField(default=list, encoder=harkara.desk.models.fields.PlainJSON, verbose_name='answers')),
                ('turn', models.PositiveSmallIntegerField(default=0)),
                ('opened_at', models.DateTimeField()),
                ('closes_at', models.DateTimeField()),
                ('asked_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('story', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='poll', to='desk.story')),
            ],
            options={
                'verbose_name': 'poll',
                'default_permissions': (),
            },
        ),
    ]
