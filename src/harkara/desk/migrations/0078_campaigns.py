import django.core.validators
import django.db.models.deletion
import harkara.desk.models.fields
import modelcluster.fields
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('desk', '0077_sponsors'),
    ]

    operations = [
        migrations.CreateModel(
            name='Campaign',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', harkara.desk.models.fields.Words(max_length=120, verbose_name='name')),
                ('advertiser', harkara.desk.models.fields.Words(blank=True, max_length=120, verbose_name='advertiser')),
                ('house', models.BooleanField(default=False, help_text='Shown where nothing is sold, and never in place of what is.', verbose_name='our own')),
                ('on', models.BooleanField(default=False, help_text='Readers see it once its time has come.', verbose_name='released')),
                ('at_head', models.BooleanField(default=False, verbose_name='below the navigation of every page')),
                ('at_front', models.BooleanField(default=False, verbose_name='on the front, below its top')),
                ('at_text', models.BooleanField(default=False, verbose_name='in the text of a story, after the third paragraph')),
                ('at_foot', models.BooleanField(default=False, verbose_name='above the foot of every page')),
                ('from_at', models.DateTimeField(blank=True, help_text='Empty: at once.', null=True, verbose_name='from')),
                ('until_at', models.DateTimeField(blank=True, help_text='Empty: until it is shown often enough.', null=True, verbose_name='until')),
                ('weight', models.PositiveSmallIntegerField(default=1, help_text='Of those that fit, one of weight 2 is shown twice as often as one of weight 1; at most 10.', validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(10)], verbose_name='weight')),
                ('wanted_shown', models.PositiveIntegerField(blank=True, help_text='It ends by itself when it was seen so often.', null=True, verbose_name='times to be seen')),
                ('wanted_pressed', models.PositiveIntegerField(blank=True, help_text='It ends by itself when it was clicked so often.', null=True, verbose_name='clicks')),
                ('running', models.BooleanField(default=False, editable=False)),
                ('reached_at', models.DateTimeField(editable=False, null=True)),
                ('sections', modelcluster.fields.ParentalManyToManyField(blank=True, help_text='Shown beside these and their parts alone; none: everywhere.', related_name='+', to='desk.section', verbose_name='sections')),
            ],
            options={
                'verbose_name': 'campaign',
                'verbose_name_plural': 'campaigns',
                'ordering': ['-id'],
                'indexes': [models.Index(condition=models.Q(('on', True)), fields=['from_at'], name='desk_campaign_on')],
            },
        ),
        migrations.CreateModel(
            name='Creative',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sort_order', models.IntegerField(blank=True, editable=False, null=True)),
                ('alt', harkara.desk.models.fields.Words(blank=True, max_length=250, verbose_name='what the picture says')),
                ('link', models.CharField(blank=True, help_text="An address that begins with https://, or one of the paper's own that begins with /.", max_length=500, verbose_name='leads to')),
                ('markup', models.TextField(blank=True, help_text='In place of a picture. It runs locked up in a frame of its own; its clicks are counted by the advertiser.', max_length=20000, verbose_name='code of an advertiser')),
                ('campaign', modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='creatives', to='desk.campaign')),
                ('picture', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='desk.picture', verbose_name='picture')),
            ],
            options={
                'verbose_name': 'what is shown',
                'verbose_name_plural': 'what is shown',
                'ordering': ['sort_order'],
                'abstract': False,
            },
        ),
    ]
