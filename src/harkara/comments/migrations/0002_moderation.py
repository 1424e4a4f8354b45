"""What moderators need: the risk of each comment, the queue, verdicts, bans, appeals, notes, the list of words, floods."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('comments', '0001_comments'),
    ]

    operations = [
        migrations.CreateModel(
            name='Appeal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('words', models.CharField(max_length=1000)),
                ('made_at', models.DateTimeField()),
                ('answered_at', models.DateTimeField(null=True)),
                ('granted', models.BooleanField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name='Ban',
            fields=[
                ('digest', models.CharField(max_length=64, primary_key=True, serialize=False)),
                ('until', models.DateTimeField(db_index=True)),
                ('reason', models.CharField(blank=True, max_length=500)),
                ('at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='Flood',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('rule', models.CharField(choices=[('queue', 'Queue'), ('old', 'Old')], max_length=5)),
                ('days', models.PositiveSmallIntegerField(default=0)),
                ('until', models.DateTimeField()),
                ('by_name', models.CharField(max_length=150)),
                ('at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='ListedWord',
            fields=[
                ('shape', models.CharField(max_length=200, primary_key=True, serialize=False)),
                ('word', models.CharField(max_length=100)),
                ('is_listed', models.BooleanField()),
                ('by_name', models.CharField(max_length=150)),
                ('at', models.DateTimeField(db_index=True)),
            ],
        ),
        migrations.CreateModel(
            name='Note',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('by', models.BigIntegerField()),
                ('by_name', models.CharField(max_length=150)),
                ('at', models.DateTimeField()),
                ('words', models.CharField(max_length=500)),
            ],
        ),
        migrations.CreateModel(
            name='Verdict',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('act', models.CharField(choices=[('approve', 'Approve'), ('withdraw', 'Withdraw'), ('hold', 'Hold'), ('ban', 'Ban'), ('lift', 'Lift'), ('undo', 'Undo')], max_length=8)),
                ('story', models.BigIntegerField()),
                ('by', models.BigIntegerField(null=True)),
                ('by_name', models.CharField(max_length=150)),
                ('at', models.DateTimeField()),
                ('reason', models.CharField(blank=True, max_length=500)),
                ('until', models.DateTimeField(null=True)),
                ('before', models.JSONField(default=dict)),
                ('after', models.JSONField(default=dict)),
                ('lot', models.CharField(db_index=True, max_length=32)),
                ('undone', models.BooleanField(default=False)),
            ],
        ),
        migrations.AddField(
            model_name='comment',
            name='due',
            field=models.PositiveIntegerField(null=True),
        ),
        migrations.AddField(
            model_name='comment',
            name='reasons',
            field=models.JSONField(default=list),
        ),
        migrations.AddField(
            model_name='comment',
            name='risk',
            field=models.PositiveSmallIntegerField(default=0),
        ),
        migrations.AddField(
            model_name='comment',
            name='shape',
            field=models.CharField(default='', max_length=32),
        ),
        migrations.AddField(
            model_name='comment',
            name='told',
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddField(
            model_name='talk',
            name='lately',
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddField(
            model_name='talk',
            name='minute',
            field=models.BigIntegerField(default=0),
        ),
        migrations.AlterField(
            model_name='comment',
            name='state',
            field=models.CharField(choices=[('waiting', 'Waiting'), ('shown', 'Shown'), ('withdrawn', 'Withdrawn'), ('deleted', 'Deleted'), ('held', 'Held')], max_length=9),
        ),
        migrations.AddIndex(
            model_name='comment',
            index=models.Index(condition=models.Q(('due__isnull', False)), fields=['-due', 'id'], name='comments_due'),
        ),
        migrations.AddIndex(
            model_name='comment',
            index=models.Index(fields=['shape', '-made_at'], name='comments_shape'),
        ),
        migrations.AddIndex(
            model_name='comment',
            index=models.Index(condition=models.Q(('state', 'held')), fields=['reader', 'story', 'place'], name='comments_held'),
        ),
        migrations.AddField(
            model_name='appeal',
            name='comment',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='appeals', to='comments.comment'),
        ),
        migrations.AddField(
            model_name='note',
            name='comment',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='notes', to='comments.comment'),
        ),
        migrations.AddField(
            model_name='verdict',
            name='comment',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='verdicts', to='comments.comment'),
        ),
        migrations.AddField(
            model_name='verdict',
            name='reader',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='verdicts', to='comments.reader'),
        ),
        migrations.AddField(
            model_name='appeal',
            name='verdict',
            field=models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='appeal', to='comments.verdict'),
        ),
        migrations.AddIndex(
            model_name='verdict',
            index=models.Index(fields=['comment', '-id'], name='comments_verdicts_of'),
        ),
        migrations.AddIndex(
            model_name='verdict',
            index=models.Index(fields=['reader', '-id'], name='comments_verdicts_on'),
        ),
        migrations.AddIndex(
            model_name='verdict',
            index=models.Index(fields=['by', '-id'], name='comments_verdicts_by'),
        ),
    ]
