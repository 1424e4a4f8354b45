import django.db.models.deletion
import harkara.desk.models.fields
from django.conf import settings
from django.db import migrations, models

KINDS = [('headline', 'headline'), ('breaking', 'breaking news'), ('quote', 'quote'), ('numbers', 'numbers'), ('obituary', 'obituary'), ('score', 'sports score')]

LOOKS = {
    'headline': ('paper', 'above', ''),
    'breaking': ('accent', 'above', 'ব্রেকিং'),
    'quote': ('dark', 'above', ''),
    'numbers': ('paper', 'none', ''),
    'obituary': ('dark', 'above', 'শোক'),
    'score': ('dark', 'behind', ''),
}


def fill(apps, schema_editor):
    """Each kind of card has its row, in which editors find how it looks."""
    template = apps.get_model('desk', 'CardTemplate')
    for kind, (ground, photo, label) in LOOKS.items():
        template.objects.get_or_create(kind=kind, defaults={'ground': ground, 'photo': photo, 'label': label})


class Migration(migrations.Migration):

    dependencies = [
        ('desk', '0069_tray_by_state'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='CardTemplate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=KINDS, error_messages={'unique': 'This kind is in the list already: change how it looks there.'}, max_length=8, unique=True, verbose_name='kind of card')),
                ('ground', models.CharField(choices=[('paper', 'pale, as paper'), ('dark', 'dark'), ('accent', "the paper's colour")], default='paper', max_length=6, verbose_name='ground')),
                ('photo', models.CharField(choices=[('above', 'beside the words'), ('behind', 'behind the words'), ('none', 'without a photo')], default='above', max_length=6, verbose_name='photo')),
                ('label', harkara.desk.models.fields.Words(blank=True, help_text="Empty: the story's kicker, or else its section.", max_length=30, verbose_name='over the words')),
                ('foot', harkara.desk.models.fields.Words(blank=True, help_text="The paper's address, for example.", max_length=60, verbose_name='at the foot')),
                ('dated', models.BooleanField(default=True, verbose_name='with the day')),
            ],
            options={
                'verbose_name': 'look of cards',
                'verbose_name_plural': 'cards',
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='StoryCard',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(blank=True, choices=KINDS, max_length=8, verbose_name='kind of card')),
                ('words', harkara.desk.models.fields.Prose(blank=True, max_length=280, verbose_name='quote')),
                ('speaker', harkara.desk.models.fields.Words(blank=True, max_length=120, verbose_name='who said it')),
                ('figures', models.JSONField(blank=True, default=list, encoder=harkara.desk.models.fields.PlainJSON, verbose_name='figures')),
                ('changed_at', models.DateTimeField()),
                ('changed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('story', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='card', to='desk.story')),
            ],
            options={
                'verbose_name': 'card of a story',
                'default_permissions': (),
            },
        ),
        migrations.AddField(
            model_name='paper',
            name='cards',
            field=models.CharField(choices=[('lacking', 'its card, where it has no picture'), ('always', 'its card'), ('never', 'its picture, if it has one')], default='lacking', help_text='On Facebook, WhatsApp and so on. A card is a picture with the headline.', max_length=7, verbose_name='a shared link to a story shows'),
        ),
        migrations.AddField(
            model_name='paper',
            name='cards_ahead',
            field=models.BooleanField(default=False, help_text='Else those that no shared link shows are drawn when somebody asks for them.', verbose_name='draw all cards of fresh stories at once'),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
