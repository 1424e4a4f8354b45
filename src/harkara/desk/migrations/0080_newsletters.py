import django.core.validators
import django.db.models.deletion
import harkara.desk.models.fields
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('desk', '0074_cards'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Newsletter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slug', models.CharField(max_length=40, unique=True, validators=[django.core.validators.RegexValidator('\\A[a-z]+(?:-[a-z]+)*\\Z', 'Small Latin letters, words joined by hyphens.')], verbose_name='slug')),
                ('name', harkara.desk.models.fields.Words(max_length=60, verbose_name='name')),
                ('about', harkara.desk.models.fields.Words(blank=True, max_length=200, verbose_name='what readers get')),
                ('kind', models.CharField(choices=[('regular', 'at set times'), ('breaking', 'breaking news')], default='regular', max_length=8, verbose_name='when it goes out')),
                ('at', models.TimeField(blank=True, null=True, verbose_name='time of day')),
                ('days', models.CharField(blank=True, default='0123456', max_length=7, verbose_name='weekdays')),
                ('parts', models.JSONField(default=list, encoder=harkara.desk.models.fields.PlainJSON)),
                ('hours', models.PositiveSmallIntegerField(default=24, verbose_name='stories of the last hours')),
                ('subject', models.CharField(choices=[('lead', 'the headline of its first story'), ('both', 'its name, and the headline of its first story'), ('day', 'its name, and the day')], default='lead', max_length=4, verbose_name='subject')),
                ('pictures', models.BooleanField(default=True, verbose_name='with a picture of the first story')),
                ('signed', harkara.desk.models.fields.Words(blank=True, max_length=80, verbose_name="below the editor's note")),
                ('is_on', models.BooleanField(default=False, verbose_name='readers can order it, and it goes out')),
                ('place', models.PositiveSmallIntegerField(default=0)),
                ('since', models.DateTimeField()),
            ],
            options={
                'verbose_name': 'newsletter',
                'ordering': ['place', 'pk'],
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='NewsletterTurn',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('turn', models.CharField(max_length=60)),
                ('came', models.CharField(choices=[('made', 'composed'), ('empty', 'nothing to send: no story of its fronts was new enough'), ('missed', 'missed: the press did not run at its time')], max_length=6)),
                ('at', models.DateTimeField()),
                ('mailing', models.BigIntegerField(null=True)),
                ('newsletter', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='turns', to='desk.newsletter')),
            ],
            options={
                'verbose_name': 'turn of a letter',
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='NewsletterNote',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField()),
                ('text', harkara.desk.models.fields.Prose(max_length=1200)),
                ('changed_at', models.DateTimeField()),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('newsletter', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='notes', to='desk.newsletter')),
            ],
            options={
                'verbose_name': "editor's note of a letter",
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='BreakingLetter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('note', harkara.desk.models.fields.Prose(blank=True, max_length=1200)),
                ('asked_at', models.DateTimeField()),
                ('made_at', models.DateTimeField(null=True)),
                ('asked_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('newsletter', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='desk.newsletter')),
                ('story', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='breaking_letter', to='desk.story')),
            ],
            options={
                'verbose_name': 'breaking letter',
                'default_permissions': (),
            },
        ),
        migrations.AddConstraint(
            model_name='newsletterturn',
            constraint=models.UniqueConstraint(fields=('newsletter', 'turn'), name='desk_letter_turn_once'),
        ),
        migrations.AddConstraint(
            model_name='newsletternote',
            constraint=models.UniqueConstraint(fields=('newsletter', 'day'), name='desk_letter_note_once'),
        ),
        migrations.AddIndex(
            model_name='breakingletter',
            index=models.Index(condition=models.Q(('made_at', None)), fields=['asked_at'], name='desk_breaking_waits'),
        ),
    ]
