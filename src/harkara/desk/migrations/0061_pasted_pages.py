import django.db.models.deletion
import harkara.desk.models.fields
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('desk', '0056_headline_tests'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='incomingclipping',
            name='address',
            field=models.TextField(blank=True, default='', verbose_name='address'),
        ),
        migrations.AddField(
            model_name='incomingclipping',
            name='pictures',
            field=models.JSONField(default=list, encoder=harkara.desk.models.fields.PlainJSON),
        ),
        migrations.CreateModel(
            name='Pasted',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(db_index=True)),
                ('state', models.CharField(choices=[('under_way', 'under way'), ('filed', 'filed'), ('refused', 'refused')], default='under_way', max_length=10)),
                ('address', models.TextField(blank=True)),
                ('text', models.TextField(blank=True)),
                ('was_new', models.BooleanField(default=False)),
                ('sentence', models.TextField(blank=True)),
                ('details', models.JSONField(default=dict, encoder=harkara.desk.models.fields.PlainJSON)),
                ('clipping', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='desk.incomingclipping')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'page that was pasted',
                'default_permissions': (),
                'indexes': [models.Index(condition=models.Q(('state', 'under_way')), fields=['at'], name='desk_pasted_waits')],
            },
        ),
    ]
