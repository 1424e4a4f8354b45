import django.core.validators
import django.db.models.deletion
import harkara.desk.models.fields
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('desk', '0061_pasted_pages'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='incomingclipping',
            name='changed_at',
            field=models.DateTimeField(null=True, verbose_name='newer version at'),
        ),
        migrations.AddField(
            model_name='incomingclipping',
            name='digest',
            field=models.CharField(blank=True, editable=False, max_length=32),
        ),
        migrations.AddField(
            model_name='incomingclipping',
            name='embargo',
            field=models.DateTimeField(null=True, verbose_name='embargo until'),
        ),
        migrations.AddField(
            model_name='incomingclipping',
            name='for_desk',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='desk.desk', verbose_name='for the desk'),
        ),
        migrations.AddField(
            model_name='incomingclipping',
            name='guid',
            field=models.CharField(blank=True, editable=False, max_length=500),
        ),
        migrations.AddField(
            model_name='incomingclipping',
            name='section',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='desk.section', verbose_name='section'),
        ),
        migrations.AddField(
            model_name='incomingclipping',
            name='state',
            field=models.CharField(choices=[('usable', 'may be printed'), ('withheld', 'withheld by its sender'), ('cancelled', 'killed by its sender')], default='usable', max_length=10, verbose_name="sender's word"),
        ),
        migrations.AddField(
            model_name='incomingclipping',
            name='told',
            field=models.JSONField(default=dict, encoder=harkara.desk.models.fields.PlainJSON),
        ),
        migrations.AddField(
            model_name='incomingclipping',
            name='urgency',
            field=models.PositiveSmallIntegerField(null=True, verbose_name='urgency'),
        ),
        migrations.AddField(
            model_name='incomingclipping',
            name='version',
            field=models.BigIntegerField(default=0, editable=False),
        ),
        migrations.AlterField(
            model_name='notice',
            name='kind',
            field=models.CharField(choices=[('assigned', 'assigned to you'), ('sent_back', 'sent back to you'), ('taken_over', 'taken over from you'), ('approved', 'approved'), ('published', 'published'), ('kill_asked', 'a kill waits for your answer'), ('kill_refused', 'the kill that you asked for was refused'), ('kill_lapsed', 'the kill that you asked for lapsed'), ('wire_killed', 'killed by the sender of what it was made of'), ('wire_held', 'withheld by the sender of what it was made of'), ('wire_new', 'a newer version of what it was made of came in')], max_length=12),
        ),
        migrations.CreateModel(
            name='ClippingVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('came_at', models.DateTimeField()),
                ('version', models.BigIntegerField()),
                ('digest', models.CharField(max_length=32)),
                ('state', models.CharField(choices=[('usable', 'may be printed'), ('withheld', 'withheld by its sender'), ('cancelled', 'killed by its sender')], max_length=10)),
                ('headline', harkara.desk.models.fields.Words(max_length=300)),
                ('text', harkara.desk.models.fields.Prose()),
                ('was_drafted', models.BooleanField(default=False)),
                ('clipping', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='versions', to='desk.incomingclipping')),
            ],
            options={
                'verbose_name': 'earlier version of an item',
                'ordering': ['-id'],
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='WireAlarm',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('usable', 'may be printed'), ('withheld', 'withheld by its sender'), ('cancelled', 'killed by its sender')], max_length=10)),
                ('note', harkara.desk.models.fields.Prose(blank=True)),
                ('made_at', models.DateTimeField()),
                ('heeded_at', models.DateTimeField(null=True)),
                ('clipping', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='alarms', to='desk.incomingclipping')),
                ('heeded_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('story', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='wire_alarms', to='desk.story')),
            ],
            options={
                'verbose_name': 'alarm of the wire',
                'ordering': ['-id'],
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='WireSource',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', harkara.desk.models.fields.Words(max_length=120, unique=True, verbose_name='name')),
                ('outlet', harkara.desk.models.fields.Words(help_text='Who sends it, as it stands in the source chain.', max_length=120, verbose_name='outlet')),
                ('kind', models.CharField(choices=[('feed', 'feed (RSS, Atom, JSON Feed)'), ('folder', 'folder of agency files'), ('mailbox', 'mailbox')], default='feed', max_length=10, verbose_name='kind')),
                ('address', models.CharField(max_length=1000, verbose_name='address')),
                ('zone', models.CharField(blank=True, help_text='Of times that do not tell theirs. Left empty: that of the paper.', max_length=60, verbose_name='time zone')),
                ('minutes', models.PositiveIntegerField(default=15, validators=[django.core.validators.MinValueValidator(5), django.core.validators.MaxValueValidator(10080)], verbose_name='minutes between two looks')),
                ('is_paused', models.BooleanField(default=False, verbose_name='paused')),
                ('scope', models.CharField(editable=False, max_length=120)),
                ('made_at', models.DateTimeField(editable=False)),
                ('next_at', models.DateTimeField(editable=False)),
                ('looked_at', models.DateTimeField(editable=False, null=True)),
                ('taken', models.PositiveBigIntegerField(default=0, editable=False)),
                ('took_at', models.DateTimeField(editable=False, null=True)),
                ('failures', models.PositiveIntegerField(default=0, editable=False)),
                ('error', models.JSONField(default=dict, editable=False, encoder=harkara.desk.models.fields.PlainJSON)),
                ('report', models.JSONField(default=list, editable=False, encoder=harkara.desk.models.fields.PlainJSON)),
                ('memo', models.JSONField(default=dict, editable=False, encoder=harkara.desk.models.fields.PlainJSON)),
                ('for_desk', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='desk.desk', verbose_name='for the desk')),
                ('section', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='desk.section', verbose_name='section')),
            ],
            options={
                'verbose_name': 'wire source',
                'verbose_name_plural': 'wire sources',
                'ordering': ['name'],
            },
        ),
        migrations.AddField(
            model_name='incomingclipping',
            name='source',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='desk.wiresource', verbose_name='wire source'),
        ),
        migrations.AddIndex(
            model_name='incomingclipping',
            index=models.Index(condition=models.Q(('status', 'waiting')), fields=['source', '-id'], name='desk_clipping_by_source'),
        ),
        migrations.AddIndex(
            model_name='incomingclipping',
            index=models.Index(condition=models.Q(('status', 'waiting')), fields=['urgency', '-id'], name='desk_clipping_by_urgency'),
        ),
        migrations.AddIndex(
            model_name='incomingclipping',
            index=models.Index(condition=models.Q(('status', 'waiting')), fields=['section', '-id'], name='desk_clipping_by_section'),
        ),
        migrations.AddIndex(
            model_name='incomingclipping',
            index=models.Index(condition=models.Q(('status', 'waiting')), fields=['for_desk', '-id'], name='desk_clipping_by_for_desk'),
        ),
        migrations.AddIndex(
            model_name='incomingclipping',
            index=models.Index(condition=models.Q(('status', 'waiting')), fields=['outlet', '-id'], name='desk_clipping_by_outlet'),
        ),
        migrations.AddIndex(
            model_name='incomingclipping',
            index=models.Index(condition=models.Q(('state', 'usable'), _negated=True), fields=['-id'], name='desk_clipping_killed'),
        ),
        migrations.AddIndex(
            model_name='wirealarm',
            index=models.Index(condition=models.Q(('heeded_at', None)), fields=['-id'], name='desk_alarm_open'),
        ),
        migrations.AddConstraint(
            model_name='wirealarm',
            constraint=models.UniqueConstraint(condition=models.Q(('heeded_at', None)), fields=('clipping', 'story', 'state'), name='desk_alarm_once'),
        ),
        migrations.AddIndex(
            model_name='wiresource',
            index=models.Index(condition=models.Q(('is_paused', False)), fields=['next_at'], name='desk_source_due'),
        ),
        migrations.AddConstraint(
            model_name='wiresource',
            constraint=models.UniqueConstraint(fields=('kind', 'address'), name='desk_source_once'),
        ),
    ]
