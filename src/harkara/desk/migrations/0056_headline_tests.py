import django.db.models.deletion
import harkara.desk.models.fields
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """Several headlines of a story, of which fronts show each reader one."""

    dependencies = [
        ('desk', '0060_pictures_used'),
        ('wagtailcore', '0098_apitoken'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='HeadlineTest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField()),
                ('chief', harkara.desk.models.fields.Words(max_length=250, verbose_name='headline')),
                ('others', models.JSONField(encoder=harkara.desk.models.fields.PlainJSON, verbose_name='other headlines')),
                ('began_at', models.DateTimeField()),
                ('until', models.DateTimeField()),
                ('takes', models.BooleanField(default=False)),
                ('found', models.PositiveSmallIntegerField(null=True)),
                ('found_at', models.DateTimeField(null=True)),
                ('hindered', harkara.desk.models.fields.Words(blank=True, max_length=500)),
                ('counts', models.JSONField(default=list)),
                ('ended', models.CharField(blank=True, choices=[('won', 'the rule found a winner'), ('term', 'its term was over'), ('hand', 'somebody ended it'), ('changed', 'the story got another headline'), ('corrected', 'the story was corrected'), ('withdrawn', 'the story was taken off the paper'), ('killed', 'the story was killed'), ('redacted', 'a name was redacted in the story')], max_length=9)),
                ('ended_at', models.DateTimeField(null=True)),
                ('began_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('ended_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('made', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='wagtailcore.revision')),
                ('story', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='headline_tests', to='desk.story')),
            ],
            options={
                'verbose_name': 'test of headlines',
                'ordering': ['-id'],
                'default_permissions': (),
                'indexes': [models.Index(condition=models.Q(('ended_at', None)), fields=['until'], name='desk_headlines_running')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('story',), name='desk_headlines_once')],
            },
        ),
    ]
