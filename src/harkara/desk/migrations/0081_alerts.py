"""What readers are told of a story by notices of their browsers."""

import django.db.models.deletion
import harkara.desk.models.fields
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('desk', '0080_newsletters'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Alert',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('event', models.CharField(max_length=60, unique=True)),
                ('kind', models.CharField(choices=[('news', 'news: for those who want its section or one of its topics'), ('breaking', 'breaking news: also for all who want that'), ('urgent', 'most urgent: also in the quiet hours of those who allow it'), ('correction', 'correction'), ('kill', 'withdrawal'), ('restated', 'new words')], max_length=10)),
                ('title', harkara.desk.models.fields.Words(max_length=120, verbose_name='headline')),
                ('text', harkara.desk.models.fields.Prose(blank=True, max_length=240, verbose_name='below the headline')),
                ('subjects', models.JSONField(default=list, encoder=harkara.desk.models.fields.PlainJSON)),
                ('ordered_at', models.DateTimeField()),
                ('ordered_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('story', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='alerts', to='desk.story')),
            ],
            options={
                'verbose_name': 'notice to readers',
                'ordering': ['-id'],
                'default_permissions': (),
            },
        ),
    ]
