"""Subscriptions of browsers, what each wants, messages on their way, how far they are and whom they reached."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Subscription',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('digest', models.CharField(max_length=64, unique=True)),
                ('service', models.CharField(max_length=60)),
                ('endpoint', models.TextField()),
                ('p256dh', models.CharField(max_length=100)),
                ('auth', models.CharField(max_length=60)),
                ('most', models.PositiveSmallIntegerField(default=0)),
                ('quiet_from', models.PositiveSmallIntegerField(default=23)),
                ('quiet_until', models.PositiveSmallIntegerField(default=7)),
                ('is_woken', models.BooleanField(default=False)),
                ('misses', models.PositiveSmallIntegerField(default=0)),
                ('made_at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='Message',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('event', models.CharField(max_length=60, unique=True)),
                ('story', models.BigIntegerField(db_index=True)),
                ('kind', models.CharField(choices=[('news', 'News'), ('breaking', 'Breaking'), ('urgent', 'Urgent'), ('correction', 'Correction'), ('kill', 'Kill'), ('restated', 'Restated')], max_length=10)),
                ('subjects', models.JSONField(default=list)),
                ('words', models.JSONField()),
                ('state', models.CharField(choices=[('going', 'On Its Way'), ('quiet', 'Quiet'), ('done', 'Done'), ('stopped', 'Stopped')], default='going', max_length=7)),
                ('round', models.PositiveSmallIntegerField(default=0)),
                ('hours', models.PositiveIntegerField(default=0)),
                ('upto', models.BigIntegerField()),
                ('made_at', models.DateTimeField(db_index=True)),
                ('due', models.DateTimeField()),
                ('until', models.DateTimeField()),
                ('reached', models.PositiveIntegerField(default=0)),
                ('failed', models.PositiveIntegerField(default=0)),
                ('gone', models.PositiveIntegerField(default=0)),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('state__in', ('going', 'quiet'))), fields=['due'], name='post_messages_due')],
            },
        ),
        migrations.CreateModel(
            name='Reached',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('block', models.PositiveIntegerField()),
                ('day', models.DateField()),
                ('bits', models.BinaryField()),
                ('message', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='blocks', to='post.message')),
            ],
            options={
                'indexes': [models.Index(fields=['day', 'block'], name='post_blocks_of_day')],
                'constraints': [models.UniqueConstraint(fields=('message', 'block', 'day'), name='post_one_block')],
            },
        ),
        migrations.CreateModel(
            name='Walk',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('service', models.CharField(max_length=60)),
                ('place', models.BigIntegerField(default=0)),
                ('aside', models.JSONField(default=list)),
                ('is_over', models.BooleanField(default=False)),
                ('again_at', models.DateTimeField(null=True)),
                ('tries', models.PositiveSmallIntegerField(default=0)),
                ('message', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='walks', to='post.message')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('message', 'service'), name='post_one_walk')],
            },
        ),
        migrations.CreateModel(
            name='Wish',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('service', models.CharField(max_length=60)),
                ('subject', models.CharField(max_length=60)),
                ('subscription', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='wishes', to='post.subscription')),
            ],
            options={
                'indexes': [models.Index(fields=['subject', 'service', 'subscription'], name='post_wishes')],
                'constraints': [models.UniqueConstraint(fields=('subscription', 'subject'), name='post_one_wish')],
            },
        ),
    ]
